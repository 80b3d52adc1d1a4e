package rules.limits.limit_missing_test

import data.rules.lib.fixture
import data.rules.limits.limit_missing as rule

_finding := {
	"path": ["rate_limits"],
	"message": "{subject} has no rate limit",
}

test_silent_when_there_is_a_limit if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_when_the_list_is_empty if {
	rule.findings == {_finding} with input as fixture.with_subject({"rate_limits": []})
}

test_found_when_the_only_limit_has_an_invalid_key if {
	limits := [fixture.limit({"scope": "invalid", "calls": 10})]

	rule.findings == {_finding} with input as fixture.with_subject({"rate_limits": limits})
}

test_a_zero_is_a_limit if {
	limits := [fixture.limit({"calls": 0})]

	rule.findings == set() with input as fixture.with_subject({"rate_limits": limits})
}

test_custom_models_have_rate_limits if {
	rule.applies with input as fixture.with_subject({"hosting": "custom"})
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_tokens_alone_are_no_limit_on_an_mcp_service if {
	limits := [fixture.limit({"tokens": 10})]

	count(rule.findings) == 1 with input as fixture.with_subject({"kind": "mcp_service", "rate_limits": limits})
	rule.findings == set() with input as fixture.with_subject({"kind": "model_service", "rate_limits": limits})
}

test_a_zero_in_terraform_is_no_limit if {
	written := [fixture.limit({"calls": 0})]

	rule.findings == {_finding} with input as fixture.with_subject({"form": "terraform", "rate_limits": written})
}
