package rules.lib.probes_test

import data.rules.lib.fixture
import data.rules.lib.probes

_entry(held) := {"probes": held, "audited_at": "", "open": []}

_with(role_probes) := fixture.with_params({}, {"role_probes": role_probes})

test_a_role_needs_what_its_rule_names if {
	needed := probes.needed("judge", true) with input as _with({"judge": ["sql_quote_ok", "short_chat_ok"]})
	needed == {"short_chat_ok", "sql_quote_ok"}
}

test_streaming_counts_where_the_role_needs_it if {
	needed := probes.needed("chat", true) with input as _with({"chat": ["short_chat_ok", "streaming_ok"]})
	needed == {"short_chat_ok", "streaming_ok"}
}

test_streaming_does_not_count_where_the_role_does_without if {
	needed := probes.needed("chat", false) with input as _with({"chat": ["short_chat_ok", "streaming_ok"]})
	needed == {"short_chat_ok"}
}

test_the_old_name_of_streaming_is_the_same_probe if {
	probes.needed("chat", true) == {"streaming_ok"} with input as _with({"chat": ["streaming_arg_accepted"]})
	probes.needed("chat", false) == set() with input as _with({"chat": ["streaming_arg_accepted"]})
}

test_a_role_without_a_rule_has_no_probes if {
	not probes.needed("chat", true) with input as _with({"judge": ["sql_quote_ok"]})
}

test_what_is_false_has_failed if {
	entry := _entry({"short_chat_ok": false, "sql_quote_ok": true, "streaming_ok": false})
	probes.failed(entry, {"short_chat_ok", "sql_quote_ok"}) == {"short_chat_ok"}
	probes.missing(entry, {"short_chat_ok", "sql_quote_ok"}) == set()
	not probes.passes(entry, {"short_chat_ok", "sql_quote_ok"})
}

test_what_is_absent_is_missing_and_not_passed if {
	entry := _entry({"short_chat_ok": true})
	probes.failed(entry, {"short_chat_ok", "streaming_ok"}) == set()
	probes.missing(entry, {"short_chat_ok", "streaming_ok"}) == {"streaming_ok"}
	not probes.passes(entry, {"short_chat_ok", "streaming_ok"})
}

test_an_entry_that_has_passed_all_passes if {
	probes.passes(_entry({"short_chat_ok": true, "sql_quote_ok": true}), {"short_chat_ok", "sql_quote_ok"})
}

test_streaming_alone_is_enough_for_a_role_that_streams if {
	entry := _entry({"streaming_ok": true})
	probes.missing(entry, {"short_chat_ok", "streaming_ok"}) == set()
	probes.passes(entry, {"short_chat_ok", "streaming_ok"})
}

test_streaming_is_not_alone_beside_what_is_yet_to_be_filled_in if {
	entry := object.union(_entry({"streaming_ok": true}), {"open": ["short_chat_ok"]})
	probes.missing(entry, {"short_chat_ok", "streaming_ok"}) == {"short_chat_ok"}
	not probes.passes(entry, {"short_chat_ok", "streaming_ok"})
}

test_streaming_is_not_alone_beside_a_probe_of_ones_own_that_is_yet_to_be_filled_in if {
	entry := object.union(_entry({"streaming_ok": true}), {"open": ["notes", "tools_ok"]})
	probes.missing(entry, {"streaming_ok", "tools_ok"}) == {"tools_ok"}
	not probes.passes(entry, {"streaming_ok", "tools_ok"})
}

test_streaming_is_alone_beside_what_is_no_probe if {
	entry := object.union(_entry({"streaming_ok": true}), {"open": ["notes"]})
	probes.passes(entry, {"short_chat_ok", "streaming_ok"})
}

test_streaming_alone_that_failed_is_a_failure if {
	entry := _entry({"streaming_ok": false})
	probes.failed(entry, {"short_chat_ok", "streaming_ok"}) == {"streaming_ok"}
	not probes.passes(entry, {"short_chat_ok", "streaming_ok"})
}

test_streaming_alone_says_nothing_of_a_role_that_does_not_stream if {
	entry := _entry({"streaming_ok": true})
	probes.missing(entry, {"short_chat_ok", "sql_quote_ok"}) == {"short_chat_ok", "sql_quote_ok"}
	not probes.passes(entry, {"short_chat_ok", "sql_quote_ok"})
}

test_another_probe_alone_is_not_enough if {
	probes.missing(_entry({"short_chat_ok": true}), {"short_chat_ok", "streaming_ok"}) == {"streaming_ok"}
}

test_an_empty_entry_has_nothing if {
	probes.missing(_entry({}), {"short_chat_ok", "streaming_ok"}) == {"short_chat_ok", "streaming_ok"}
}

test_a_role_that_needs_nothing_is_passed_by_all if {
	probes.passes(_entry({}), set())
}
