package state_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/schema"
)

// FuzzState asks of any content that its state satisfies the model's schema, and
// that all of it has a place in the text.
func FuzzState(f *testing.F) {
	for _, seed := range []string{
		plain, markdown(plain), blocks("otel_table_prefix: a", "a: [", "otel_table_prefix: b"),
		"endpoint_guardrail_audit: &a {x: &x {streaming_ok: yes, audited_at: 2026-04-20, streaming_arg_accepted: true}, system.ai.x: *x}\nllm_role_endpoints: *a\n",
		"llm_role_endpoints: {a: {candidates: [1, <p>, {}, []], endpoint: {}}, '': ~, b: <p>}\nFoundation: {f4_gateway: [], f4_gateway: {inference_table_prefix: 1}}\n",
		"Foundation: <p>\n---\nFoundation: {f4_gateway: ~}\n---\nFoundation: {f4_gateway: {<<: {inference_table_prefix: x}}}\n---\n- 1\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		for _, file := range []string{"state.yaml", "state.md", "state.json"} {
			text, err := source.NewText(file, []byte(content))
			if err != nil {
				return
			}
			documents, _ := source.Parse(text, source.Limits{Depth: 20, Aliases: 100})
			s := state.New(text, documents)
			conforms(t, s.Value())
			placed(t, s, nil, s.Value(), len(text.Bytes))
			whole(t, s, len(text.Bytes))
		}
	})
}

func conforms(t *testing.T, value map[string]any) {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var decoded any
	d := json.NewDecoder(strings.NewReader(string(encoded)))
	d.UseNumber()
	if err := d.Decode(&decoded); err != nil {
		t.Fatal(err)
	}
	found, err := schema.Validate(schema.Model, map[string]any{"subject": nil, "subjects": []any{}, "context": map[string]any{"state": decoded}})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		if len(v.Pointer) > 1 && v.Pointer[0] == "context" && v.Pointer[1] == "state" {
			t.Errorf("the model's schema refuses %q: %s", v.Pointer, v.Expected)
		}
	}
}

func placed(t *testing.T, s *state.State, path []string, value any, size int) {
	t.Helper()
	place, ok := s.Place(path)
	if !ok || place.Range.Start < 0 || place.Range.End < place.Range.Start || place.Range.End > size {
		t.Fatalf("%q is at %v of %d bytes", path, place.Range, size)
	}
	if object, ok := value.(map[string]any); ok {
		for key, below := range object {
			placed(t, s, append(path[:len(path):len(path)], key), below, size)
		}
	}
}

// whole asks that what is wrong has a place, and that nothing is both seen and
// unseen.
func whole(t *testing.T, s *state.State, size int) {
	t.Helper()
	found, err := s.Violations()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		if place := s.Document().Locate(v.Pointer); place.Missing {
			t.Errorf("%q is wrong and not written", v.Pointer)
		}
	}
	for _, r := range s.Repeats() {
		if r.Range.Start < 0 || r.Range.End < r.Range.Start || r.Range.End > size || len(r.Pointer) == 0 {
			t.Errorf("%q is repeated at %v", r.Pointer, r.Range)
		}
	}
	value := s.Value()
	for facet := range s.Unseen() {
		switch seen := value[strings.TrimPrefix(facet, "state.")].(type) {
		case string:
			if seen != "" {
				t.Errorf("%s is unseen and %q", facet, seen)
			}
		case map[string]any:
			if len(seen) > 0 {
				t.Errorf("%s is unseen and holds %d", facet, len(seen))
			}
		default:
			t.Errorf("%s is no part of the state", facet)
		}
	}
	for _, r := range s.Roles() {
		if r.Pending != (r.Endpoint == "") {
			t.Errorf("role %q is bound to %q and pending: %v", r.Name, r.Endpoint, r.Pending)
		}
	}
}
