package rules.tables.prefix_missing_test

import data.rules.lib.fixture
import data.rules.tables.prefix_missing as rule

test_silent_with_a_prefix if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_without_a_prefix if {
	rule.findings == {{
		"path": ["inference_table", "prefix"],
		"message": "{subject} has an inference table without `table_name_prefix`, named after the endpoint",
	}} with input as fixture.with_subject({"inference_table": {"prefix_written": ""}})
}

test_silent_while_the_table_is_off if {
	rule.findings == set() with input as fixture.with_subject({"inference_table": {
		"enabled": false,
		"prefix_written": "",
	}})
}

test_does_not_apply_without_a_gateway if {
	rule.applies with input as fixture.with_subject({})
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_found_in_a_service if {
	rule.findings == {{
		"path": ["inference_table", "prefix"],
		"message": "{subject} has an inference table without `table_name_prefix`, named after the service",
	}} with input as fixture.with_subject({"kind": "model_service", "inference_table": {"prefix_written": ""}})
}
