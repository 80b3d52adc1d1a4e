package rules.document.misplaced_setting_test

import data.rules.document.misplaced_setting as rule
import data.rules.lib.fixture

_with(misplaced) := fixture.with_subject({"text": {"misplaced": misplaced}})

test_silent_when_everything_is_in_place if {
	rule.findings == set() with input as _with([])
}

test_found_and_the_right_place_is_named if {
	rule.findings == {
		{
			"path": ["text", "misplaced", 0],
			"message": "`config.ai_gateway` of {subject} has no effect where it stands; it belongs in `ai_gateway`",
		},
		{
			"path": ["text", "misplaced", 1],
			"message": concat("", [
				"`config.served_entities[0].traffic_percentage` of {subject} has no effect where it stands; ",
				"it belongs in `config.traffic_config.routes`",
			]),
		},
	} with input as _with([
		{"key": "config.ai_gateway", "belongs": "ai_gateway"},
		{"key": "config.served_entities[0].traffic_percentage", "belongs": "config.traffic_config.routes"},
	])
}

test_terraform_refuses_it if {
	misplaced := [{"key": "config.ai_gateway", "belongs": "ai_gateway"}]
	rule.findings == {{
		"path": ["text", "misplaced", 0],
		"message": "`config.ai_gateway` of {subject} is refused by Terraform where it stands; it belongs in `ai_gateway`",
	}} with input as fixture.with_subject({"form": "terraform", "text": {"misplaced": misplaced}})
}
