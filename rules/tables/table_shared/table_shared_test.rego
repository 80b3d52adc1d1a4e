package rules.tables.table_shared_test

import data.rules.lib.fixture
import data.rules.tables.table_shared as rule

_subject(name, id, table) := object.union(fixture.subject, {
	"id": id,
	"name": name,
	"inference_table": {"table": table},
})

_with(subjects) := {"subjects": subjects, "context": fixture.context}

_finding(id, message, related) := {
	"subject": id,
	"path": ["inference_table", "table"],
	"message": message,
	"related": related,
}

test_silent_without_subjects if {
	rule.findings == set() with input as _with([])
}

test_found_for_each_of_two_writers if {
	rule.findings == {
		_finding("1", "{subject} writes to `m.s.t`, and so does `b`", ["2"]),
		_finding("2", "{subject} writes to `m.s.t`, and so does `a`", ["1"]),
	} with input as _with([_subject("a", "1", "m.s.t"), _subject("b", "2", "m.s.t")])
}

test_found_and_both_others_are_named if {
	found := rule.findings with input as _with([
		_subject("a", "1", "m.s.t"),
		_subject("b", "2", "m.s.t"),
		_subject("c", "3", "m.s.t"),
	])
	_finding("2", "{subject} writes to `m.s.t`, and so do `a`, `c`", ["1", "3"]) in found
	count(found) == 3
}

test_found_and_three_of_many_are_named if {
	subjects := [_subject(sprintf("n%v", [i]), sprintf("%v", [i]), "m.s.t") | some i in numbers.range(1, 6)]
	found := rule.findings with input as _with(subjects)
	_finding("1", "{subject} writes to `m.s.t`, and so do `n2`, `n3`, `n4` and 2 more", ["2", "3", "4"]) in found
	_finding("6", "{subject} writes to `m.s.t`, and so do `n1`, `n2`, `n3` and 2 more", ["1", "2", "3"]) in found
	count(found) == 6
}

test_two_documents_of_one_endpoint_are_one_writer if {
	rule.findings == set() with input as _with([_subject("a", "1", "m.s.t"), _subject("a", "2", "m.s.t")])
}

test_both_documents_of_one_endpoint_are_found_when_another_writes_there if {
	found := rule.findings with input as _with([
		_subject("a", "1", "m.s.t"),
		_subject("a", "2", "m.s.t"),
		_subject("b", "3", "m.s.t"),
	])
	{[finding.subject, finding.related] | some finding in found} == {["1", ["3"]], ["2", ["3"]], ["3", ["1"]]}
}

test_a_body_without_a_name_is_left_out if {
	rule.findings == set() with input as _with([_subject("a", "1", "m.s.t"), _subject("", "2", "m.s.t")])
}
