package rules.document.duplicate_key_test

import data.rules.document.duplicate_key as rule
import data.rules.lib.fixture

_with(duplicates) := fixture.with_subject({"text": {"duplicate_keys": duplicates}})

test_silent_when_every_key_stands_once if {
	rule.findings == set() with input as _with([])
}

test_found_in_an_object if {
	fixture.found(rule.findings) == {{
		"path": ["text", "duplicate_keys", 0],
		"message": "`guardrails` stands more than once in `ai_gateway` of {subject}, and only one of them counts",
	}} with input as _with([{"key": "guardrails", "parent": "ai_gateway"}])
}

test_found_at_the_top if {
	fixture.found(rule.findings) == {{
		"path": ["text", "duplicate_keys", 0],
		"message": "`ai_gateway` stands more than once in the document of {subject}, and only one of them counts",
	}} with input as _with([{"key": "ai_gateway", "parent": ""}])
}

test_a_key_that_stands_three_times_is_found_twice if {
	found := rule.findings with input as _with([
		{"key": "calls", "parent": "rate_limits[0]"},
		{"key": "calls", "parent": "rate_limits[0]"},
	])
	count(found) == 2
}

test_of_two_merge_keys_it_is_not_known_which_wins if {
	fixture.found(rule.findings) == {{
		"path": ["text", "duplicate_keys", 0],
		"message": "`<<` stands more than once in `ai_gateway` of {subject}, and parsers differ in which of them wins",
	}} with input as _with([{"key": "<<", "parent": "ai_gateway"}])
}

test_a_resource_is_declared_once if {
	gateway := fixture.with_subject({
		"form": "bundle",
		"text": {"duplicate_keys": [{"key": "chat", "parent": "resources.model_serving_endpoints"}]},
	})
	fixture.found(rule.findings) == {{
		"path": ["text", "duplicate_keys", 0],
		"message": concat("", [
			"`chat` stands more than once in `resources.model_serving_endpoints` of {subject}, ",
			"and the Databricks CLI takes the last one of a file, and refuses those of two files",
		]),
	}} with input as gateway
}

test_terraform_refuses_what_stands_twice if {
	duplicates := [{"key": "name", "parent": ""}, {"key": "guardrails", "parent": "ai_gateway"}]
	{finding.message | some finding in rule.findings} == {
		"`name` stands more than once in the resource of {subject}, and Terraform refuses it",
		"`guardrails` stands more than once in `ai_gateway` of {subject}, and Terraform refuses it",
	} with input as fixture.with_subject({"form": "terraform", "text": {"duplicate_keys": duplicates}})
}

test_the_earlier_of_two_alike_goes if {
	fixture.edits(rule.findings) == {{"path": ["text", "duplicate_keys", 0], "do": "dedupe"}} with input as _with([{
		"key": "calls",
		"parent": "ai_gateway.rate_limits[0]",
	}])
}

test_two_merge_keys_are_yours_to_join if {
	fixture.edits(rule.findings) == set() with input as _with([{"key": "<<", "parent": ""}])
}
