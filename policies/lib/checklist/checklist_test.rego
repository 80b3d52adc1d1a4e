package policies.lib.checklist_test

import data.policies.lib.checklist

_item := {
	"id": "X-01",
	"title": "Both are on",
	"rules": ["GW101", "GW102"],
	"kinds": [],
	"hostings": {},
}

_line(rule, outcome, number) := {
	"rule": rule,
	"kind": "endpoint",
	"hosting": "external",
	"outcome": outcome,
	"count": number,
}

_input(tally) := {
	"rules": [{"id": "GW101", "title": "", "controls": {}}, {"id": "GW102", "title": "", "controls": {}}],
	"tally": tally,
}

_judged(patch) := object.union(
	{
		"id": "X-01",
		"title": "Both are on",
		"rules": ["GW101", "GW102"],
		"findings": 0,
		"reason": "",
	},
	patch,
)

test_pass if {
	tally := [_line("GW101", "pass", 2), _line("GW102", "pass", 1), _line("GW102", "not_applicable", 1)]

	checklist.judge(_item) == _judged({"status": "pass"}) with input as _input(tally)
}

test_one_failure_fails if {
	tally := [_line("GW101", "pass", 5), _line("GW101", "fail", 1), _line("GW102", "unknown", 2)]

	checklist.judge(_item) == _judged({"status": "fail", "findings": 3}) with input as _input(tally)
}

test_unknown_is_worse_than_waived if {
	tally := [_line("GW101", "waived", 1), _line("GW102", "unknown", 1)]

	checklist.judge(_item) == _judged({
		"status": "unknown",
		"findings": 2,
		"reason": "1 subject could not be decided by GW102",
	}) with input as _input(tally)
}

test_waived_is_worse_than_pass if {
	tally := [_line("GW101", "waived", 1), _line("GW102", "pass", 1)]

	checklist.judge(_item) == _judged({"status": "waived", "findings": 1}) with input as _input(tally)
}

test_subjects_are_counted_once_for_rules_that_agree if {
	tally := [_line("GW101", "unknown", 3), _line("GW102", "unknown", 3)]

	checklist.judge(_item) == _judged({
		"status": "unknown",
		"findings": 6,
		"reason": "3 subjects could not be decided by GW101 and GW102",
	}) with input as _input(tally)
}

test_subjects_are_counted_apart_for_rules_that_differ if {
	tally := [_line("GW101", "unknown", 3), _line("GW102", "unknown", 1)]

	checklist.judge(_item).reason == concat("; ", [
		"1 subject could not be decided by GW102",
		"3 subjects could not be decided by GW101",
	]) with input as _input(tally)
}

test_a_rule_that_is_switched_off_decides_nothing if {
	tally := [_line("GW101", "off", 1), _line("GW102", "pass", 1)]

	checklist.judge(_item) == _judged({
		"status": "unknown",
		"reason": "GW101 is switched off",
	}) with input as _input(tally)
}

test_what_could_not_be_listed_decides_nothing if {
	tally := [_line("GW101", "unlisted", 1), _line("GW101", "pass", 5), _line("GW102", "pass", 5)]

	checklist.judge(_item) == _judged({
		"status": "unknown",
		"reason": "not every endpoint is known, since not all of them could be read",
	}) with input as _input(tally)
}

test_what_could_not_be_listed_is_not_missing if {
	tally := [
		object.union(_line("GW101", "unlisted", 1), {"hosting": "unknown", "kind": "app"}),
		object.union(_line("GW101", "unlisted", 1), {"hosting": "unknown", "kind": "mcp_service"}),
	]
	item := object.union(_item, {"kinds": ["app", "mcp_service"]})

	checklist.judge(item) == _judged({
		"status": "unknown",
		"reason": "not every app or MCP service is known, since not all of them could be read",
	}) with input as _input(tally)
}

test_a_failure_counts_even_where_not_all_could_be_listed if {
	tally := [_line("GW101", "fail", 1), _line("GW101", "unlisted", 1)]

	checklist.judge(_item) == _judged({"status": "fail", "findings": 1}) with input as _input(tally)
}

test_rules_that_this_version_does_not_have_decide_nothing if {
	tally := [_line("GW300", "pass", 1)]

	checklist.judge(_item) == _judged({
		"status": "unknown",
		"reason": "GW101 and GW102 are not part of this version",
	}) with input as {"rules": [], "tally": tally}
}

test_a_failure_counts_even_where_a_rule_is_missing if {
	tally := [_line("GW101", "fail", 1)]

	checklist.judge(_item) == _judged({
		"status": "fail",
		"findings": 1,
	}) with input as {"rules": [{"id": "GW101", "title": "", "controls": {}}], "tally": tally}
}

_reading(awaits) := [
	{"id": "GW101", "title": "", "controls": {}, "awaits": {}},
	{"id": "GW102", "title": "", "controls": {}, "awaits": awaits},
]

