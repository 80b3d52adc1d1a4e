package rules.tables.inference_table_off_test

import data.rules.lib.fixture
import data.rules.tables.inference_table_off as rule

test_silent_when_the_table_is_on if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_when_the_block_is_not_enabled if {
	fixture.found(rule.findings) == {{
		"path": ["inference_table", "enabled"],
		"message": "{subject} logs no requests and responses: `inference_table_config.enabled` is not true",
	}} with input as fixture.with_subject({"inference_table": {"enabled": false}})
}

test_found_when_there_is_no_block if {
	fixture.found(rule.findings) == {{
		"path": ["inference_table", "enabled"],
		"message": "{subject} logs no requests and responses: `inference_table_config` is missing",
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

test_found_in_a_model_service_without_a_block if {
	fixture.found(rule.findings) == {{
		"path": ["inference_table", "enabled"],
		"message": "{subject} logs no requests and responses: `inference_table` is missing",
	}} with input as fixture.with_subject({
		"kind": "model_service",
		"inference_table": {"enabled": false},
		"sections": {"inference_table": false},
	})
}

test_found_in_a_model_service_that_pauses_its_log if {
	fixture.found(rule.findings) == {{
		"path": ["inference_table", "enabled"],
		"message": "{subject} logs no requests and responses: `inference_table` is written and off",
	}} with input as fixture.with_subject({"kind": "model_service", "inference_table": {"enabled": false}})
}

test_other_services_need_no_table if {
	every kind in ["mcp_service", "provider_service"] {
		not rule.applies with input as fixture.with_subject({"kind": kind})
	}
}

test_moot_where_every_call_is_refused if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"closed": true})
	not rule.moot with input as fixture.with_subject({"closed": true, "hosting": "agent"})
}

test_it_is_switched_on_where_the_table_is_named if {
	some found in rule.findings with input as fixture.with_subject({"inference_table": {"enabled": false}})
	found.fix.edits == [{"path": ["inference_table", "enabled"], "do": "set", "value": true}]
	found.fix.written == [
		["inference_table", "catalog"],
		["inference_table", "schema"],
		["inference_table", "prefix"],
	]
}

test_a_service_is_not_switched_on if {
	fixture.edits(rule.findings) == set() with input as fixture.with_subject({
		"kind": "model_service",
		"inference_table": {"enabled": false},
	})
}
