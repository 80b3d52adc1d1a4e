package rules.limits.duplicate_limit_test

import data.rules.lib.fixture
import data.rules.limits.duplicate_limit as rule

_input(limits) := fixture.with_subject({"rate_limits": limits})

test_silent_when_all_differ if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input(fixture.subject.rate_limits)
}

test_found_at_the_later_one if {
	rule.findings == {{
		"path": ["rate_limits", 1, "calls"],
		"message": "{subject} has two limits of calls per minute for the same key `user`: 10 and 20",
	}} with input as _input([
		fixture.limit({"scope": "user", "calls": 10}),
		fixture.limit({"scope": "user", "calls": 20}),
	])
}

test_a_principal_is_named if {
	limits := [
		fixture.limit({"scope": "user_group", "principal": "analysts", "tokens": 10}),
		fixture.limit({"scope": "user_group", "principal": "analysts", "tokens": 10}),
	]

	rule.findings == {{
		"path": ["rate_limits", 1, "tokens"],
		"message": "{subject} has two limits of tokens per minute for the same key `user_group analysts`: 10 and 10",
	}} with input as _input(limits)
}

test_each_later_one_is_found if {
	three := [fixture.limit({"calls": 10}), fixture.limit({"calls": 10}), fixture.limit({"calls": 10})]

	wanted := {["rate_limits", 1, "calls"], ["rate_limits", 2, "calls"]}
	{finding.path | some finding in rule.findings} == wanted with input as _input(three)
}

test_a_limit_without_a_key_doubles_one_for_the_endpoint if {
	limits := [fixture.limit({"calls": 10}), fixture.limit({"implicit": true, "calls": 5})]

	{finding.path | some finding in rule.findings} == {["rate_limits", 1, "calls"]} with input as _input(limits)
}

test_calls_and_tokens_are_different if {
	rule.findings == set() with input as _input([fixture.limit({"calls": 10}), fixture.limit({"tokens": 10})])
}

test_two_principals_are_different if {
	limits := [
		fixture.limit({"scope": "user", "calls": 10}),
		fixture.limit({"scope": "user", "principal": "ana@example.com", "calls": 10}),
		fixture.limit({"scope": "user", "principal": "bo@example.com", "calls": 10}),
	]

	rule.findings == set() with input as _input(limits)
}

test_a_minute_and_an_hour_are_different if {
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 10}),
		fixture.limit({"calls": 100, "period": "hour"}),
	])
}

test_invalid_keys_are_another_rules if {
	limits := [fixture.limit({"scope": "invalid", "calls": 10}), fixture.limit({"scope": "invalid", "calls": 10})]

	rule.findings == set() with input as _input(limits)
}

test_limits_without_an_amount_are_another_rules if {
	rule.findings == set() with input as _input([fixture.limit({}), fixture.limit({})])
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_what_stands_between_two_does_not_hide_them if {
	limits := [
		fixture.limit({"scope": "user", "principal": "ana@example.com", "calls": 10}),
		fixture.limit({"scope": "user", "principal": "bo@example.com", "calls": 20}),
		fixture.limit({"calls": 1000}),
		fixture.limit({"scope": "user", "principal": "ana@example.com", "calls": 30}),
	]

	rule.findings == {{
		"path": ["rate_limits", 3, "calls"],
		"message": "{subject} has two limits of calls per minute for the same key `user ana@example.com`: 10 and 30",
	}} with input as _input(limits)
}

test_one_of_three_is_held_against_the_one_before if {
	three := [fixture.limit({"calls": 10}), fixture.limit({"calls": 20}), fixture.limit({"calls": 30})]

	{finding.message | some finding in rule.findings} == {
		"{subject} has two limits of calls per minute for the same key `endpoint`: 10 and 20",
		"{subject} has two limits of calls per minute for the same key `endpoint`: 20 and 30",
	} with input as _input(three)
}

test_silent_without_limits if {
	rule.findings == set() with input as _input([])
}

test_a_zero_that_terraform_does_not_send_is_no_duplicate if {
	written := [fixture.limit({"calls": 0}), fixture.limit({"calls": 5})]

	rule.findings == set() with input as fixture.with_subject({"form": "terraform", "rate_limits": written})
	count(rule.findings) == 1 with input as fixture.with_subject({"rate_limits": written})
}
