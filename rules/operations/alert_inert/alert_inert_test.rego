package rules.operations.alert_inert_test

import data.rules.lib.fixture
import data.rules.operations.alert_inert as rule

_finding(alerts) := {
	"path": ["inference_table", "table"],
	"message": sprintf("no SQL alert that watches {subject} reaches anybody: %v", [alerts]),
}

_alerts(list) := fixture.with_subject({"evidence": {"alerts": list}})

test_silent_when_the_alert_works if {
	rule.applies with input as fixture.with_subject({})
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_for_each_fault if {
	every patch, fault in {
		{"paused": true}: "is paused",
		{"deleted": true}: "is deleted",
		{"scheduled": false}: "has no schedule",
		{"subscribers": 0}: "has no subscriber",
	} {
		rule.findings == {_finding(sprintf("`gateway errors` %v", [fault]))} with input as _alerts([fixture.alert(patch)])
	}
}

test_faults_of_one_alert_stand_together if {
	alert := fixture.alert({"paused": true, "subscribers": 0})

	rule.findings == {_finding("`gateway errors` is paused and has no subscriber")} with input as _alerts([alert])
}

test_one_that_works_is_enough if {
	rule.findings == set() with input as _alerts([fixture.alert({"paused": true}), fixture.alert({})])
}

test_one_that_works_for_something_else_is_not if {
	other := fixture.alert({"names": []})
	found := rule.findings with input as _alerts([fixture.alert({"paused": true}), other])
	found == {_finding("`gateway errors` is paused")}
}

test_three_of_many_are_named if {
	alerts := [fixture.alert({"name": sprintf("n%v", [i]), "paused": true}) | some i in numbers.range(1, 5)]
	found := rule.findings with input as _alerts(alerts)
	found == {_finding("`n1` is paused; `n2` is paused; `n3` is paused; and 2 more")}
}

test_without_an_alert_another_rule_speaks if {
	rule.moot with input as _alerts([])
	rule.moot with input as _alerts([fixture.alert({"names": []})])
}

test_without_a_table_another_rule_speaks if {
	every patch in [{"enabled": false}, {"table": ""}, {"deleted": true}] {
		rule.moot with input as fixture.with_subject({"inference_table": patch})
	}
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

_declared(list) := fixture.with_subject({"evidence": {"alerts": list, "hidden": "others are not shown"}})

test_an_alert_that_is_declared_is_shown_where_its_fault_is if {
	every patch, fault in {
		{"paused": true}: ["paused", "is paused"],
		{"scheduled": false}: ["scheduled", "has no schedule"],
		{"subscribers": 0}: ["subscribers", "has no subscriber"],
		{"subscribers": 0, "paused": true}: ["paused", "is paused and has no subscriber"],
	} {
		list := [fixture.alert({"names": ["t"]}), fixture.alert(patch)]
		not rule.moot with input as _declared(list)
		found := rule.findings with input as _declared(list)
		{one.path | some one in found} == {["evidence", "alerts", 1, fault[0]]}
		every one in found { endswith(one.message, fault[1]) }
	}
}

test_one_that_is_declared_and_works_is_enough if {
	list := [fixture.alert({"paused": true}), fixture.alert({})]

	not rule.moot with input as _declared(list)
	rule.findings == set() with input as _declared(list)
	rule.undecided == set() with input as _declared(list)
}

test_where_none_is_declared_the_workspace_may_have_one if {
	every list in [[], [fixture.alert({"names": ["main.other.table", "status_code"]})]] {
		not rule.moot with input as _declared(list)
		rule.findings == set() with input as _declared(list)
		rule.undecided == {{
			"path": ["inference_table", "table"],
			"message": "files show nothing of the workspace",
			"needs": "workspace",
		}} with input as _declared(list)
	}
}

_not_resolved := {"path": ["evidence", "alerts", 1, "hidden"], "message": "not resolved"}

test_an_alert_of_which_something_is_not_known_leaves_it_open if {
	list := [fixture.alert({"paused": true}), fixture.alert({"hidden": "not resolved"})]

	rule.findings == set() with input as _declared(list)
	rule.undecided == {_not_resolved} with input as _declared(list)
}

test_a_workspace_may_not_show_whether_an_alert_reaches_anybody if {
	list := [fixture.alert({"hidden": "its schedule is not shown"})]

	rule.findings == set() with input as _alerts(list)
	rule.undecided == {{
		"path": ["inference_table", "table"],
		"message": "its schedule is not shown",
	}} with input as _alerts(list)
}
