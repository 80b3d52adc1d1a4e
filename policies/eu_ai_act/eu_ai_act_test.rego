package policies.eu_ai_act_test

import data.policies.eu_ai_act

_finding := {
	"rule": {"id": "GW302", "severity": "medium"},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "foundation", "form": "create", "provided": false},
	"configured": "",
}

test_the_level_follows_from_the_severity if {
	eu_ai_act.level == "warning" with input as _finding
}

test_what_could_not_be_seen_is_a_note if {
	eu_ai_act.level == "note" with input as object.union(_finding, {"finding": {"outcome": "unknown"}})
}

test_configuration_wins if {
	eu_ai_act.level == "off" with input as object.union(_finding, {"configured": "off"})
}

_rules := [
	{"id": "GW101", "title": "", "controls": {"eu-ai-act": ["Art 12", "Art 26(5)"]}},
	{"id": "GW102", "title": "", "controls": {"eu-ai-act": ["Art 12", "Art 19", "Art 26(6)"]}},
]

_line(rule, outcome) := {"rule": rule, "kind": "endpoint", "hosting": "external", "outcome": outcome, "count": 1}

test_the_duties_are_in_order if {
	judged := eu_ai_act.checklist with input as {"rules": _rules, "tally": []}
	[item.id | some item in judged] == ["Art 12", "Art 15", "Art 19", "Art 26(5)", "Art 26(6)"]
}

test_usage_tracking_alone_keeps_no_logs_for_six_months if {
	lines := [_line("GW101", "pass"), _line("GW102", "fail")]
	judged := eu_ai_act.checklist with input as {"rules": _rules, "tally": lines}
	{item.id: item.status | some item in judged} == {
		"Art 12": "fail",
		"Art 15": "manual",
		"Art 19": "fail",
		"Art 26(5)": "pass",
		"Art 26(6)": "fail",
	}
}

test_an_inference_table_keeps_them_without_usage_tracking if {
	lines := [_line("GW101", "fail"), _line("GW102", "pass")]
	judged := eu_ai_act.checklist with input as {"rules": _rules, "tally": lines}
	{item.id: item.status | some item in judged} == {
		"Art 12": "fail",
		"Art 15": "manual",
		"Art 19": "pass",
		"Art 26(5)": "fail",
		"Art 26(6)": "pass",
	}
}

_duties := ["Art 12", "Art 15", "Art 19", "Art 26(5)", "Art 26(6)"]

test_a_missing_gateway_fails_what_its_hosting_could_have if {
	every hosting, spared in {
		"external": set(),
		"unknown": set(),
		"custom": set(),
		"agent": {"Art 15"},
	} {
		judged := eu_ai_act.checklist with input as {
			"rules": [{"id": "GW012", "title": "", "controls": {"eu-ai-act": _duties}}],
			"tally": [{"rule": "GW012", "kind": "endpoint", "hosting": hosting, "outcome": "fail", "count": 1}],
		}
		{item.id | some item in judged; item.status != "fail"} == spared
	}
}
