package engine

import "github.com/gwlint/gwlint/internal/rego"

// modelFields is what package rego is told of the model: this is the one place
// of the engine where its fields are named.
var modelFields = rego.Fields{
	Identity: []string{
		"id", "kind", "name", "form", "hosting", "task", "provided", "declared", "measured", "closed", "sections", "text", "role", "binding",
	},
	WorkspaceIdentity: [][]string{{"id"}, {"kind"}, {"name"}, {"form"}, {"hosting"}, {"provided"}},
	Facts:             []string{"state", "workspace"},
	FactLists:         []string{"workspace.warehouses"}, // a test holds them to the schema
	PerSubject: []string{
		"id", "name", "destinations", "destinations.name", "destinations.version", "routes", "routes.name",
		"inference_table.prefix", "inference_table.prefix_written", "inference_table.table",
		"legacy.auto_capture_prefix", "deployment.name", "mcp.connection", "binding",
	},
	LowCardinality: []string{"kind", "form", "hosting", "task", "role", "guardrails.input.pii", "guardrails.output.pii", "traffic.unserved", "traffic.unshared", "limit_counts.groups", "limit_counts.repeated"},
	Numbers:        []string{"rate_limits.calls", "rate_limits.tokens"},
	LiveOnly:       "evidence",
	Sparse:         "text",
}
