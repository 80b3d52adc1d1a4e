package rules.consumers.request_id_missing_test

import data.rules.consumers.request_id_missing as rule
import data.rules.lib.fixture

_call(patch) := fixture.with_subject({"kind": "call", "call": patch})

_finding(place) := {
	"path": ["call", "request_id"],
	"message": sprintf("{subject} calls the gateway %v without the header 'databricks_request_id'", [place]),
}

_undecided(place) := {
	"path": ["call", "target"],
	"message": sprintf("whether %v is a gateway is not known", [place]),
}

_branch(environment, gateway) := {
	"environment": environment,
	"target": "llm",
	"gateway": gateway,
	"raw": false,
}

test_silent_with_the_header if {
	with_header := _call({"target": "chat", "gateway": true, "openai": true, "request_id": true})

	not rule.moot with input as with_header
	rule.findings == set() with input as with_header
	rule.undecided == set() with input as with_header
}

test_found_without_it if {
	without := _call({"target": "chat", "gateway": true, "openai": true})

	rule.findings == {_finding("'chat'")} with input as without
	rule.undecided == set() with input as without
}

test_found_once_for_several_environments if {
	without := _call({"openai": true, "branches": [_branch("dev", true), _branch("prod", true)]})

	rule.findings == {_finding("'llm' in 'dev'")} with input as without
}

test_another_style_of_client_has_no_such_header if {
	rule.moot with input as _call({"target": "chat", "gateway": true})
}

test_past_the_gateway_another_rule_speaks if {
	rule.moot with input as _call({"target": "claude", "raw": true, "openai": true})
}

test_undecided_when_the_target_is_not_known if {
	somewhere := _call({"target": "other", "openai": true})

	not rule.moot with input as somewhere
	rule.findings == set() with input as somewhere
	rule.undecided == {_undecided("'other'")} with input as somewhere
}

test_with_the_header_the_target_does_not_matter if {
	rule.undecided == set() with input as _call({"target": "other", "openai": true, "request_id": true})
}
