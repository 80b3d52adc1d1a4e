package rules.entities.too_many_fallbacks_test

import data.rules.entities.too_many_fallbacks as rule
import data.rules.lib.fixture

# An endpoint whose entities have these shares.
_shares(list) := fixture.with_subject({"destinations": [destination |
	some i, share in list
	destination := fixture.destination({"name": sprintf("m%d", [i]), "share": share})
]})

_found contains finding.path[1] if some finding in rule.findings

test_found_with_a_third_standby if {
	rule.findings == {{
		"path": ["destinations", 3],
		"message": concat("", [
			"`m3` of {subject} is never tried: after a failure only two other entities are, ",
			"in the order they are listed",
		]),
	}} with input as _shares([100, 0, 0, 0])
}

test_silent_with_two_standbys if {
	_found == set() with input as _shares([100, 0, 0])
}

test_every_further_one_is_found if {
	_found == {3, 4, 5} with input as _shares([100, 0, 0, 0, 0, 0])
}

test_an_entity_with_traffic_is_reached_without_fallback if {
	_found == set() with input as _shares([25, 25, 25, 25])
	_found == set() with input as _shares([50, 0, 0, 50])
}

test_the_third_is_not_tried_when_only_a_later_one_can_fail if {
	_found == {2} with input as _shares([0, 0, 0, 100])
	_found == {3} with input as _shares([0, 100, 0, 0])
}

test_silent_when_fallback_is_off if {
	rule.findings == set() with input as fixture.with_subject({
		"destinations": [fixture.destination({"name": sprintf("m%d", [i]), "share": share}) |
			some i, share in [100, 0, 0, 0]
		],
		"fallback": {"enabled": false},
	})
}

test_applies_to_external_models_only if {
	hostings := {hosting |
		some hosting in ["external", "foundation", "provisioned", "custom", "agent", "unknown"]
		rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
	hostings == {"external"}
}

test_does_not_apply_to_a_body_that_shows_no_destinations if {
	not rule.applies with input as fixture.with_subject({"form": "put"})
}
