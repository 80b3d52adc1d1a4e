package fakeworkspace

// Who uses the demo's gateways: the service principals of its two apps, and the
// group that watches over them.
const (
	ChatApp    = "11111111-2222-4333-8444-555555555555"
	NotesApp   = "66666666-7777-4888-8999-000000000000"
	Operations = "gateway-operations"
)

// Demo returns a small workspace as one finds them: one gateway as it should
// be, others with the usual mistakes, and secrets where they do not belong.
func Demo() *Workspace {
	w := New()
	w.demoEndpoints()
	w.demoServices()
	w.demoCatalog()
	w.demoSQL()
	w.demoApps()
	return w
}

func (w *Workspace) demoEndpoints() {
	chat := External("chat-gateway", Entity("gpt", "openai", "gpt-4o-mini"), Entity("claude", "anthropic", "claude-3-5-haiku"))
	chat["ai_gateway"] = Gateway("main.chat_audit", "chat_gateway")
	chat["description"] = "Chat for everybody. Test it with the token " + w.plant("databricks")

	support := External("support-gateway", Entity("gpt", "openai", "gpt-4o"), Entity("command", "cohere", "command-r"))
	gateway := Gateway("main.support_audit", "support_")
	gateway["rate_limits"] = []any{Object{"key": "endpoint", "calls": 300, "renewal_period": "minute"}}
	support["ai_gateway"] = gateway
	support["tags"] = []any{Object{"key": "team", "value": "support"}, Object{"key": "key", "value": w.plant("openai")}}

	churn := Custom("churn-model", "main.ml.churn", Object{
		"OPENAI_API_KEY": w.plant("openai"), "LOG_LEVEL": "info", "FEATURE_STORE": "{{secrets/ml/features}}",
	})
	churn["ai_gateway"] = Object{
		"usage_tracking_config":  Object{"enabled": true},
		"inference_table_config": Object{"catalog_name": "main", "schema_name": "churn_audit", "table_name_prefix": "churn", "enabled": true},
	}

	llama := External("llama-gateway", Fronting("llama", "llama-raw"), Fronting("standby", "databricks-claude-sonnet-4"))
	llama["ai_gateway"] = Gateway("main.llama_audit", "llama_gateway")

	raw := Provisioned("llama-raw", "system.ai.llama_v3_2_3b_instruct")
	raw["description"] = "Behind llama-gateway. key: " + w.plant("aws")

	w.Endpoints = []Object{
		Provided("databricks-meta-llama-3-3-70b-instruct", "Meta Llama 3.3 70B Instruct"), support, chat, raw,
		Provided("databricks-claude-sonnet-4", "Claude Sonnet 4"), llama, churn,
	}
	for _, name := range []string{"chat-gateway", "support-gateway", "churn-model", "llama-gateway", "llama-raw"} {
		w.Allow("serving-endpoints", ID(name), "user_name", "ana@example.com", "CAN_MANAGE")
		w.Allow("serving-endpoints", ID(name), "group_name", "users", "CAN_QUERY")
	}
	w.Allow("serving-endpoints", ID("support-gateway"), "group_name", "account users", "CAN_MANAGE")
	w.Allow("serving-endpoints", ID("chat-gateway"), "service_principal_name", ChatApp, "CAN_QUERY")
	w.Allow("serving-endpoints", ID("llama-raw"), "service_principal_name", NotesApp, "CAN_QUERY")
}
