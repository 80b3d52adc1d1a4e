// Package corpus makes endpoints to measure with, in each form in which they can be
// written: any number, all different, some with mistakes, the same for the same seed.
// Only tests and benchmarks use it.
package corpus

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
)

// models are what the endpoints serve.
var models = []string{"databricks-claude-sonnet-4-6", "databricks-gpt-5-2", "databricks-meta-llama-3-3-70b-instruct"}

// mistakes are the ways in which a document may be wrong, each made in about
// one document of thirty.
var mistakes = []func(gateway map[string]any, i int){
	func(g map[string]any, _ int) { g["usage_tracking_config"] = object("enabled", false) },
	func(g map[string]any, _ int) { table(g)["enabled"] = false },
	func(g map[string]any, _ int) { table(g)["schema_name"] = "default" },
	func(g map[string]any, i int) { table(g)["table_name_prefix"] = fmt.Sprintf("gw%d_", i) },
	func(g map[string]any, _ int) { g["rate_limits"] = g["rate_limits"].([]any)[:1] },
	func(g map[string]any, _ int) { side(g, "input")["pii"] = object("behavior", "NONE") },
	func(g map[string]any, _ int) { side(g, "input")["safety"] = false },
	func(g map[string]any, _ int) { side(g, "output")["safety"] = false },
	func(g map[string]any, _ int) { g[unknownKey] = object("enabled", true) },
}

// unknownKey is a key that the API does not have, and the provider refuses.
const unknownKey = "usage_tracking"

// Endpoints returns n documents of about 1.6 KB, about three in ten of them
// with a mistake.
func Endpoints(n int, seed uint64) []map[string]any {
	random := rand.New(rand.NewPCG(seed, seed)) //nolint:gosec // not for secrets, and it must be repeatable
	list := make([]map[string]any, n)
	for i := range list {
		list[i] = endpoint(i)
		if random.IntN(10) < 3 {
			mistakes[random.IntN(len(mistakes))](list[i]["ai_gateway"].(map[string]any), i)
		}
	}
	return list
}

func endpoint(i int) map[string]any {
	primary, second := fmt.Sprintf("primary-%d", i), fmt.Sprintf("second-%d", i)
	return map[string]any{
		"name": Name(i),
		"ai_gateway": map[string]any{
			"usage_tracking_config": object("enabled", true),
			"inference_table_config": object("enabled", true, "catalog_name", "main",
				"schema_name", fmt.Sprintf("ops_%d", i%53), "table_name_prefix", fmt.Sprintf("gw%d", i)),
			"rate_limits": []any{
				object("key", "endpoint", "renewal_period", "minute", "calls", 100+i%900),
				object("key", "user", "renewal_period", "minute", "calls", 5+i%50),
			},
			"guardrails": object(
				"input", object("pii", object("behavior", "BLOCK"), "safety", true),
				"output", object("pii", object("behavior", "MASK"), "safety", true)),
		},
		"config": object(
			"served_entities", []any{entity(primary, i), entity(second, i+1)},
			"traffic_config", object("routes", []any{
				object("served_entity_name", primary, "traffic_percentage", 90),
				object("served_entity_name", second, "traffic_percentage", 10),
			})),
		"tags": []any{object("key", "team", "value", fmt.Sprintf("team%d", i%97))},
	}
}

func entity(name string, i int) map[string]any {
	return object("name", name, "entity_name", models[i%len(models)], "entity_version", "1",
		"workload_size", "Small", "scale_to_zero_enabled", true)
}

// Name is the name of the i-th endpoint.
func Name(i int) string { return fmt.Sprintf("team%d-gateway-%06d", i%97, i) }

// Indented is a document as people write it.
func Indented(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		panic(err) // maps, lists, strings and numbers always encode
	}
	return b.Bytes()
}

func object(pairs ...any) map[string]any {
	m := map[string]any{}
	for pair := range slices.Chunk(pairs, 2) {
		m[pair[0].(string)] = pair[1]
	}
	return m
}

func table(gateway map[string]any) map[string]any {
	return gateway["inference_table_config"].(map[string]any)
}

func side(gateway map[string]any, name string) map[string]any {
	return gateway["guardrails"].(map[string]any)[name].(map[string]any)
}
