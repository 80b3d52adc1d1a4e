package rules.document.placeholder_test

import data.rules.document.placeholder as rule
import data.rules.lib.fixture

_with(key, value) := fixture.with_subject({"text": {"placeholders": [{"key": key, "value": value}]}})

test_silent_when_nothing_is_suspect if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_with_the_placeholder_that_is_shown if {
	rule.findings == {{
		"path": ["text", "placeholders", 0],
		"message": "`name` of {subject} still holds the placeholder `<catalog>`",
	}} with input as _with("name", "<catalog>.<schema>.claude")
}

test_silent_where_a_pipeline_fills_it_in if {
	rule.findings == set() with input as _with("name", "${{ secrets.NAME }}")
}

test_silent_in_free_text if {
	every key in {
		"comment",
		"description",
		"tags[0].value",
		"ai_gateway.guardrails.input.valid_topics[2]",
		"ai_gateway.guardrails.output.invalid_keywords[0]",
	} {
		rule.findings == set() with input as _with(key, "<catalog>")
	}
}

test_a_key_that_only_contains_such_a_word_is_no_free_text if {
	found := rule.findings with input as _with("config.tags_table", "<catalog>")
	count(found) == 1
}
