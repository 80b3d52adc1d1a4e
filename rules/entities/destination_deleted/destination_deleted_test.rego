package rules.entities.destination_deleted_test

import data.rules.entities.destination_deleted as rule
import data.rules.lib.fixture

_input(destinations) := fixture.with_subject({"kind": "model_service", "destinations": destinations})

_finding(index, message) := {
	"path": ["destinations", index, "deleted"],
	"message": message,
}

test_silent_when_all_are_there if {
	rule.applies with input as fixture.with_subject({"kind": "model_service", "form": "list"})
	rule.findings == set() with input as fixture.with_subject({"kind": "model_service", "form": "list"})
}

test_silent_without_destinations if {
	rule.findings == set() with input as _input([])
}

test_found_for_a_primary_one if {
	destinations := [fixture.destination({"name": "a"}), fixture.destination({"name": "b", "deleted": true})]
	message := "the destination `b` of {subject} leads to what is deleted"

	rule.findings == {_finding(1, message)} with input as _input(destinations)
}

test_found_for_a_fallback if {
	standby := fixture.destination({"name": "b", "standby": true, "deleted": true})
	destinations := [fixture.destination({"name": "a"}), standby]
	message := "the fallback `b` of {subject} leads to what is deleted"

	rule.findings == {_finding(1, message)} with input as _input(destinations)
}

test_a_create_body_does_not_show_it if {
	every form in ["create", "update", "bundle"] {
		not rule.applies with input as fixture.with_subject({"kind": "model_service", "form": form})
	}
}
