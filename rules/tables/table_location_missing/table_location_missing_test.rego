package rules.tables.table_location_missing_test

import data.rules.lib.fixture
import data.rules.tables.table_location_missing as rule

_no_catalog := {
	"path": ["inference_table", "catalog"],
	"message": "{subject} has an inference table without `catalog_name`",
}

_no_schema := {
	"path": ["inference_table", "schema"],
	"message": "{subject} has an inference table without `schema_name`",
}

test_silent_with_both if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_without_a_catalog if {
	rule.findings == {_no_catalog} with input as fixture.with_subject({"inference_table": {"catalog": ""}})
}

test_found_without_a_schema if {
	rule.findings == {_no_schema} with input as fixture.with_subject({"inference_table": {"schema": ""}})
}

test_found_twice_without_either if {
	rule.findings == {_no_catalog, _no_schema} with input as fixture.with_subject({"inference_table": {
		"catalog": "",
		"schema": "",
	}})
}

test_a_name_that_is_known_in_part_is_not_missing if {
	rule.findings == set() with input as fixture.with_subject({"inference_table": {
		"catalog_parts": ["", "_main"],
		"schema_parts": ["dev_", "_gw"],
	}})
}

test_moot_while_the_table_is_off if {
	not rule.moot with input as fixture.with_subject({"inference_table": {"catalog": "", "schema": ""}})
	rule.moot with input as fixture.with_subject({"inference_table": {"enabled": false}})
}

test_does_not_apply_without_a_gateway if {
	rule.applies with input as fixture.with_subject({})
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_a_service_writes_both_in_one if {
	every location in [{"catalog": ""}, {"schema": ""}, {"catalog": "", "schema": ""}] {
		rule.findings == {{
			"path": ["inference_table", "schema"],
			"message": "{subject} has an inference table without `parent`",
		}} with input as fixture.with_subject({"kind": "provider_service", "inference_table": location})
	}
}

test_silent_when_a_service_has_both if {
	rule.findings == set() with input as fixture.with_subject({"kind": "model_service"})
}
