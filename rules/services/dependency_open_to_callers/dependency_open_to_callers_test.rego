package rules.services.dependency_open_to_callers_test

import data.rules.lib.fixture
import data.rules.services.dependency_open_to_callers as rule

_owner := "ana@example.com"

_application := "11111111-2222-4333-8444-555555555555"

_holder(principal) := {"principal": principal, "privilege": "USE_CONNECTION", "from": ""}

_connection := {
	"kind": "connection",
	"name": "tickets",
	"right": "USE_CONNECTION",
	"owner": "",
	"holders": [_holder(_owner)],
	"hidden": "",
}

_owned(owner, change) := fixture.with_subject({
	"kind": "mcp_service",
	"evidence": {"owner": owner, "dependencies": [object.union(_connection, change)]},
})

_one(change) := _owned(_owner, change)

_finding(named, who) := {
	"path": ["evidence", "dependencies", 0],
	"message": sprintf("{subject} can be gone past: others than its owner hold %v: %v", [named, who]),
}

_open(who) := {_finding("USE CONNECTION on connection `tickets`", who)}

test_silent_when_the_owner_alone_holds_it if {
	every example in [
		_one({}),
		_one({"holders": []}),
		_one({"holders": [_holder("ANA@example.com")]}),
	] {
		rule.applies with input as example
		not rule.moot with input as example
		rule.findings == set() with input as example
		rule.undecided == set() with input as example
	}
}

test_who_owns_the_dependency_is_no_other if {
	every example in [
		_one({"owner": "bob@example.com", "holders": [_holder("bob@example.com")]}),
		_one({"owner": "team", "holders": [_holder("team")]}),
	] {
		rule.applies with input as example
		not rule.moot with input as example
		rule.findings == set() with input as example
		rule.undecided == set() with input as example
	}
}

test_found_when_everybody_holds_it if {
	every group in ["account users", "users"] {
		rule.findings == _open(sprintf("`%v`", [group])) with input as _one({"holders": [_holder(group)]})
	}
}

test_found_when_another_holds_it if {
	every principal in ["bob@example.com", _application] {
		rule.findings == _open(sprintf("`%v`", [principal])) with input as _one({"holders": [_holder(principal)]})
	}
}

test_found_where_it_is_inherited if {
	inherited := {"principal": "account users", "privilege": "ALL_PRIVILEGES", "from": "catalog main"}

	rule.findings == _open("`account users` (from catalog main)") with input as _one({"holders": [inherited]})
}

test_found_when_a_group_holds_it_beside_the_owner if {
	rule.findings == _open("`team`") with input as _one({"holders": [_holder(_owner), _holder("team")]})
}

test_a_group_may_hold_the_owner_alone if {
	rule.findings == set() with input as _one({"holders": [_holder("team")]})
	count(rule.undecided) == 1 with input as _one({"holders": [_holder("team")]})
}

test_a_principal_may_be_in_the_group_that_owns if {
	rule.findings == set() with input as _owned("team", {"holders": [_holder("bob@example.com")]})
	count(rule.undecided) == 1 with input as _owned("team", {"holders": [_holder("bob@example.com")]})
	count(rule.findings) == 1 with input as _owned("team", {"holders": [_holder("team"), _holder("others")]})
}

test_what_is_hidden_is_not_closed if {
	rule.findings == set() with input as _one({"hidden": "403"})
	rule.undecided == {{
		"path": ["evidence", "dependencies", 0],
		"message": "whether others than the owner may use connection `tickets` is not known: 403",
	}} with input as _one({"hidden": "403"})
	count(rule.findings) == 1 with input as _one({"hidden": "403", "holders": [_holder("users")]})
}

test_a_provider_and_a_credential_are_judged_alike if {
	provider := {"kind": "provider_service", "right": "EXECUTE", "holders": [_holder("users")]}

	rule.findings == {_finding("EXECUTE on provider service `tickets`", "`users`")} with input as _one(provider)

	credential := {"kind": "credential", "right": "ACCESS", "holders": [_holder("users")]}

	rule.findings == {_finding("ACCESS on service credential `tickets`", "`users`")} with input as _one(credential)
}

test_many_are_counted if {
	six := [_holder(sprintf("%d@example.com", [i])) | some i in numbers.range(1, 6)]
	first := "`1@example.com`, `2@example.com`, `3@example.com`, `4@example.com`, `5@example.com`"

	rule.findings == _open(first) with input as _one({"holders": array.slice(six, 0, 5)})
	rule.findings == _open(sprintf("%v and 1 more", [first])) with input as _one({"holders": six})
}

test_models_and_endpoints_are_others_to_judge if {
	every kind in ["model", "serving_endpoint"] {
		rule.moot with input as _one({"kind": kind, "holders": [_holder("users")]})
		rule.findings == set() with input as _one({"kind": kind, "holders": [_holder("users")]})
	}
}

test_a_destination_that_is_not_known_is_undecided if {
	count(rule.undecided) == 1 with input as _one({"kind": "", "right": "", "hidden": "it is not known", "holders": []})
}

test_databricks_owns_what_it_provides if {
	not rule.applies with input as fixture.with_subject({"kind": "model_service", "provided": true})
}
