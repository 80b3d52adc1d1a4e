package rules.limits.principal_mismatch_test

import data.rules.lib.fixture
import data.rules.limits.principal_mismatch as rule

_input(limits) := fixture.with_subject({"rate_limits": limits})

test_silent_when_all_fit if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input([
		fixture.limit({}),
		fixture.limit({"scope": "user"}),
		fixture.limit({"scope": "user", "principal": "ana@example.com"}),
		fixture.limit({"scope": "user_group", "principal": "analysts"}),
		fixture.limit({"scope": "service_principal", "principal": "7f1c"}),
	])
}

test_found_when_a_group_is_missing if {
	rule.findings == {{
		"path": ["rate_limits", 0, "principal"],
		"message": "{subject} has a limit for a group that names no group",
	}} with input as _input([fixture.limit({"scope": "user_group"})])
}

test_found_when_a_service_principal_is_missing if {
	rule.findings == {{
		"path": ["rate_limits", 0, "principal"],
		"message": "{subject} has a limit for a service principal that names no service principal",
	}} with input as _input([fixture.limit({"scope": "service_principal"})])
}

test_found_when_the_endpoint_has_a_principal if {
	rule.findings == {{
		"path": ["rate_limits", 0, "principal"],
		"message": "{subject} has a limit for the whole endpoint that names the principal `ana@example.com`",
	}} with input as _input([fixture.limit({"scope": "endpoint", "principal": "ana@example.com"})])
}

test_an_invalid_key_is_another_rules if {
	rule.findings == set() with input as _input([fixture.limit({"scope": "invalid", "principal": "ana@example.com"})])
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_found_when_a_whole_service_has_a_principal if {
	limits := [fixture.limit({"principal": "ana@example.com"})]

	rule.findings == {{
		"path": ["rate_limits", 0, "principal"],
		"message": "{subject} has a limit for the whole service that names the principal `ana@example.com`",
	}} with input as fixture.with_subject({"kind": "model_service", "rate_limits": limits})
}
