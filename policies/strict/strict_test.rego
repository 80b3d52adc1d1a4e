package policies.strict_test

import data.policies.f4_checklist
import data.policies.strict

_finding := {
	"rule": {"id": "GW104", "severity": "low"},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "custom", "form": "create", "provided": false},
	"configured": "",
}

_with(patch) := object.union(_finding, patch)

test_every_finding_is_an_error if {
	every severity in ["critical", "high", "medium", "low"] {
		strict.level == "error" with input as _with({"rule": {"severity": severity}})
	}
}

test_what_could_not_be_seen_is_an_error if {
	strict.level == "error" with input as _with({"finding": {"outcome": "unknown"}})
}

test_what_databricks_provides_is_no_exception if {
	strict.level == "error" with input as _with({"subject": {"provided": true}})
}

test_configuration_wins if {
	every level in ["off", "note", "warning", "error"] {
		strict.level == level with input as _with({"configured": level, "finding": {"outcome": "unknown"}})
	}
}

test_the_items_are_those_of_the_f4_checklist if {
	line := {"rule": "GW103", "kind": "endpoint", "hosting": "external", "outcome": "fail", "count": 1}
	judged := {"rules": [{"id": "GW103", "title": "", "controls": {}}], "tally": [line]}
	items := strict.checklist with input as judged

	items == f4_checklist.checklist with input as judged
	{item.id | some item in items; item.status == "fail"} == {"F4-04"}
}
