package rules.guardrails.topics_on_output_test

import data.rules.guardrails.topics_on_output as rule
import data.rules.lib.fixture

test_silent_when_there_are_none if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_on_output if {
	rule.findings == {{
		"path": ["guardrails", "output", "topics"],
		"message": "{subject} limits the topics of responses to `sales, support`, which has no effect",
	}} with input as fixture.with_subject({"guardrails": {"output": {"topics": ["sales", "support"]}}})
}

test_topics_on_input_are_another_rules if {
	rule.findings == set() with input as fixture.with_subject({"guardrails": {"input": {"topics": ["sales"]}}})
}

test_custom_models_and_agents_have_no_guardrails if {
	every hosting in ["custom", "agent"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}
