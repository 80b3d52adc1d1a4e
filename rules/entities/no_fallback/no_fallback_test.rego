package rules.entities.no_fallback_test

import data.rules.entities.no_fallback as rule
import data.rules.lib.fixture

_one := [fixture.destination({"name": "primary"})]

test_silent_with_two_destinations if {
	rule.findings == set() with input as fixture.with_subject({"fallback": {"enabled": false}})
}

test_found_with_one_destination if {
	rule.findings == {{
		"path": ["fallback", "enabled"],
		"message": "{subject} has one destination and no fallback: it fails when that one fails",
	}} with input as fixture.with_subject({"destinations": _one, "fallback": {"enabled": false}})
}

test_silent_when_fallback_is_on if {
	rule.findings == set() with input as fixture.with_subject({"destinations": _one})
}

test_applies_where_the_hosting_has_fallback if {
	hostings := {hosting |
		some hosting in ["external", "foundation", "provisioned", "custom", "agent", "unknown"]
		rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
	hostings == {"external", "unknown"}
}

test_does_not_apply_to_what_databricks_provides if {
	not rule.applies with input as fixture.with_subject({"provided": true})
}

test_does_not_apply_to_a_body_that_shows_no_destinations if {
	not rule.applies with input as fixture.with_subject({"form": "put", "hosting": "unknown"})
}

test_moot_without_a_destination if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"destinations": []})
}

test_moot_without_a_gateway if {
	rule.moot with input as fixture.with_subject({"destinations": _one, "declared": false})
}

test_only_model_services_have_fallbacks if {
	rule.applies with input as fixture.with_subject({"kind": "model_service"})
	not rule.applies with input as fixture.with_subject({"kind": "mcp_service"})
}
