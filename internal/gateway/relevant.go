package gateway

import (
	"bytes"
	"path"
	"regexp"
	"slices"
)

// markers are the words without which no document that we read is a gateway's.
var markers = [][]byte{
	[]byte("ai_gateway"), []byte("aiGateway"), []byte("served_entities"), []byte("served_models"),
	[]byte("usage_tracking"), []byte("inference_table"), []byte("guardrails"),
	[]byte("rate_limits"), []byte("fallback_config"), []byte("auto_capture_config"),
	[]byte("model_serving"), []byte("endpoint_guardrail_audit"), []byte("llm_role_endpoints"),
	[]byte("external_model"), []byte("foundation_model"), []byte("traffic_config"),
	[]byte("model-services/"), []byte("mcp-services/"), []byte("model-provider-services/"),
	[]byte("model_services"), []byte("mcp_services"), []byte("provider_services"),
	[]byte("pay_per_token_config"), []byte("provisioned_throughput_config"), []byte("DESTINATION_TYPE_"),
	[]byte("include_tool_selectors"), []byte("source_connection"), []byte("EXTERNAL_MODEL_PROVIDER_TYPE_"), []byte("allow_all_targets"), []byte("native_api_types"),
}

// Relevant says whether a text may hold gateway configuration. A text without
// any of the words that such configuration needs is not worth parsing.
func Relevant(text []byte) bool {
	return slices.ContainsFunc(markers, func(m []byte) bool { return bytes.Contains(text, m) })
}

// Speaks says whether a text that does not parse was meant as gateway
// configuration: by then only words that nothing else uses count, in the text or
// in the file's own name. The text may be UTF-16, as a redirect in PowerShell
// writes it: every other byte of it is NUL.
func Speaks(file string, text []byte) bool {
	text = bytes.ReplaceAll(text, []byte{0}, nil)
	name := []byte(path.Base(file))
	if bytes.Contains(name, []byte("ai-gateway")) {
		return true
	}
	return named.Match(text) || slices.ContainsFunc(ours, func(word []byte) bool { return bytes.Contains(text, word) || bytes.Contains(name, word) })
}

// ours are words that nothing but gateway configuration uses.
var ours = [][]byte{
	[]byte("ai_gateway"), []byte("aiGateway"), []byte("inference_table_config"), []byte("model_serving"),
	[]byte("served_entities"), []byte("served_models"), []byte("usage_tracking_config"), []byte("endpoint_guardrail_audit"),
	[]byte("llm_role_endpoints"),
	[]byte("include_tool_selectors"), []byte("RATE_LIMIT_KEY_"), []byte("RATE_LIMIT_RENEWAL_PERIOD_"), []byte("EXTERNAL_MODEL_PROVIDER_TYPE_"),
	[]byte("DESTINATION_TYPE_"), []byte("external_model_config"), []byte("pay_per_token_config"), []byte("provisioned_throughput_config"),
	[]byte("model_provider_service"), []byte("model-provider-services/"),
}

// named finds the full name of a service, which has three parts, as a name: a
// path may begin with the same word.
var named = regexp.MustCompile(`\bname["']?\s*:\s*["']?(model|mcp)-services/[^.\s"'{]+\.[^.\s"'{]+\.`)
