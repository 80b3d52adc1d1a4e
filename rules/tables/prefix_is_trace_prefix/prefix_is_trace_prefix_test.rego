package rules.tables.prefix_is_trace_prefix_test

import data.rules.lib.fixture
import data.rules.tables.prefix_is_trace_prefix as rule

_with(prefix, traces) := fixture.with_context(
	{"inference_table": {"prefix": prefix}},
	{"state": {"otel_table_prefix": traces}},
)

_found(prefix) := {{
	"path": ["inference_table", "prefix"],
	"message": sprintf("the table prefix `%v` of {subject} is that of the trace tables", [prefix]),
	"also": [{"path": ["state", "otel_table_prefix"], "label": "the prefix of the trace tables"}],
}}

test_silent_when_they_differ if {
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_silent_when_one_begins_like_the_other if {
	rule.findings == set() with input as _with("agent", "agent_otel")
	rule.findings == set() with input as _with("agent_otel_gw", "agent_otel")
}

test_found_when_they_are_the_same if {
	rule.findings == _found("agent_otel") with input as _with("agent_otel", "agent_otel")
}

test_found_whatever_the_case_and_the_underscores_at_the_end if {
	rule.findings == _found("Agent_OTel") with input as _with("Agent_OTel", "agent_otel_")
	rule.findings == _found("agent_otel_") with input as _with("agent_otel_", "agent_otel")
}

test_found_while_the_table_is_off if {
	rule.findings == _found("gw") with input as fixture.with_context(
		{"inference_table": {"enabled": false, "prefix": "gw"}},
		{"state": {"otel_table_prefix": "gw"}},
	)
}

test_moot_when_no_prefix_is_written if {
	rule.moot with input as _with("", "agent_otel")
}
