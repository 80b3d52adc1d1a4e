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
		"path": ["guardrails"],
		"message": "{subject} leaves out 'guardrails', and PUT switches off what it does not hold",
	}} with input as _with({"guardrails": false})
}

test_each_section_is_found_under_the_key_of_the_api if {
	found := rule.findings with input as _with({
		"usage_tracking": false,
		"inference_table": false,
		"rate_limits": false,
		"guardrails": false,
		"fallback": false,
	})
	{{finding.path: regex.find_n(`'(\w+)'`, finding.message, 1)} | some finding in found} == {
		{["usage_tracking"]: ["'usage_tracking_config'"]},
		{["inference_table"]: ["'inference_table_config'"]},
		{["rate_limits"]: ["'rate_limits'"]},
		{["guardrails"]: ["'guardrails'"]},
	}
}

test_applies_to_put_bodies_only if {
	forms := {form |
		some form in ["create", "put", "get", "list"]
		rule.applies with input as fixture.with_subject({"form": form})
	}
	forms == {"put"}
}
