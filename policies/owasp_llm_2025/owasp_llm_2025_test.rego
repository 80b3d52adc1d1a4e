package policies.owasp_llm_2025_test

import data.policies.owasp_llm_2025

_finding := {
	"rule": {"id": "GW302", "severity": "medium"},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "foundation", "form": "create", "provided": false},
	"configured": "",
}

test_the_level_follows_from_the_severity if {
	owasp_llm_2025.level == "warning" with input as _finding
}

test_what_could_not_be_seen_is_a_note if {
	owasp_llm_2025.level == "note" with input as object.union(_finding, {"finding": {"outcome": "unknown"}})
}

test_configuration_wins if {
	owasp_llm_2025.level == "error" with input as object.union(_finding, {"configured": "error"})
}

_input := {
	"rules": [
		{"id": "GW302", "title": "", "controls": {"owasp-llm-2025": ["LLM10"]}},
		{"id": "GW109", "title": "", "controls": {"nist-ai-rmf": ["MEASURE 2.4"]}},
	],
	"tally": [{"rule": "GW302", "kind": "endpoint", "hosting": "external", "outcome": "fail", "count": 2}],
}

test_the_ten_risks_are_in_order if {
	judged := owasp_llm_2025.checklist with input as _input
	[item.id | some item in judged] == [sprintf("LLM%02d:2025", [n]) | some n in numbers.range(1, 10)]
}

test_a_risk_is_decided_by_the_rules_that_name_it if {
	owasp_llm_2025.checklist[9] == {
		"id": "LLM10:2025",
		"title": "Unbounded Consumption",
		"status": "fail",
		"rules": ["GW302"],
		"findings": 2,
		"reason": "",
	} with input as _input
}

test_a_risk_that_no_rule_names_is_for_a_person if {
	judged := owasp_llm_2025.checklist with input as _input
	{item.id | some item in judged; item.status != "manual"} == {"LLM10:2025"}
}

test_a_missing_gateway_fails_what_its_hosting_could_have if {
	every hosting, failed in {
		"external": {"LLM01:2025", "LLM02:2025", "LLM10:2025"},
		"custom": {"LLM10:2025"},
		"agent": set(),
	} {
		judged := owasp_llm_2025.checklist with input as {
			"rules": [{"id": "GW012", "title": "", "controls": {"owasp-llm-2025": ["LLM01", "LLM02", "LLM10"]}}],
			"tally": [{"rule": "GW012", "kind": "endpoint", "hosting": hosting, "outcome": "fail", "count": 1}],
		}
		{item.id | some item in judged; item.status == "fail"} == failed
	}
}
