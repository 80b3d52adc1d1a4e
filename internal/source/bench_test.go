package source_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

// endpointJSON and endpointYAML are one endpoint of about the size that public
// configurations have.
const endpointJSON = `{
  "name": "team7-gateway-%06d",
  "config": {
    "served_entities": [
      {
        "name": "primary",
        "external_model": {
          "name": "gpt-4o",
          "provider": "openai",
          "task": "llm/v1/chat",
          "openai_config": {"openai_api_key": "{{secrets/gateway/openai}}"}
        }
      },
      {
        "name": "standby",
        "entity_name": "system.ai.databricks-meta-llama-3-3-70b-instruct",
        "workload_size": "Small",
        "scale_to_zero_enabled": true
      }
    ],
    "traffic_config": {
      "routes": [
        {"served_model_name": "primary", "traffic_percentage": 100},
        {"served_model_name": "standby", "traffic_percentage": 0}
      ]
    }
  },
  "ai_gateway": {
    "usage_tracking_config": {"enabled": true},
    "inference_table_config": {
      "enabled": true,
      "catalog_name": "platform",
      "schema_name": "gateway_logs",
      "table_name_prefix": "team7"
    },
    "rate_limits": [
      {"key": "endpoint", "calls": 1200, "renewal_period": "minute"},
      {"key": "user", "calls": 60, "tokens": 40000, "renewal_period": "minute"}
    ],
    "guardrails": {
      "input": {
        "pii": {"behavior": "BLOCK"},
        "safety": true,
        "invalid_keywords": ["project-falcon", "internal-only"]
      },
      "output": {"pii": {"behavior": "MASK"}, "safety": true}
    },
    "fallback_config": {"enabled": true}
  },
  "tags": [
    {"key": "owner", "value": "team7@example.com"},
    {"key": "cost-centre", "value": "4711"}
  ]
}
`

const endpointYAML = `name: team7-gateway-000001
config:
  served_entities:
    - name: primary
      external_model:
        name: gpt-4o
        provider: openai
        task: llm/v1/chat
        openai_config:
          openai_api_key: "{{secrets/gateway/openai}}"
    - name: standby
      entity_name: system.ai.databricks-meta-llama-3-3-70b-instruct
      workload_size: Small
      scale_to_zero_enabled: true
  traffic_config:
    routes:
      - served_model_name: primary
        traffic_percentage: 100
      - served_model_name: standby
        traffic_percentage: 0
ai_gateway:
  usage_tracking_config:
    enabled: true
  inference_table_config:
    enabled: true
    catalog_name: platform
    schema_name: gateway_logs
    table_name_prefix: team7
  rate_limits:
    - {key: endpoint, calls: 1200, renewal_period: minute}
    - {key: user, calls: 60, tokens: 40000, renewal_period: minute}
  guardrails:
    input:
      pii: {behavior: BLOCK}
      safety: true
      invalid_keywords: [project-falcon, internal-only]
    output:
      pii: {behavior: MASK}
      safety: true
  fallback_config:
    enabled: true
tags:
  - {key: owner, value: team7@example.com}
  - {key: cost-centre, value: "4711"}
`

func list(endpoints int) string {
	var b strings.Builder
	b.WriteString(`{"endpoints": [`)
	for i := range endpoints {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, endpointJSON, i)
	}
	b.WriteString("]}")
	return b.String()
}

func benchmark(b *testing.B, file, content string) {
	b.Helper()
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := source.Parse(&source.Text{File: file, Bytes: []byte(content)}, source.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkJSON(b *testing.B) { benchmark(b, "gw.json", fmt.Sprintf(endpointJSON, 1)) }

func BenchmarkYAML(b *testing.B) { benchmark(b, "gw.yaml", endpointYAML) }

func BenchmarkJSONList(b *testing.B) { benchmark(b, "gw.json", list(10_000)) }

// BenchmarkStandardLibrary is what BenchmarkJSON is measured against.
func BenchmarkStandardLibrary(b *testing.B) {
	content := fmt.Sprintf(endpointJSON, 1)
	b.SetBytes(int64(len(content)))
	b.ReportAllocs()
	for b.Loop() {
		var value any
		if err := json.Unmarshal([]byte(content), &value); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarkdown(b *testing.B) {
	benchmark(b, "state.md", strings.Repeat("# Step\n\n```yaml\nlast_run_at: <pending>\n```\n\n", 10_000))
}
