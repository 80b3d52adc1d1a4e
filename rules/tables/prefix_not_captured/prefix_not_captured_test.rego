package rules.tables.prefix_not_captured_test

import data.rules.lib.fixture
import data.rules.tables.prefix_not_captured as rule

_with(prefix, captured) := fixture.with_context(
	{"inference_table": {"prefix": prefix}},
	{"state": {"inference_table_prefix": captured}},
)

_found(prefix, captured) := {{
	"path": ["inference_table", "prefix"],
	"message": sprintf(
		"the table prefix `%v` of {subject} is not `%v`, which the state file has",
		[prefix, captured],
	),
	"also": [{"path": ["state", "inference_table_prefix"], "label": "the prefix captured"}],
}}

_open(reason) := {{"path": ["inference_table", "prefix"], "message": reason}}

test_silent_when_they_are_the_same if {
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_silent_when_only_the_case_differs if {
	rule.findings == set() with input as _with("GW", "gw")
}

test_found_when_they_differ if {
	rule.findings == _found("gw", "chat_gateway") with input as _with("gw", "chat_gateway")
}

test_found_when_only_an_underscore_differs if {
	rule.findings == _found("gw_", "gw") with input as _with("gw_", "gw")
}

test_undecided_when_no_prefix_is_written if {
	rule.findings == set() with input as _with("", "gw")
	rule.undecided == _open("no prefix is written, so the name decides") with input as _with("", "gw")
}

test_moot_when_the_table_is_off if {
	rule.moot with input as fixture.with_subject({"inference_table": {"enabled": false}})
}
