package rules.guardrails.pii_weaker_than_required_test

import data.rules.guardrails.pii_weaker_than_required as rule
import data.rules.lib.fixture

_masked := {"guardrails": {"input": {"pii": "MASK"}, "output": {"pii": "MASK"}}}

_input(subject, pii) := fixture.with_params(subject, {"pii": pii})

test_nothing_is_required_by_default if {
	not rule.applies with input as _input(_masked, {})
	rule.findings == set() with input as _input(_masked, {})
}

test_masking_is_enough_where_masking_is_required if {
	not rule.applies with input as _input(_masked, {"input": "MASK", "output": "MASK"})
	rule.findings == set() with input as _input(_masked, {"input": "MASK", "output": "MASK"})
}

test_found_where_blocking_is_required_on_input if {
	rule.applies with input as _input(_masked, {"input": "BLOCK"})
	rule.findings == {{
		"path": ["guardrails", "input", "pii"],
		"message": "{subject} masks personal data on input, where `BLOCK` is required",
	}} with input as _input(_masked, {"input": "BLOCK"})
}

test_found_where_blocking_is_required_on_output if {
	rule.findings == {{
		"path": ["guardrails", "output", "pii"],
		"message": "{subject} masks personal data on output, where `BLOCK` is required",
	}} with input as _input(_masked, {"output": "BLOCK"})
}

test_silent_when_it_is_blocked if {
	blocked := {"guardrails": {"input": {"pii": "BLOCK"}, "output": {"pii": "BLOCK"}}}

	rule.applies with input as _input(blocked, {"input": "BLOCK", "output": "BLOCK"})
	rule.findings == set() with input as _input(blocked, {"input": "BLOCK", "output": "BLOCK"})
}

test_a_filter_that_is_off_is_another_rules if {
	rule.findings == set() with input as _input({"guardrails": {"input": {"pii": "NONE"}}}, {"input": "BLOCK"})
}

test_embeddings_have_no_output_guardrails if {
	embeddings := object.union(_masked, {"task": "llm/v1/embeddings"})

	not rule.applies with input as _input(embeddings, {"output": "BLOCK"})
	rule.findings == set() with input as _input(embeddings, {"output": "BLOCK"})
}

test_custom_models_and_agents_have_no_guardrails if {
	every hosting in ["custom", "agent"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}
