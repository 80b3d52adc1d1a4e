package rules.consumers.name_shared_across_targets_test

import data.rules.consumers.name_shared_across_targets as rule
import data.rules.lib.fixture

_subject(id, target, host) := object.union(fixture.subject, {
	"id": id,
	"deployment": {"name": "chat", "target": target, "host": host},
})

_with(subjects) := {"subjects": subjects, "context": fixture.context}

_finding(id, targets, related) := {
	"subject": id,
	"path": ["deployment", "name"],
	"message": sprintf("targets %v deploy {subject} under one name, and state no workspaces that differ", [targets]),
	"related": related,
}

_both := {_finding("1", "`dev`, `prod`", ["2"]), _finding("2", "`dev`, `prod`", ["1"])}

test_silent_without_subjects if {
	rule.findings == set() with input as _with([])
}

test_found_when_no_host_is_stated if {
	rule.findings == _both with input as _with([_subject("1", "dev", ""), _subject("2", "prod", "")])
}

test_found_when_one_host_is_not_stated if {
	rule.findings == _both with input as _with([_subject("1", "dev", "https://a"), _subject("2", "prod", "")])
}

test_found_when_the_hosts_are_one if {
	rule.findings == _both with input as _with([_subject("1", "dev", "https://a.b"), _subject("2", "prod", "A.b/")])
}

test_hosts_that_differ_are_apart if {
	rule.findings == set() with input as _with([_subject("1", "dev", "https://a"), _subject("2", "prod", "https://b")])
}

test_one_target_deploys_one_gateway if {
	rule.findings == set() with input as _with([_subject("1", "dev", ""), _subject("2", "dev", "")])
}

test_endpoints_and_services_share_no_names if {
	service := object.union(_subject("2", "prod", ""), {"kind": "model_service"})

	rule.findings == set() with input as _with([_subject("1", "dev", ""), service])
}

test_only_those_that_may_meet_are_named if {
	rule.findings == {
		_finding("1", "`dev`, `test`", ["3"]),
		_finding("2", "`prod`, `test`", ["3"]),
		_finding("3", "`dev`, `prod`, `test`", ["1", "2"]),
	} with input as _with([
		_subject("1", "dev", "https://a"),
		_subject("2", "prod", "https://b"),
		_subject("3", "test", ""),
	])
}

test_found_with_the_same_words_in_each_target if {
	subjects := [_subject(sprintf("%v", [i]), sprintf("t%v", [i]), "") | some i in numbers.range(1, 6)]
	found := rule.findings with input as _with(subjects)
	_finding("1", "`t1`, `t2`, `t3`, `t4` and 2 more", ["2", "3", "4"]) in found
	count({finding.message | some finding in found}) == 1
	count(found) == 6
}

test_four_targets_are_named if {
	subjects := [_subject(sprintf("%v", [i]), sprintf("t%v", [i]), "") | some i in numbers.range(1, 4)]
	_finding("1", "`t1`, `t2`, `t3`, `t4`", ["2", "3", "4"]) in rule.findings with input as _with(subjects)
}

test_of_several_documents_of_a_target_one_is_shown if {
	found := rule.findings with input as _with([
		_subject("1", "dev", ""),
		_subject("2", "prod", ""),
		_subject("3", "prod", ""),
	])
	{[finding.subject, finding.related] | some finding in found} == {["1", ["2"]], ["2", ["1"]], ["3", ["1"]]}
}
