package rules.guardrails.guardrails_unsupported_test

import data.rules.guardrails.guardrails_unsupported as rule
import data.rules.lib.fixture

_off := {"pii": "NONE", "safety": false, "keywords": [], "topics": []}

_input(hosting, side) := fixture.with_subject({
	"hosting": hosting,
	"guardrails": {"input": _off, "output": object.union(_off, side)},
})

test_found_once_on_a_custom_model if {
	rule.applies with input as fixture.with_subject({"hosting": "custom"})
	rule.findings == {{
		"path": ["guardrails"],
		"message": "{subject} sets guardrails, which a custom model does not have",
	}} with input as fixture.with_subject({"hosting": "custom"})
}

test_found_on_an_agent if {
	rule.findings == {{
		"path": ["guardrails"],
		"message": "{subject} sets guardrails, which an agent does not have",
	}} with input as _input("agent", {"pii": "MASK"})
}

test_any_guardrail_that_is_on_is_enough if {
	every side in [{"pii": "BLOCK"}, {"safety": true}, {"keywords": ["secret"]}, {"topics": ["sales"]}] {
		count(rule.findings) == 1 with input as _input("custom", side)
	}
}

test_silent_when_all_are_off if {
	rule.findings == set() with input as _input("custom", {})
}

test_other_hostings_have_guardrails if {
	every hosting in ["external", "foundation", "provisioned", "unknown"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}

_embeddings(output) := fixture.with_subject({
	"task": "llm/v1/embeddings",
	"guardrails": {"output": object.union(_off, output)},
})

test_found_on_the_output_of_embeddings if {
	rule.applies with input as _embeddings({"pii": "BLOCK"})
	every side in [{"pii": "BLOCK"}, {"safety": true}, {"keywords": ["secret"]}, {"topics": ["sales"]}] {
		rule.findings == {{
			"path": ["guardrails", "output"],
			"message": "{subject} sets guardrails on output, which an embedding model does not have",
		}} with input as _embeddings(side)
	}
}

test_the_input_of_embeddings_has_guardrails if {
	rule.findings == set() with input as _embeddings({})
}

test_embeddings_of_a_custom_model_are_found_once if {
	count(rule.findings) == 1 with input as fixture.with_subject({"hosting": "custom", "task": "llm/v1/embeddings"})
}
