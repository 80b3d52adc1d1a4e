package policies.mitre_atlas_test

import data.policies.mitre_atlas

_finding := {
	"rule": {"id": "GW302", "severity": "medium"},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "foundation", "form": "create", "provided": false},
	"configured": "",
}

test_the_level_follows_from_the_severity if {
	mitre_atlas.level == "warning" with input as _finding
}

test_what_could_not_be_seen_is_a_note if {
	mitre_atlas.level == "note" with input as object.union(_finding, {"finding": {"outcome": "unknown"}})
}

test_configuration_wins if {
	mitre_atlas.level == "off" with input as object.union(_finding, {"configured": "off"})
}

_input := {
	"rules": [
		{"id": "GW102", "title": "", "controls": {"mitre-atlas": ["AML.M0024"]}},
		{"id": "GW302", "title": "", "controls": {"dasf": ["DASF 60"]}},
	],
	"tally": [{"rule": "GW102", "kind": "endpoint", "hosting": "external", "outcome": "pass", "count": 1}],
}

test_the_mitigations_are_in_order if {
	judged := mitre_atlas.checklist with input as _input
	ids := [item.id | some item in judged]
	count(ids) == 11
	sort(ids) == ids
	every id in ids {
		regex.match(`^AML\.M\d{4}$`, id)
	}
}

test_a_mitigation_passes_only_as_far_as_its_rules_see if {
	judged := mitre_atlas.checklist with input as _input
	[item | some item in judged; item.status != "manual"] == [{
		"id": "AML.M0024",
		"title": "AI Telemetry Logging",
		"status": "pass",
		"rules": ["GW102"],
		"findings": 0,
		"reason": "as far as GW102 sees; the rest is for a person",
	}]
}

_mitigations := ["AML.M0004", "AML.M0015", "AML.M0020", "AML.M0024", "AML.M0033"]

test_a_missing_gateway_fails_what_its_hosting_could_have if {
	every hosting, failed in {
		"external": {id | some id in _mitigations},
		"unknown": {id | some id in _mitigations},
		"custom": {"AML.M0004", "AML.M0024"},
		"agent": {"AML.M0024"},
	} {
		judged := mitre_atlas.checklist with input as {
			"rules": [{"id": "GW012", "title": "", "controls": {"mitre-atlas": _mitigations}}],
			"tally": [{"rule": "GW012", "kind": "endpoint", "hosting": hosting, "outcome": "fail", "count": 1}],
		}
		{item.id | some item in judged; item.status == "fail"} == failed
	}
}
