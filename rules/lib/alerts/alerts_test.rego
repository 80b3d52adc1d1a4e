package rules.lib.alerts_test

import data.rules.lib.alerts
import data.rules.lib.fixture

_naming(names, subject) := fixture.with_subject(object.union(
	subject,
	{"evidence": {"alerts": [fixture.alert({"names": names})]}},
))

_payload := "main.gateway_audit.chat_gateway_payload"

test_an_alert_on_the_payload_table_watches if {
	count(alerts.watching) == 1 with input as _naming(["from", _payload, "p", "status_code"], {})
}

test_the_column_may_be_written_with_its_table if {
	every column in ["p.status_code", concat(".", [_payload, "status_code"])] {
		count(alerts.watching) == 1 with input as _naming([_payload, column], {})
	}
}

test_another_table_is_another_matter if {
	every names in [
		["main.gateway_audit.chat_gateway_payload_old"],
		["main.gateway_audit.my_chat_gateway_payload"],
		["main.gateway_audit.chat_gateway_payload-old"],
		["other.main.gateway_audit.chat_gateway_payload"],
		["chat_gateway_payload", "main.gateway_audit"],
		["system.serving.endpoint_usage_daily"],
		[],
	] {
		alerts.watching == [] with input as _naming(array.concat(names, ["status_code"]), {})
	}
}

test_the_status_must_be_asked_for if {
	every names in [[], ["http_status_code"], ["status_codes"], ["status_code.http"], ["p.http_status_code"]] {
		alerts.watching == [] with input as _naming(array.concat([_payload], names), {})
	}
}

_on_endpoints := ["status_code", "system.serving.endpoint_usage"]

_on_services := ["status_code", "system.ai_gateway.usage"]

test_the_usage_table_of_endpoints_is_theirs if {
	count(alerts.watching) == 1 with input as _naming(_on_endpoints, {})
	alerts.watching == [] with input as _naming(_on_services, {})
}

test_the_usage_table_of_services_is_theirs if {
	count(alerts.watching) == 1 with input as _naming(_on_services, {"kind": "model_service"})
	alerts.watching == [] with input as _naming(_on_endpoints, {"kind": "model_service"})
}

test_alerts_come_once_and_in_their_order if {
	both := fixture.alert({"name": "both", "names": array.concat(_on_endpoints, [_payload])})
	usage := fixture.alert({"name": "usage", "names": _on_endpoints})
	payload := fixture.alert({"name": "payload"})
	other := fixture.alert({"names": _on_services})
	around := fixture.with_subject({"evidence": {"alerts": [usage, other, payload, both]}})

	alerts.watching == [usage, payload, both] with input as around
	alerts.places == [0, 2, 3] with input as around
}

test_an_alert_that_is_off_watches_all_the_same if {
	off := fixture.alert({"paused": true, "deleted": true})

	alerts.watching == [off] with input as fixture.with_subject({"evidence": {"alerts": [off]}})
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
