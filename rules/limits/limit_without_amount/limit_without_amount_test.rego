package rules.limits.limit_without_amount_test

import data.rules.lib.fixture
import data.rules.limits.limit_without_amount as rule

_input(limits) := fixture.with_subject({"rate_limits": limits})

test_silent_with_either_or_both if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input([
		fixture.limit({"calls": 10}),
		fixture.limit({"tokens": 10}),
		fixture.limit({"calls": 10, "tokens": 10}),
	])
}

test_found_with_neither if {
	rule.findings == {{
		"path": ["rate_limits", 1],
		"message": "{subject} has a rate limit with neither calls nor tokens",
	}} with input as _input([fixture.limit({"calls": 10}), fixture.limit({"scope": "user"})])
}

test_zero_is_an_amount if {
	rule.findings == set() with input as _input([fixture.limit({"calls": 0}), fixture.limit({"tokens": 0})])
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}
