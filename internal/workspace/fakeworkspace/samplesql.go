package fakeworkspace

import "slices"

func (w *Workspace) demoSQL() {
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
			Contains: "system.ai_gateway.usage", Columns: usageColumns, Pending: 1,
			Rows: [][]any{
				{"main.ai.chat", "1788220800", "58213", "120", "7", "58300", "true"},
				{"main.ai.drafts", "1788220800", "2", "0", "2", "2", "true"},
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
