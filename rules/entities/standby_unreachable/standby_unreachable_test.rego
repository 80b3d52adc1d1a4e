package rules.entities.standby_unreachable_test

import data.rules.entities.standby_unreachable as rule
import data.rules.lib.fixture

_without_fallback(patch) := fixture.with_subject(object.union(patch, {"fallback": {"enabled": false}}))

_standby := {
	"path": ["routes", 1, "share"],
	"message": "`second` of {subject} gets no traffic: its share is 0 and fallback is off",
}

_unrouted := {"destinations": [
	fixture.destination({"name": "primary", "share": 100}),
	fixture.destination({"name": "second"}),
]}

test_silent_with_fallback if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_where_fallback_has_no_effect if {
	every hosting in ["foundation", "provisioned", "custom", "agent"] {
		{finding.message | some finding in rule.findings} == {concat("", [
			"`second` of {subject} gets no traffic: its share is 0 and ",
			"fallback works for external models only",
		])} with input as fixture.with_subject({"hosting": hosting})
	}
}

test_what_serves_it_may_be_external_models if {
	rule.findings == set() with input as fixture.with_subject({"hosting": "unknown"})
}

test_found_without_fallback if {
	fixture.found(rule.findings) == {_standby} with input as _without_fallback({})
}

test_silent_when_every_share_is_above_0 if {
	rule.findings == set() with input as _without_fallback({"routes": [
		{"name": "primary", "share": 99, "served": true},
		{"name": "second", "share": 1, "served": true},
	]})
}

test_silent_where_the_route_leads_nowhere if {
	rule.findings == set() with input as _without_fallback({"routes": [
		{"name": "primary", "share": 100, "served": true},
		{"name": "secnd", "share": 0, "served": false},
	]})
}

test_found_when_no_route_names_the_entity if {
	fixture.found(rule.findings) == {{
		"path": ["destinations", 1],
		"message": "`second` of {subject} gets no traffic: no route names it and fallback is off",
	}} with input as _without_fallback(object.union(
		_unrouted,
		{"routes": [{"name": "primary", "share": 100, "served": true}]},
	))
}

test_silent_when_a_misspelt_route_may_be_meant_for_it if {
	rule.findings == set() with input as _without_fallback(object.union(_unrouted, {"routes": [
		{"name": "primary", "share": 50, "served": true},
		{"name": "secnd", "share": 50, "served": false},
	]}))
}

test_silent_when_the_route_does_not_say_its_share if {
	rule.findings == set() with input as _without_fallback(object.union(_unrouted, {"routes": [
		{"name": "primary", "share": 100, "served": true},
		{"name": "second", "share": -1, "served": true},
	]}))
}

test_silent_without_routes if {
	rule.findings == set() with input as _without_fallback({
		"routes": [],
		"destinations": [fixture.destination({"name": "primary"})],
	})
}

test_moot_without_a_destination if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"destinations": []})
}

test_applies_where_routes_can_be_written if {
	rule.applies with input as fixture.with_subject({})
	not rule.applies with input as fixture.with_subject({"form": "put"})
}

test_fallback_is_switched_on if {
	some found in rule.findings with input as _without_fallback({})
	found.fix.edits == [{"path": ["fallback", "enabled"], "do": "set", "value": true}]
	found.fix.written == [["declared"]]
}

test_no_fallback_where_it_does_not_work if {
	fixture.edits(rule.findings) == set() with input as _without_fallback({"hosting": "custom"})
}
