package rules.operations.alert_missing_test

import data.rules.lib.fixture
import data.rules.operations.alert_missing as rule

_finding(usage) := {
	"path": ["inference_table", "table"],
	"message": sprintf(
		"no SQL alert watches {subject}: none names `status_code` and `%v` or `%v`",
		["main.gateway_audit.chat_gateway_payload", usage],
	),
}

_alerts(subject, list) := fixture.with_subject(object.union(subject, {"evidence": {"alerts": list}}))

test_silent_when_an_alert_watches if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_without_any_alert if {
	rule.findings == {_finding("system.serving.endpoint_usage")} with input as _alerts({}, [])
}

test_found_with_what_went_wrong_meanwhile if {
	trouble := _alerts({"evidence": {"traffic": {"refused": 298, "failed": 12}}}, [])
	some found in rule.findings with input as trouble
	endswith(
		found.message,
		"`; of 9,310 requests in the last 7 days, 3.2 % were refused (429) and 0.1 % failed (5xx)",
	)
}

test_found_when_nobody_looked_what_went_wrong if {
	unseen := {"seen": false, "refused": 298, "failed": 12}
	looked_at := _alerts({"evidence": {"traffic": unseen}}, [])

	rule.findings == {_finding("system.serving.endpoint_usage")} with input as looked_at
}

test_found_when_alerts_watch_something_else if {
	other := fixture.alert({"names": ["main.gateway_audit.other_payload", "status_code"]})

	rule.findings == {_finding("system.serving.endpoint_usage")} with input as _alerts({}, [other])
}

_of_services := fixture.alert({"names": ["status_code", "system.ai_gateway.usage"]})

test_services_have_a_usage_table_of_their_own if {
	service := {"kind": "model_service"}

	rule.findings == {_finding("system.ai_gateway.usage")} with input as _alerts(service, [])
	rule.findings == set() with input as _alerts(service, [_of_services])
}

test_the_usage_table_of_services_says_nothing_of_endpoints if {
	rule.findings == {_finding("system.serving.endpoint_usage")} with input as _alerts({}, [_of_services])
}

test_one_of_many_is_enough if {
	other := fixture.alert({"names": []})

	rule.findings == set() with input as _alerts({}, [other, fixture.alert({}), other])
}

test_an_alert_that_is_off_is_another_rules if {
	rule.findings == set() with input as _alerts({}, [fixture.alert({"deleted": true, "paused": true})])
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

_lacking := {{
	"path": ["inference_table", "table"],
	"message": "files show nothing of the workspace",
	"needs": "workspace",
}}

test_an_alert_that_is_declared_and_works_is_enough if {
	rule.findings == set() with input as _declared([fixture.alert({})])
	rule.undecided == set() with input as _declared([fixture.alert({})])
}

test_where_none_is_declared_the_workspace_may_have_one if {
	every list in [
		[],
		[fixture.alert({"names": ["main.other.table", "status_code"]})],
		[fixture.alert({"paused": true})],
		[fixture.alert({"subscribers": 0})],
	] {
		rule.findings == set() with input as _declared(list)
		rule.undecided == _lacking with input as _declared(list)
	}
}

_not_resolved := {"path": ["evidence", "alerts", 1, "hidden"], "message": "not resolved"}

test_an_alert_of_which_something_is_not_known_leaves_it_open if {
	every names in [[], ["main.gateway_audit.chat_gateway_payload", "status_code"]] {
		list := [fixture.alert({"paused": true}), fixture.alert({"names": names, "hidden": "not resolved"})]
		rule.findings == set() with input as _declared(list)
		rule.undecided == {_not_resolved} with input as _declared(list)
	}
}

test_what_is_not_known_of_an_alert_on_another_table_does_not_matter if {
	other := fixture.alert({"names": ["main.other.table", "status_code"], "hidden": "not resolved"})

	rule.undecided == _lacking with input as _declared([other])
}

test_one_that_works_settles_what_is_not_known_of_others if {
	list := [fixture.alert({"names": [], "hidden": "not resolved"}), fixture.alert({})]

	rule.undecided == set() with input as _declared(list)
}

test_a_workspace_may_hide_a_query if {
	list := [fixture.alert({"names": [], "hidden": "denied"})]

	rule.findings == set() with input as _alerts({}, list)
	rule.undecided == {{"path": ["inference_table", "table"], "message": "denied"}} with input as _alerts({}, list)
}

test_that_an_alert_of_a_workspace_is_there_can_be_told_without_its_schedule if {
	list := [fixture.alert({"hidden": "its schedule is not shown"})]

	rule.findings == set() with input as _alerts({}, list)
	rule.undecided == set() with input as _alerts({}, list)
}
