package rules.entities.entity_failed_probe_test

import data.rules.entities.entity_failed_probe as rule
import data.rules.lib.fixture

_entry(held) := {"probes": held, "audited_at": "", "open": []}

# One destination, which serves the role, and what the state file says of both.
_judged(role, held, roles) := fixture.with_context(
	{"role": role, "destinations": [fixture.destination({"entity": "system.ai.claude_sonnet_4"})]},
	{"state": {"audit": {"claude_sonnet_4": _entry(held)}, "roles": roles}},
)

_streaming := {"agent_chat": fixture.binding({})}

_without_streaming := {"agent_chat": fixture.binding({"streaming_required": false})}

_finding(role, probes) := {
	"path": ["destinations", 0, "entity"],
	"message": sprintf(
		"`claude_sonnet_4` of {subject} fails `%v`, which the role `%v` needs",
		[concat("`, `", probes), role],
	),
	"also": [
	{"path": ["state", "audit", "claude_sonnet_4", "probes", probe], "label": "the audit says so"} |
		some probe in probes
	],
}

_open(reason) := {{"path": ["destinations", 0, "entity"], "message": reason}}

test_silent_when_all_probes_are_passed if {
	rule.applies with input as fixture.with_subject({})
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_found_and_every_failed_probe_is_named if {
	held := {"short_chat_ok": false, "streaming_ok": false, "sql_quote_ok": false}
	found := rule.findings with input as _judged("agent_chat", held, _streaming)
	found == {_finding("agent_chat", ["short_chat_ok", "streaming_ok"])}
}

test_found_though_another_probe_is_missing if {
	held := {"short_chat_ok": false, "sql_quote_ok": true}
	found := rule.findings with input as _judged("agent_chat", held, _streaming)
	found == {_finding("agent_chat", ["short_chat_ok"])}
}

test_each_role_has_its_own_probes if {
	held := {"short_chat_ok": true, "long_context_ok": false, "sql_quote_ok": false, "streaming_ok": true}
	found := {role: {finding.message | some finding in findings} |
		some role, _ in fixture.context.params.role_probes
		findings := rule.findings with input as _judged(role, held, {})
	}
	fails := "`claude_sonnet_4` of {subject} fails `%v`, which the role `%v` needs"
	found == {
		"agent_chat": set(),
		"agent_chat_streaming_smoke": set(),
		"failure_categorizer": {sprintf(fails, ["sql_quote_ok", "failure_categorizer"])},
		"llm_judge_default": {sprintf(fails, ["sql_quote_ok", "llm_judge_default"])},
		"reflection_lm": {sprintf(fails, ["long_context_ok`, `sql_quote_ok", "reflection_lm"])},
	}
}

test_streaming_does_not_count_where_the_role_does_without if {
	held := {"short_chat_ok": true, "streaming_ok": false}
	rule.findings == set() with input as _judged("agent_chat", held, _without_streaming)
	rule.undecided == set() with input as _judged("agent_chat", held, _without_streaming)
}

test_streaming_counts_for_a_role_that_the_state_file_does_not_have if {
	held := {"short_chat_ok": true, "streaming_ok": false}
	rule.findings == {_finding("agent_chat", ["streaming_ok"])} with input as _judged("agent_chat", held, {})
}

_unsaid(held) := _judged("agent_chat", held, {"agent_chat": object.remove(fixture.binding({}), ["streaming_required"])})

test_undecided_when_streaming_failed_and_whether_it_counts_is_yet_to_be_filled_in if {
	open := _open("`streaming_required` of role `agent_chat` is not filled in yet in the state file")

	every held in [{"short_chat_ok": true, "streaming_ok": false}, {"short_chat_ok": true}] {
		rule.findings == set() with input as _unsaid(held)
		rule.undecided == open with input as _unsaid(held)
	}
	passed := rule.undecided with input as _unsaid({"short_chat_ok": true, "streaming_ok": true})
	passed == set()
	found := rule.findings with input as _unsaid({"short_chat_ok": false, "streaming_ok": false})
	found == {_finding("agent_chat", ["short_chat_ok"])}
}

test_streaming_alone_is_enough if {
	held := {"streaming_ok": true}
	rule.findings == set() with input as _judged("agent_chat", held, _streaming)
	rule.undecided == set() with input as _judged("agent_chat", held, _streaming)
}

test_found_when_streaming_alone_failed if {
	held := {"streaming_ok": false}
	rule.findings == {_finding("agent_chat", ["streaming_ok"])} with input as _judged("agent_chat", held, _streaming)
}

test_undecided_when_streaming_alone_is_not_what_the_role_needs if {
	held := {"streaming_ok": true}
	chat := _open("the audit of `claude_sonnet_4` has no `short_chat_ok`")
	rule.undecided == chat with input as _judged("agent_chat", held, _without_streaming)
	judge := _open("the audit of `claude_sonnet_4` has no `short_chat_ok`, `sql_quote_ok`")
	rule.undecided == judge with input as _judged("llm_judge_default", held, _streaming)
}

test_undecided_when_a_probe_is_missing if {
	held := {"short_chat_ok": true, "sql_quote_ok": true}
	rule.findings == set() with input as _judged("agent_chat", held, _streaming)
	open := _open("the audit of `claude_sonnet_4` has no `streaming_ok`")
	rule.undecided == open with input as _judged("agent_chat", held, _streaming)
}

test_undecided_when_nobody_said_what_the_role_needs if {
	held := {"short_chat_ok": false}
	rule.findings == set() with input as _judged("planner", held, {})
	rule.undecided == {{
		"path": ["destinations"],
		"message": "no probes are known for role `planner`; set params.role_probes",
	}} with input as _judged("planner", held, {})
}

test_an_entity_that_is_not_audited_is_another_rules if {
	every role in ["agent_chat", "planner"] {
		subject := {"role": role, "destinations": [fixture.destination({"entity": "databricks-gpt-5"})]}
		rule.findings == set() with input as fixture.with_subject(subject)
		rule.undecided == set() with input as fixture.with_subject(subject)
	}
}

test_a_model_of_another_provider_is_left_out if {
	subject := {"destinations": [fixture.destination({"entity": "claude_sonnet_4", "provider": "anthropic"})]}
	around := {"state": {"audit": {"claude_sonnet_4": _entry({"short_chat_ok": false})}}}
	rule.moot with input as fixture.with_context(subject, around)
	rule.findings == set() with input as fixture.with_context(subject, around)
}

test_applies_to_gateways_with_a_role if {
	not rule.applies with input as fixture.with_subject({"role": ""})
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
	rule.applies with input as fixture.with_subject({"form": "put"})
}

# A role of the state file with that binding, and the probes that the audit holds of each endpoint.
_role(role, binding, held) := fixture.with_context(
	{"kind": "role", "name": role, "role": role, "destinations": [], "binding": fixture.binding(binding)},
	{"state": {"audit": {name: _entry(probes) | some name, probes in held}}},
)

_passed := {"short_chat_ok": true, "streaming_ok": true, "sql_quote_ok": true, "long_context_ok": true}

_claim(endpoint) := {{
	"path": ["binding", "selected_after_probe"],
	"message": sprintf(
		"{subject} claims that a probe selected `%v`, which has no entry in `endpoint_guardrail_audit`",
		[endpoint],
	),
	"also": [{"path": ["binding", "endpoint"], "label": "the role is bound here"}],
}}

_lone := {"endpoint": "x", "candidates": ["x"]}

test_a_role_is_found_when_it_claims_a_probe_that_the_audit_lacks if {
	every role in ["reflection_lm", "llm_judge_default", "planner"] {
		rule.applies with input as _role(role, _lone, {"y": _passed})
		not rule.moot with input as _role(role, _lone, {"y": _passed})
		rule.findings == _claim("x") with input as _role(role, _lone, {"y": _passed})
		rule.undecided == set() with input as _role(role, _lone, {"y": _passed})
		rule.findings == _claim("x") with input as _role(role, _lone, {"y": {"short_chat_ok": false}})
	}
}

test_a_role_is_silent_when_the_audit_has_its_endpoint if {
	every probes in [_passed, {"sql_quote_ok": false}, {}] {
		rule.findings == set() with input as _role("llm_judge_default", _lone, {"x": probes})
		rule.undecided == set() with input as _role("llm_judge_default", _lone, {"x": probes})
	}
}

test_a_role_that_claims_nothing_is_another_rules if {
	every binding in [
		{"selected_after_probe": false}, {"endpoint": "", "pending": true}, {"endpoint": ""},
		{"endpoint": "x", "candidates": ["x"], "selected_after_probe": false, "bare": true},
	] {
		rule.moot with input as _role("llm_judge_default", binding, {"y": _passed})
		rule.findings == set() with input as _role("llm_judge_default", binding, {"y": _passed})
	}
}

_two := {"endpoint": "x", "candidates": ["x", "y"]}

_pending := {"endpoint": "x", "candidates": ["x", ""]}

test_a_required_role_without_a_candidate_that_passed_is_another_rules if {
	rule.findings == set() with input as _role("agent_chat", _lone, {"y": _passed})
	rule.findings == set() with input as _role("agent_chat", {"endpoint": "x", "candidates": []}, {"y": _passed})
	rule.findings == set() with input as _role("agent_chat", _two, {"y": {"short_chat_ok": false}})
	rule.findings == set() with input as _role("agent_chat", _two, {})
}

test_a_required_role_is_found_when_another_candidate_may_pass if {
	rule.findings == _claim("x") with input as _role("agent_chat", _two, {"y": _passed})
	rule.findings == _claim("x") with input as _role("agent_chat", _two, {"y": {}})
	rule.findings == _claim("x") with input as _role("agent_chat", _pending, {"y": _passed})
	failed := {"y": {"short_chat_ok": true, "streaming_ok": false}}
	rule.findings == set() with input as _role("agent_chat", _two, failed)
	without_streaming := object.union(_two, {"streaming_required": false})
	rule.findings == _claim("x") with input as _role("agent_chat", without_streaming, failed)
}
