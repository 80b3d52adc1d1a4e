package rules.operations.owner_cannot_reach_test

import data.rules.lib.fixture
import data.rules.operations.owner_cannot_reach as rule

_owner := "ana@example.com"

_application := "11111111-2222-4333-8444-555555555555"

_holder(principal) := {"principal": principal, "privilege": "EXECUTE", "from": ""}

_provider := {
	"kind": "provider_service",
	"name": "main.ai.openai",
	"right": "EXECUTE",
	"owner": "bob@example.com",
	"holders": [_holder(_owner)],
	"hidden": "",
}

_service(owner, dependencies) := fixture.with_subject({
	"kind": "model_service",
	"evidence": {"owner": owner, "dependencies": dependencies},
})

_one(change) := _owned(_owner, change)

_owned(owner, change) := _service(owner, [object.union(_provider, change)])

_finding(owner, right, named) := {
	"path": ["evidence", "dependencies", 0],
	"message": sprintf("{subject} cannot reach its destination: its owner `%v` lacks %v on %v", [owner, right, named]),
}

_missing := {_finding(_owner, "EXECUTE", "provider service `main.ai.openai`")}

_undecided(reason) := {{
	"path": ["evidence", "dependencies", 0],
	"message": sprintf(
		"whether the owner `%v` may use provider service `main.ai.openai` is not known: %v",
		[_owner, reason],
	),
}}

test_silent_when_the_owner_holds_the_right if {
	every example in [
		_one({}),
		_one({"holders": [_holder("Ana@Example.com")]}),
		_one({"holders": [{"principal": _owner, "privilege": "ALL_PRIVILEGES", "from": "catalog main"}]}),
	] {
		rule.applies with input as example
		not rule.moot with input as example
		rule.findings == set() with input as example
		rule.undecided == set() with input as example
	}
}

test_everybody_is_the_owner_too if {
	every group in ["account users", "users"] {
		every example in [_one({"holders": [_holder(group)]})] {
			rule.applies with input as example
			not rule.moot with input as example
			rule.findings == set() with input as example
			rule.undecided == set() with input as example
		}
	}
}

test_who_owns_the_destination_holds_all_rights if {
	every example in [_one({"holders": [], "owner": _owner})] {
		rule.applies with input as example
		not rule.moot with input as example
		rule.findings == set() with input as example
		rule.undecided == set() with input as example
	}
}

test_what_is_shown_is_enough if {
	every example in [
		_one({"hidden": "403"}),
		_one({"owner": ""}),
	] {
		rule.applies with input as example
		not rule.moot with input as example
		rule.findings == set() with input as example
		rule.undecided == set() with input as example
	}
}

test_found_when_nobody_or_another_holds_it if {
	every list in [[], [_holder("bob@example.com")], [_holder(_application)]] {
		rule.findings == _missing with input as _one({"holders": list})
		rule.undecided == set() with input as _one({"holders": list})
	}
}

test_a_service_principal_is_no_user if {
	rule.findings == {_finding(
		_application,
		"EXECUTE",
		"provider service `main.ai.openai`",
	)} with input as _owned(_application, {})
}

test_found_on_an_endpoint_and_a_model_of_databricks if {
	endpoint := {"kind": "serving_endpoint", "name": "llama", "right": "CAN_QUERY", "owner": "", "holders": []}

	rule.findings == {_finding(_owner, "CAN QUERY", "serving endpoint `llama`")} with input as _one(endpoint)

	model := {"kind": "model", "name": "system.ai.claude", "owner": "", "holders": []}
	rule.findings == {_finding(_owner, "EXECUTE", "model `system.ai.claude`")} with input as _one(model)
}

test_a_group_may_hold_the_owner if {
	rule.findings == set() with input as _one({"holders": [_holder("team")]})

	reason := "`team` holds the right, and who is in it is not shown"
	rule.undecided == _undecided(reason) with input as _one({"holders": [_holder("team")]})
	rule.undecided == _undecided(reason) with input as _one({"holders": [], "owner": "team"})
}

test_a_group_that_owns_holds_no_right_of_a_user if {
	rule.findings == {_finding(
		"team",
		"EXECUTE",
		"provider service `main.ai.openai`",
	)} with input as _owned("team", {})
}

test_a_display_name_may_be_an_application if {
	rule.findings == set() with input as _owned("chat-sp", {"holders": [_holder(_application)]})
	count(rule.undecided) == 1 with input as _owned("chat-sp", {"holders": [_holder(_application)]})
}

test_what_is_hidden_is_not_missing if {
	rule.findings == set() with input as _one({"holders": [], "hidden": "403"})
	rule.undecided == _undecided("403") with input as _one({"holders": [], "hidden": "403"})
	rule.undecided == _undecided("who owns it is not shown") with input as _one({"holders": [], "owner": ""})
}

test_each_destination_has_a_finding if {
	lacking := object.union(_provider, {"holders": []})

	count(rule.findings) == 2 with input as _service(
		_owner,
		[lacking, _provider, object.union(lacking, {"name": "main.ai.b"})],
	)
}

test_without_destinations_there_is_nothing_to_reach if {
	rule.moot with input as _service(_owner, [])
}

test_databricks_owns_what_it_provides if {
	not rule.applies with input as fixture.with_subject({"kind": "model_service", "provided": true})
}
