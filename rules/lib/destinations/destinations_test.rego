package rules.lib.destinations_test

import data.rules.lib.destinations
import data.rules.lib.fixture

_with(patches) := fixture.with_subject({"destinations": [fixture.destination(patch) | some patch in patches]})

test_names_are_compared_without_the_schema_of_databricks if {
	names := destinations.names with input as _with([
		{"entity": "system.ai.claude_sonnet_4"},
		{"entity": "databricks-claude-sonnet-4"},
	])
	names == {0: "claude_sonnet_4", 1: "databricks-claude-sonnet-4"}
}

test_a_schema_of_that_name_elsewhere_stays if {
	destinations.names == {0: "main.system.ai.chat"} with input as _with([{"entity": "main.system.ai.chat"}])
}

test_models_of_other_providers_are_left_out_and_the_rest_keep_their_place if {
	names := destinations.names with input as _with([
		{"entity": "gpt-4o", "provider": "openai"},
		{"entity": "databricks-gpt-oss-120b", "provider": "databricks-model-serving"},
	])
	names == {1: "databricks-gpt-oss-120b"}
}

test_nothing_is_named_without_destinations if {
	destinations.names == {} with input as _with([])
}

test_every_hosting_but_agents_serves_a_role if {
	hostings := {hosting |
		some hosting in ["external", "foundation", "provisioned", "custom", "agent", "unknown"]
		destinations.serve_a_role with input as fixture.with_subject({"hosting": hosting})
	}
	hostings == {"external", "foundation", "provisioned", "custom", "unknown"}
}

test_a_gateway_without_a_role_serves_none if {
	not destinations.serve_a_role with input as fixture.with_subject({"role": ""})
}

test_a_put_body_may_serve_one if {
	destinations.serve_a_role with input as fixture.with_subject({"form": "put"})
}

test_embeddings_serve_no_role if {
	not destinations.serve_a_role with input as fixture.with_subject({"task": "llm/v1/embeddings"})
	destinations.serve_a_role with input as fixture.with_subject({"task": ""})
}
