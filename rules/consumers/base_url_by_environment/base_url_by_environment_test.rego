package rules.consumers.base_url_by_environment_test

import data.rules.consumers.base_url_by_environment as rule
import data.rules.lib.fixture

_call(branches) := fixture.with_subject({"kind": "call", "call": {"branches": branches}})

_gateway(environment) := {"environment": environment, "target": "chat", "gateway": true, "raw": false}

_raw(environment) := {"environment": environment, "target": "claude", "gateway": false, "raw": true}

_unclear(environment) := {"environment": environment, "target": "other", "gateway": false, "raw": false}

test_silent_when_the_call_is_the_same_everywhere if {
	rule.findings == set() with input as _call([])
	rule.undecided == set() with input as _call([])
}

test_silent_when_every_environment_has_a_gateway if {
	rule.findings == set() with input as _call([_gateway("dev"), _gateway("prod")])
	rule.undecided == set() with input as _call([_gateway("dev"), _gateway("prod")])
}

test_silent_when_no_environment_has_one if {
	rule.findings == set() with input as _call([_raw("dev"), _raw("prod")])
}

test_found_when_one_has_and_another_has_not if {
	rule.findings == {{
		"path": ["call", "branches"],
		"message": "{subject} calls the gateway `chat` in `dev`, and past it `claude` in `test`, `claude` in `prod`",
	}} with input as _call([_gateway("dev"), _raw("test"), _raw("prod")])
}

test_undecided_when_one_is_not_known if {
	partly := _call([_gateway("dev"), _unclear("prod")])

	rule.findings == set() with input as partly
	rule.undecided == {{
		"path": ["call", "branches"],
		"message": "whether `other` in `prod` is a gateway or a model's own endpoint is not known",
	}} with input as partly
}

test_found_though_a_third_is_not_known if {
	found := rule.findings with input as _call([_gateway("dev"), _raw("prod"), _unclear("test")])
	count(found) == 1
}