test_what_is_not_read_decides_nothing if {
	every outcome in ["pass", "waived", "not_applicable"] {
		judged := checklist.judge(_item) with input as {
			"rules": _reading({"call": "client code"}),
			"tally": [_line("GW101", outcome, 1)],
		}
		judged.status == "unknown"
		judged.reason == "GW102 needs client code, which this version does not read"
	}
}

test_a_failure_counts_even_where_something_is_not_read if {
	judged := checklist.judge(_item) with input as {
		"rules": _reading({"call": "client code"}),
		"tally": [_line("GW101", "fail", 1)],
	}
	judged.status == "fail"
}

test_what_is_not_read_is_not_said_to_be_missing if {
	judged := checklist.judge(object.union(_item, {"kinds": ["call"]})) with input as {
		"rules": _reading({"call": "client code"}),
		"tally": [_line("GW101", "pass", 1)],
	}
	judged.status == "unknown"
}

test_a_rule_counts_that_decides_by_something_that_is_read if {
	checklist.judge(_item).status == "pass" with input as {
		"rules": _reading({"call": "client code"}),
		"tally": [_line("GW101", "pass", 1), _line("GW102", "pass", 1)],
	}
}

test_what_is_not_read_matters_to_the_kinds_it_concerns if {
	item := object.union(_item, {"kinds": ["endpoint"]})
	checklist.judge(item).status == "pass" with input as {
		"rules": _reading({"call": "client code"}),
		"tally": [_line("GW101", "pass", 1)],
	}
}

test_an_item_that_names_the_rules_that_saw_something_passes_with_them if {
	item := object.union(_item, {"limited": true})
	checklist.judge(item).status == "pass" with input as {
		"rules": _reading({"call": "client code"}),
		"tally": [_line("GW101", "pass", 1)],
	}
}

test_nothing_is_unread_where_there_is_nothing if {
	judged := checklist.judge(_item) with input as {"rules": _reading({"call": "client code"}), "tally": []}
	judged.status == "not_applicable"
}

test_each_thing_that_is_not_read_has_its_sentence if {
	rules := [
		{"id": "GW101", "title": "", "controls": {}, "awaits": {"endpoint": "targets", "app": "targets"}},
		{"id": "GW102", "title": "", "controls": {}, "awaits": {"call": "client code"}},
	]
	judged := checklist.judge(_item) with input as {"rules": rules, "tally": [_line("GW300", "pass", 1)]}
	judged.reason == concat("; ", [
		"GW102 needs client code, which this version does not read",
		"GW101 needs targets, which this version does not read",
	])
}

test_not_applicable_when_no_subject_is_concerned if {
	tally := [_line("GW101", "not_applicable", 1), _line("GW102", "not_applicable", 1)]

	checklist.judge(_item) == _judged({
		"status": "not_applicable",
		"reason": "nothing that was found is concerned",
	}) with input as _input(tally)
}

test_not_applicable_when_there_is_no_gateway if {
	checklist.judge(_item) == _judged({
		"status": "not_applicable",
		"reason": "no gateway was found",
	}) with input as {"rules": [], "tally": []}
}

test_only_the_kinds_named_are_concerned if {
	item := object.union(_item, {"kinds": ["mcp_service", "model_service"]})

	checklist.judge(item) == _judged({
		"status": "not_applicable",
		"reason": "no MCP service or model service was found",
	}) with input as _input([_line("GW101", "fail", 1)])
}

test_a_rule_counts_only_on_the_hostings_named if {
	item := object.union(_item, {"hostings": {"GW101": ["custom"]}})
	tally := [_line("GW101", "fail", 1), _line("GW102", "pass", 1)]

	checklist.judge(item) == _judged({"status": "pass"}) with input as _input(tally)
}

test_a_kind_that_there_is_not_leaves_its_item_open if {
	item := object.union(_item, {"kinds": ["endpont"]})

	checklist.judge(item) == _judged({
		"status": "unknown",
		"reason": "no kind of subject is called 'endpont'",
	}) with input as _input([_line("GW101", "pass", 1)])
}

test_an_item_that_names_neither_kinds_nor_hostings_concerns_all if {
	item := object.remove(_item, ["kinds", "hostings"])
	tally := [_line("GW101", "pass", 1), _line("GW102", "pass", 1)]

	checklist.judge(item) == _judged({"status": "pass"}) with input as _input(tally)
}

_also := object.union(_item, {"kinds": ["call"], "also": ["endpoint"]})

test_a_kind_that_counts_also_decides_where_a_rule_concerns_it if {
	tally := [_line("GW101", "fail", 1), _line("GW102", "not_applicable", 1)]

	checklist.judge(_also) == _judged({
		"status": "fail",
		"findings": 1,
	}) with input as _input(tally)
}

test_a_kind_that_counts_also_is_not_missed_where_no_rule_concerns_it if {
	tally := [_line("GW101", "not_applicable", 1), _line("GW102", "not_applicable", 1)]

	checklist.judge(_also) == _judged({
		"status": "not_applicable",
		"reason": "no call in client code was found",
	}) with input as _input(tally)
}

