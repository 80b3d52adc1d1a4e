package rules.document.partial_put_test

import data.rules.document.partial_put as rule
import data.rules.lib.fixture

_with(sections) := fixture.with_subject({"form": "put", "sections": sections})

test_silent_when_every_section_is_written if {
	rule.findings == set() with input as _with({})
}

test_silent_without_fallback if {
	rule.findings == set() with input as _with({"fallback": false})
}

test_found_for_one_section if {
	rule.findings == {{
		"path": ["sections", "guardrails"],
		"message": "{subject} has no `guardrails`: sending this body switches off what it leaves out",
	}} with input as _with({"guardrails": false})
}

test_found_once_for_all_sections_under_the_keys_of_the_api if {
	rule.findings == {{
		"path": ["sections", "guardrails"],
		"message": concat("", [
			"{subject} has no `usage_tracking_config`, `inference_table_config`, `rate_limits`, `guardrails`: ",
			"sending this body switches off what it leaves out",
		]),
	}} with input as _with({
		"usage_tracking": false,
		"inference_table": false,
		"rate_limits": false,
		"guardrails": false,
		"fallback": false,
	})
}

test_found_at_the_body_where_its_guardrails_are_written if {
	rule.findings == {{
		"path": ["sections"],
		"message": "{subject} has no `rate_limits`: sending this body switches off what it leaves out",
	}} with input as _with({"rate_limits": false})
}

_nothing_on(hosting) := fixture.with_subject({
	"form": "put",
	"hosting": hosting,
	"sections": {"usage_tracking": false, "inference_table": false, "rate_limits": false, "guardrails": false},
})

test_what_the_endpoint_does_not_support_is_not_missed if {
	every hosting, keys in {
		"custom": "`usage_tracking_config`, `inference_table_config`, `rate_limits`",
		"agent": "`inference_table_config`",
		"external": "`usage_tracking_config`, `inference_table_config`, `rate_limits`, `guardrails`",
		"unknown": "`usage_tracking_config`, `inference_table_config`, `rate_limits`, `guardrails`",
	} {
		message := sprintf("{subject} has no %v: sending this body switches off what it leaves out", [keys])
		{found.message | some found in rule.findings} == {message} with input as _nothing_on(hosting)
	}
}

test_applies_to_put_bodies_only if {
	forms := {form |
		some form in ["create", "update", "put", "config", "get", "list", "bundle", "terraform"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"put"}
}
