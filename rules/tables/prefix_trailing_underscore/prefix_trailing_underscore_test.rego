package rules.tables.prefix_trailing_underscore_test

import data.rules.lib.fixture
import data.rules.tables.prefix_trailing_underscore as rule

_with(prefix) := fixture.with_subject({"inference_table": {"prefix_written": prefix}})

_found(prefix) := {{
	"path": ["inference_table", "prefix"],
	"message": sprintf(
		"the table prefix `%v` of {subject} ends in an underscore: the table becomes `%v_payload`",
		[prefix, prefix],
	),
}}

test_silent_when_it_ends_otherwise if {
	every prefix in {"gw", "_gw", "g_w", "gw-", "gw_1"} {
		rule.findings == set() with input as _with(prefix)
	}
}

test_silent_when_none_is_written if {
	rule.findings == set() with input as _with("")
}

test_found_with_one_underscore_several_and_nothing_else if {
	every prefix in {"gw_", "gw__", "_", "___"} {
		fixture.found(rule.findings) == _found(prefix) with input as _with(prefix)
	}
}

test_found_while_the_table_is_off if {
	fixture.found(rule.findings) == _found("gw_") with input as fixture.with_subject({"inference_table": {
		"enabled": false,
		"prefix_written": "gw_",
	}})
}

test_found_in_the_legacy_table if {
	fixture.found(rule.findings) == {{
		"path": ["legacy", "auto_capture_prefix"],
		"message": concat("", [
			"the table prefix `churn_` of {subject} ends in an underscore: ",
			"the table becomes `churn__payload`",
		]),
	}} with input as fixture.with_subject({"legacy": {"auto_capture": true, "auto_capture_prefix": "churn_"}})
}

test_found_in_both_places if {
	found := rule.findings with input as fixture.with_subject({
		"inference_table": {"prefix_written": "gw_"},
		"legacy": {"auto_capture": true, "auto_capture_prefix": "gw_"},
	})
	{finding.path | some finding in found} == {["inference_table", "prefix"], ["legacy", "auto_capture_prefix"]}
}

test_moot_where_no_prefix_could_be_written if {
	not rule.moot with input as fixture.with_subject({})
	not rule.moot with input as fixture.with_subject({"declared": false, "legacy": {"auto_capture": true}})
	rule.moot with input as fixture.with_subject({"declared": false})
}

test_the_table_of_a_service_has_the_same_name if {
	fixture.found(rule.findings) == {{
		"path": ["inference_table", "prefix"],
		"message": "the table prefix `gw_` of {subject} ends in an underscore: the table becomes `gw__payload`",
	}} with input as fixture.with_subject({"kind": "model_service", "inference_table": {"prefix_written": "gw_"}})
}

test_the_underscores_go if {
	fixture.edits(rule.findings) == {{
		"path": ["inference_table", "prefix"],
		"do": "set",
		"value": "gw",
	}} with input as _with("gw__")
}

test_nothing_is_left_of_underscores_alone if {
	fixture.edits(rule.findings) == set() with input as _with("_")
}

test_the_prefix_of_a_service_stays if {
	fixture.edits(rule.findings) == set() with input as fixture.with_subject({
		"kind": "model_service",
		"inference_table": {"prefix_written": "gw_"},
	})
}

test_the_prefix_of_a_legacy_table_stays if {
	fixture.edits(rule.findings) == set() with input as fixture.with_subject({"legacy": {
		"auto_capture": true,
		"auto_capture_prefix": "gw_",
	}})
}
