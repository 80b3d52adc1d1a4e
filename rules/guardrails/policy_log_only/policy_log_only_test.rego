package rules.guardrails.policy_log_only_test

import data.rules.guardrails.policy_log_only as rule
import data.rules.lib.fixture

_with(list) := fixture.with_subject({
	"kind": "model_service",
	"policies": {"list": [fixture.policy(patch) | some patch in list]},
})

test_silent_without_policies if {
	rule.findings == set() with input as _with([])
}

test_silent_in_force if {
	rule.findings == set() with input as _with([{"in_force": ["pre_call"]}])
}

test_found_on_trial if {
	rule.findings == {{
		"path": ["policies", "list", 0, "dry_run"],
		"message": "{subject} has service policy `filter` that only logs: it blocks nothing while `dry_run` is `\"true\"`",
	}} with input as _with([{"dry_run": true}])
}

test_each_is_found if {
	{found.path[2] | some found in rule.findings} == {0, 2} with input as _with([{"dry_run": true}, {}, {"dry_run": true}])
}

test_what_is_not_known_is_not_found if {
	rule.findings == set() with input as _with([{"unsure": "`${var.dry_run}` is not resolved"}])
}
