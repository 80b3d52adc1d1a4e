package fakeworkspace

import (
	"fmt"
	"math/rand/v2"
)

// Generate returns a workspace with n endpoints, the same for the same seed, to
// measure with. About a third has a mistake; the inference tables of all lie in
// 53 schemas, and one app in a hundred endpoints uses them.
func Generate(n int, seed uint64) *Workspace {
	random := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // not for secrets, and it must be repeatable
	w := New()
	w.demoSQL()
	w.AddTable("system.serving.endpoint_usage", "System user")
	w.AddTable("system.ai_gateway.usage", "System user")
	w.SystemSchemas = []Object{{"schema": "serving", "state": "ENABLE_COMPLETED"}, {"schema": "ai_gateway", "state": "MANAGED"}}
	for i := range n {
		w.Endpoints = append(w.Endpoints, w.generated(i, random.IntN(9)))
		if i%100 == 0 {
			name := fmt.Sprintf("app-%04d", i/100)
			w.Apps = append(w.Apps, app(name, ChatApp, generatedName(i), []any{Object{"name": "ENDPOINT", "value": generatedName(i)}}))
		}
	}
	return w
}

// generated is the i-th endpoint, with one of the mistakes 0 to 2 or with none.
func (w *Workspace) generated(i, mistake int) Object {
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
		made["description"] = "Owned by team " + w.Secret(planted("databricks", i/10))
	}
	table := schema + "." + prefix + "_payload"
	w.AddTable(table, "platform")
	w.Grant("table", table, ChatApp, "SELECT", "MODIFY")
	w.Allow("serving-endpoints", ID(name), "group_name", "users", "CAN_QUERY")
	return made
}

func generatedName(i int) string { return fmt.Sprintf("team%02d-gateway-%06d", i%97, i) }
