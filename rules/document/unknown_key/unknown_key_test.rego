package rules.document.unknown_key_test

import data.rules.document.unknown_key as rule
import data.rules.lib.fixture

_with(unknown) := fixture.with_subject({"text": {"unknown_keys": unknown}})

test_silent_when_every_key_is_known if {
	rule.findings == set() with input as _with([])
}

test_found_and_the_nearest_key_is_named if {
	rule.findings == {{
		"path": ["text", "unknown_keys", 0],
		"message": concat("", [
			"'usage_tracking' is not a key of 'ai_gateway' in {subject}, ",
			"and the platform drops it silently; did you mean 'usage_tracking_config'?",
		]),
	}} with input as _with([{"key": "usage_tracking", "parent": "ai_gateway", "nearest": "usage_tracking_config"}])
}

test_nobody_reads_it_in_a_state_file if {
	misspelt := {"key": "streaming_okay", "parent": "", "nearest": "streaming_ok"}
	rule.findings == {{
		"path": ["text", "unknown_keys", 0],
		"message": "'streaming_okay' is not a key of {subject}, and nothing reads it; did you mean 'streaming_ok'?",
	}} with input as fixture.with_subject({"kind": "state", "text": {"unknown_keys": [misspelt]}})
}

test_found_at_the_top_and_nothing_is_near if {
	rule.findings == {{
		"path": ["text", "unknown_keys", 0],
		"message": "'owner_mail' is not a key of {subject}, and the platform drops it silently",
	}} with input as _with([{"key": "owner_mail", "parent": "", "nearest": ""}])
}

test_each_key_is_found_at_its_own_place if {
	found := rule.findings with input as _with([
		{"key": "a", "parent": "", "nearest": ""},
		{"key": "b", "parent": "", "nearest": ""},
	])
	{finding.path | some finding in found} == {["text", "unknown_keys", 0], ["text", "unknown_keys", 1]}
}
