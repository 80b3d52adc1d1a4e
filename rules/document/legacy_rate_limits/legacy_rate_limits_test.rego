package rules.document.legacy_rate_limits_test

import data.rules.document.legacy_rate_limits as rule
import data.rules.lib.fixture

test_silent_with_limits_in_the_gateway if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_with_limits_beside_the_gateway if {
	rule.findings == {{
		"path": ["legacy", "rate_limits"],
		"message": concat("", [
			"{subject} has `rate_limits` beside `ai_gateway`, which is deprecated: ",
			"later changes to it are not applied, and GET does not show it",
		]),
	}} with input as fixture.with_subject({"legacy": {"rate_limits": true}})
}

test_applies_to_what_a_person_wrote_only if {
	forms := {form |
		some form in ["create", "update", "put", "config", "get", "list", "bundle", "terraform"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"create", "bundle", "terraform"}
}
