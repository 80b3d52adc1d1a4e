package fakeworkspace

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

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
	demoEndpoints(w)
	demoServices(w)
	demoCatalog(w)
	demoSQL(w)
	demoApps(w)
	return w
}

func demoEndpoints(w *Workspace) {
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

// payloads are the inference tables of the demo that are there: that of
// churn-model has never been made.
var payloads = []string{
	"main.chat_audit.chat_gateway_payload", "main.support_audit.support__payload",
	"main.llama_audit.llama_gateway_payload", "main.ai_audit.chat_payload",
}

func demoCatalog(w *Workspace) {
	for _, schema := range []string{"main.ai", "main.ml", "main.churn_audit", "system.ai", "system.access"} {
		w.AddSchema(schema)
	}
	for _, name := range payloads {
		w.AddTable(name, "platform")["comment"] = "Requests and answers of a gateway"
		w.Grant("table", name, Operations, "SELECT")
		w.GrantInherited("table", name, "platform", "CATALOG", "main", "ALL_PRIVILEGES")
	}
	annotations := w.AddTable("main.chat_audit.chat_gateway_annotations", "platform")
	annotations["properties"] = Object{"delta.lastUpdateVersion": "12", "export.key": w.plant("google")}
	annotations["comment"] = "Read with " + w.plant("databricks")

	w.Grant("table", payloads[0], ChatApp, "SELECT", "MODIFY")
	w.Grant("table", payloads[3], ChatApp, "SELECT")
	w.Grant("table", payloads[1], "account users", "SELECT")
	w.Grant("table", payloads[2], NotesApp, "ALL_PRIVILEGES")

	for _, name := range []string{"system.serving.endpoint_usage", "system.serving.served_entities", "system.ai_gateway.usage"} {
		w.AddTable(name, "System user")
	}
	w.Grant("table", "system.serving.endpoint_usage", Operations, "SELECT")
	w.Grant("table", "system.ai_gateway.usage", Operations, "SELECT")

	w.SystemSchemas = []Object{
		{"schema": "access", "state": "ENABLE_COMPLETED"},
		{"schema": "billing", "state": "AVAILABLE"},
		{"schema": "ai_gateway", "state": "MANAGED"},
		{"schema": "serving", "state": "ENABLE_COMPLETED"},
	}
}

// demoServices adds one service of each kind as it is often found, and a model
// service as it should be.
func demoServices(w *Workspace) {
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
			"fallback":     Object{"destinations": []any{payPerToken("claude", "claude-sonnet-4")}},
		},
		"service_policies": []any{
			policy("personal-data", "detect_sensitive_data", Object{"phases": "pre_call,post_call", "action": "transform", "dry_run": "false"}),
			policy("unsafe", "block_unsafe_content", Object{"phases": "pre_call,post_call", "dry_run": "true"}),
		},
	})
	chat["supported_api_types"] = []any{"openai/v1/chat/completions"}

	drafts := service("model-services/main.ai.drafts", Object{
		"inference_table": Object{
			"parent": "schemas/main.ai_audit", "table_name_prefix": "drafts", "table": "tables/main.ai_audit.drafts_payload", "is_deleted": true,
		},
		"routing": Object{
			"destinations": []any{external("gpt", 0)},
			"fallback":     Object{"destinations": []any{payPerToken("oss", "gpt-oss-20b")}},
		},
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
	w.GrantInherited("function", "system.ai.claude-sonnet-4", "account users", "SCHEMA", "system.ai", "EXECUTE")
	w.Grant("function", "system.ai.gpt-oss-20b", "bob@example.com", "EXECUTE") // and not the owner of drafts
}

func service(name string, config Object) Object {
	return Object{
		"name": name, "comment": "", "create_time": "2026-08-12T09:00:00Z", "created_by": "ana@example.com",
		"update_time": "2026-09-01T09:00:00Z", "updated_by": "ana@example.com", "effective_owner": "platform",
		"etag": "AAAAAAAAAAE=", "metastore_id": "5f1c2a3b-0000-4000-8000-000000000001", "config": config,
	}
}

// policy is a service policy with a function of the platform.
func policy(name, function string, options Object) Object {
	return Object{
		"name": name, "policy_type": "POLICY_TYPE_BUILTIN", "handler": "system.ai." + function, "rank": 0, "options": options,
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

func payPerToken(name, model string) Object {
	return Object{
		"name": name, "destination_type": "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL", "is_deleted": false,
		"pay_per_token_config": Object{"model": "models/system.ai." + model},
	}
}

func demoSQL(w *Workspace) {
	w.Warehouses = []Object{
		warehouse("a1b2c3d4e5f60718", "Operations"),
		warehouse("b2c3d4e5f6071829", "Analysts"),
	}
	w.Allow("warehouses", "a1b2c3d4e5f60718", "group_name", Operations, "CAN_USE")
	w.Allow("warehouses", "a1b2c3d4e5f60718", "user_name", "ana@example.com", "IS_OWNER")
	w.Allow("warehouses", "b2c3d4e5f6071829", "group_name", "analysts", "CAN_USE")

	errors := alert("0a1b2c3d-0000-4000-8000-00000000000a", "Gateway errors",
		"SELECT count(*) AS n FROM system.serving.endpoint_usage WHERE status_code >= 429 AND request_time > now() - INTERVAL 1 HOUR", "UNPAUSED")
	errors["custom_description"] = "Calls the pager with " + w.plant("openai")
	services := alert("0a1b2c3d-0000-4000-8000-00000000000b", "Service errors",
		"SELECT count(*) AS n FROM `system`.`ai_gateway`.`usage` WHERE status_code >= 500 -- password: "+w.plant("github"), "PAUSED")
	sales := alert("0a1b2c3d-0000-4000-8000-00000000000c", "Sales dropped", "SELECT sum(amount) AS n FROM main.sales.orders", "UNPAUSED")
	w.Alerts = Alerts{Generation: AlertsV2, Items: []Object{services, errors, sales}}

	w.Statements = []Statement{
		{
			Contains: "system.serving.endpoint_usage", Columns: slices.Concat(usageColumns, []string{"identified"}), Pending: 1, ChunkRows: 2,
			Rows: [][]any{
				{"chat-gateway", "1788220800", "120400", "310", "12", "120650", "true", "120400"},
				{"support-gateway", "1788220800", "310", "0", "0", "311", "true", "4"},
				{"llama-gateway", "1788220800", "4200", "0", "3", "4207", "true", "4200"},
				{"llama-raw", "1788220800", "9100", "0", "3", "9140", "true", "4200"}, // more than its gateway has sent
				{"churn-model", "1790640000", "880", "0", "0", "880", "false", "0"},
			},
		},
		{
			Contains: "system.ai_gateway.usage", Pending: 1,
			Columns: slices.Concat(usageColumns, []string{"judging", "guardrail_seconds", "recent", "guarded"}),
			Rows: [][]any{
				{"databricks-gpt-oss-20b", nil, "0", "0", "0", "16980", "true", "16980", "86400", "0", "0"}, // only guardrails call it
				{"main.ai.chat", "1788220800", "58213", "120", "7", "58300", "true", "0", "86400", "8490", "8490"},
				{"main.ai.drafts", "1788220800", "2", "0", "2", "2", "true", "0", "86400", "1", "0"},
			},
		},
	}
}

// usageColumns are those that a question for usage is answered with. Times are
// seconds since 1970, as text.
var usageColumns = []string{"name", "first_request", "requests", "refused", "failed", "around", "whole"}

func warehouse(id, name string) Object {
	return Object{
		"id": id, "name": name, "state": "STOPPED", "cluster_size": "2X-Small", "warehouse_type": "PRO",
		"enable_serverless_compute": true, "auto_stop_mins": 10, "creator_name": "ana@example.com", "num_clusters": 0,
	}
}

func alert(id, name, query, pause string) Object {
	return Object{
		"id": id, "display_name": name, "query_text": query, "warehouse_id": "a1b2c3d4e5f60718", "lifecycle_state": "ACTIVE",
		"create_time": "2026-08-12T09:00:00Z", "update_time": "2026-08-12T09:00:00Z", "owner_user_name": "ana@example.com",
		"parent_path": "/Workspace/Shared", "run_as_user_name": "ana@example.com",
		"effective_run_as": Object{"user_name": "ana@example.com"}, "parameters": []any{},
		"schedule": Object{"quartz_cron_schedule": "0 0 * * * ?", "timezone_id": "UTC", "pause_status": pause},
		"evaluation": Object{
			"comparison_operator": "GREATER_THAN", "empty_result_state": "UNKNOWN", "state": "OK", "last_evaluated_at": "2026-10-01T09:00:00Z",
			"source": Object{"name": "n", "aggregation": "MAX"}, "threshold": Object{"value": Object{"double_value": 0}},
			"notification": Object{"notify_on_ok": false, "retrigger_seconds": 3600, "subscriptions": []any{Object{"user_email": "oncall@example.com"}}},
		},
	}
}

// demoApps adds an app that calls a gateway and one that calls past one.
func demoApps(w *Workspace) {
	chat := app("chat-app", ChatApp, "chat-gateway", []any{
		Object{"name": "SERVING_ENDPOINT", "value_from": "llm"},
		Object{"name": "FALLBACK_ENDPOINT", "value": "chat-gateway"},
		Object{"name": "LOG_LEVEL", "value": "info"},
		Object{"name": "SESSION_SECRET", "value": w.plant("password")},
	})
	notes := app("notes-app", NotesApp, "llama-raw", []any{
		Object{"name": "MODEL_ENDPOINT", "value": "llama-raw"},
		Object{"name": "DATABRICKS_TOKEN", "value": w.plant("databricks")},
		Object{"name": "WAREHOUSE_ID", "value": "b2c3d4e5f6071829"},
		Object{"name": "SUMMARY_URL", "value": Self + "/serving-endpoints/databricks-claude-sonnet-4/invocations"},
	})
	notes["description"] = "Takes notes. Jira token: " + w.plant("github")
	w.Apps = []Object{notes, chat, serviceApp()}
}

// serviceApp is an app that is bound to a model service, as the app of the first
// service's caller is, and to another object of Unity Catalog.
func serviceApp() Object {
	desk := app("service-app", ChatApp, "", []any{Object{"name": "MODEL", "value_from": "model"}})
	securable := func(kind, name, permission string) Object {
		return Object{"securable_type": kind, "securable_full_name": name, "permission": permission}
	}
	desk["resources"] = []any{
		Object{"name": "files", "uc_securable": securable("VOLUME", "main.ai.files", "READ_VOLUME")},
		Object{"name": "model", "uc_securable": securable("MODEL_SERVICE", "main.ai.chat", "EXECUTE")},
	}
	return desk
}

func app(name, principal, endpoint string, variables []any) Object {
	return Object{
		"id": ID("app " + name), "name": name, "description": "", "creator": "ana@example.com", "updater": "ana@example.com",
		"create_time": "2026-08-12T09:00:00Z", "update_time": "2026-09-01T09:00:00Z", "url": "https://" + name + "-1234567890123456.example.com",
		"service_principal_client_id": principal, "service_principal_id": 70001, "service_principal_name": "app-" + name,
		"compute_status": Object{"state": "ACTIVE", "message": "App compute is running."},
		"app_status":     Object{"state": "RUNNING", "message": "App is running."},
		"resources": []any{
			Object{"name": "llm", "serving_endpoint": Object{"name": endpoint, "permission": "CAN_QUERY"}},
			Object{"name": "warehouse", "sql_warehouse": Object{"id": "b2c3d4e5f6071829", "permission": "CAN_USE"}},
			Object{"name": "session", "secret": Object{"scope": "apps", "key": name, "permission": "READ"}},
		},
		"active_deployment": Object{
			"deployment_id": "01f0aaaa00001000a000", "creator": "ana@example.com", "mode": "SNAPSHOT", "source_code_path": "/Workspace/Shared/" + name,
			"create_time": "2026-09-01T09:00:00Z", "update_time": "2026-09-01T09:05:00Z",
			"status": Object{"state": "SUCCEEDED", "message": "App started successfully"}, "env_vars": variables,
		},
	}
}

// Generate returns a workspace with n endpoints, the same for the same seed, to
// measure with. About a third has a mistake; the inference tables of all lie in
// 53 schemas, and one app in a hundred endpoints uses them.
func Generate(n int, seed uint64) *Workspace {
	random := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // not for secrets, and it must be repeatable
	w := New()
	demoSQL(w)
	w.AddTable("system.serving.endpoint_usage", "System user")
	w.AddTable("system.ai_gateway.usage", "System user")
	w.SystemSchemas = []Object{{"schema": "serving", "state": "ENABLE_COMPLETED"}, {"schema": "ai_gateway", "state": "MANAGED"}}
	for i := range n {
		w.Endpoints = append(w.Endpoints, generated(w, i, random.IntN(9)))
		if i%100 == 0 {
			name := fmt.Sprintf("app-%04d", i/100)
			w.Apps = append(w.Apps, app(name, ChatApp, generatedName(i), []any{Object{"name": "ENDPOINT", "value": generatedName(i)}}))
		}
	}
	return w
}

// generated is the i-th endpoint, with one of the mistakes 0 to 2 or with none.
func generated(w *Workspace, i, mistake int) Object {
	name := generatedName(i)
	schema, prefix := fmt.Sprintf("main.audit_%02d", i%53), fmt.Sprintf("gw_%06d", i)
	gateway := Gateway(schema, prefix)
	made := External(name, Entity("gpt", "openai", "gpt-4o-mini"), Entity("claude", "anthropic", "claude-3-5-haiku"))
	made["ai_gateway"] = gateway
	switch mistake {
	case 0:
		gateway["rate_limits"] = gateway["rate_limits"].([]any)[:1]
	case 1:
		gateway["guardrails"].(Object)["input"].(Object)["safety"] = false
	case 2:
		gateway["fallback_config"] = Object{"enabled": false}
	}
	if i%10 == 0 {
		made["description"] = "Owned by team " + w.Secret(secretOf("databricks", i/10))
	}
	table := schema + "." + prefix + "_payload"
	w.AddTable(table, "platform")
	w.Grant("table", table, ChatApp, "SELECT", "MODIFY")
	w.Allow("serving-endpoints", ID(name), "group_name", "users", "CAN_QUERY")
	return made
}

func generatedName(i int) string { return fmt.Sprintf("team%02d-gateway-%06d", i%97, i) }
