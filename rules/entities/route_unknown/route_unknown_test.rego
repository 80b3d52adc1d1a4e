package rules.entities.route_unknown_test

import data.rules.entities.route_unknown as rule
import data.rules.lib.fixture

test_silent_when_every_route_leads_somewhere if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_silent_without_routes if {
	rule.findings == set() with input as fixture.with_subject({"routes": []})
}

test_found_and_what_is_served_is_named if {
	rule.findings == {{
		"path": ["routes", 1, "name"],
		"message": "a route names `secnd`, but {subject} serves `primary`, `second`",
	}} with input as fixture.with_subject({"routes": [
		{"name": "primary", "share": 50, "served": true},
		{"name": "secnd", "share": 50, "served": false},
	]})
}

test_found_when_a_route_has_no_name if {
	rule.findings == {{
		"path": ["routes", 0, "name"],
		"message": "a route names nothing, but {subject} serves `primary`, `second`",
	}} with input as fixture.with_subject({"routes": [{"name": "", "share": 100, "served": false}]})
}

test_silent_without_destinations if {
	rule.findings == set() with input as fixture.with_subject({"routes": [], "destinations": []})
}

test_applies_to_everything_but_a_put_body if {
	forms := {form |
		some form in ["create", "update", "put", "config", "get", "list", "bundle", "terraform"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"create", "update", "config", "get", "list", "bundle", "terraform"}
}

test_moot_without_a_destination if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"destinations": []})
}

test_ten_of_many_destinations_are_named if {
	names := [sprintf("e%02d", [i]) | some i in numbers.range(1, 12)]
	shown := concat("`, `", array.slice(names, 0, 10))

	rule.findings == {{
		"path": ["routes", 0, "name"],
		"message": sprintf("a route names `x`, but {subject} serves `%v` and 2 more", [shown]),
	}} with input as fixture.with_subject({
		"destinations": [fixture.destination({"name": name}) | some name in names],
		"routes": [{"name": "x", "share": 100, "served": false}],
	})
}
