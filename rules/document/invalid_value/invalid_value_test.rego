package rules.document.invalid_value_test

import data.rules.document.invalid_value as rule
import data.rules.lib.fixture

_with(invalid) := fixture.with_subject({"text": {"invalid_values": invalid}})

_changed(change) := _with([object.union(_behavior, change)])

_found(message) := {{"path": ["text", "invalid_values", 0], "message": message}}

_behavior := {
	"key": "pii.behavior",
	"written": "WARN",
	"expected": "BLOCK, MASK or NONE",
	"case_only": false,
	"nearest": "",
	"quotes": "",
	"dropped": "",
}

# What is found, but for what to do about it.
_without_help contains {"path": finding.path, "message": finding.message} if some finding in rule.findings

test_silent_when_every_value_is_valid if {
	_without_help == set() with input as _with([])
}

test_found_with_what_is_written_and_what_is_expected if {
	_without_help == {{
		"path": ["text", "invalid_values", 0],
		"message": "`pii.behavior` of {subject} must be BLOCK, MASK or NONE, not `WARN`",
	}} with input as _with([_behavior])
}

test_the_word_that_was_meant_is_named if {
	gateway := _changed({"written": "MSAK", "nearest": "MASK"})
	expected := _found("`pii.behavior` of {subject} is `MSAK`; did you mean `MASK`?")
	_without_help == expected with input as gateway
}

test_found_where_only_the_case_differs if {
	gateway := _changed({"written": "mask", "nearest": "MASK", "case_only": true})
	expected := _found("`pii.behavior` of {subject} is `mask`: write `MASK`, since case counts")
	_without_help == expected with input as gateway
}

test_a_number_in_quotes_is_to_lose_them if {
	gateway := _changed({
		"key": "calls",
		"written": "100",
		"expected": "a whole number, 0 or more",
		"nearest": "100",
		"quotes": "drop",
	})
	expected := _found("`calls` of {subject} is the text `100`: write 100 without quotes")
	_without_help == expected with input as gateway
}

test_a_number_in_another_form_is_named if {
	gateway := _changed({
		"key": "calls",
		"written": "1,000",
		"expected": "a whole number, 0 or more",
		"nearest": "1000",
	})
	expected := _found("`calls` of {subject} must be a whole number, 0 or more, not `1,000`: write 1000")
	_without_help == expected with input as gateway
}

test_a_word_for_true_is_told if {
	gateway := _changed({
		"key": "safety",
		"written": "yes",
		"expected": "true or false",
		"nearest": "true",
	})
	expected := _found("`safety` of {subject} must be true or false, not `yes`: write true")
	_without_help == expected with input as gateway
}

test_a_text_that_is_written_as_a_number_is_to_get_quotes if {
	gateway := _changed({
		"key": "catalog_name",
		"written": "",
		"expected": "a string",
		"quotes": "add",
	})
	expected := _found("`catalog_name` of {subject} must be a string: write it in quotes")
	_without_help == expected with input as gateway
}

test_a_value_that_must_not_be_shown_is_not if {
	gateway := _changed({"key": "openai_config", "written": "", "expected": "an object"})
	expected := _found("`openai_config` of {subject} must be an object")
	_without_help == expected with input as gateway
}

test_a_block_for_which_a_word_stands_is_shown if {
	gateway := _changed({
		"key": "pii",
		"written": "",
		"expected": "an object",
		"nearest": `{"behavior": "MASK"}`,
	})
	expected := _found("`pii` of {subject} must be an object: write {\"behavior\": \"MASK\"}")
	_without_help == expected with input as gateway
}

test_azure_openai_is_told_its_keys if {
	gateway := _changed({
		"key": "config.served_entities.0.external_model.provider",
		"written": "azure_openai",
		"expected": "amazon-bedrock, anthropic or openai",
		"nearest": "openai",
	})
	some finding in _without_help with input as gateway
	contains(finding.message, "is `azure_openai`; did you mean `openai`? Azure OpenAI is `openai` with `openai_api_type`")
}

test_another_near_provider_is_told_no_more if {
	gateway := _changed({"written": "open-ai", "nearest": "openai"})
	expected := _found("`pii.behavior` of {subject} is `open-ai`; did you mean `openai`?")
	_without_help == expected with input as gateway
}

test_a_key_that_is_not_written_is_to_be if {
	gateway := _changed({"key": "external_model.task", "written": "", "expected": "written: `llm/v1/chat`"})
	expected := _found("`external_model.task` of {subject} must be written: `llm/v1/chat`")
	_without_help == expected with input as gateway
}

test_a_key_beside_another_is_to_be_left_out if {
	gateway := _changed({"key": "entity_name", "written": "", "expected": "left out beside `external_model`"})
	expected := _found("`entity_name` of {subject} must be left out beside `external_model`")
	_without_help == expected with input as gateway
}

test_help_says_what_to_write if {
	helps := {
		"Change `MSAK` to `MASK`.": {"written": "MSAK", "nearest": "MASK"},
		"Change `mask` to `MASK`.": {"written": "mask", "nearest": "MASK", "case_only": true},
		"Write 100, without quotes.": {"written": "100", "nearest": "100", "quotes": "drop", "expected": "a whole number"},
		"Write the value in quotes.": {"written": "1", "quotes": "add", "expected": "a text"},
		"Write true.": {"written": "tru", "nearest": "true", "expected": "true or false"},
		"": {"written": "WARN", "nearest": ""},
	}
	every help, change in helps {
		{finding.help | some finding in rule.findings} == {help} with input as _changed(change)
	}
}

test_found_with_what_becomes_of_it_in_a_bundle if {
	every fate, words in {
		"unset": "the Databricks CLI drops it",
		"kept": "the Databricks CLI drops it, and the value of another file or target stays",
	} {
		message := sprintf("`pii.behavior` of {subject} must be BLOCK, MASK or NONE, not `WARN`; %v", [words])
		_without_help == _found(message) with input as _changed({"dropped": fate})
	}
}

test_only_quotes_and_case_are_corrected if {
	path := ["text", "invalid_values", 0]
	every case in [
		{"with": {"quotes": "drop", "nearest": "100", "written": "100"}, "do": "set", "value": 100},
		{"with": {"quotes": "drop", "nearest": "true", "written": "true"}, "do": "set", "value": true},
		{"with": {"quotes": "add", "nearest": "", "expected": "a text"}, "do": "quote"},
		{"with": {"quotes": "", "nearest": "MASK", "written": "mask", "case_only": true}, "do": "set", "value": "MASK"},
	] {
		want := object.union(object.remove(case, ["with"]), {"path": path})
		fixture.edits(rule.findings) == {want} with input as _changed(case["with"])
	}
}

test_what_is_yours_to_choose_is_left if {
	every invalid in [
		{"quotes": "", "nearest": "MASK", "written": "MAKS", "case_only": false},
		{"quotes": "", "nearest": "", "expected": "a list"},
		{"quotes": "drop", "nearest": "100", "written": "100", "dropped": "kept"},
	] {
		fixture.edits(rule.findings) == set() with input as _changed(invalid)
	}
}
