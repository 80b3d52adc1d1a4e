package rules.consumers.call_bypasses_gateway_test

import data.rules.consumers.call_bypasses_gateway as rule
import data.rules.lib.fixture

_call(patch) := fixture.with_subject({"kind": "call", "call": patch})

_finding(places) := {
	"path": ["call", "target"],
	"message": sprintf("{subject} goes past the gateway: it calls the model's own endpoint %v", [places]),
}

_undecided(place) := {
	"path": ["call", "target"],
	"message": sprintf("whether %v is a gateway or a model's own endpoint is not known", [place]),
}

_branch(environment, gateway, raw) := {
	"environment": environment,
	"target": sprintf("llm-%v", [environment]),
	"gateway": gateway,
	"raw": raw,
}

test_silent_when_it_goes_through_a_gateway if {
	through := _call({"target": "chat-gateway", "gateway": true})

	not rule.moot with input as through
	rule.findings == set() with input as through
	rule.undecided == set() with input as through
}

test_found_when_it_goes_past_one if {
	past := _call({"target": "claude-raw", "raw": true})

	rule.findings == {_finding("'claude-raw'")} with input as past
	rule.undecided == set() with input as past
}

test_found_in_every_environment if {
	past := _call({"branches": [_branch("dev", false, true), _branch("prod", false, true)]})

	rule.findings == {_finding("'llm-dev' in 'dev', 'llm-prod' in 'prod'")} with input as past
}

test_found_in_one_environment_where_the_others_are_not_known if {
	past := _call({"branches": [_branch("dev", false, false), _branch("prod", false, true)]})

	not rule.moot with input as past
	rule.findings == {_finding("'llm-prod' in 'prod'")} with input as past
}

test_a_call_by_environment_is_another_rules if {
	rule.moot with input as _call({"branches": [_branch("dev", true, false), _branch("prod", false, true)]})
}

test_undecided_when_the_target_is_not_known if {
	rule.findings == set() with input as _call({"target": "other"})
	rule.undecided == {_undecided("'other'")} with input as _call({"target": "other"})
	rule.undecided == {_undecided("an endpoint that it does not name")} with input as _call({})
}

test_undecided_when_one_environment_is_not_known if {
	partly := _call({"branches": [_branch("dev", true, false), _branch("prod", false, false)]})

	rule.findings == set() with input as partly
	rule.undecided == {_undecided("'llm-prod' in 'prod'")} with input as partly
}
