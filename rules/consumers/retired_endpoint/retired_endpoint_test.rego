package rules.consumers.retired_endpoint_test

import data.rules.consumers.retired_endpoint as rule
import data.rules.lib.fixture

_call(patch) := object.union(
	{
		"name": "databricks-claude-sonnet-4",
		"source": "resource",
		"key": "llm",
		"service": "",
		"provided": true,
		"unsure": "",
	},
	patch,
)

_subject(calls) := fixture.with_subject({"pay_per_token": calls})

_finding(i, place, instead) := {
	"path": ["pay_per_token", i],
	"message": sprintf(
		"{subject} calls `databricks-claude-sonnet-4`%v, which is refused where Enforce Unity Gateway is on; call %v",
		[place, instead],
	),
}

_unknown := "the model service of `system.ai` that serves its model"

test_silent_without_calls if {
	none := _subject([])

	not rule.moot with input as none
	rule.findings == set() with input as none
	rule.undecided == set() with input as none
}

test_silent_where_a_person_made_it if {
	own := _subject([_call({"provided": false})])

	rule.findings == set() with input as own
	rule.undecided == set() with input as own
}

test_found_in_each_place if {
	every source, words in {
		"resource": "resource",
		"environment": "environment variable",
		"external_model": "served entity",
		"destination": "destination",
	} {
		place := sprintf(" (%v `llm`)", [words])
		rule.findings == {_finding(0, place, _unknown)} with input as _subject([_call({"source": source})])
	}
}

test_found_without_a_key if {
	rule.findings == {_finding(0, "", _unknown)} with input as _subject([_call({"key": ""})])
}

test_the_service_is_named if {
	service := "system.ai.databricks-claude-sonnet-4"
	instead := "the model service `system.ai.databricks-claude-sonnet-4`"

	rule.findings == {_finding(0, " (resource `llm`)", instead)} with input as _subject([_call({"service": service})])
}

test_each_call_has_a_finding if {
	rule.findings == {
		_finding(0, " (resource `llm`)", _unknown),
		_finding(2, " (resource `judge`)", _unknown),
	} with input as _subject([_call({}), _call({"provided": false}), _call({"key": "judge"})])
}

test_undecided_where_it_is_not_known_who_made_it if {
	open := _subject([_call({"provided": false, "unsure": "the list was denied"})])

	rule.findings == set() with input as open
	rule.undecided == {{"path": ["pay_per_token", 0], "message": "the list was denied"}} with input as open
}

test_a_put_body_is_not_concerned if {
	not rule.applies with input as fixture.with_subject({"form": "put"})
	rule.applies with input as fixture.with_subject({"form": "create"})
}

test_moot_in_a_sovereign_cloud if {
	rule.moot with input as fixture.with_params({"pay_per_token": [_call({})]}, {"sovereign": true})
	not rule.moot with input as fixture.with_params({"pay_per_token": [_call({})]}, {"sovereign": false})
}
