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
			"`usage_tracking` is not a key of `ai_gateway` in {subject}, ",
			"and the platform drops it silently; did you mean `usage_tracking_config`?",
		]),
	}} with input as _with([{"key": "usage_tracking", "parent": "ai_gateway", "nearest": "usage_tracking_config"}])
}

test_nobody_reads_it_in_a_state_file if {
	misspelt := {"key": "streaming_okay", "parent": "", "nearest": "streaming_ok"}
	rule.findings == {{
		"path": ["text", "unknown_keys", 0],
		"message": "`streaming_okay` is not a key of {subject}, and nothing reads it; did you mean `streaming_ok`?",
	}} with input as fixture.with_subject({"kind": "state", "text": {"unknown_keys": [misspelt]}})
}

test_found_at_the_top_and_nothing_is_near if {
	rule.findings == {{
		"path": ["text", "unknown_keys", 0],
		"message": "`owner_mail` is not a key of {subject}, and the platform drops it silently",
	}} with input as _with([{"key": "owner_mail", "parent": "", "nearest": ""}])
}

test_each_key_is_found_at_its_own_place if {
	found := rule.findings with input as _with([
		{"key": "a", "parent": "", "nearest": ""},
		{"key": "b", "parent": "", "nearest": ""},
	])
	{finding.path | some finding in found} == {["text", "unknown_keys", 0], ["text", "unknown_keys", 1]}
}

_of_service(unknown) := fixture.with_subject({"kind": "mcp_service", "text": {"unknown_keys": [unknown]}})

_said(message) := {{"path": ["text", "unknown_keys", 0], "message": message}}

test_a_key_of_a_service_is_not_in_the_documented_api if {
	rule.findings == _said("`owner_mail` of {subject} is not in the documented API") with input as _of_service({
		"key": "owner_mail",
		"parent": "",
		"nearest": "",
	})
	rule.findings == _said(concat("; ", [
		"`connection` of `config` in {subject} is not in the documented API",
		"did you mean `source_connection`?",
	])) with input as _of_service({"key": "connection", "parent": "config", "nearest": "source_connection"})
}

test_what_is_documented_instead_is_said if {
	every parent, key in {"config": "tracing", "config.inference_table": "enabled"} {
		found := rule.findings with input as _of_service({"key": key, "parent": parent, "nearest": ""})
		every finding in found {
			contains(finding.message, "is not in the documented API: ")
		}
		count(found) == 1
	}
}

test_a_key_of_the_same_name_elsewhere_is_any_key if {
	deeper := _of_service({"key": "tracing", "parent": "config.routing", "nearest": ""})
	rule.findings == _said("`tracing` of `config.routing` in {subject} is not in the documented API") with input as deeper
	rule.findings == _said(concat(" ", [
		"`tracing` is not a key of `config` in {subject},",
		"and the platform drops it silently",
	])) with input as _with([{"key": "tracing", "parent": "config", "nearest": ""}])
}
