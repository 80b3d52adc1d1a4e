package rules.entities.fallback_alone_test

import data.rules.entities.fallback_alone as rule
import data.rules.lib.fixture

_one := [fixture.destination({"name": "primary"})]

test_silent_with_two_destinations if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_with_one_destination if {
	rule.findings == {{
		"path": ["fallback", "enabled"],
		"message": "{subject} has fallback on and one destination: there is nothing to fall back to",
	}} with input as fixture.with_subject({"destinations": _one})
}

test_silent_when_fallback_is_off if {
	rule.findings == set() with input as fixture.with_subject({"destinations": _one, "fallback": {"enabled": false}})
}

test_applies_where_destinations_can_be_written if {
	rule.applies with input as fixture.with_subject({})
	not rule.applies with input as fixture.with_subject({"form": "put"})
	not rule.applies with input as fixture.with_subject({"hosting": "custom"})
}

test_moot_without_a_destination if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"destinations": []})
}
