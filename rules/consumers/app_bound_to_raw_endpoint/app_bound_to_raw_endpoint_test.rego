package rules.consumers.app_bound_to_raw_endpoint_test

import data.rules.consumers.app_bound_to_raw_endpoint as rule
import data.rules.lib.fixture

_endpoint(patch) := object.union(
	{"name": "claude-raw", "source": "resource", "key": "llm", "gateways": ["chat-gateway"]},
	patch,
)

_app(endpoints) := fixture.with_subject({"kind": "app", "app": {"endpoints": endpoints}})

_finding(i, place, gateways) := {
	"path": ["app", "endpoints", i],
	"message": sprintf("{subject} bypasses the gateway %v: %v names `claude-raw`", [gateways, place]),
}

test_silent_without_endpoints if {
	rule.findings == set() with input as _app([])
}

test_silent_when_no_gateway_fronts_the_endpoint if {
	rule.findings == set() with input as _app([_endpoint({"gateways": []})])
}

test_found_in_a_resource if {
	rule.findings == {_finding(0, "resource `llm`", "`chat-gateway`")} with input as _app([_endpoint({})])
}

test_found_in_the_environment if {
	named := _endpoint({"source": "environment", "key": "LLM_URL"})

	rule.findings == {_finding(
		1,
		"environment variable `LLM_URL`",
		"`chat-gateway`",
	)} with input as _app([_endpoint({"gateways": []}), named])
}

test_each_place_has_a_finding if {
	rule.findings == {
		_finding(0, "resource `llm`", "`chat-gateway`"),
		_finding(1, "resource `judge`", "`chat-gateway`"),
	} with input as _app([_endpoint({}), _endpoint({"key": "judge"})])
}

test_all_gateways_are_named if {
	rule.findings == {_finding(0, "resource `llm`", "`a`, `b`")} with input as _app([_endpoint({"gateways": ["a", "b"]})])
}

test_silent_where_a_service_is_bound if {
	rule.findings == set() with input as _app([_endpoint({"name": "main.ai.chat", "source": "service", "gateways": []})])
}
