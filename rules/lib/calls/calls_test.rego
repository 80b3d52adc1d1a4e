package rules.lib.calls_test

import data.rules.lib.calls
import data.rules.lib.fixture

_place(environment, target, kind) := object.union(
	{"environment": environment, "target": target, "gateway": false, "raw": false},
	{kind: true},
)

_gateway := _place("dev", "chat-gateway", "gateway")

_raw := _place("prod", "claude", "raw")

_unclear := {"environment": "test", "target": "other", "gateway": false, "raw": false}

_with(branches) := fixture.with_subject({"call": {"branches": branches}})

test_a_call_that_is_the_same_everywhere_has_one_place if {
	calls.places == [_place("", "claude", "raw")] with input as fixture.with_subject({"call": {
		"target": "claude",
		"raw": true,
	}})
}

test_a_call_that_depends_on_the_environment_has_its_branches if {
	calls.gateways == [_gateway] with input as _with([_gateway, _raw, _unclear])
	calls.raw == [_raw] with input as _with([_gateway, _raw, _unclear])
	calls.unclear == [_unclear] with input as _with([_gateway, _raw, _unclear])
}

test_a_gateway_in_one_place_and_none_in_another_is_mixed if {
	calls.is_mixed with input as _with([_gateway, _raw])
	not calls.is_mixed with input as _with([_gateway, _unclear])
	not calls.is_mixed with input as _with([_raw, _unclear])
	not calls.is_mixed with input as fixture.with_subject({})
}

test_an_endpoint_that_a_gateway_fronts_and_that_is_one_is_a_gateway if {
	both := object.union(_gateway, {"raw": true})

	calls.raw == [] with input as _with([both])
}

test_a_place_is_named_with_its_environment if {
	calls.describe(_raw) == "`claude` in `prod`"
	calls.describe(_place("", "claude", "raw")) == "`claude`"
	calls.describe(_place("", "", "raw")) == "an endpoint that it does not name"
}
