package rules.tables.table_not_visible_test

import data.rules.lib.fixture
import data.rules.tables.table_not_visible as rule

# The fixture's run is of 2026-11-22T12:00:00Z, and 60m before is 11:00.
_with(exists, seen, first) := fixture.with_subject({"evidence": {
	"table": {"exists": exists},
	"traffic": {"seen": seen, "first_request": first},
}})

_found(first) := {{
	"path": ["inference_table"],
	"message": sprintf("the inference table of {subject} is not visible, though requests have come since %v", [first]),
}}

test_silent_when_the_table_exists if {
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_silent_when_the_table_exists_whoever_has_looked_for_traffic if {
	rule.findings == set() with input as _with(true, false, "")
	rule.undecided == set() with input as _with(true, false, "")
}

test_found_when_requests_came_long_ago if {
	rule.findings == _found("2026-11-22T10:59:59Z") with input as _with(false, true, "2026-11-22T10:59:59Z")
}

test_silent_when_requests_came_just_now if {
	rule.findings == set() with input as _with(false, true, "2026-11-22T11:00:00Z")
	rule.undecided == set() with input as _with(false, true, "2026-11-22T11:00:00Z")
}

test_the_limit_can_be_changed if {
	around := object.union(
		_with(false, true, "2026-11-22T11:30:00Z"),
		{"context": {"params": {"table_visible_within": "10m"}}},
	)
	rule.findings == _found("2026-11-22T11:30:00Z") with input as around
}

test_silent_without_traffic if {
	rule.findings == set() with input as _with(false, true, "")
	rule.undecided == set() with input as _with(false, true, "")
}

test_undecided_when_nobody_looked_for_traffic if {
	rule.findings == set() with input as _with(false, false, "")
	rule.undecided == {{
		"path": ["inference_table"],
		"message": "the inference table is not visible, and when the first request came is not known",
	}} with input as _with(false, false, "")
}

test_what_is_undecided_says_why if {
	nobody_asked := fixture.with_subject({"evidence": {
		"table": {"exists": false},
		"traffic": {"seen": false, "first_request": "", "reason": "no SQL warehouse is named"},
	}})

	rule.undecided == {{
		"path": ["inference_table"],
		"message": concat(": ", [
			"the inference table is not visible, and when the first request came is not known",
			"no SQL warehouse is named",
		]),
	}} with input as nobody_asked
}

test_moot_when_the_table_is_off if {
	rule.moot with input as fixture.with_subject({"inference_table": {"enabled": false}})
}
