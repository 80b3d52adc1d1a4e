package rules.limits.zero_limit_test

import data.rules.lib.fixture
import data.rules.limits.zero_limit as rule

_input(limits) := fixture.with_subject({"rate_limits": limits})

test_silent_when_limits_are_above_zero if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input(fixture.subject.rate_limits)
}

test_silent_at_one if {
	rule.findings == set() with input as _input([fixture.limit({"calls": 1})])
}

test_closed_for_the_endpoint if {
	rule.findings == {{
		"path": ["closed"],
		"message": "{subject} is closed: every call is refused, since the limit for the whole endpoint is 0",
	}} with input as fixture.with_subject({
		"closed": true,
		"rate_limits": [fixture.limit({"calls": 0, "tokens": 0}), fixture.limit({"scope": "user", "calls": 0})],
	})
}

test_found_for_each_user_in_tokens if {
	rule.findings == {{
		"path": ["rate_limits", 1, "tokens"],
		"message": "{subject} has a limit of 0 tokens for each user, which blocks every call",
	}} with input as _input([fixture.limit({"calls": 10}), fixture.limit({"scope": "user", "tokens": 0})])
}

test_both_units_are_found if {
	{finding.path | some finding in rule.findings} == {
		["rate_limits", 0, "calls"],
		["rate_limits", 0, "tokens"],
	} with input as _input([fixture.limit({"calls": 0, "tokens": 0})])
}

test_a_zero_beside_an_amount_still_blocks if {
	limits := [fixture.limit({"calls": 0, "tokens": 100})]

	{finding.path | some finding in rule.findings} == {["rate_limits", 0, "calls"]} with input as _input(limits)
}

test_shutting_out_one_principal_is_meant if {
	limits := [
		fixture.limit({"calls": 10}),
		fixture.limit({"scope": "user_group", "principal": "interns", "calls": 0}),
		fixture.limit({"scope": "user", "principal": "ana@example.com", "calls": 0}),
		fixture.limit({"scope": "service_principal", "principal": "7f1c", "tokens": 0}),
	]

	rule.findings == set() with input as _input(limits)
}

test_letting_in_some_by_name_is_meant if {
	limits := [
		fixture.limit({"scope": "user", "calls": 0}),
		fixture.limit({"scope": "user_group", "principal": "analysts", "calls": 100}),
	]

	rule.findings == set() with input as _input(limits)
}

test_shutting_out_all_and_some_by_name_is_found if {
	limits := [
		fixture.limit({"scope": "user", "calls": 0}),
		fixture.limit({"scope": "user_group", "principal": "analysts", "calls": 0}),
	]

	{finding.path | some finding in rule.findings} == {["rate_limits", 0, "calls"]} with input as _input(limits)
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_found_for_everybody_in_terraform if {
	written := [
		fixture.limit({"calls": 0}),
		fixture.limit({"scope": "user_group", "principal": "interns", "calls": 10, "tokens": 0}),
		fixture.limit({"scope": "user", "calls": 5}),
	]

	rule.findings == {
		{
			"path": ["rate_limits", 0, "calls"],
			"message": concat("", [
				"{subject} has a limit of 0 calls for the key `endpoint`, ",
				"which Terraform does not send: there is no such limit",
			]),
		},
		{
			"path": ["rate_limits", 1, "tokens"],
			"message": concat("", [
				"{subject} has a limit of 0 tokens for the key `user_group interns`, ",
				"which Terraform does not send: there is no such limit",
			]),
		},
	} with input as fixture.with_subject({"form": "terraform", "rate_limits": written})
}

test_a_service_in_terraform_is_closed if {
	{finding.path | some finding in rule.findings} == {["closed"]} with input as fixture.with_subject({
		"form": "terraform", "kind": "model_service", "closed": true,
		"rate_limits": [fixture.limit({"calls": 0})],
	})
}

test_found_in_a_service if {
	limits := [fixture.limit({"calls": 0, "tokens": 0})]

	rule.findings == {{
		"path": ["rate_limits", 0, "calls"],
		"message": "{subject} has a limit of 0 calls for the whole service, which blocks every call",
	}} with input as fixture.with_subject({"kind": "mcp_service", "rate_limits": limits})
}