test_a_kind_that_counts_also_must_be_one if {
	item := object.union(_item, {"also": ["endpont"]})

	checklist.judge(item) == _judged({
		"status": "unknown",
		"reason": "no kind of subject is called 'endpont'",
	}) with input as _input([_line("GW101", "pass", 1)])
}

test_what_a_run_does_not_have_is_named_and_not_counted if {
	lines := [
		object.union(_line("GW101", "unknown", 3), {"needs": "workspace"}),
		object.union(_line("GW102", "unknown", 2), {"needs": ""}),
	]
	judged := checklist.judge(_item) with input as _input(lines)
	judged.status == "unknown"
	judged.reason == "GW101 needs a workspace: run `gwlint scan`; 2 subjects could not be decided by GW102"
}

test_there_is_no_reason_where_nobody_reads_it if {
	every tally in [[], [_line("GW101", "unknown", 3)], [_line("GW101", "not_applicable", 1)]] {
		long := checklist.judge(_item) with input as _input(tally)
		brief := checklist.judge(_item) with input as object.union(_input(tally), {"brief": true})
		long.reason != ""
		brief == object.union(long, {"reason": ""})
	}
}

_group(kind, hosting, counted) := {"kind": kind, "hosting": hosting, "counted": counted, "unknown": unknown} if {
	unknown := {rule: {"": number} | number := counted[rule].unknown}
}

_grouped(total, groups) := {
	"brief": false,
	"awaits": {"GW101": {}, "GW102": {}},
	"total": _group("", "", total),
	"groups": groups,
}

test_what_is_counted_by_rule_needs_no_lines if {
	counted := {"GW101": {"pass": 2, "fail": 1}, "GW102": {"unknown": 3}}

	checklist.judge(_item) == _judged({
		"status": "fail",
		"findings": 4,
	}) with input as _grouped(counted, [_group("endpoint", "external", counted)])
}

test_groups_of_other_kinds_do_not_count if {
	item := object.union(_item, {"kinds": ["app"]})
	groups := [
		_group("endpoint", "external", {"GW101": {"fail": 1}, "GW102": {"fail": 1}}),
		_group("app", "", {"GW101": {"waived": 2}, "GW102": {"pass": 2}}),
	]

	checklist.judge(item) == _judged({
		"status": "waived",
		"findings": 2,
	}) with input as _grouped({"GW101": {"fail": 1, "waived": 2}, "GW102": {"fail": 1, "pass": 2}}, groups)
}

test_groups_that_count_are_added_up if {
	item := object.union(_item, {"kinds": ["endpoint"], "hostings": {"GW101": ["external", "custom"]}})
	groups := [
		_group("endpoint", "external", {"GW101": {"unknown": 1}, "GW102": {"unknown": 1}}),
		_group("endpoint", "custom", {"GW101": {"unknown": 2}, "GW102": {"unknown": 1}}),
		_group("endpoint", "agent", {"GW101": {"fail": 9}, "GW102": {"unknown": 1}}),
	]

	checklist.judge(item) == _judged({
		"status": "unknown",
		"findings": 6,
		"reason": "3 subjects could not be decided by GW101 and GW102",
	}) with input as _grouped({"GW101": {"unknown": 3, "fail": 9}, "GW102": {"unknown": 3}}, groups)
}

_lacking_line(rule) := object.union(_line(rule, "unknown", 3), {"needs": "workspace"})

test_an_item_lacks_what_alone_leaves_it_unknown if {
	checklist.lacks(_item) with input as _input([_lacking_line("GW101"), _line("GW102", "pass", 3)])
	checklist.lacks(_item) with input as {
		"rules": _reading({"call": "client code"}),
		"tally": [_line("GW101", "pass", 1)],
	}
}

test_an_item_lacks_nothing_where_something_else_leaves_it_unknown if {
	every outcome in ["unknown", "off", "unlisted", "fail"] {
		tally := [_lacking_line("GW101"), _line("GW101", outcome, 1), _line("GW102", "pass", 3)]
		not checklist.lacks(_item) with input as _input(tally)
	}
}

test_an_item_lacks_nothing_where_a_rule_is_missing_or_a_kind_is_none if {
	not checklist.lacks(_item) with input as {"rules": [], "tally": [_lacking_line("GW101"), _line("GW102", "pass", 1)]}
	not checklist.lacks(object.union(_item, {"kinds": ["endpont"]})) with input as _input([_lacking_line("GW101")])
}

test_an_item_that_is_decided_lacks_nothing if {
	every outcome in ["pass", "waived", "not_applicable"] {
		not checklist.lacks(_item) with input as _input([_line("GW101", outcome, 1)])
	}
}

test_a_rule_passes_on_the_subjects_that_concern_the_item if {
	item := object.union(_item, {"hostings": {"GW101": ["custom"]}})
	tally := [_line("GW101", "pass", 1), _line("GW102", "pass", 1)]

	checklist.passes(item, "GW102") with input as _input(tally)
	not checklist.passes(item, "GW101") with input as _input(tally)
	checklist.passes(_item, "GW101") with input as _input(tally)
}
