package rules.entities.audit_stale_test

import data.rules.entities.audit_stale as rule
import data.rules.lib.fixture

# The fixture's run is of 2026-11-22T12:00:00Z, and 720h before is 2026-10-23T12:00:00Z.
_state(dates) := fixture.with_context(
	{"kind": "state", "name": "", "role": ""},
	{"state": {"audit": {name: {"probes": {}, "audited_at": date, "open": []} | some name, date in dates}}},
)

_finding(name, date) := {
	"path": ["state", "audit", name, "audited_at"],
	"message": sprintf("the audit of `%v` is of %v, longer ago than 720h", [name, date]),
}

test_silent_when_all_are_young if {
	rule.findings == set() with input as fixture.with_subject({"kind": "state"})
	rule.undecided == set() with input as fixture.with_subject({"kind": "state"})
}

test_found_for_each_that_is_old if {
	rule.findings == {
		_finding("a", "2026-10-23T11:59:59Z"),
		_finding("c", "2025-01-01T00:00:00+02:00"),
	} with input as _state({
		"a": "2026-10-23T11:59:59Z",
		"b": "2026-11-20T08:00:00Z",
		"c": "2025-01-01T00:00:00+02:00",
	})
}

test_silent_at_exactly_the_limit if {
	rule.findings == set() with input as _state({"a": "2026-10-23T12:00:00Z", "b": "2026-10-23T14:00:00+02:00"})
}

_after(name, date) := {
	"path": ["state", "audit", name, "audited_at"],
	"message": sprintf("the audit of `%v` is of %v, after the time of the check, 2026-11-22T12:00:00Z", [name, date]),
}

test_undecided_when_it_is_of_the_future if {
	future := {"a": "2099-01-01T00:00:00Z", "b": "2026-11-23T12:00:01Z", "c": "2026-11-23T14:00:00+02:00"}
	rule.findings == set() with input as _state(future)
	rule.undecided == {
		_after("a", "2099-01-01T00:00:00Z"),
		_after("b", "2026-11-23T12:00:01Z"),
	} with input as _state(future)
}

# A clock that is wrong by hours, or a day that has begun elsewhere, is no riddle.
test_silent_within_a_day_of_the_future if {
	near := {"a": "2026-11-23T12:00:00Z", "b": "2026-11-23T00:00:00Z", "c": "2026-11-22T12:00:01Z"}
	rule.findings == set() with input as _state(near)
	rule.undecided == set() with input as _state(near)
}

test_each_entry_is_judged_by_itself if {
	mixed := {
		"old": "2025-01-01T00:00:00Z",
		"future": "2027-01-01T00:00:00Z",
		"young": "2026-11-20T00:00:00Z",
		"dateless": "",
	}
	rule.findings == {_finding("old", "2025-01-01T00:00:00Z")} with input as _state(mixed)
	count(rule.undecided) == 2 with input as _state(mixed)
}

test_the_limit_can_be_changed if {
	around := object.union(
		_state({"a": "2026-11-22T10:00:00Z"}),
		{"context": {"params": {"audit_max_age": "1h30m"}}},
	)
	rule.findings == {{
		"path": ["state", "audit", "a", "audited_at"],
		"message": "the audit of `a` is of 2026-11-22T10:00:00Z, longer ago than 1h30m",
	}} with input as around
}

test_undecided_without_a_date if {
	rule.findings == set() with input as _state({"a": ""})
	rule.undecided == {{
		"path": ["state", "audit", "a"],
		"message": "the audit of `a` has no date",
	}} with input as _state({"a": "", "b": "2026-11-20T08:00:00Z"})
}

test_moot_when_nothing_is_audited if {
	not rule.moot with input as _state({"a": ""})
	rule.moot with input as _state({})
}
