package rules.entities.entity_not_audited_test

import data.rules.entities.entity_not_audited as rule
import data.rules.lib.fixture

_serving(patches) := fixture.with_subject({"destinations": [fixture.destination(patch) | some patch in patches]})

_finding(i, name) := {
	"path": ["destinations", i, "entity"],
	"message": sprintf("`%v` of {subject} has no entry in the audit of endpoints", [name]),
}

test_silent_when_every_entity_is_audited if {
	rule.applies with input as fixture.with_subject({})
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_found_for_each_entity_that_is_not if {
	rule.findings == {_finding(1, "databricks-gpt-5"), _finding(2, "main.ml.churn")} with input as _serving([
		{"entity": "claude_sonnet_4"},
		{"entity": "system.ai.databricks-gpt-5", "version": "1"},
		{"entity": "main.ml.churn"},
	])
}

test_found_in_an_empty_audit if {
	around := {"state": {"audit": {}}}
	found := rule.findings with input as fixture.with_context({}, around)
	found == {_finding(0, "claude_sonnet_4"), _finding(1, "llama_v3_3_70b_instruct")}
}

test_an_entry_without_probes_is_an_entry if {
	around := {"state": {"audit": {"claude_sonnet_4": {"probes": {}, "audited_at": "", "open": []}}}}
	subject := {"destinations": [fixture.destination({"entity": "system.ai.claude_sonnet_4"})]}
	rule.findings == set() with input as fixture.with_context(subject, around)
}

test_part_of_a_name_is_another_name if {
	rule.findings == {_finding(0, "claude_sonnet")} with input as _serving([{"entity": "system.ai.claude_sonnet"}])
}

test_a_model_of_another_provider_is_left_out if {
	served := [{"entity": "claude_sonnet_4"}, {"entity": "gpt-4o", "provider": "openai"}]
	rule.findings == set() with input as _serving(served)
	not rule.moot with input as _serving(served)
}

test_an_external_model_that_is_an_endpoint_is_found_by_its_name if {
	rule.findings == {_finding(0, "databricks-gpt-5")} with input as _serving([{
		"entity": "databricks-gpt-5",
		"provider": "databricks-model-serving",
	}])
}

test_moot_when_all_models_are_of_other_providers if {
	rule.moot with input as _serving([{"entity": "gpt-4o", "provider": "openai"}])
	rule.moot with input as _serving([])
}

test_undecided_when_an_entity_is_not_written if {
	rule.findings == set() with input as _serving([{"name": "primary"}])
	rule.undecided == {{
		"path": ["destinations", 0],
		"message": "the destination names no entity",
	}} with input as _serving([{"name": "primary"}])
}

test_applies_to_gateways_with_a_role if {
	not rule.applies with input as fixture.with_subject({"role": ""})
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
	rule.applies with input as fixture.with_subject({"form": "put"})
	rule.applies with input as fixture.with_subject({"hosting": "custom"})
	rule.applies with input as fixture.with_subject({"kind": "model_service"})
}
