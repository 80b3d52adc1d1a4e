package rules.document.gateway_missing_test

import data.rules.document.gateway_missing as rule
import data.rules.lib.fixture

test_silent_with_a_gateway if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_without_one if {
	rule.findings == {{
		"path": ["declared"],
		"message": "{subject} has no `ai_gateway`: usage, logging, rate limits and guardrails are all left out",
	}} with input as fixture.with_subject({"declared": false})
}

test_a_gateway_in_a_wrong_place_is_the_fault if {
	misplaced := [
		{"key": "config.routes", "belongs": "config.traffic_config.routes"},
		{"key": "config.ai_gateway", "belongs": "ai_gateway"},
		{"key": "config.served_entities[0].ai_gateway", "belongs": "ai_gateway"},
	]
	rule.findings == {{
		"path": ["text", "misplaced", 1],
		"message": concat("", [
			"{subject} has no `ai_gateway` in force, only `config.ai_gateway`: ",
			"usage, logging, rate limits and guardrails are all left out",
		]),
	}} with input as fixture.with_subject({"declared": false, "text": {"misplaced": misplaced}})
}

test_found_for_every_hosting_because_the_policy_decides_the_level if {
	every hosting in ["external", "foundation", "provisioned", "custom", "agent", "unknown"] {
		found := rule.findings with input as fixture.with_subject({"declared": false, "hosting": hosting})
		count(found) == 1
	}
}

test_applies_where_it_would_be_shown if {
	forms := {form |
		some form in ["create", "update", "put", "config", "get", "list", "bundle", "terraform"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"create", "get", "bundle", "terraform"}
}

test_moot_where_every_call_is_refused if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"closed": true})
}
