package rules.limits.group_limit_not_below_endpoint_test

import data.rules.lib.fixture
import data.rules.limits.group_limit_not_below_endpoint as rule

_group(patch) := fixture.limit(object.union({"scope": "user_group", "principal": "analysts"}, patch))

_input(limits) := fixture.with_subject({"rate_limits": limits})

test_silent_just_below if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input([fixture.limit({"calls": 100}), _group({"calls": 99})])
}

test_found_when_equal if {
	rule.findings == {{
		"path": ["rate_limits", 1, "calls"],
		"message": "{subject} lets group `analysts` take 100 calls per minute, and allows all callers together 100",
	}} with input as _input([fixture.limit({"calls": 100}), _group({"calls": 100})])
}

test_found_when_higher_in_tokens if {
	{finding.path | some finding in rule.findings} == {["rate_limits", 0, "tokens"]} with input as _input([
		_group({"tokens": 5000}),
		fixture.limit({"tokens": 100}),
	])
}

test_units_and_periods_are_not_compared_with_others if {
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 100}),
		_group({"tokens": 5000}),
		_group({"calls": 5000, "period": "hour"}),
		_group({"calls": 5000, "period": ""}),
	])
}

test_users_and_service_principals_are_other_rules if {
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 100}),
		fixture.limit({"scope": "user", "calls": 100}),
		fixture.limit({"scope": "service_principal", "principal": "7f1c", "calls": 100}),
	])
}

test_a_group_that_is_shut_out_is_meant if {
	rule.findings == set() with input as _input([fixture.limit({"calls": 100}), _group({"calls": 0})])
}

test_an_endpoint_that_is_closed_is_another_rules if {
	rule.findings == set() with input as _input([fixture.limit({"calls": 0}), _group({"calls": 10})])
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_tokens_limit_nothing_on_an_mcp_service if {
	rule.findings == set() with input as fixture.with_subject({
		"kind": "mcp_service",
		"rate_limits": [fixture.limit({"calls": 10, "tokens": 10}), _group({"tokens": 10})],
	})
}
