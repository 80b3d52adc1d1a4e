package rules.limits.tokens_on_mcp_test

import data.rules.lib.fixture
import data.rules.limits.tokens_on_mcp as rule

_input(limits) := fixture.with_subject({"kind": "mcp_service", "rate_limits": limits})

_finding(index, amount) := {
	"path": ["rate_limits", index, "tokens"],
	"message": sprintf("{subject} has a limit of %d tokens, which limits no tool", [amount]),
}

test_silent_without_limits if {
	rule.findings == set() with input as _input([])
}

test_silent_with_requests if {
	rule.findings == set() with input as _input([fixture.limit({"calls": 100})])
}

test_found_with_tokens_alone if {
	rule.findings == {_finding(0, 500)} with input as _input([fixture.limit({"tokens": 500})])
}

test_found_with_tokens_beside_requests if {
	limits := [fixture.limit({"calls": 100}), fixture.limit({"scope": "user", "calls": 10, "tokens": 500})]

	rule.findings == {_finding(1, 500)} with input as _input(limits)
}

test_found_with_zero_tokens if {
	rule.findings == {_finding(0, 0)} with input as _input([fixture.limit({"tokens": 0})])
}
