package rules.tables.usage_tracking_unsupported_test

import data.rules.lib.fixture
import data.rules.tables.usage_tracking_unsupported as rule

test_found_on_an_agent if {
	rule.applies with input as fixture.with_subject({"hosting": "agent"})
	rule.findings == {{
		"path": ["usage_tracking", "enabled"],
		"message": "{subject} sets usage tracking, which an agent does not have",
	}} with input as fixture.with_subject({"hosting": "agent"})
}

test_silent_when_it_is_off if {
	rule.findings == set() with input as fixture.with_subject({
		"hosting": "agent",
		"usage_tracking": {"enabled": false},
	})
}

test_other_hostings_track_usage if {
	every hosting in ["external", "foundation", "provisioned", "custom", "unknown"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}

test_does_not_apply_without_a_gateway if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent", "declared": false})
}
