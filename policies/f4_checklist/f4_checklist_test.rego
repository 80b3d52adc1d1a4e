package policies.f4_checklist_test

import data.policies.f4_checklist

_finding(rule, severity) := {
	"rule": {"id": rule, "severity": severity},
	"finding": {"outcome": "fail"},
	"subject": {"kind": "endpoint", "hosting": "foundation", "form": "create", "provided": false},
	"configured": "",
}

_with(rule, severity, patch) := object.union(_finding(rule, severity), patch)

test_the_level_follows_from_the_severity if {
	every severity, level in {"critical": "error", "high": "error", "medium": "warning", "low": "note"} {
		f4_checklist.level == level with input as _finding("GW101", severity)
	}
}

test_the_checklist_asks_for_both_limits if {
	every rule in ["GW302", "GW303"] {
		f4_checklist.level == "error" with input as _finding(rule, "medium")
	}
}

test_a_limit_of_zero_may_be_meant if {
	every form in ["create", "update", "put", "config", "get", "list", "bundle"] {
		f4_checklist.level == "warning" with input as _with("GW305", "high", {"subject": {"form": form}})
	}
}

test_what_is_closed_for_everybody_is_a_note if {
	f4_checklist.level == "note" with input as _with("GW305", "high", {"finding": {"path": ["closed"]}})
	f4_checklist.level == "error" with input as _with("GW101", "high", {"finding": {"path": ["closed"]}})
}

test_a_limit_of_zero_in_terraform_removes_the_limit if {
	f4_checklist.level == "error" with input as _with("GW305", "high", {"subject": {"form": "terraform"}})
	f4_checklist.level == "error" with input as _with("GW101", "high", {"subject": {"form": "terraform"}})
}

test_a_limit_of_zero_that_terraform_sends_may_be_meant if {
	every kind in ["model_service", "mcp_service", "provider_service"] {
		f4_checklist.level == "warning" with input as _with("GW305", "high", {"subject": {"form": "terraform", "kind": kind}})
	}
}

test_what_a_put_leaves_out_is_a_warning if {
	f4_checklist.level == "warning" with input as _finding("GW011", "high")
}

test_guardrails_that_a_put_leaves_out_are_an_error if {
	patch := {"finding": {"path": ["sections", "guardrails"]}}

	f4_checklist.level == "error" with input as _with("GW011", "high", patch)
	f4_checklist.level == "warning" with input as _with("GW011", "high", {"finding": {"path": ["sections"]}})
	f4_checklist.level == "note" with input as _with("GW011", "high", object.union(patch, {"subject": {"provided": true}}))
}

test_a_missing_gateway_is_an_error_where_it_could_do_all if {
	every hosting in ["external", "foundation", "provisioned", "unknown"] {
		f4_checklist.level == "error" with input as _with("GW012", "high", {"subject": {"hosting": hosting}})
	}
}

test_a_missing_gateway_is_a_note_where_it_could_do_little if {
	every hosting in ["custom", "agent"] {
		f4_checklist.level == "note" with input as _with("GW012", "high", {"subject": {"hosting": hosting}})
	}
}

test_hosting_does_not_change_other_rules if {
	f4_checklist.level == "error" with input as _with("GW101", "high", {"subject": {"hosting": "custom"}})
}

test_what_could_not_be_seen_is_a_note if {
	f4_checklist.level == "note" with input as _with("GW101", "critical", {"finding": {"outcome": "unknown"}})
}

test_a_waived_finding_keeps_its_level if {
	f4_checklist.level == "error" with input as _with("GW101", "high", {"finding": {"outcome": "waived"}})
}

test_what_databricks_provides_is_a_note if {
	f4_checklist.level == "note" with input as _with("GW101", "high", {"subject": {"provided": true}})
}

test_configuration_wins if {
	every level in ["off", "note", "warning", "error"] {
		f4_checklist.level == level with input as _with("GW302", "medium", {"configured": level})
	}
}

test_configuration_wins_over_what_could_not_be_seen_and_what_is_provided if {
	patch := {"configured": "error", "finding": {"outcome": "unknown"}, "subject": {"provided": true}}

	f4_checklist.level == "error" with input as _with("GW101", "low", patch)
}

test_the_items_are_in_order if {
	[item.id | some item in f4_checklist.items] == [sprintf("F4-%02d", [n]) | some n in numbers.range(1, 18)]
}

_rules := [{"id": rule, "title": "", "controls": {}} |
	some rule in {rule | some item in f4_checklist.items; some rule in item.rules}
]

_line(rule, hosting, outcome) := {
	"rule": rule,
	"kind": "endpoint",
	"hosting": hosting,
	"outcome": outcome,
	"count": 1,
}

test_a_missing_gateway_fails_what_its_hosting_could_have if {
	every hosting, failed in {
		"external": {"F4-01", "F4-08", "F4-09"},
		"custom": {"F4-01", "F4-08"},
		"agent": {"F4-01"},
	} {
		tally := [_line("GW012", hosting, "fail")]
		checklist := f4_checklist.checklist with input as {"rules": _rules, "tally": tally}
		{item.id | some item in checklist; item.status == "fail"} == failed
	}
}

test_mcp_services_have_an_item_of_their_own if {
	line := {"rule": "GW301", "kind": "mcp_service", "hosting": "", "outcome": "fail", "count": 2}
	checklist := f4_checklist.checklist with input as {"rules": _rules, "tally": [line]}

	checklist[17] == {
		"id": "F4-18",
		"title": "MCP services are governed like models",
		"status": "fail",
		"rules": ["GW301", "GW302", "GW303", "GW701", "GW702", "GW706"],
		"findings": 2,
		"reason": "",
	}
}

test_endpoints_do_not_concern_mcp_services if {
	checklist := f4_checklist.checklist with input as {"rules": [], "tally": [_line("GW301", "external", "fail")]}

	checklist[17].status == "not_applicable"
	checklist[17].reason == "no MCP service was found"
}

_items_by_use := {"F4-06": "GW602", "F4-07": "GW603"}

_statuses(checklist) := {item.id: item.status | some item in checklist; _items_by_use[item.id]}

test_use_decides_how_gateways_are_called if {
	every outcome in ["fail", "pass", "unknown"] {
		tally := [_line(rule, "external", outcome) | some rule in _items_by_use]
		checklist := f4_checklist.checklist with input as {"rules": _rules, "tally": tally}
		_statuses(checklist) == {"F4-06": outcome, "F4-07": outcome}
	}
}

test_without_it_code_alone_decides if {
	tally := [_line(rule, "external", "not_applicable") | some rule in _items_by_use]
	checklist := f4_checklist.checklist with input as {"rules": _rules, "tally": tally}

	_statuses(checklist) == {"F4-06": "not_applicable", "F4-07": "not_applicable"}
	{item.reason | some item in checklist; item.id == "F4-07"} == {"no call in client code was found"}
}
