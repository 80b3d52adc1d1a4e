package rules.operations.all_privileges_granted_test

import data.rules.lib.fixture
import data.rules.operations.all_privileges_granted as rule

_finding(whence) := {
	"path": ["inference_table", "table"],
	"message": sprintf(
		"{subject} logs to `main.gateway_audit.chat_gateway_payload`, %v `agent-sp` has ALL_PRIVILEGES %v",
		["where the agent's service principal", whence],
	),
}

_granted(grants) := fixture.with_subject({"evidence": {"grants": grants}})

_inherited := object.union(fixture.grant("agent-sp", "ALL_PRIVILEGES"), {"explicit": false})

_explicit := [fixture.grant("agent-sp", "SELECT"), fixture.grant("agent-sp", "MODIFY")]

test_silent_when_what_is_needed_is_granted if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_silent_when_nothing_is_granted if {
	rule.findings == set() with input as _granted([])
}

test_found_when_it_is_granted_on_the_table if {
	every spelling in ["ALL_PRIVILEGES", "ALL PRIVILEGES", "all privileges"] {
		rule.findings == {_finding("on the table")} with input as _granted([fixture.grant("agent-sp", spelling)])
	}
}

test_found_when_it_is_granted_beside_what_is_needed if {
	grants := array.concat(_explicit, [fixture.grant("agent-sp", "ALL_PRIVILEGES")])

	rule.findings == {_finding("on the table")} with input as _granted(grants)
}

test_found_when_it_is_inherited if {
	rule.findings == {_finding("by inheritance")} with input as _granted([_inherited])
}

test_found_when_one_explicit_grant_is_missing_beside_it if {
	grants := [_inherited, fixture.grant("agent-sp", "SELECT")]

	rule.findings == {_finding("by inheritance")} with input as _granted(grants)
}

test_what_is_inherited_beside_explicit_grants_gives_nothing if {
	rule.findings == set() with input as _granted(array.concat(_explicit, [_inherited]))
}

test_another_principal_is_not_the_agent if {
	rule.findings == set() with input as _granted([fixture.grant("platform", "ALL_PRIVILEGES")])
}

test_undecided_when_no_principal_is_known if {
	rule.undecided == {{
		"path": ["inference_table", "table"],
		"message": "no service principal of the agent is known; set params.agent_principals",
	}} with input as fixture.with_subject({"evidence": {"agents": []}})
}

test_without_a_table_another_rule_speaks if {
	every patch in [{"enabled": false}, {"table": ""}, {"deleted": true}] {
		rule.moot with input as fixture.with_subject({"inference_table": patch})
	}
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

_of_bundle(grants) := {"evidence": {
	"hidden": "the rest is not shown",
	"agents": ["agent-sp"],
	"grants": grants,
}}

test_that_a_bundle_grants_it_on_the_schema_leaves_open_what_the_table_has if {
	grants := [
		{"principal": "team", "privilege": "ALL_PRIVILEGES", "explicit": false},
		{"principal": "agent-sp", "privilege": "ALL_PRIVILEGES", "explicit": false},
	]

	rule.findings == set() with input as fixture.with_subject(_of_bundle(grants))
	listed := {one |
		some one in rule.undecided with input as fixture.with_subject(_of_bundle(grants))
		not one.needs
	}
	{one.path | some one in listed} == {["evidence", "grants", 1]}
}

test_where_a_bundle_grants_less_a_scan_decides if {
	grants := [{"principal": "agent-sp", "privilege": "SELECT", "explicit": false}]

	{one.needs | some one in rule.undecided} == {"workspace"} with input as fixture.with_subject(_of_bundle(grants))
}

test_found_where_terraform_grants_it_on_the_table if {
	grants := [
		{"principal": "agent-sp", "privilege": "SELECT", "explicit": true},
		{"principal": "agent-sp", "privilege": "ALL_PRIVILEGES", "explicit": true},
		{"principal": "team", "privilege": "ALL_PRIVILEGES", "explicit": true},
	]
	granted := fixture.with_subject(_of_bundle(grants))

	rule.findings == {{
		"path": ["evidence", "grants", 1],
		"message": concat("", [
			"{subject} logs to `main.gateway_audit.chat_gateway_payload`, ",
			"where the agent's service principal `agent-sp` has ALL_PRIVILEGES on the table",
		]),
	}} with input as granted
	{one | some one in rule.undecided; not one.needs} == set() with input as granted
}
