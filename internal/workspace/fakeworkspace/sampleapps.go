package fakeworkspace

// demoApps adds an app that calls a gateway and one that calls past one.
func (w *Workspace) demoApps() {
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
	})
	notes["description"] = "Takes notes. Jira token: " + w.plant("github")
	w.Apps = []Object{notes, chat}
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
