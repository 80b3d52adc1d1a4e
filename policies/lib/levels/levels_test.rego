package policies.lib.levels_test

import data.policies.lib.levels

_input := {
	"rule": {"id": "GW101", "severity": "high"},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "foundation", "form": "create", "provided": false},
	"configured": "",
}

_with(patch) := object.union(_input, patch)

test_a_failure_is_what_the_policy_says if {
	every outcome in ["fail", "waived"] {
		levels.decide("warning") == "warning" with input as _with({"finding": {"outcome": outcome}})
	}
}

test_what_could_not_be_seen_is_a_note if {
	levels.decide("error") == "note" with input as _with({"finding": {"outcome": "unknown"}})
}

test_what_databricks_provides_is_a_note if {
	levels.decide("error") == "note" with input as _with({"subject": {"provided": true}})
}

test_configuration_wins if {
	every level in ["off", "note", "warning", "error"] {
		levels.decide("note") == level with input as _with({
			"configured": level,
			"finding": {"outcome": "unknown"},
			"subject": {"provided": true},
		})
	}
}

test_the_severity_gives_a_level if {
	every severity, level in {"critical": "error", "high": "error", "medium": "warning", "low": "note"} {
		levels.by_severity == level with input as _with({"rule": {"severity": severity}})
	}
}

test_some_rules_are_off_until_configuration_says_otherwise if {
	every outcome in ["fail", "unknown", "waived"] {
		patch := {"rule": {"id": "GW013", "severity": "low"}, "finding": {"outcome": outcome}}
		levels.decide("note") == "off" with input as _with(patch)
		levels.decide("note") == "off" with input as _with(object.union(patch, {"subject": {"provided": true}}))
		levels.decide("note") == "warning" with input as _with(object.union(patch, {"configured": "warning"}))
	}
}
