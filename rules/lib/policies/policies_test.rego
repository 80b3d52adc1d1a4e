package rules.lib.policies_test

import data.rules.lib.fixture
import data.rules.lib.policies

_service(list) := fixture.with_subject({
	"kind": "model_service",
	"policies": {"list": [fixture.policy(patch) | some patch in list]},
})

_told(list, kinds) := object.union(_service(list), {"context": {"params": {"policy_kinds": kinds}}})

_both := ["pre_call", "post_call"]

_off[[kind, direction]] if {
	some kind in ["pii", "safety"]
	some direction in ["input", "output"]
	policies.off(kind, direction)
}

_open[[kind, direction]] := reasons if {
	some kind in ["pii", "safety"]
	some direction in ["input", "output"]
	reasons := policies.undecided(kind, direction)
	count(reasons) > 0
}

_found(kind, direction) := {{"path": reason.path, "message": reason.message} |
	some reason in policies.undecided(kind, direction)
}

_all := {["pii", "input"], ["pii", "output"], ["safety", "input"], ["safety", "output"]}

_keys(map) := object.keys(map)

test_an_empty_list_filters_nothing if {
	_keys(_off) == _all with input as _service([])
	_open == {} with input as _service([])
}

_filters := {
	"detect_sensitive_data": "pii",
	"block_pii": "pii",
	"mask_pii": "pii",
	"block_unsafe_content": "safety",
}

test_each_function_of_the_platform_filters_one_kind if {
	every handler, kind in _filters {
		service := _service([{"handler": concat(".", ["system.ai", handler]), "in_force": _both}])
		_all - _keys(_off) == {[kind, "input"], [kind, "output"]} with input as service
		_open == {} with input as service
	}
}

test_jailbreak_and_hallucination_are_neither if {
	every handler in ["system.ai.block_jailbreak", "system.ai.block_hallucination"] {
		_keys(_off) == _all with input as _service([{"handler": handler, "in_force": _both}])
	}
}

test_a_policy_filters_in_its_phase if {
	service := _service([{"in_force": ["pre_call"]}])
	not policies.off("pii", "input") with input as service
	policies.off("pii", "output") with input as service
}

test_a_policy_that_only_logs_does_not_count if {
	_keys(_off) == _all with input as _service([{"dry_run": true}])
	_keys(_off) == _all with input as _service([{"dry_run": true, "handler": "main.ai.check"}])
}

test_upper_case_is_the_same_function if {
	not policies.off("pii", "input") with input as _service([{"handler": "SYSTEM.AI.Block_PII", "in_force": _both}])
}

test_a_function_that_is_not_known_leaves_it_open if {
	service := _service([{"handler": "main.ai.check", "type": "custom", "in_force": ["pre_call"]}])
	_keys(_off) == {["pii", "output"], ["safety", "output"]} with input as service
	_found("pii", "input") == {{
		"path": ["policies", "list", 0, "handler"],
		"message": concat("", [
			"what service policy `filter` filters is not known: ",
			"say it in params.policy_kinds for `main.ai.check`",
		]),
	}} with input as service
}

test_a_judge_and_a_new_function_leave_it_open if {
	every handler in ["system.ai.invoke_llm_judge", "system.ai.block_something_new"] {
		_keys(_open) == _all with input as _service([{"handler": handler, "in_force": _both}])
		_off == {} with input as _service([{"handler": handler, "in_force": _both}])
	}
}

test_a_type_that_is_not_known_leaves_it_open if {
	_keys(_open) == _all with input as _service([{"type": "other", "in_force": _both}])
}

test_one_that_is_known_decides_beside_one_that_is_not if {
	service := _service([{"handler": "main.ai.check", "in_force": _both}, {"in_force": _both}])
	_keys(_open) == {["safety", "input"], ["safety", "output"]} with input as service
	_off == {} with input as service
}

test_the_configuration_says_what_a_function_filters if {
	every written in ["main.ai.check", "functions/main.ai.check", "Functions/Main.AI.Check"] {
		service := _told([{"handler": "main.ai.check", "in_force": _both}], {written: ["pii"]})
		_keys(_off) == {["safety", "input"], ["safety", "output"]} with input as service
		_open == {} with input as service
	}
}

test_the_configuration_says_that_a_function_filters_neither if {
	_keys(_off) == _all with input as _told([{"handler": "main.ai.check", "in_force": _both}], {"main.ai.check": []})
}

test_what_is_not_known_of_a_policy_leaves_open_what_it_may_filter if {
	service := _service([{"unsure": "a service policy does not say"}])
	_found("pii", "input") == {{
		"path": ["policies", "list", 0, "unsure"],
		"message": "a service policy does not say",
	}} with input as service
	_keys(_off) == {["safety", "input"], ["safety", "output"]} with input as service
}

test_a_policy_of_which_nothing_is_known_leaves_all_open if {
	_keys(_open) == _all with input as _service([{"handler": "", "unsure": "`${var.policy}` is not resolved"}])
}

test_policies_that_are_not_shown_leave_all_open if {
	service := fixture.with_subject({"kind": "model_service", "policies": {"seen": false, "reason": "not shown"}})
	_off == {} with input as service
	_keys(_open) == _all with input as service
	_found("pii", "input") == {{"path": ["policies"], "message": "not shown"}} with input as service
}

test_other_kinds_are_not_asked if {
	every kind in ["endpoint", "mcp_service", "provider_service"] {
		_off == {} with input as fixture.with_subject({"kind": kind})
		_open == {} with input as fixture.with_subject({"kind": kind, "policies": {"seen": false, "reason": "not shown"}})
	}
}
