package rules.limits.endpoint_limit_missing_test

import data.rules.lib.fixture
import data.rules.limits.endpoint_limit_missing as rule

_finding := {
	"path": ["rate_limits"],
	"message": "{subject} has no rate limit for the whole endpoint",
}

test_silent_when_the_endpoint_has_a_limit if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_when_only_users_have_limits if {
	limits := [
		fixture.limit({"scope": "user", "calls": 10}),
		fixture.limit({"scope": "user_group", "principal": "analysts", "calls": 10}),
		fixture.limit({"scope": "service_principal", "principal": "7f1c", "calls": 10}),
	]

	rule.findings == {_finding} with input as fixture.with_subject({"rate_limits": limits})
}

test_a_limit_in_tokens_is_enough if {
	limits := [fixture.limit({"tokens": 100000})]

	rule.findings == set() with input as fixture.with_subject({"rate_limits": limits})
}

test_a_limit_without_a_key_is_for_the_endpoint if {
	limits := [fixture.limit({"implicit": true, "calls": 10})]

	rule.findings == set() with input as fixture.with_subject({"rate_limits": limits})
}

test_an_invalid_key_is_not_for_the_endpoint if {
	limits := [
		fixture.limit({"scope": "invalid", "calls": 10}),
		fixture.limit({"scope": "user", "calls": 10}),
	]

	rule.findings == {_finding} with input as fixture.with_subject({"rate_limits": limits})
}

test_without_any_limit_another_rule_speaks if {
	rule.moot with input as fixture.with_subject({"rate_limits": []})
}

test_an_invalid_key_alone_is_no_limit if {
	limits := [fixture.limit({"scope": "invalid", "calls": 10})]

	rule.moot with input as fixture.with_subject({"rate_limits": limits})
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_found_in_a_service if {
	limits := [fixture.limit({"scope": "user", "calls": 10})]

	rule.findings == {{
		"path": ["rate_limits"],
		"message": "{subject} has no rate limit for the whole service",
	}} with input as fixture.with_subject({"kind": "provider_service", "rate_limits": limits})
}

test_found_in_an_mcp_service_with_a_limit_in_tokens_alone if {
	limits := [fixture.limit({"tokens": 10}), fixture.limit({"scope": "user", "calls": 10})]

	rule.findings == {{
		"path": ["rate_limits"],
		"message": "{subject} has no rate limit for the whole service",
	}} with input as fixture.with_subject({"kind": "mcp_service", "rate_limits": limits})
}

test_found_where_terraform_sends_no_zero if {
	written := [fixture.limit({"calls": 0}), fixture.limit({"scope": "user", "calls": 5})]

	rule.findings == {_finding} with input as fixture.with_subject({"form": "terraform", "rate_limits": written})
	rule.findings == set() with input as fixture.with_subject({"rate_limits": written})
}
