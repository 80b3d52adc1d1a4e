package rules.entities.primary_not_bound_test

import data.rules.entities.primary_not_bound as rule
import data.rules.lib.fixture

_serving(patches) := fixture.with_subject({"destinations": [fixture.destination(patch) | some patch in patches]})

_bound(binding) := fixture.with_context({}, {"state": {"roles": {"agent_chat": fixture.binding(binding)}}})

_finding(i, names) := {{
	"path": ["destinations", i, "entity"],
	"message": sprintf(
		"the primary destination of {subject} is `%v`, but the role `agent_chat` is bound to `claude_sonnet_4`",
		[names],
	),
	"also": [{"path": ["state", "roles", "agent_chat", "endpoint"], "label": "the role is bound here"}],
}}

test_silent_when_the_role_is_bound_to_it if {
	rule.applies with input as fixture.with_subject({})
	not rule.moot with input as fixture.with_subject({})
	rule.findings == set() with input as fixture.with_subject({})
	rule.undecided == set() with input as fixture.with_subject({})
}

test_found_when_the_role_is_bound_to_the_standby if {
	rule.findings == _finding(0, "databricks-gpt-5") with input as _serving([
		{"entity": "databricks-gpt-5", "share": 100},
		{"entity": "system.ai.claude_sonnet_4", "share": 0, "standby": true},
	])
}

test_found_when_the_role_is_bound_to_the_smaller_share if {
	rule.findings == _finding(1, "databricks-gpt-5") with input as _serving([
		{"entity": "claude_sonnet_4", "share": 49},
		{"entity": "databricks-gpt-5", "share": 51},
	])
}

test_silent_when_the_role_is_bound_to_one_of_equal_shares if {
	rule.findings == set() with input as _serving([
		{"entity": "databricks-gpt-5", "share": 50},
		{"entity": "claude_sonnet_4", "share": 50},
	])
}

test_found_once_when_it_is_bound_to_none_of_equal_shares if {
	rule.findings == _finding(0, "databricks-gpt-5`, `databricks-gpt-5-mini") with input as _serving([
		{"entity": "databricks-gpt-5-mini", "share": 50},
		{"entity": "databricks-gpt-5", "share": 50},
	])
}

test_found_for_a_single_destination_without_a_route if {
	rule.findings == _finding(0, "databricks-gpt-5") with input as _serving([{"entity": "databricks-gpt-5"}])
}

test_silent_for_a_single_destination_without_a_route if {
	rule.findings == set() with input as _serving([{"entity": "system.ai.claude_sonnet_4", "version": "1"}])
}

test_an_entity_without_a_route_is_not_primary_beside_one_with if {
	rule.findings == set() with input as _serving([
		{"entity": "databricks-gpt-5"},
		{"entity": "claude_sonnet_4", "share": 100},
	])
}

test_moot_when_the_primary_is_of_another_provider if {
	rule.moot with input as _serving([
		{"entity": "gpt-4o", "provider": "openai", "share": 60},
		{"entity": "databricks-gpt-5", "share": 40},
	])
}

test_moot_when_nothing_gets_traffic_of_its_own if {
	rule.moot with input as _serving([])
	rule.moot with input as _serving([{"entity": "claude_sonnet_4", "share": 0, "standby": true}])
}

test_an_endpoint_of_a_workspace_is_known_by_the_name_of_the_external_model if {
	provider := "databricks-model-serving"
	rule.findings == set() with input as _serving([{"entity": "claude_sonnet_4", "provider": provider}])
	rule.findings == _finding(0, "databricks-gpt-5") with input as _serving([{
		"entity": "databricks-gpt-5",
		"provider": provider,
	}])
}

test_undecided_while_the_role_is_not_bound if {
	open := {{"path": ["destinations"], "message": "role `agent_chat` is not bound yet"}}
	every binding in [{"endpoint": "", "pending": true}, {"endpoint": ""}] {
		rule.findings == set() with input as _bound(binding)
		rule.undecided == open with input as _bound(binding)
	}
}

test_undecided_when_the_state_file_does_not_have_the_role if {
	around := fixture.with_context({}, {"state": {"roles": {}}})
	rule.findings == set() with input as around
	rule.undecided == {{
		"path": ["destinations"],
		"message": "the state file has no role `agent_chat`",
	}} with input as around
}

test_undecided_when_the_primary_names_no_entity if {
	rule.findings == set() with input as _serving([{"name": "primary"}])
	rule.undecided == {{
		"path": ["destinations", 0],
		"message": "the primary destination names no entity",
	}} with input as _serving([{"name": "primary"}])
}

test_silent_when_another_primary_is_the_one if {
	rule.undecided == set() with input as _serving([{"entity": "claude_sonnet_4"}, {"name": "second"}])
}

test_applies_to_gateways_with_a_role if {
	not rule.applies with input as fixture.with_subject({"role": ""})
	not rule.applies with input as fixture.with_subject({"hosting": "agent"})
	rule.applies with input as fixture.with_subject({"form": "put"})
}
