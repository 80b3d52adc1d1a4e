package rules.operations.agent_grant_missing_test

import data.rules.lib.fixture
import data.rules.operations.agent_grant_missing as rule

_finding(agent, lacking) := {
	"path": ["inference_table", "table"],
	"message": sprintf(
		"{subject} logs to `main.gateway_audit.chat_gateway_payload`, %v `%v` has no explicit grant of %v",
		["where the agent's service principal", agent, lacking],
	),
}

_granted(grants) := fixture.with_subject({"evidence": {"grants": grants}})

_inherited(privilege) := object.union(fixture.grant("agent-sp", privilege), {"explicit": false})

test_silent_when_both_are_explicit if {
	rule.applies with input as fixture.with_subject({})
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_found_when_one_is_missing if {
	rule.findings == {_finding("agent-sp", "MODIFY")} with input as _granted([fixture.grant("agent-sp", "SELECT")])
	rule.findings == {_finding("agent-sp", "SELECT")} with input as _granted([fixture.grant("agent-sp", "MODIFY")])
}

test_found_when_nothing_is_granted if {
	rule.findings == {_finding("agent-sp", "SELECT and MODIFY")} with input as _granted([])
}

test_what_is_inherited_is_not_explicit if {
	grants := [_inherited("SELECT"), _inherited("MODIFY")]

	rule.findings == {_finding("agent-sp", "SELECT and MODIFY")} with input as _granted(grants)
}

test_what_everybody_may_do_is_not_the_agents if {
	grants := [fixture.grant("account users", "SELECT"), fixture.grant("account users", "MODIFY")]

	rule.findings == {_finding("agent-sp", "SELECT and MODIFY")} with input as _granted(grants)
}

test_all_privileges_is_another_rules if {
	rule.findings == set() with input as _granted([fixture.grant("agent-sp", "ALL_PRIVILEGES")])
	rule.findings == set() with input as _granted([_inherited("ALL PRIVILEGES")])
}

test_each_principal_is_judged if {
	rule.findings == {_finding("other-sp", "SELECT and MODIFY")} with input as fixture.with_params(
		{},
		{"agent_principals": ["other-sp", "agent-sp"]},
	)
}

test_a_configured_principal_is_enough if {
	rule.undecided == set() with input as fixture.with_params(
		{"evidence": {"agents": []}},
		{"agent_principals": ["agent-sp"]},
	)
}

test_undecided_when_no_principal_is_known if {
	nobody := fixture.with_subject({"evidence": {"agents": []}})

	rule.findings == set() with input as nobody
	rule.undecided == {{
		"path": ["inference_table", "table"],
		"message": "no service principal of the agent is known; set params.agent_principals",
	}} with input as nobody
}

test_without_a_table_another_rule_speaks if {
	every patch in [{"enabled": false}, {"table": ""}, {"deleted": true}] {
		rule.moot with input as fixture.with_subject({"inference_table": patch})
	}
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_what_a_bundle_does_not_declare_is_not_missing if {
	bundle := {"evidence": {"hidden": "the rest is not shown", "grants": [], "agents": ["agent-sp"]}}

	rule.findings == set() with input as fixture.with_subject(bundle)
	{one.needs | some one in rule.undecided} == {"workspace"} with input as fixture.with_subject(bundle)
}
