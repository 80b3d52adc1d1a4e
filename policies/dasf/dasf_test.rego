package policies.dasf_test

import data.policies.dasf

_finding := {
	"rule": {"id": "GW302", "severity": "medium"},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "foundation", "form": "create", "provided": false},
	"configured": "",
}

test_the_level_follows_from_the_severity if {
	dasf.level == "warning" with input as _finding
}

test_what_could_not_be_seen_is_a_note if {
	dasf.level == "note" with input as object.union(_finding, {"finding": {"outcome": "unknown"}})
}

test_configuration_wins if {
	dasf.level == "error" with input as object.union(_finding, {"configured": "error"})
}

_input := {
	"rules": [
		{"id": "GW302", "title": "", "controls": {"dasf": ["DASF 60"]}},
		{"id": "GW109", "title": "", "controls": {"nist-ai-rmf": ["MEASURE 2.4"]}},
	],
	"tally": [{"rule": "GW302", "kind": "endpoint", "hosting": "external", "outcome": "fail", "count": 2}],
}

test_the_controls_are_in_order if {
	judged := dasf.checklist with input as _input
	ids := [to_number(trim_prefix(item.id, "DASF ")) | some item in judged]
	ids == [5, 14, 24, 31, 32, 33, 43, 52, 54, 55, 60, 64]
}

test_a_control_is_decided_by_the_rules_that_name_it if {
	dasf.checklist[10] == {
		"id": "DASF 60",
		"title": "Rate limit number of inference queries",
		"status": "fail",
		"rules": ["GW302"],
		"findings": 2,
		"reason": "",
	} with input as _input
}

test_a_control_that_no_rule_names_is_for_a_person if {
	judged := dasf.checklist with input as _input
	{item.id | some item in judged; item.status != "manual"} == {"DASF 60"}
}

_controls := ["DASF 14", "DASF 32", "DASF 54", "DASF 55", "DASF 60"]

test_a_missing_gateway_fails_what_its_hosting_could_have if {
	every hosting, failed in {
		"external": {id | some id in _controls},
		"unknown": {id | some id in _controls},
		"custom": {"DASF 14", "DASF 55", "DASF 60"},
		"agent": {"DASF 14", "DASF 55"},
	} {
		judged := dasf.checklist with input as {
			"rules": [{"id": "GW012", "title": "", "controls": {"dasf": _controls}}],
			"tally": [{"rule": "GW012", "kind": "endpoint", "hosting": hosting, "outcome": "fail", "count": 1}],
		}
		{item.id | some item in judged; item.status == "fail"} == failed
	}
}
