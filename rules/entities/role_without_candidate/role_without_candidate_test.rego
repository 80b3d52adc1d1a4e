package rules.entities.role_without_candidate_test

import data.rules.entities.role_without_candidate as rule
import data.rules.lib.fixture

# A role with that binding, and the probes that the audit holds of each endpoint.
_role(binding, held) := fixture.with_context(
	{"kind": "role", "name": "agent_chat", "role": "agent_chat", "binding": fixture.binding(binding)},
	{"state": {"audit": {name: {"probes": probes, "audited_at": "", "open": []} | some name, probes in held}}},
)

_passed := {"short_chat_ok": true, "streaming_ok": true}

_prompt(also) := {{
	"path": ["binding"],
	"message": concat(" ", [
		"No FMAPI endpoint passed the role probe for agent_chat. Provide a workspace-specific candidate list",
		"(workspace name + endpoint names) so vibecoding-state.llm_role_endpoint_probe can re-bind.",
	]),
	"also": also,
}}

_failure(name, probe) := {
	"path": ["state", "audit", name, "probes", probe],
	"label": sprintf("`%v` fails `%v`", [name, probe]),
}

_open(reason) := {{"path": ["binding"], "message": reason}}

test_silent_when_one_candidate_passed if {
	around := _role({"candidates": ["a", "b", "c"]}, {"a": {"short_chat_ok": false}, "b": {}, "c": _passed})
	rule.applies with input as around
	not rule.moot with input as around
	rule.findings == set() with input as around
	rule.undecided == set() with input as around
}

test_found_when_every_candidate_failed_and_each_failure_is_shown if {
	rule.findings == _prompt([
		_failure("b", "short_chat_ok"),
		_failure("b", "streaming_ok"),
		_failure("a", "streaming_ok"),
	]) with input as _role({"candidates": ["b", "a"]}, {
		"a": {"short_chat_ok": true, "streaming_ok": false},
		"b": {"short_chat_ok": false, "streaming_ok": false},
		"c": _passed,
	})
}

test_found_when_the_candidates_are_not_audited if {
	rule.findings == _prompt([]) with input as _role({"candidates": ["a", "b"]}, {"c": _passed})
	rule.undecided == set() with input as _role({"candidates": ["a", "b"]}, {"c": _passed})
}

test_found_without_candidates if {
	binding := {"candidates": [], "endpoint": "", "pending": true}
	rule.findings == _prompt([]) with input as _role(binding, {"c": _passed})
}

test_found_when_the_state_file_does_not_have_the_role if {
	binding := {"listed": false, "candidates": [], "endpoint": ""}
	rule.findings == _prompt([]) with input as _role(binding, {"c": _passed})
}

test_undecided_when_none_passed_and_one_may if {
	around := _role({"candidates": ["a", "b", "c"]}, {"a": {"short_chat_ok": false}, "b": {"short_chat_ok": true}})
	rule.findings == set() with input as around
	rule.undecided == _open("the audit of `b` has no `streaming_ok`") with input as around
}

test_undecided_when_none_passed_and_one_is_yet_to_be_named if {
	around := _role({"candidates": ["a", ""]}, {"a": {"short_chat_ok": false}, "b": _passed})
	rule.findings == set() with input as around
	rule.undecided == _open("a candidate is not filled in yet in the state file") with input as around
}

test_found_when_nothing_that_is_audited_could_be_the_one_to_be_named if {
	rule.findings == _prompt([]) with input as _role({"candidates": [""]}, {"c": {"short_chat_ok": false}})
	rule.findings == _prompt([]) with input as _role({"candidates": [""]}, {})
}

test_silent_when_one_passed_and_another_is_yet_to_be_named if {
	around := _role({"candidates": ["", "a"]}, {"a": _passed})
	rule.findings == set() with input as around
	rule.undecided == set() with input as around
}

test_undecided_and_the_best_candidate_is_named if {
	around := _role({"candidates": ["b", "a"]}, {"a": {}, "b": {}})
	rule.undecided == _open("the audit of `b` has no `short_chat_ok`, `streaming_ok`") with input as around
}

test_streaming_alone_is_enough if {
	rule.findings == set() with input as _role({"candidates": ["a"]}, {"a": {"streaming_ok": true}})
	rule.undecided == set() with input as _role({"candidates": ["a"]}, {"a": {"streaming_ok": true}})
}

test_streaming_does_not_count_where_the_role_does_without if {
	binding := {"candidates": ["a"], "streaming_required": false}
	held := {"a": {"short_chat_ok": true, "streaming_ok": false}}
	rule.findings == set() with input as _role(binding, held)
	rule.undecided == set() with input as _role(binding, held)
}

_planner(held) := object.union(_role({"candidates": ["a"]}, held), {
	"subject": {"role": "planner"},
	"context": {"params": {"required_roles": ["planner"]}},
})

test_undecided_when_nobody_said_what_the_role_needs if {
	around := _planner({"a": _passed})
	rule.findings == set() with input as around
	rule.undecided == _open("no probes are known for role `planner`; set params.role_probes") with input as around
}

test_found_when_nobody_said_what_the_role_needs_and_no_candidate_is_audited if {
	found := rule.findings with input as _planner({})
	{finding.message | some finding in found} == {concat(" ", [
		"No FMAPI endpoint passed the role probe for planner. Provide a workspace-specific candidate list",
		"(workspace name + endpoint names) so vibecoding-state.llm_role_endpoint_probe can re-bind.",
	])}
}

test_a_role_that_is_not_required_is_moot if {
	rule.moot with input as object.union(_role({}, {}), {"subject": {"role": "reflection_lm"}})
}

test_gateways_are_moot_where_the_state_file_is_seen if {
	rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"kind": "model_service"})
}

test_does_not_apply_where_no_role_is_required if {
	rule.applies with input as fixture.with_subject({})
	not rule.applies with input as fixture.with_params({}, {"required_roles": []})
}
