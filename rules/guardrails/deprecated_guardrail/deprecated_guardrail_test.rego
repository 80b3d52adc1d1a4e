package rules.guardrails.deprecated_guardrail_test

import data.rules.guardrails.deprecated_guardrail as rule
import data.rules.lib.fixture

_input(patch) := fixture.with_subject({"guardrails": patch})

test_silent_when_none_is_used if {
	rule.applies with input as fixture.with_subject({})
	rule.findings == set() with input as _input({})
}

test_keywords_are_found if {
	rule.findings == {{
		"path": ["guardrails", "input", "keywords"],
		"message": "{subject} uses `invalid_keywords` on input, which is deprecated",
	}} with input as _input({"input": {"keywords": ["secret"]}})
}

test_topics_are_found if {
	rule.findings == {{
		"path": ["guardrails", "output", "topics"],
		"message": "{subject} uses `valid_topics` on output, which is deprecated",
	}} with input as _input({"output": {"topics": ["sales"]}})
}

test_each_list_is_found if {
	lists := {"keywords": ["secret"], "topics": ["sales"]}

	count(rule.findings) == 4 with input as _input({"input": lists, "output": lists})
}

test_custom_models_and_agents_have_no_guardrails if {
	every hosting in ["custom", "agent"] {
		not rule.applies with input as fixture.with_subject({"hosting": hosting})
	}
}
