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

	rule.findings == {_finding("`claude-raw`")} with input as past
	rule.undecided == set() with input as past
}

test_found_in_every_environment if {
	past := _call({"branches": [_branch("dev", false, true), _branch("prod", false, true)]})

	rule.findings == {_finding("`llm-dev` in `dev`, `llm-prod` in `prod`")} with input as past
}

test_found_in_one_environment_where_the_others_are_not_known if {
	past := _call({"branches": [_branch("dev", false, false), _branch("prod", false, true)]})

	not rule.moot with input as past
	rule.findings == {_finding("`llm-prod` in `prod`")} with input as past
}

test_a_call_by_environment_is_another_rules if {
	rule.moot with input as _call({"branches": [_branch("dev", true, false), _branch("prod", false, true)]})
}

test_undecided_when_the_target_is_not_known if {
	rule.findings == set() with input as _call({"target": "other"})
	rule.undecided == {_undecided("`other`")} with input as _call({"target": "other"})
	rule.undecided == {_undecided("an endpoint that it does not name")} with input as _call({})
}

test_undecided_when_one_environment_is_not_known if {
	partly := _call({"branches": [_branch("dev", true, false), _branch("prod", false, false)]})

	rule.findings == set() with input as partly
	rule.undecided == {_undecided("`llm-prod` in `prod`")} with input as partly
}

_used(traffic) := fixture.with_subject({"evidence": {"traffic": traffic}})

_past(text) := {{
	"path": ["destinations"],
	"message": sprintf("at least %v in the last 7 days went past {subject}", [text]),
}}

test_silent_when_all_requests_came_through_the_gateway if {
	rule.applies with input as _used({})
	not rule.moot with input as _used({})
	rule.findings == set() with input as _used({})
	rule.undecided == set() with input as _used({})
}

test_found_when_requests_went_past_it if {
	rule.findings == _past("1 request to `claude-raw`") with input as _used({"direct": 1})
	rule.findings == _past("2,310 requests to `a` or `b`") with input as _used({"direct": 2310, "fronts": ["a", "b"]})
}

test_moot_when_no_endpoint_is_behind_it if {
	rule.moot with input as _used({"fronts": []})
}

test_undecided_when_the_number_is_not_known if {
	unknown := _used({"direct": -1, "direct_reason": "403"})

	rule.findings == set() with input as unknown
	rule.undecided == {{"path": ["destinations"], "message": "403"}} with input as unknown
}

test_only_who_asks_for_the_use_is_concerned if {
	not rule.applies with input as fixture.with_subject({"measured": false})
	rule.applies with input as fixture.with_subject({"kind": "call", "measured": false})
}

test_what_is_used_does_not_matter_for_a_call if {
	through := fixture.with_subject({
		"kind": "call",
		"call": {"target": "chat-gateway", "gateway": true},
		"evidence": {"traffic": {"direct": 7, "fronts": []}},
	})

	not rule.moot with input as through
	rule.findings == set() with input as through
}
