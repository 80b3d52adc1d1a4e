package rules.services.too_many_destinations_test

import data.rules.lib.fixture
import data.rules.services.too_many_destinations as rule

_input(primary, fallbacks) := object.union(
	fixture.with_subject({"kind": "model_service"}),
	{"subject": {"traffic": {"destinations": primary, "fallbacks": fallbacks}}},
)

test_silent_with_one if {
	rule.findings == set() with input as _input(1, 0)
}

test_silent_with_as_many_as_the_platform_takes if {
	rule.findings == set() with input as _input(10, 5)
}

test_found_with_eleven_at_the_last if {
	rule.findings == {{
		"path": ["destinations", 10],
		"message": "{subject} has 11 primary destinations, and the platform takes 10 at most",
	}} with input as _input(11, 0)
}

test_found_with_six_fallbacks_at_the_last if {
	rule.findings == {{
		"path": ["destinations", 7],
		"message": "{subject} has 6 fallbacks, and the platform takes 5 at most",
	}} with input as _input(2, 6)
}
