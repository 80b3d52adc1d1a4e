package rules.document.placeholder_test

import data.rules.document.placeholder as rule
import data.rules.lib.fixture

_with(key, value) := fixture.with_subject({"text": {"placeholders": [{"key": key, "value": value}]}})

# The placeholder that is shown, for each text that is one.
_blanks := {
	"<your_catalog>": "<your_catalog>",
	"<catalog>.<schema>.claude": "<catalog>",
	"https://<workspace host>/serving-endpoints": "<workspace host>",
	"{{secrets/<scope>/openai}}": "<scope>",
	"${{ var.catalog }}": "${{ var.catalog }}",
	"gw_${{var.env}}": "${{var.env}}",
	"catalog.schema.*": "catalog.schema.*",
	"TODO": "TODO",
	"todo": "todo",
	"TODO: ask the platform team": "TODO",
	"{{secrets/FIXME/openai}}": "FIXME",
	"CHANGE_ME": "CHANGE_ME",
	"https://changeme.cloud.databricks.com": "changeme",
	"replace-me": "replace-me",
	"placeholder": "placeholder",
	"XXXX": "XXXX",
	"your_catalog": "your_catalog",
	"YOUR-WORKSPACE-ID": "YOUR-WORKSPACE-ID",
	"main.your_schema": "your_schema",
}

# Texts that only look like one.
_texts := {
	"a < b",
	"a<b and c>d",
	"Answer inside <answer> tags",
	"<b>Important</b>",
	"Ana <ana@example.com>",
	"{{secrets/llm/openai}}",
	"*",
	"https://*.example.com",
	"todo-assistant",
	"mastodon",
	"ask-your-docs",
	"your-docs-assistant",
	"keep the TODO list of the user",
	"replacement-model",
	"gw_xxl",
}

test_silent_when_nothing_is_suspect if {
	rule.findings == set() with input as fixture.with_subject({})
}

test_found_in_each_form if {
	every value, blank in _blanks {
		rule.findings == {{
			"path": ["text", "placeholders", 0],
			"message": sprintf("'name' of {subject} still holds the placeholder '%v'", [blank]),
		}} with input as _with("name", value)
	}
}

test_silent_where_a_text_only_looks_like_one if {
	every value in _texts {
		rule.findings == set() with input as _with("name", value)
	}
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
