package rules.tables.shared_schema_test

import data.rules.lib.fixture
import data.rules.tables.shared_schema as rule

_with(table) := fixture.with_subject({"inference_table": table})

_schema_found(schema) := {{
	"path": ["inference_table", "schema"],
	"message": sprintf(
		"{subject} logs into the schema `%v`, which is shared and has no owner of its own",
		[schema],
	),
}}

_catalog_found := {{
	"path": ["inference_table", "catalog"],
	"message": "{subject} logs into the catalog `hive_metastore`, which is outside Unity Catalog",
}}

test_silent_in_a_schema_of_its_own if {
	rule.findings == set() with input as _with({"schema": "default_audit"})
}

test_found_in_default_in_any_spelling if {
	every schema in {"default", "Default", "`default`"} {
		rule.findings == _schema_found(schema) with input as _with({"schema": schema})
	}
}

test_found_in_hive_metastore if {
	rule.findings == _catalog_found with input as _with({"catalog": "hive_metastore"})
}

test_found_twice_in_the_default_of_hive_metastore if {
	rule.findings == _schema_found("default") | _catalog_found with input as _with({
		"catalog": "hive_metastore",
		"schema": "default",
	})
}

test_parameters_say_what_is_shared if {
	subject := {"inference_table": {"schema": "sandbox"}}

	rule.findings == _schema_found("sandbox") with input as fixture.with_params(subject, {"shared_schemas": ["Sandbox"]})

	rule.findings == set() with input as fixture.with_params(
		{"inference_table": {"schema": "default"}},
		{"shared_schemas": []},
	)
}

test_a_name_that_is_known_in_part_is_none_that_it_cannot_become if {
	every parts in [["dev_", "_gw"], ["", "_gw"], ["default", "default"], ["dev_", ""]] {
		rule.findings | rule.undecided == set() with input as _with({"schema_parts": parts, "catalog_parts": parts})
	}
}

test_undecided_where_a_name_that_is_known_in_part_may_become_a_shared_one if {
	every parts in [["def", ""], ["", "AULT"], ["def", "ault"], ["`de", "", "lt`"]] {
		rule.findings == set() with input as _with({"schema_parts": parts})
		rule.undecided == {{
			"path": ["inference_table", "schema"],
			"message": sprintf("the schema `%v` may become `default`: not all of its name is known", [concat("…", parts)]),
		}} with input as _with({"schema_parts": parts})
	}
}

test_undecided_where_a_catalog_may_become_hive_metastore if {
	rule.undecided == {{
		"path": ["inference_table", "catalog"],
		"message": "the catalog `hive_…` may become `hive_metastore`: not all of its name is known",
	}} with input as _with({"catalog_parts": ["hive_", ""]})
}

test_silent_while_the_table_is_off if {
	rule.findings == set() with input as _with({"enabled": false, "catalog": "hive_metastore", "schema": "default"})
}

test_silent_without_a_location if {
	rule.findings == set() with input as _with({"catalog": "", "schema": ""})
}

test_does_not_apply_without_a_gateway if {
	rule.applies with input as fixture.with_subject({})
	not rule.applies with input as fixture.with_subject({"declared": false})
}
