package schema_test

import (
	"testing"

	"github.com/gwlint/gwlint/schema"
)

func TestAMisspeltKeyIsToldFromAnotherKey(t *testing.T) {
	t.Parallel()
	known := []string{"short_chat_ok", "streaming_ok", "audited_at", "candidates", "endpoint", "inference_table_prefix", "min_context_chars"}
	for word, want := range map[string]string{
		"streaming_okay":        "streaming_ok",
		"streaming-ok":          "streaming_ok",
		"streamingOk":           "streaming_ok",
		"streaming_ko":          "streaming_ok",
		"straeming_ok":          "streaming_ok",
		"stream_ok":             "streaming_ok",
		"short_chat":            "short_chat_ok",
		"shortchat_ok":          "short_chat_ok",
		"sh_ort_chat_ok":        "short_chat_ok",
		"audit_at":              "audited_at",
		"candidate":             "candidates",
		"Endpoints":             "endpoint",
		"inference_prefix":      "",
		"inference_tabel_prefx": "inference_table_prefix",
		"streaming_ok":          "",
		"long_chat_ok":          "",
		"endpoint_url":          "",
		"end":                   "",
		"audited_by":            "",
		"max_context_chars":     "",
		"inference_table_name":  "",
		"inference_tables":      "",
		"tool_call_ok":          "",
		"ok":                    "",
		"":                      "",
		"_":                     "",
	} {
		if got := schema.Misspelt(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}
