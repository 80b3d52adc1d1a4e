package rules.lib.records_test

import data.rules.lib.fixture
import data.rules.lib.records

test_a_table_that_is_on_records_payloads if {
	records.payloads with input as fixture.with_subject({})
}

test_a_table_that_is_off_or_unnamed_or_gone_records_none if {
	every patch in [{"enabled": false}, {"table": ""}, {"deleted": true}] {
		not records.payloads with input as fixture.with_subject({"inference_table": patch})
	}
}

test_endpoints_and_services_are_counted_apart if {
	records.usage_table == "system.serving.endpoint_usage" with input as fixture.with_subject({})
	every kind in ["model_service", "mcp_service", "provider_service"] {
		records.usage_table == "system.ai_gateway.usage" with input as fixture.with_subject({"kind": kind})
	}
}
