package rules.guardrails.output_pii_off_test

import data.rules.guardrails.output_pii_off as rule
import data.rules.lib.fixture

test_silent_when_it_is_on if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_when_it_is_off if {
	fixture.found(rule.findings) == {{
		"path": ["guardrails", "output", "pii"],
		"message": "{subject} lets personal data through in responses: the PII filter on output is off",
	}} with input as fixture.with_subject({"guardrails": {"output": {"pii": "NONE"}}})
}

test_masking_is_a_filter if {
	rule.findings == set() with input as fixture.with_subject({"guardrails": {"output": {"pii": "MASK"}}})
}

test_the_other_direction_is_another_rules if {
	rule.findings == set() with input as fixture.with_subject({"guardrails": {"input": {"pii": "NONE"}}})
}

test_embeddings_have_no_output_guardrails if {
	not rule.applies with input as fixture.with_subject({"task": "llm/v1/embeddings"})
}

test_custom_models_and_agents_have_no_guardrails if {
	every hosting in ["custom", "agent"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}

test_without_a_gateway_another_rule_speaks if {
	not rule.applies with input as fixture.with_subject({"declared": false})
}

test_model_services_have_guardrails_and_mcp_services_have_none if {
	rule.applies with input as fixture.with_subject({"kind": "model_service"})
	not rule.applies with input as fixture.with_subject({"kind": "mcp_service"})
}

_put(patch) := fixture.with_subject(object.union(
	{
		"form": "put",
		"hosting": "unknown",
		"sections": {"guardrails": false},
		"guardrails": {"output": {"pii": "NONE"}},
	},
	patch,
))

test_undecided_for_a_put_body_without_guardrails_whose_endpoint_is_not_shown if {
	rule.findings == set() with input as _put({})
	{found.path | some found in rule.undecided} == {["guardrails", "output", "pii"]} with input as _put({})
}

test_found_in_a_put_body_whose_endpoint_is_shown_or_whose_guardrails_are_written if {
	every patch in [{"hosting": "external"}, {"hosting": "foundation"}, {"sections": {"guardrails": true}}] {
		count(rule.findings) == 1 with input as _put(patch)
		rule.undecided == set() with input as _put(patch)
	}
}

test_moot_where_every_call_is_refused if {
	not rule.moot with input as fixture.with_subject({})
	rule.moot with input as fixture.with_subject({"closed": true})
}

_service(policies) := fixture.with_subject({
	"kind": "model_service",
	"guardrails": {"output": {"pii": "NONE", "safety": false}},
	"policies": policies,
})

_with(patch) := _service({"list": [fixture.policy(patch)]})

test_a_model_service_is_judged_by_its_policies if {
	service := _with({"handler": "system.ai.detect_sensitive_data", "in_force": ["post_call"]})
	rule.findings == set() with input as service
	rule.undecided == set() with input as service
}

test_found_in_a_model_service_without_a_policy if {
	fixture.found(rule.findings) == {{
		"path": ["policies"],
		"message": "{subject} lets personal data through in responses: no policy in force filters them",
	}} with input as _service({"list": []})
}

test_found_where_a_policy_runs_in_the_other_phase if {
	count(rule.findings) == 1 with input as _with({"handler": "system.ai.detect_sensitive_data", "in_force": ["pre_call"]})
}

test_found_where_a_policy_only_logs if {
	count(rule.findings) == 1 with input as _with({"handler": "system.ai.detect_sensitive_data", "dry_run": true})
}

test_undecided_where_policies_are_not_shown if {
	service := _service({"seen": false, "reason": "not shown"})
	rule.findings == set() with input as service
	{reason.message | some reason in rule.undecided} == {"not shown"} with input as service
}

test_undecided_where_it_is_not_known_what_a_policy_filters if {
	service := _with({"handler": "main.ai.check", "in_force": ["post_call"]})
	rule.findings == set() with input as service
	{reason.path | some reason in rule.undecided} == {["policies", "list", 0, "handler"]} with input as service
}

test_the_behavior_that_is_asked_for_is_written if {
	asking := object.union(
		fixture.with_subject({"guardrails": {"output": {"pii": "NONE"}}}),
		{"context": {"params": {"pii": {"output": "MASK"}}}},
	)
	fixture.edits(rule.findings) == {{
		"path": ["guardrails", "output", "pii"],
		"do": "set",
		"value": "MASK",
	}} with input as asking
}

test_no_behavior_is_made_up if {
	fixture.edits(rule.findings) == set() with input as fixture.with_subject({"guardrails": {"output": {"pii": "NONE"}}})
}
