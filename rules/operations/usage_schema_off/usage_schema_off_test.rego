package rules.operations.usage_schema_off_test

import data.rules.lib.fixture
import data.rules.operations.usage_schema_off as rule

_finding(schema) := {
	"path": ["usage_tracking"],
	"message": sprintf("the use of {subject} is recorded nowhere: the system schema `%v` is not enabled", [schema]),
}

_enabled(subject, enabled) := fixture.with_subject(object.union(
	subject,
	{"evidence": {"usage_schema": {"enabled": enabled}}},
))

test_silent_when_the_schema_is_enabled if {
	rule.applies with input as fixture.with_subject({})
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as _enabled({}, true)
}

test_found_when_it_is_not if {
	rule.findings == {_finding("serving")} with input as _enabled({}, false)
}

test_services_write_to_another_schema if {
	every kind in ["model_service", "mcp_service", "provider_service"] {
		rule.findings == {_finding("ai_gateway")} with input as _enabled({"kind": kind}, false)
		rule.findings == set() with input as _enabled({"kind": kind}, true)
	}
}

test_the_use_of_services_is_always_tracked if {
	service := {"kind": "model_service", "usage_tracking": {"enabled": false}}

	rule.applies with input as fixture.with_subject(service)
	not rule.moot with input as fixture.with_subject(service)
}

test_without_usage_tracking_another_rule_speaks if {
	rule.moot with input as fixture.with_subject({"usage_tracking": {"enabled": false}})
}

test_agents_have_no_usage_tracking if {
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}
