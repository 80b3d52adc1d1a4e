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
	if diff := cmp.Diff(map[string]string{"state.roles": "the state file has no `llm_role_endpoints`"}, s.Unseen()); diff != "" {
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
