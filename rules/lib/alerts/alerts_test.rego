package rules.lib.alerts_test

import data.rules.lib.alerts
import data.rules.lib.fixture

_asking(query, subject) := fixture.with_context(
	subject,
	{"workspace": {"alerts": [fixture.alert({"query": query})]}},
)

_payload := "main.gateway_audit.chat_gateway_payload"

test_an_alert_on_the_payload_table_watches if {
	query := sprintf("select count(*) from %v where status_code >= 429", [_payload])

	count(alerts.watching) == 1 with input as _asking(query, {})
}

test_how_the_query_is_written_does_not_matter if {
	every query in [
		"SELECT 1 FROM Main.Gateway_Audit.CHAT_GATEWAY_PAYLOAD WHERE STATUS_CODE >= 429",
		"select 1 from `main`.`gateway_audit`.`chat_gateway_payload` where `status_code` >= 429",
		"select 1 from main . gateway_audit\n  .chat_gateway_payload p where p.status_code>=429",
		"select main.gateway_audit.chat_gateway_payload.status_code from main.gateway_audit.chat_gateway_payload",
		"select status_code/* of the answer */from main.gateway_audit.chat_gateway_payload--since yesterday",
		"select 'a--b', status_code from (main.gateway_audit.chat_gateway_payload)",
		"select \"it's -- one\", status_code from main.gateway_audit.chat_gateway_payload",
	] {
		count(alerts.watching) == 1 with input as _asking(query, {})
	}
}

test_another_table_is_another_matter if {
	every query in [
		"select status_code from main.gateway_audit.chat_gateway_payload_old",
		"select status_code from main.gateway_audit.my_chat_gateway_payload",
		"select status_code from `main`.`gateway_audit`.`chat_gateway_payload-old`",
		"select status_code from other.main.gateway_audit.chat_gateway_payload",
		"select status_code from chat_gateway_payload",
		"select status_code from system.serving.endpoint_usage_daily",
		"",
	] {
		alerts.watching == [] with input as _asking(query, {})
	}
}

test_the_status_must_be_asked_for if {
	every query in [
		sprintf("select count(*) from %v", [_payload]),
		sprintf("select http_status_code from %v", [_payload]),
		sprintf("select status_codes from %v", [_payload]),
	] {
		alerts.watching == [] with input as _asking(query, {})
	}
}

test_a_comment_asks_for_nothing if {
	every query in [
		sprintf("select 1 from %v -- status_code", [_payload]),
		sprintf("select 1 from %v /* by\nstatus_code */", [_payload]),
		sprintf("select status_code from main.a.b -- was %v\nlimit 1", [_payload]),
	] {
		alerts.watching == [] with input as _asking(query, {})
	}
}

_on_endpoints := "select 1 from system.serving.endpoint_usage where status_code >= 500"

_on_services := "select 1 from system.ai_gateway.usage where status_code >= 500"

test_the_usage_table_of_endpoints_is_theirs if {
	count(alerts.watching) == 1 with input as _asking(_on_endpoints, {})
	alerts.watching == [] with input as _asking(_on_services, {})
}

test_the_usage_table_of_services_is_theirs if {
	count(alerts.watching) == 1 with input as _asking(_on_services, {"kind": "model_service"})
	alerts.watching == [] with input as _asking(_on_endpoints, {"kind": "model_service"})
}

test_an_alert_that_is_off_watches_all_the_same if {
	off := fixture.alert({"paused": true, "deleted": true})

	alerts.watching == [off] with input as fixture.with_context({}, {"workspace": {"alerts": [off]}})
}

test_an_alert_that_reaches_somebody_has_no_fault if {
	alerts.faults(fixture.alert({})) == []
}

test_each_fault_is_named if {
	every patch, fault in {
		{"paused": true}: "is paused",
		{"deleted": true}: "is deleted",
		{"scheduled": false}: "has no schedule",
		{"subscribers": 0}: "has no subscriber",
	} {
		alerts.faults(fixture.alert(patch)) == [fault]
	}
}

test_faults_come_in_one_order if {
	every_fault := fixture.alert({"deleted": true, "paused": true, "scheduled": false, "subscribers": 0})

	alerts.faults(every_fault) == ["is deleted", "is paused", "has no schedule", "has no subscriber"]
}
