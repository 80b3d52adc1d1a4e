package rules.lib.support_test

import data.rules.lib.fixture
import data.rules.lib.support

_features := {"usage_tracking", "inference_table", "rate_limits", "guardrails", "traffic", "fallback"}

test_models_of_a_provider_support_everything if {
	every hosting in ["external", "unknown"] {
		every feature in _features {
			support.has(feature) with input as fixture.with_subject({"hosting": hosting})
		}
	}
}

test_models_of_databricks_have_no_fallback if {
	every hosting in ["foundation", "provisioned"] {
		supported := {feature |
			some feature in _features
			support.has(feature) with input as fixture.with_subject({"hosting": hosting})
		}
		supported == _features - {"fallback"}
	}
}

test_custom_models_have_no_guardrails_and_no_fallback if {
	supported := {feature |
		some feature in _features
		support.has(feature) with input as fixture.with_subject({"hosting": "custom"})
	}
	supported == _features - {"guardrails", "fallback"}
}

test_agents_have_an_inference_table_only if {
	supported := {feature |
		some feature in _features
		support.has(feature) with input as fixture.with_subject({"hosting": "agent"})
	}
	supported == {"inference_table", "traffic"}
}

test_chat_has_output_guardrails if {
	support.has_output_guardrails with input as fixture.with_subject({"task": "llm/v1/chat"})
}

test_a_task_that_is_not_written_has_output_guardrails if {
	support.has_output_guardrails with input as fixture.with_subject({"task": ""})
}

test_embeddings_have_no_output_guardrails if {
	not support.has_output_guardrails with input as fixture.with_subject({"task": "llm/v1/embeddings"})
}

test_custom_models_have_no_output_guardrails if {
	not support.has_output_guardrails with input as fixture.with_subject({"hosting": "custom"})
}

test_services_have_what_their_kind_has if {
	supported := {kind: features |
		some kind in ["model_service", "mcp_service", "provider_service"]
		features := {feature |
			some feature in _features
			support.has(feature) with input as fixture.with_subject({"kind": kind})
		}
	}
	supported == {
		"model_service": _features - {"usage_tracking"},
		"mcp_service": {"rate_limits"},
		"provider_service": {"rate_limits"},
	}
}

test_the_hosting_of_a_service_changes_nothing if {
	service := fixture.with_subject({"kind": "mcp_service", "hosting": "agent"})

	support.has("rate_limits") with input as service
	not support.has("inference_table") with input as service
}

_put(patch) := fixture.with_subject(object.union(
	{"form": "put", "hosting": "unknown", "sections": {"guardrails": false}},
	patch,
))

test_a_put_body_without_guardrails_may_belong_to_anything if {
	support.guardrails_unsure with input as _put({})
}

test_guardrails_that_are_written_are_judged if {
	not support.guardrails_unsure with input as _put({"sections": {"guardrails": true}})
}

test_other_forms_show_their_endpoint if {
	every form in ["create", "get", "list", "bundle", "terraform"] {
		not support.guardrails_unsure with input as _put({"form": form})
	}
}

test_an_endpoint_that_is_shown_is_sure if {
	every hosting in ["external", "foundation", "provisioned", "custom", "agent"] {
		not support.guardrails_unsure with input as _put({"hosting": hosting})
	}
}
