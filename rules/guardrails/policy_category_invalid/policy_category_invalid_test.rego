package rules.guardrails.policy_category_invalid_test

import data.rules.guardrails.policy_category_invalid as rule
import data.rules.lib.fixture

_with(categories) := fixture.with_subject({
	"kind": "model_service",
	"policies": {"list": [fixture.policy({"categories": categories})]},
})

_found(fault) := {{
	"path": ["policies", "list", 0, "categories"],
	"message": sprintf("{subject} has service policy `filter` that blocks every call when in force: %v", [fault]),
}}

test_silent_without_categories if {
	rule.findings == set() with input as _with([])
}

test_silent_with_tags if {
	rule.findings == set() with input as _with(["class.us_ssn", "class.credit_card"])
}

test_found_without_the_prefix if {
	rule.findings == _found("its category `CREDIT_CARD` does not begin with `class.`") with input as _with([
		"class.us_ssn",
		"CREDIT_CARD",
	])
}

test_several_are_one_finding if {
	rule.findings == _found("its categories `CREDIT_CARD`, `us_ssn` do not begin with `class.`") with input as _with([
		"CREDIT_CARD",
		"us_ssn",
	])
}

test_case_counts if {
	count(rule.findings) == 1 with input as _with(["Class.us_ssn"])
}
