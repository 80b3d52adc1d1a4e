package fakeworkspace

// payloads are the inference tables of the demo that are there: that of
// churn-model has never been made.
var payloads = []string{
	"main.chat_audit.chat_gateway_payload", "main.support_audit.support__payload",
	"main.llama_audit.llama_gateway_payload", "main.ai_audit.chat_payload",
}

func (w *Workspace) demoCatalog() {
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
