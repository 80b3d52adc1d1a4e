package rules.document.unknown_key_test

import data.rules.document.unknown_key as rule
import data.rules.lib.fixture

_with(unknown) := fixture.with_subject({"text": {"unknown_keys": unknown}})

# What is found, but for what to do about it.
_without_help contains {"path": finding.path, "message": finding.message} if some finding in rule.findings

test_silent_when_every_key_is_known if {
	_without_help == set() with input as _with([])
}

test_found_and_the_nearest_key_is_named if {
	_without_help == {{
		"path": ["text", "unknown_keys", 0],
		"message": concat("", [
			"`usage_tracking` is not a key of `ai_gateway` in {subject}, ",
			"and the platform drops it silently; did you mean `usage_tracking_config`?",
		]),
	}} with input as _with([{"key": "usage_tracking", "parent": "ai_gateway", "nearest": "usage_tracking_config"}])
}

test_nobody_reads_it_in_a_state_file if {
	misspelt := {"key": "streaming_okay", "parent": "", "nearest": "streaming_ok"}
	_without_help == {{
		"path": ["text", "unknown_keys", 0],
		"message": "`streaming_okay` is not a key of {subject}, and nothing reads it; did you mean `streaming_ok`?",
	}} with input as fixture.with_subject({"kind": "state", "text": {"unknown_keys": [misspelt]}})
}

test_found_at_the_top_and_nothing_is_near if {
	_without_help == {{
		"path": ["text", "unknown_keys", 0],
		"message": "`owner_mail` is not a key of {subject}, and the platform drops it silently",
	}} with input as _with([{"key": "owner_mail", "parent": "", "nearest": ""}])
}

test_each_key_is_found_at_its_own_place if {
	found := _without_help with input as _with([
		{"key": "a", "parent": "", "nearest": ""},
		{"key": "b", "parent": "", "nearest": ""},
	])
	{finding.path | some finding in found} == {["text", "unknown_keys", 0], ["text", "unknown_keys", 1]}
}

_of_service(unknown) := fixture.with_subject({"kind": "mcp_service", "text": {"unknown_keys": [unknown]}})

_said(message) := {{"path": ["text", "unknown_keys", 0], "message": message}}

test_a_key_of_a_service_is_not_in_the_documented_api if {
	_without_help == _said("`owner_mail` of {subject} is not in the documented API") with input as _of_service({
		"key": "owner_mail",
		"parent": "",
		"nearest": "",
	})
	_without_help == _said(concat("; ", [
		"`connection` of `config` in {subject} is not in the documented API",
		"did you mean `source_connection`?",
	])) with input as _of_service({"key": "connection", "parent": "config", "nearest": "source_connection"})
}

test_what_is_documented_instead_is_said if {
	every parent, key in {"config": "tracing", "config.inference_table": "enabled"} {
		found := _without_help with input as _of_service({"key": key, "parent": parent, "nearest": ""})
		every finding in found {
			contains(finding.message, "is not in the documented API: ")
		}
		count(found) == 1
	}
}

test_a_key_of_the_same_name_elsewhere_is_any_key if {
	deeper := _of_service({"key": "tracing", "parent": "config.routing", "nearest": ""})
	_without_help == _said("`tracing` of `config.routing` in {subject} is not in the documented API") with input as deeper
	_without_help == _said(concat(" ", [
		"`tracing` is not a key of `config` in {subject},",
		"and the platform drops it silently",
	])) with input as _with([{"key": "tracing", "parent": "config", "nearest": ""}])
}

test_help_names_the_key_that_was_meant if {
	every nearest, help in {"limits": "Rename `limit` to `limits`, or remove it.", "": ""} {
		unknown := {"key": "limit", "parent": "", "nearest": nearest}
		{finding.help | some finding in rule.findings} == {help} with input as _with([unknown])
	}
}

test_a_bundle_loses_it_before_the_platform if {
	gateway := fixture.with_subject({
		"form": "bundle",
		"text": {"unknown_keys": [{"key": "usage_tracking", "parent": "ai_gateway", "nearest": ""}]},
	})
	expected := "`usage_tracking` is not a key of `ai_gateway` in {subject}, and the Databricks CLI drops it"
	{found.message | some found in rule.findings} == {expected} with input as gateway
}

test_terraform_refuses_it if {
	unknown := [{"key": "rate_limit", "parent": "ai_gateway", "nearest": "rate_limits"}]
	_without_help == {{
		"path": ["text", "unknown_keys", 0],
		"message": concat("", [
			"`rate_limit` is not an argument of `ai_gateway` in {subject}, and Terraform refuses it; ",
			"did you mean `rate_limits`?",
		]),
	}} with input as fixture.with_subject({"form": "terraform", "text": {"unknown_keys": unknown}})
}

test_terraform_refuses_it_in_a_service_too if {
	unknown := [{"key": "service_policies", "parent": "config", "nearest": ""}]
	service := {"form": "terraform", "kind": "model_service", "text": {"unknown_keys": unknown}}
	_without_help == {{
		"path": ["text", "unknown_keys", 0],
		"message": "`service_policies` is not an argument of `config` in {subject}, and Terraform refuses it",
	}} with input as fixture.with_subject(service)
}

test_a_near_key_is_written_instead if {
	unknown := {"key": "rate_limit", "parent": "ai_gateway", "nearest": "rate_limits"}
	fixture.edits(rule.findings) == {{
		"path": ["text", "unknown_keys", 0],
		"do": "rename",
		"key": "rate_limits",
	}} with input as fixture.with_subject({"text": {"unknown_keys": [unknown]}})
}

test_what_belongs_elsewhere_is_not_renamed if {
	every nearest in ["", "ai_gateway.rate_limits", "a key of its own"] {
		unknown := {"key": "rate_limit", "parent": "", "nearest": nearest}
		fixture.edits(rule.findings) == set() with input as fixture.with_subject({"text": {"unknown_keys": [unknown]}})
	}
}

test_keys_of_services_stay if {
	unknown := {"key": "rate_limit", "parent": "config", "nearest": "rate_limits"}
	fixture.edits(rule.findings) == set() with input as fixture.with_subject({
		"kind": "model_service",
		"text": {"unknown_keys": [unknown]},
	})
}
