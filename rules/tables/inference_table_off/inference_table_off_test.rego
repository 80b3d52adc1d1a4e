package rules.tables.inference_table_off_test

import data.rules.lib.fixture
import data.rules.tables.inference_table_off as rule

test_silent_when_the_table_is_on if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_when_the_block_is_not_enabled if {
	rule.findings == {{
		"path": ["inference_table", "enabled"],
		"message": "{subject} logs no requests and responses: 'inference_table_config.enabled' is not true",
	}} with input as fixture.with_subject({"inference_table": {"enabled": false}})
}

test_found_when_there_is_no_block if {
	rule.findings == {{
		"path": ["inference_table", "enabled"],
		"message": "{subject} logs no requests and responses: 'inference_table_config' is missing",
	}} with input as fixture.with_subject({
		"inference_table": {"enabled": false},
		"sections": {"inference_table": false},
	})
}

test_applies_to_every_hosting if {
	every hosting in ["external", "foundation", "provisioned", "custom", "agent", "unknown"] {
		rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}

test_does_not_apply_without_a_gateway if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}
