package rules.limits.user_limit_not_below_endpoint_test

import data.rules.lib.fixture
import data.rules.limits.user_limit_not_below_endpoint as rule

_input(limits) := fixture.with_subject({"rate_limits": limits})

test_silent_when_the_user_limit_is_lower if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input(fixture.subject.rate_limits)
}

test_silent_just_below if {
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 100}),
		fixture.limit({"scope": "user", "calls": 99}),
	])
}

test_found_when_equal if {
	rule.findings == {{
		"path": ["rate_limits", 1, "calls"],
		"message": "{subject} lets one user take 100 calls per minute, and allows all users together 100",
	}} with input as _input([fixture.limit({"calls": 100}), fixture.limit({"scope": "user", "calls": 100})])
}

test_found_when_higher_in_tokens if {
	rule.findings == {{
		"path": ["rate_limits", 0, "tokens"],
		"message": "{subject} lets one user take 5000 tokens per minute, and allows all users together 100",
	}} with input as _input([fixture.limit({"scope": "user", "tokens": 5000}), fixture.limit({"tokens": 100})])
}

test_the_tightest_limit_of_the_endpoint_counts if {
	limits := [
		fixture.limit({"calls": 1000}),
		fixture.limit({"calls": 50}),
		fixture.limit({"scope": "user", "calls": 60}),
	]

	rule.findings == {{
		"path": ["rate_limits", 2, "calls"],
		"message": "{subject} lets one user take 60 calls per minute, and allows all users together 50",
	}} with input as _input(limits)
}

test_a_named_user_is_one_user if {
	limits := [fixture.limit({"calls": 10}), fixture.limit({"scope": "user", "principal": "ana@example.com", "calls": 10})]

	{finding.path | some finding in rule.findings} == {["rate_limits", 1, "calls"]} with input as _input(limits)
}

test_calls_and_tokens_are_not_compared if {
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 100}),
		fixture.limit({"scope": "user", "tokens": 5000}),
	])
}

test_a_minute_and_an_hour_are_not_compared if {
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 100}),
		fixture.limit({"scope": "user", "calls": 500, "period": "hour"}),
	])
}

test_unknown_periods_are_not_compared if {
	limits := [
		fixture.limit({"calls": 100, "period": ""}),
		fixture.limit({"scope": "user", "calls": 500, "period": ""}),
	]

	rule.findings == set() with input as _input(limits)
}

test_a_group_is_not_one_user if {
	rule.findings == set() with input as _input([fixture.limit({"calls": 100}), fixture.limit({
		"scope": "user_group",
		"principal": "analysts",
		"calls": 100,
	})])
}

test_a_blocked_endpoint_is_another_rules if {
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 0}),
		fixture.limit({"scope": "user", "calls": 10}),
	])
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_limits_in_an_hour_are_compared if {
	hour := fixture.limit({"calls": 100, "period": "hour"})
	limits := [hour, object.union(hour, {"scope": "user"})]

	rule.findings == {{
		"path": ["rate_limits", 1, "calls"],
		"message": "{subject} lets one user take 100 calls per hour, and allows all users together 100",
	}} with input as fixture.with_subject({"kind": "model_service", "rate_limits": limits})
}
