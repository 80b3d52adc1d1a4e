package rules.limits.limit_key_implicit_test

import data.rules.lib.fixture
import data.rules.limits.limit_key_implicit as rule

test_silent_when_keys_are_written if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_where_no_key_is_written if {
	limits := [fixture.limit({"calls": 10}), fixture.limit({"implicit": true, "tokens": 10})]

	rule.findings == {{
		"path": ["rate_limits", 1],
		"message": "{subject} has a rate limit without a key, which makes it one for the whole endpoint",
		"fix": {
			"description": "write `key: endpoint`",
			"edits": [{"path": ["rate_limits", 1, "key"], "do": "set", "value": "endpoint"}],
		},
	}} with input as fixture.with_subject({"rate_limits": limits})
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_a_service_has_no_default if {
	limits := [fixture.limit({"scope": "invalid", "implicit": true, "calls": 10})]

	rule.findings == {{
		"path": ["rate_limits", 0],
		"message": "{subject} has a rate limit without a key, which a service has no default for",
	}} with input as fixture.with_subject({"kind": "mcp_service", "rate_limits": limits})
}
