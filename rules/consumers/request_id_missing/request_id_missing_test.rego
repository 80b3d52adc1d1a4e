package rules.consumers.request_id_missing_test

import data.rules.consumers.request_id_missing as rule
import data.rules.lib.fixture

_call(patch) := fixture.with_subject({"kind": "call", "call": patch})

_finding(place) := {
	"path": ["call", "request_id"],
	"message": concat(" ", [
		sprintf("{subject} calls the gateway %v", [place]),
		"without a correlation id: put `client_request_id` into its body",
	]),
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

test_silent_with_a_correlation_id if {
	with_id := _call({"target": "chat", "gateway": true, "openai": true, "request_id": true})

	not rule.moot with input as with_id
	rule.findings == set() with input as with_id
	rule.undecided == set() with input as with_id
}

test_found_without_it if {
	without := _call({"target": "chat", "gateway": true, "openai": true})

	rule.findings == {_finding("`chat`")} with input as without
	rule.undecided == set() with input as without
}

test_found_once_for_several_environments if {
	without := _call({"openai": true, "branches": [_branch("dev", true), _branch("prod", true)]})

	rule.findings == {_finding("`llm` in `dev`")} with input as without
}

test_another_style_of_client_is_not_judged if {
	rule.moot with input as _call({"target": "chat", "gateway": true})
}

test_past_the_gateway_another_rule_speaks if {
	rule.moot with input as _call({"target": "claude", "raw": true, "openai": true})
}

test_undecided_when_the_target_is_not_known if {
	somewhere := _call({"target": "other", "openai": true})

	not rule.moot with input as somewhere
	rule.findings == set() with input as somewhere
	rule.undecided == {_undecided("`other`")} with input as somewhere
}

test_with_a_correlation_id_the_target_does_not_matter if {
	rule.undecided == set() with input as _call({"target": "other", "openai": true, "request_id": true})
}

_used(traffic) := fixture.with_subject({"evidence": {"traffic": traffic}})

_without(number, requests) := {{
	"path": ["usage_tracking"],
	"message": sprintf("%v of %v requests to {subject} in the last 7 days carry no client request id", [number, requests]),
}}

_unseen(reason) := {{"path": ["usage_tracking"], "message": reason}}

test_silent_when_requests_have_ids if {
	rule.applies with input as _used({})
	not rule.moot with input as _used({})
	rule.findings == set() with input as _used({})
	rule.undecided == set() with input as _used({})
}

test_found_when_more_than_five_percent_have_none if {
	rule.findings == _without("1,204", "9,310") with input as _used({"identified": 8106})
	rule.findings == _without("51", "1,000") with input as _used({"requests": 1000, "identified": 949})
	rule.findings == _without("1", "1") with input as _used({"requests": 1, "identified": 0})
}

test_silent_at_five_percent if {
	rule.findings == set() with input as _used({"requests": 1000, "identified": 950})
}

test_moot_when_nobody_uses_the_gateway if {
	rule.moot with input as _used({"requests": 0, "identified": 0})
	not rule.moot with input as _used({"seen": false, "requests": 0, "identified": -1})
}

test_undecided_when_the_use_was_not_seen if {
	unseen := _used({"seen": false, "reason": "403", "requests": 0, "identified": -1})

	rule.findings == set() with input as unseen
	rule.undecided == _unseen("403") with input as unseen
}

_no_ids := "the usage table of model services shows no id that a client gives"

test_undecided_when_the_table_shows_no_ids if {
	of_services := fixture.with_subject({"kind": "model_service", "evidence": {"traffic": {"identified": -1}}})

	rule.findings == set() with input as of_services
	rule.undecided == _unseen(_no_ids) with input as of_services
}

test_only_who_asks_for_the_use_is_concerned if {
	not rule.applies with input as fixture.with_subject({"measured": false})
	rule.applies with input as fixture.with_subject({"kind": "call", "measured": false})
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_what_is_used_does_not_matter_for_a_call if {
	called := fixture.with_subject({
		"kind": "call",
		"call": {"target": "chat", "gateway": true, "openai": true, "request_id": true},
		"evidence": {"traffic": {"seen": false, "requests": 0, "identified": -1}},
	})

	not rule.moot with input as called
	rule.findings == set() with input as called
	rule.undecided == set() with input as called
}
