package rules.limits.limit_unsupported_test

import data.rules.lib.fixture
import data.rules.limits.limit_unsupported as rule

test_found_once_on_an_agent if {
	rule.applies with input as fixture.with_subject({"hosting": "agent"})
	rule.findings == {{
		"path": ["rate_limits"],
		"message": "{subject} sets rate limits, which an agent does not have",
	}} with input as fixture.with_subject({"hosting": "agent"})
}

test_silent_without_limits if {
	rule.findings == set() with input as fixture.with_subject({"hosting": "agent", "rate_limits": []})
}

test_one_limit_is_enough if {
	count(rule.findings) == 1 with input as fixture.with_subject({
		"hosting": "agent",
		"rate_limits": [fixture.limit({"scope": "user", "calls": 500})],
	})
}

test_other_hostings_have_rate_limits if {
	every hosting in ["external", "foundation", "provisioned", "custom", "unknown"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}

test_does_not_apply_without_a_gateway if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent", "declared": false})
}
