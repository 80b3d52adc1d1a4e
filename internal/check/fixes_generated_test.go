package check_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

// TestFixesOfGenerated mends documents that have faults by chance, in manners by chance.
func TestFixesOfGenerated(t *testing.T) {
	t.Parallel()
	units := map[string]string{}
	for i := range uint64(generated) {
		g := generator{rand.New(rand.NewPCG(i, 15))}
		name, content := g.written(g.endpoint(i), i)
		units[name] = content
	}
	tried := theFixer(t).try(t, units)
	for _, rule := range []string{"GW002", "GW003", "GW004", "GW008", "GW101", "GW102", "GW103", "GW105", "GW311", "GW401", "GW402", "GW403", "GW404"} {
		n := 0
		for what, times := range tried {
			if strings.HasPrefix(what, rule+" ") && !strings.Contains(what, "refused") {
				n += times
			}
		}
		if n == 0 {
			t.Errorf("no fix of %s is tried: %v", rule, tried)
		}
	}
	t.Log(tried)
}

// generator makes endpoints with faults by chance.
type generator struct{ *rand.Rand }

func (g generator) often(ofTen int) bool { return g.IntN(10) < ofTen }

func (g generator) one(of ...string) string { return of[g.IntN(len(of))] }

// value is a value of which JSON is written.
func value(written string) *source.Node {
	text, err := source.NewText("value.json", []byte(written))
	if err != nil {
		panic(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		panic(fmt.Sprint(err, written))
	}
	return documents[0].Root
}

// fields is an object of those of its fields that are not "", as JSON.
func fields(list ...string) string {
	var kept []string
	for _, field := range list {
		if field != "" {
			kept = append(kept, field)
		}
	}
	return "{" + strings.Join(kept, ", ") + "}"
}

func (g generator) endpoint(i uint64) *source.Node {
	parts := []string{
		fmt.Sprintf(`"name": "chat-%d"`, i),
		g.one("", `"description": "ö 🙂 # no comment // none /* none */"`, `"description": "it's \"it\": {a: b}, [c]"`),
		g.config(i),
	}
	if g.often(9) {
		parts = append(parts, `"ai_gateway": `+g.gateway(i))
	}
	g.Shuffle(len(parts), func(a, b int) { parts[a], parts[b] = parts[b], parts[a] })
	return value(fields(parts...))
}

func (g generator) config(i uint64) string {
	if g.often(2) {
		return fmt.Sprintf(`"config": {"served_models": [{"model_name": "main.m%d.a", "model_version": "3", "workload_size": "Small"}], "traffic_config": {"routes": [{"served_model_name": "a-3", "traffic_percentage": 100}]}}`, i)
	}
	share := g.one("0", `"0"`, "100")
	return fmt.Sprintf(`"config": {"served_entities": [%s, %s], "traffic_config": {"routes": [{"served_entity_name": "a", "traffic_percentage": 100}, {"served_entity_name": "b", "traffic_percentage": %s}]}}`,
		external("a"), external("b"), share)
}

func external(name string) string {
	return fields(`"name": "`+name+`"`, `"external_model": {"name": "gpt-4o", "provider": "openai", "task": "llm/v1/chat", "openai_config": {"openai_api_key": "{{secrets/ai/openai}}"}}`)
}

func (g generator) gateway(i uint64) string {
	usage := g.one("", `"usage_tracking_config": {"enabled": false}`, `"usage_tracking_config": {"enabled": "true"}`, `"usage_tracking": {"enabled": true}`,
		`"usage_tracking_config": {}`, `"usage_tracking_config": null`, `"usage_tracking_config": {"enabled": true}`)
	table := fields(
		g.one("", `"enabled": true`, `"enabled": false`, `"enabled": "true"`),
		g.one(`"catalog_name": "main"`, `"catalog": "main"`, ""),
		`"schema_name": "audit"`,
		fmt.Sprintf(`"table_name_prefix": "%s%d%s"`, g.one("gw", "my-gw", "a.b"), i, g.one("", "", "_")),
	)
	parts := []string{
		usage, g.one(`"inference_table_config": `+table, ""), g.limits(),
		g.one("", `"guardrails": `+fields(g.filters("input"), g.filters("output")), `"guardrails": {}`, `"guardrails": {"input": null}`),
		g.one("", `"fallback_config": {"enabled": false}`, `"fallback_config": {"enabled": "false"}`),
	}
	if g.often(3) {
		parts = append(parts, usage)
	}
	g.Shuffle(len(parts), func(a, b int) { parts[a], parts[b] = parts[b], parts[a] })
	return fields(parts...)
}

func (g generator) filters(direction string) string {
	return g.one("", fmt.Sprintf("%q: ", direction)+fields(
		g.one("", `"pii": {"behavior": "mask"}`, `"pii": {"behavior": "NONE"}`, `"pii": {}`, `"pii": {"behaviour": "MASK"}`),
		g.one("", `"safety": false`, `"safety": "true"`, `"safty": true`),
		g.one("", `"invalid_keywords": ["a # b", "c: d"]`, `"invalid_keywords": []`),
	))
}

func (g generator) limits() string {
	var limits []string
	for range g.IntN(3) {
		limits = append(limits, fields(
			g.one("", `"key": "user"`, `"key": "User"`),
			g.one(`"calls": 100`, `"calls": "100"`, `"calls": 5`),
			g.one(`"renewal_period": "minute"`, `"renewal_period": "MINUTE"`, `"renewal_periode": "minute"`),
		))
	}
	return fmt.Sprintf("%q: [%s]", g.one("rate_limits", "rate_limits", "rate_limit"), strings.Join(limits, ", "))
}

// written is an endpoint in a manner by chance, and the name of a file.
func (g generator) written(n *source.Node, i uint64) (name, content string) {
	m := &manner{
		random: g.Rand, indent: g.one("  ", "    ", "   "), dashed: g.often(5), flow: g.IntN(5), quotes: g.one("", "'", `"`),
		said: g.IntN(11), compact: g.often(2), trailing: g.often(3),
	}
	switch syntax := g.one("yaml", "yaml", "json", "bundle", "hcl", "several"); syntax {
	case "json":
		m.indent = g.one("  ", "\t")
		name, content = "json/a.json", m.json(n, "")
	case "bundle":
		name, content = "bundle/databricks.yml", "bundle: {name: shop}\nresources:\n  model_serving_endpoints:\n    chat:\n"+m.yaml(n, "      ")
	case "hcl":
		name, content = "hcl/main.tf", "resource \"databricks_model_serving\" \"chat\" {\n"+m.hcl(n, "  ")+"}\n"
	case "several":
		name, content = "several/a.yaml", "# c9000c\n--- # c9001c\n"+m.yaml(n, "")+"---\nx: 1\n"
	default:
		name, content = "yaml/a.yaml", m.yaml(n, "")
	}
	if g.often(2) {
		content = strings.TrimRight(content, "\n")
	}
	if g.often(3) {
		content = strings.ReplaceAll(content, "\n", "\r\n")
	}
	if g.often(2) && !strings.HasPrefix(name, "hcl") {
		content = "\ufeff" + content
	}
	return strings.Replace(name, "/", fmt.Sprintf("/%d/", i), 1), content
}
