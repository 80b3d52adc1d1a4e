package state_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

// blocks makes a Markdown file of YAML blocks, each of which begins at a line
// that ends in 1: 11, 21 …
func blocks(contents ...string) string {
	var b strings.Builder
	for i, content := range contents {
		for strings.Count(b.String(), "\n") < 10*(i+1)-1 {
			b.WriteByte('\n')
		}
		b.WriteString("```yaml\n" + content + "\n```\n")
	}
	return b.String()
}

func TestPartsOfSeveralBlocksArePutTogether(t *testing.T) {
	t.Parallel()
	s := read(t, "state.md", blocks(
		"project: x\nFoundation: {f2: {done: true}}",
		"Foundation:\n  f4_gateway:\n    owner: me\n    inference_table_prefx: a",
		"otel_table_prefix: first",
		"endpoint_guardrail_audit: {}\nproject: y",
		"otel_table_prefix: second\nFoundation: {f4_gateway: {inference_table_prefix: gw, owner: you}}",
		"endpoint_guardrail_audit:\n  x: {short_chat_ok: true}\nFoundation: {f4_gateway: {inference_table_prefix: other}}",
		"[1, 2]\n--- # a list is none of our business\nFoundation: <pending>",
	))
	want := map[string]any{"audit": map[string]any{}, "roles": map[string]any{}, "otel_table_prefix": "first", "inference_table_prefix": "gw"}
	if diff := cmp.Diff(want, s.Value()); diff != "" {
		t.Error(diff)
	}
	wrong := []string{
		"24: /Foundation/f4_gateway/inference_table_prefx: unknown, near inference_table_prefix",
		"51: /otel_table_prefix: again", "61: /endpoint_guardrail_audit: again", "63: /Foundation/f4_gateway/inference_table_prefix: again",
	}
	if diff := cmp.Diff(wrong, faults(t, s)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"state.roles": "the state file has no 'llm_role_endpoints'"}, s.Unseen()); diff != "" {
		t.Error(diff)
	}
}

func TestADocumentOfTheStateStandsForTheFile(t *testing.T) {
	t.Parallel()
	s := read(t, "state.md", blocks("project: x", "state_version: 1\notel_table_prefix: first", "llm_role_endpoints: {}"))
	place, ok := s.Place(nil)
	if at := s.Text().Position(place.Range.Start); !ok || at.Line != 21 || s.Document().Index != 1 {
		t.Errorf("the state begins at line %d in document %d, want 21 and 1", at.Line, s.Document().Index)
	}
}

func TestEveryPathOfTheValueHasItsPlace(t *testing.T) {
	t.Parallel()
	for _, file := range []struct{ name, content string }{{"state.yaml", plain}, {"state.md", markdown(plain)}} {
		s := read(t, file.name, file.content)
		for path, want := range map[string]string{
			"": "llm_role_endpoints",
			"audit/databricks-claude-sonnet-4-6/probes/streaming_ok":           "false",
			"audit/databricks-claude-sonnet-4-6/probes/short_chat_ok":          "true",
			"audit/databricks-claude-sonnet-4-6/probes/long_context_ok":        "<pending>",
			"audit/databricks-claude-sonnet-4-6/probes/sql_quote_ok":           "databricks-claude-sonnet-4-6",
			"audit/databricks-claude-sonnet-4-6/probes":                        "databricks-claude-sonnet-4-6",
			"audit/system.ai.databricks-claude-sonnet-4-6/probes/streaming_ok": "false",
			"audit/databricks-claude-sonnet-4-6/audited_at":                    "2026-04-20T15:30:00Z",
			"audit/databricks-gpt-oss-120b":                                    "system.ai.databricks-gpt-oss-120b",
			"audit/databricks-gpt-oss-120b/audited_at":                         "system.ai.databricks-gpt-oss-120b",
			"audit/nosuch/probes/streaming_ok":                                 "endpoint_guardrail_audit",
			"audit":                                                            "endpoint_guardrail_audit",
			"roles":                                                            "llm_role_endpoints",
			"roles/agent_chat":                                                 "agent_chat",
			"roles/agent_chat/endpoint":                                        "databricks-claude-sonnet-4-6",
			"roles/agent_chat/candidates/1":                                    "candidates",
			"roles/agent_chat/listed":                                          "agent_chat",
			"roles/nosuch/endpoint":                                            "llm_role_endpoints",
			"otel_table_prefix":                                                "agent_otel",
			"inference_table_prefix":                                           "gw",
		} {
			var segments []string
			if path != "" {
				segments = strings.Split(path, "/")
			}
			place, ok := s.Place(segments)
			if got := file.content[place.Range.Start:place.Range.End]; !ok || path != "" && got != want {
				t.Errorf("%s: %s is at %q, want %q", file.name, path, got, want)
			}
		}
		if _, ok := s.Place([]string{"workspace"}); ok {
			t.Errorf("%s: a path of something else has a place", file.name)
		}
	}
}

func TestAProbeOfTwoNamesIsShownAtTheOneThatIsWritten(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"{streaming_ok: true}":                                 "true",
		"{streaming_arg_accepted: false}":                      "false",
		"{streaming_arg_accepted: 'false'}":                    "'false'",
		"{streaming_ok: true, streaming_arg_accepted: 'no'}":   "true",
		"{streaming_ok: 'no', streaming_arg_accepted: true}":   "true",
		"{streaming_ok: false, streaming_arg_accepted: true}":  "false",
		"{streaming_ok: <pending>, streaming_arg_accepted: ~}": "<pending>",
	} {
		content := "endpoint_guardrail_audit: {x: " + in + "}"
		place, _ := read(t, "state.yaml", content).Place([]string{"audit", "x", "probes", "streaming_ok"})
		if got := content[place.Range.Start:place.Range.End]; got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestAFileWithoutDocumentsIsAnEmptyState(t *testing.T) {
	t.Parallel()
	text, err := source.NewText("state.md", []byte("# nothing"))
	if err != nil {
		t.Fatal(err)
	}
	s := state.New(text, nil)
	if place, ok := s.Place([]string{"audit"}); !ok || place.Range != (source.Range{}) {
		t.Errorf("place %v, %v", place, ok)
	}
	if len(s.Unseen()) != 4 || len(faults(t, s)) != 0 {
		t.Errorf("unseen %v, faults %v", s.Unseen(), faults(t, s))
	}
}
