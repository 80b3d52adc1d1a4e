package rules.tables.prefix_needs_quoting_test

import data.rules.lib.fixture
import data.rules.tables.prefix_needs_quoting as rule

_with(prefix) := fixture.with_subject({"inference_table": {"prefix_written": prefix}})

test_silent_with_letters_digits_and_underscores if {
	every prefix in {"gw", "GW", "gw_2", "_gw", "2gw", ""} {
		rule.findings == set() with input as _with(prefix)
	}
}

test_found_and_each_character_is_named_once if {
	fixture.found(rule.findings) == {{
		"path": ["inference_table", "prefix"],
		"message": "the table prefix `a-b.c-d` of {subject} has to be quoted in every query because of `-`, `.`",
	}} with input as _with("a-b.c-d")
}

test_found_with_letters_of_other_alphabets if {
	fixture.found(rule.findings) == {{
		"path": ["inference_table", "prefix"],
		"message": "the table prefix `größe` of {subject} has to be quoted in every query because of `ß`, `ö`",
	}} with input as _with("größe")
}

test_a_placeholder_is_undecided if {
	every prefix in {"change-me", "your-prefix", "gw-TODO", "replace-this", "<prefix>", "<größe>_gw", "【キー】", "XXX-"} {
		rule.findings == set() with input as _with(prefix)
		count(rule.undecided) == 1 with input as _with(prefix)
	}
}

test_it_is_undecided_because_of_the_placeholder if {
	rule.undecided == {{
		"path": ["inference_table", "prefix"],
		"message": "`change-me` is not filled in",
	}} with input as _with("change-me")
}

test_a_name_is_decided if {
	every prefix in {"gw", "a-b", "todo_app", ""} {
		rule.undecided == set() with input as _with(prefix)
	}
}

test_silent_while_the_table_is_off if {
	rule.findings == set() with input as fixture.with_subject({"inference_table": {
		"enabled": false,
		"prefix_written": "a-b",
	}})
}

test_does_not_apply_without_a_gateway if {
	rule.applies with input as fixture.with_subject({})
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_underscores_take_the_place if {
	some prefix, plain in {"support-chat": "support_chat", "a.b c": "a_b_c"}
	fixture.edits(rule.findings) == {{
		"path": ["inference_table", "prefix"],
		"do": "set",
		"value": plain,
	}} with input as _with(prefix)
}

test_what_is_yours_to_name if {
	every prefix in ["chät", "chat-", "a/b"] {
		fixture.edits(rule.findings) == set() with input as _with(prefix)
	}
}

test_the_prefix_of_a_service_stays if {
	fixture.edits(rule.findings) == set() with input as object.union(_with("a-b"), {"subject": {"kind": "model_service"}})
}
