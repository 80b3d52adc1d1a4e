package rules.document.invalid_value_test

import data.rules.document.invalid_value as rule
import data.rules.lib.fixture

_with(invalid) := fixture.with_subject({"text": {"invalid_values": invalid}})

test_silent_when_every_value_is_valid if {
	rule.findings == set() with input as _with([])
}

test_found_with_what_is_written_and_what_is_expected if {
	rule.findings == {{
		"path": ["text", "invalid_values", 0],
		"message": "'pii.behavior' of {subject} must be BLOCK, MASK or NONE, not 'WARN', and counts as not set",
	}} with input as _with([{
		"key": "pii.behavior",
		"written": "WARN",
		"expected": "BLOCK, MASK or NONE",
		"case_only": false,
	}])
}

test_found_where_only_the_case_differs if {
	rule.findings == {{
		"path": ["text", "invalid_values", 0],
		"message": "'renewal_period' of {subject} must be minute, not 'MINUTE', and counts as not set",
	}} with input as _with([{
		"key": "renewal_period",
		"written": "MINUTE",
		"expected": "minute",
		"case_only": true,
	}])
}

test_a_value_that_must_not_be_shown_is_not if {
	rule.findings == {{
		"path": ["text", "invalid_values", 0],
		"message": "'openai_config' of {subject} must be an object, and counts as not set",
	}} with input as _with([{
		"key": "openai_config",
		"written": "",
		"expected": "an object",
		"case_only": false,
	}])
}
