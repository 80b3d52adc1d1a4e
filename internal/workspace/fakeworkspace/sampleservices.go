package fakeworkspace

// demoServices adds one service of each kind as it is often found, and a model
// service as it should be.
func (w *Workspace) demoServices() {
	chat := service("model-services/main.ai.chat", Object{
		"inference_table": Object{
			"parent": "schemas/main.ai_audit", "table_name_prefix": "chat", "table": "tables/main.ai_audit.chat_payload", "is_deleted": false,
		},
		"rate_limits": []any{
			Object{"key": "RATE_LIMIT_KEY_SERVICE", "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE", "requests": "600"},
			Object{"key": "RATE_LIMIT_KEY_USER_DEFAULT", "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE", "requests": "60"},
			Object{
				"key": "RATE_LIMIT_KEY_SERVICE_PRINCIPAL", "principal": ChatApp,
				"renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_HOUR", "tokens": "500000",
			},
		},
		"routing": Object{
			"destinations": []any{external("gpt", 100)},
			"fallback":     Object{"destinations": []any{payPerToken("claude")}},
		},
	})
	chat["supported_api_types"] = []any{"openai/v1/chat/completions"}

	drafts := service("model-services/main.ai.drafts", Object{
		"inference_table": Object{
			"parent": "schemas/main.ai_audit", "table_name_prefix": "drafts", "table": "tables/main.ai_audit.drafts_payload", "is_deleted": true,
		},
		"routing": Object{"destinations": []any{external("gpt", 0)}},
	})
	drafts["comment"] = "Drafts, to be removed. curl -H 'Authorization: Bearer " + w.plant("jwt") + "'"
	w.ModelServices = []Object{drafts, chat}

	tickets := service("mcp-services/main.ai.tickets", Object{
		"include_tool_selectors": []any{},
		"rate_limits":            []any{Object{"key": "RATE_LIMIT_KEY_SERVICE", "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE", "requests": 100}},
		"source_connection": Object{
			"name": "connections/main.ai.tickets", "is_deleted": true,
			"options": Object{"host": "https://tickets.example.com", "bearer_token": w.plant("github")},
		},
	})
	w.MCPServices = []Object{tickets}

	openai := service("model-provider-services/main.ai.openai", Object{
		"provider_type":     "EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI",
		"openai":            Object{"direct": Object{"api_key": Object{}}}, // what is left of a secret
		"allow_all_targets": true, "forward_headers": false, "forward_query_parameters": false, "forward_unmanaged_paths": false,
		"targets": []any{Object{"model": "gpt-5", "native_api_types": []any{"openai/v1/chat/completions"}}},
	})
	w.ProviderServices = []Object{openai}

	w.Grant("model_service", "main.ai.chat", ChatApp, "EXECUTE")
	w.Grant("model_service", "main.ai.chat", "platform", "MANAGE")
	w.GrantInherited("model_service", "main.ai.drafts", "account users", "SCHEMA", "main.ai", "EXECUTE")
	w.Grant("mcp_service", "main.ai.tickets", "account users", "EXECUTE")
	w.Grant("model_provider_service", "main.ai.openai", "account users", "EXECUTE")
}

func service(name string, config Object) Object {
	return Object{
		"name": name, "comment": "", "create_time": "2026-08-12T09:00:00Z", "created_by": "ana@example.com",
		"update_time": "2026-09-01T09:00:00Z", "updated_by": "ana@example.com", "effective_owner": "platform",
		"etag": "AAAAAAAAAAE=", "metastore_id": "5f1c2a3b-0000-4000-8000-000000000001", "config": config,
	}
}

// external is a destination at the provider service of the demo.
func external(name string, share int) Object {
	destination := Object{
		"name": name, "destination_type": "DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL", "is_deleted": false,
		"external_model_config": Object{
			"model_provider_service": "model-provider-services/main.ai.openai",
			"target":                 Object{"model": "gpt-5", "native_api_types": []any{"openai/v1/chat/completions"}},
		},
	}
	if share > 0 {
		destination["traffic_percentage"] = share
	}
	return destination
}

func payPerToken(name string) Object {
	return Object{
		"name": name, "destination_type": "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL", "is_deleted": false,
		"pay_per_token_config": Object{"model": "models/system.ai.claude-sonnet-4"},
	}
}
