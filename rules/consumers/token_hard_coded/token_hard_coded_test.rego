package rules.consumers.token_hard_coded_test

import data.rules.consumers.token_hard_coded as rule
import data.rules.lib.fixture

_call(token) := fixture.with_subject({"kind": "call", "call": {"token": token}})

test_silent_without_a_token if {
	rule.findings == set() with input as _call(false)
}

test_found_with_one if {
	rule.findings == {{
		"path": ["call", "token"],
		"message": "{subject} is made with a Databricks token that stands in the code",
	}} with input as _call(true)
}
