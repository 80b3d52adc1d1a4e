package rules.document.legacy_inference_table_test

import data.rules.document.legacy_inference_table as rule
import data.rules.lib.fixture

test_silent_without_it if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_where_it_is_written if {
	rule.findings == {{
		"path": ["legacy", "auto_capture"],
		"message": "{subject} logs through `auto_capture_config`, which is no longer supported",
	}} with input as fixture.with_subject({"legacy": {"auto_capture": true}})
}

test_applies_to_everything_but_a_put_body if {
	forms := {form |
		some form in ["create", "update", "put", "config", "get", "list", "bundle", "terraform"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"create", "update", "config", "get", "list", "bundle", "terraform"}
}
