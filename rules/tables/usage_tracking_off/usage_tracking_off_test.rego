package rules.tables.usage_tracking_off_test

import data.rules.lib.fixture
import data.rules.tables.usage_tracking_off as rule

test_silent_when_usage_is_tracked if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_when_it_is_not if {
	fixture.found(rule.findings) == {{
		"path": ["usage_tracking", "enabled"],
		"message": "{subject} does not track usage: `usage_tracking_config.enabled` is not true",
	}} with input as fixture.with_subject({"usage_tracking": {"enabled": false}})
}

test_applies_where_the_hosting_can_track_usage if {
	hostings := {hosting |
		some hosting in ["external", "foundation", "provisioned", "custom", "agent", "unknown"]
		rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
	hostings == {"external", "foundation", "provisioned", "custom", "unknown"}
}

test_does_not_apply_without_a_gateway if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_moot_where_every_call_is_refused if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"closed": true})
}

test_it_is_switched_on if {
	fixture.edits(rule.findings) == {{
		"path": ["usage_tracking", "enabled"],
		"do": "set",
		"value": true,
	}} with input as fixture.with_subject({"usage_tracking": {"enabled": false}})
}
