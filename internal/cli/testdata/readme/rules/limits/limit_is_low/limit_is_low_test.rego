package rules.limits.limit_is_low_test

import data.rules.lib.fixture
import data.rules.limits.limit_is_low

test_silent if {
	limit_is_low.findings == set() with input as fixture.with_subject({})
}

test_found if {
	limits := [fixture.limit({"scope": "endpoint", "calls": 49})]

	limit_is_low.findings == {{
		"path": ["rate_limits", 0, "calls"],
		"message": "the limit of {subject} is 49, below 50",
	}} with input as fixture.with_subject({"rate_limits": limits})
}
