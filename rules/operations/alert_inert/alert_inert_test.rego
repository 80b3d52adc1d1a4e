package rules.operations.alert_inert_test

import data.rules.lib.fixture
import data.rules.operations.alert_inert as rule

_finding(alerts) := {
	"path": ["inference_table", "table"],
	"message": sprintf("no SQL alert that watches {subject} reaches anybody: %v", [alerts]),
}

_alerts(list) := fixture.with_context({}, {"workspace": {"alerts": list}})

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
