package policies.nist_ai_rmf_test

import data.policies.nist_ai_rmf

_finding := {
	"rule": {"id": "GW102", "severity": "high"},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "foundation", "form": "create", "provided": false},
	"configured": "",
}

test_the_level_follows_from_the_severity if {
	nist_ai_rmf.level == "error" with input as _finding
}

test_what_could_not_be_seen_is_a_note if {
	nist_ai_rmf.level == "note" with input as object.union(_finding, {"finding": {"outcome": "unknown"}})
}

test_configuration_wins if {
	nist_ai_rmf.level == "off" with input as object.union(_finding, {"configured": "off"})
}

_input := {
	"rules": [
		{"id": "GW102", "title": "", "controls": {"nist-ai-rmf": ["MEASURE 2.4", "MANAGE 4.1"]}},
		{"id": "GW302", "title": "", "controls": {"owasp-llm-2025": ["LLM10"]}},
	],
	"tally": [{"rule": "GW102", "kind": "endpoint", "hosting": "external", "outcome": "pass", "count": 1}],
}

# How many subcategories each category has, by the numbers of NIST AI 100-1.
_sizes := [
	["GOVERN", [7, 3, 2, 3, 2, 2]],
	["MAP", [6, 3, 5, 2, 2]],
	["MEASURE", [3, 13, 3, 3]],
	["MANAGE", [4, 4, 2, 3]],
]

test_the_subcategories_are_complete_and_in_order if {
	expected := [sprintf("%v %d.%d", [function, category + 1, n]) |
		some [function, sizes] in _sizes
		some category, size in sizes
		some n in numbers.range(1, size)
	]
	count(expected) == 72
	judged := nist_ai_rmf.checklist with input as _input
	[item.id | some item in judged] == expected
}

test_every_subcategory_has_words_of_its_own if {
	count({title | some [_, title] in nist_ai_rmf.catalogue}) == 72
}

test_a_subcategory_passes_only_as_far_as_its_rules_see if {
	judged := nist_ai_rmf.checklist with input as _input
	[item | some item in judged; item.status != "manual"] == [object.union(
		{
			"status": "pass",
			"rules": ["GW102"],
			"findings": 0,
			"reason": "as far as GW102 sees; the rest is for a person",
		},
		identity,
	) |
		some identity in [
			{"id": "MEASURE 2.4", "title": "What runs in production is watched"},
			{
				"id": "MANAGE 4.1",
				"title": "Plans for monitoring, incidents and change after deployment run",
			},
		]
	]
}

test_a_missing_gateway_fails_what_its_hosting_could_have if {
	every hosting, failed in {
		"external": {"MAP 4.2", "MEASURE 2.4"},
		"custom": {"MAP 4.2", "MEASURE 2.4"},
		"agent": {"MEASURE 2.4"},
	} {
		judged := nist_ai_rmf.checklist with input as {
			"rules": [{"id": "GW012", "title": "", "controls": {"nist-ai-rmf": ["MAP 4.2", "MEASURE 2.4"]}}],
			"tally": [{"rule": "GW012", "kind": "endpoint", "hosting": hosting, "outcome": "fail", "count": 1}],
		}
		{item.id | some item in judged; item.status == "fail"} == failed
	}
}
