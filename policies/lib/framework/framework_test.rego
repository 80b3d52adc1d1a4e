package policies.lib.framework_test

import data.policies.lib.framework

_items := [
	{"id": "X-1:2025", "control": "X-1", "title": "Somebody looks"},
	{"id": "X-2:2025", "control": "X-2", "title": "Nobody looks"},
]

_rules := [
	{"id": "GW301", "title": "", "controls": {"x": ["X-1"]}},
	{"id": "GW302", "title": "", "controls": {"x": ["X-1"], "y": ["X-2"]}},
	{"id": "GW303", "title": "", "controls": {}},
]

_line(rule, outcome) := {
	"rule": rule,
	"kind": "endpoint",
	"hosting": "external",
	"outcome": outcome,
	"count": 1,
}

_judged := framework.checklist("x", _items)

_input(lines) := {"rules": _rules, "tally": lines}

_first(patch) := object.union(
	{
		"id": "X-1:2025",
		"title": "Somebody looks",
		"rules": ["GW301", "GW302"],
		"findings": 0,
		"reason": "",
	},
	patch,
)

test_the_rules_of_an_item_are_those_whose_controls_name_it if {
	_judged[0] == _first({
		"status": "fail",
		"findings": 1,
	}) with input as _input([_line("GW301", "fail"), _line("GW302", "pass"), _line("GW303", "fail")])
}

test_an_item_that_no_rule_serves_is_for_a_person if {
	_judged[1] == {
		"id": "X-2:2025",
		"title": "Nobody looks",
		"status": "manual",
		"rules": [],
		"findings": 0,
		"reason": "a person must judge it",
	} with input as _input([_line("GW301", "fail")])
}

test_a_pass_says_how_far_it_goes if {
	_judged[0] == _first({
		"status": "pass",
		"reason": "as far as GW301 and GW302 see; the rest is for a person",
	}) with input as _input([_line("GW301", "pass"), _line("GW302", "pass")])
}

test_a_pass_names_only_rules_that_had_something_to_look_at if {
	_judged[0] == _first({
		"status": "pass",
		"reason": "as far as GW302 sees; the rest is for a person",
	}) with input as _input([_line("GW301", "not_applicable"), _line("GW302", "pass")])
}

test_a_waiver_covers_no_more_than_the_failures if {
	_judged[0] == _first({
		"status": "waived",
		"findings": 1,
		"reason": "every failure is waived; the rest is for a person",
	}) with input as _input([_line("GW301", "waived"), _line("GW302", "pass")])
}

test_what_could_not_be_seen_is_unknown if {
	_judged[0] == _first({
		"status": "unknown",
		"findings": 1,
		"reason": "1 subject could not be decided by GW301",
	}) with input as _input([_line("GW301", "unknown"), _line("GW302", "pass")])
}

test_a_rule_that_is_switched_off_decides_nothing if {
	_judged[0] == _first({
		"status": "unknown",
		"reason": "GW301 is switched off",
	}) with input as _input([_line("GW301", "off"), _line("GW302", "pass")])
}

test_a_rule_counts_only_on_the_hostings_named if {
	items := [object.union(_items[0], {"hostings": {"GW301": ["custom"]}})]
	lines := [_line("GW301", "fail"), _line("GW302", "pass")]

	framework.checklist("x", items) == [_first({
		"status": "pass",
		"reason": "as far as GW302 sees; the rest is for a person",
	})] with input as _input(lines)
	framework.checklist("x", items)[0].reason == "as far as GW302 sees; the rest is for a person" with input as _input([
		_line("GW301", "pass"),
		_line("GW302", "pass"),
	])
}

test_an_item_that_concerns_nothing_found_still_concerns_a_person if {
	every lines in [[], [_line("GW301", "not_applicable"), _line("GW302", "not_applicable")]] {
		_judged[0] == _first({
			"status": "manual",
			"reason": "GW301 and GW302 find nothing to look at: a person must judge it",
		}) with input as _input(lines)
	}
}
