package rules.tables.table_deleted_test

import data.rules.lib.fixture
import data.rules.tables.table_deleted as rule

_input(patch) := fixture.with_subject({"kind": "model_service", "form": "get", "inference_table": patch})

test_silent_when_the_table_is_there if {
	rule.applies with input as _input({})
	not rule.moot with input as _input({})
	rule.findings == set() with input as _input({})
}

test_found_when_the_table_is_deleted if {
	rule.findings == {{
		"path": ["inference_table", "deleted"],
		"message": "{subject} logs nothing: its inference table is deleted",
	}} with input as _input({"deleted": true})
}

test_a_table_that_is_off_is_another_rules if {
	rule.moot with input as _input({"enabled": false, "deleted": true})
}

test_a_create_body_does_not_show_it if {
	every form in ["create", "update", "bundle"] {
		not rule.applies with input as fixture.with_subject({"kind": "model_service", "form": form})
	}
}
