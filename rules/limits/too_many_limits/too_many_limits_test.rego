package rules.limits.too_many_limits_test

import data.rules.lib.fixture
import data.rules.limits.too_many_limits as rule

_users(n) := [fixture.limit({"scope": "user", "principal": sprintf("u%d@example.com", [i]), "calls": 1}) |
	some i in numbers.range(1, n)
]

_groups(n) := [fixture.limit({"scope": "user_group", "principal": sprintf("g%d", [i]), "calls": 1}) |
	some i in numbers.range(1, n)
]

_input(limits) := fixture.with_subject({"rate_limits": limits})

test_silent_with_a_few if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input(fixture.subject.rate_limits)
}

test_silent_with_twenty if {
	rule.findings == set() with input as _input(_users(20))
}

test_found_with_twenty_one_at_the_last if {
	rule.findings == {{
		"path": ["rate_limits", 20],
		"message": "{subject} has 21 rate limits, and the platform takes 20 at most",
	}} with input as _input(_users(21))
}

test_silent_with_five_groups if {
	rule.findings == set() with input as _input(array.concat(_users(3), _groups(5)))
}

test_found_with_six_groups_at_the_sixth if {
	rule.findings == {{
		"path": ["rate_limits", 8],
		"message": "{subject} has 6 rate limits for groups, and the platform takes 5 at most",
	}} with input as _input(array.concat(_users(3), _groups(6)))
}

test_agents_have_no_rate_limits if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}
