package state_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/schema"
)

// read gives the state of a file that parses.
func read(t testing.TB, file, content string) *state.State {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return state.New(text, documents)
}

// plain is a state file with everything in it.
const plain = `last_run_at: <pending>
llm_role_endpoints:
  agent_chat:
    candidates: [system.ai.databricks-claude-sonnet-4-6, databricks-gpt-oss-120b]
    endpoint: databricks-claude-sonnet-4-6
    streaming_required: false
    selected_after_probe: true
    rationale: "it answers"
  reflection_lm: {candidates: [databricks-gpt-5], endpoint: <pending>, min_context_chars: 80000, selected_after_probe: false, rationale: <pending>}
endpoint_guardrail_audit:
  databricks-claude-sonnet-4-6:
    audited_at: 2026-04-20T15:30:00Z
    short_chat_ok: true
    long_context_ok: <pending>
    streaming_arg_accepted: false
    tool_call_ok: true
    accepted_min_context_chars: 180000
  system.ai.databricks-gpt-oss-120b: {}
otel_table_prefix: agent_otel
Foundation: {f2: done, f4_gateway: {inference_table_prefix: gw, rate_limits: []}}
productized_debts: [none]
`

// everything is its value.
func everything() map[string]any {
	return map[string]any{
		"roles": map[string]any{
			"agent_chat": map[string]any{
				"listed": true, "endpoint": "databricks-claude-sonnet-4-6", "pending": false,
				"candidates":           []any{"databricks-claude-sonnet-4-6", "databricks-gpt-oss-120b"},
				"selected_after_probe": true, "streaming_required": false, "bare": false,
			},
			"reflection_lm": map[string]any{
				"listed": true, "endpoint": "", "pending": true, "candidates": []any{"databricks-gpt-5"},
				"selected_after_probe": false, "streaming_required": true, "bare": false,
			},
		},
		"audit": map[string]any{
			"databricks-claude-sonnet-4-6": map[string]any{
				"probes":     map[string]any{"short_chat_ok": true, "streaming_ok": false, "tool_call_ok": true},
				"audited_at": "2026-04-20T15:30:00Z",
				"open":       []any{"long_context_ok"},
			},
			"databricks-gpt-oss-120b": map[string]any{"probes": map[string]any{}, "audited_at": "", "open": []any{}},
		},
		"otel_table_prefix":      "agent_otel",
		"inference_table_prefix": "gw",
	}
}

// markdown puts each top-level part of a YAML file into a block of its own.
func markdown(content string) string {
	var b strings.Builder
	b.WriteString("# State\n\nWhat the steps have found.\n")
	for line := range strings.Lines(content) {
		if line[0] != ' ' {
			if b.Len() > 40 {
				b.WriteString("```\n")
			}
			b.WriteString("\n## A step\n\n```yaml\n")
		}
		b.WriteString(line)
	}
	return b.String() + "```\n"
}

func TestTheStateIsReadFromYAMLAndMarkdownAlike(t *testing.T) {
	t.Parallel()
	for file, content := range map[string]string{"state.yaml": plain, ".vibecoding-state.md": markdown(plain)} {
		s := read(t, file, content)
		if diff := cmp.Diff(everything(), s.Value()); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
		if diff := cmp.Diff(map[string]string{}, s.Unseen()); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
		if diff := cmp.Diff([]string(nil), faults(t, s)); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
		if s.Text().File != file {
			t.Errorf("the text is that of %s", s.Text().File)
		}
	}
}

// faults lists what is wrong with a state, with the line it is written at.
func faults(t testing.TB, s *state.State) []string {
	t.Helper()
	found, err := s.Violations()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	line := func(r source.Range) int { return s.Text().Position(r.Start).Line }
	for _, v := range found {
		place := s.Document().Locate(v.Pointer)
		says := "invalid, want " + v.Expected
		if v.Kind == schema.UnknownKey {
			says = "unknown, near " + v.Nearest
		}
		all = append(all, fmt.Sprintf("%d: %s: %s", line(place.Range), source.Pointer(v.Pointer), says))
	}
	for _, r := range s.Repeats() {
		all = append(all, fmt.Sprintf("%d: %s: again", line(r.Range), source.Pointer(r.Pointer)))
	}
	return all
}

func TestWhatIsNotWrittenIsUnseen(t *testing.T) {
	t.Parallel()
	absent := func(but ...string) map[string]string {
		all := map[string]string{
			"state.audit":                  "the state file has no `endpoint_guardrail_audit`",
			"state.roles":                  "the state file has no `llm_role_endpoints`",
			"state.otel_table_prefix":      "the state file has no `otel_table_prefix`",
			"state.inference_table_prefix": "the state file has no `Foundation.f4_gateway.inference_table_prefix`",
		}
		for i := 0; i < len(but); i += 2 {
			if all[but[i]] = but[i+1]; but[i+1] == "" {
				delete(all, but[i])
			}
		}
		return all
	}
	for name, test := range map[string]struct {
		in   string
		want map[string]string
	}{
		"nothing at all":               {"{}", absent()},
		"an audit before the probes":   {"endpoint_guardrail_audit: {}", absent("state.audit", "")},
		"roles without any":            {"llm_role_endpoints: {}", absent("state.roles", "")},
		"an audit that is a list":      {"endpoint_guardrail_audit: []", absent("state.audit", "`endpoint_guardrail_audit` must be an object, and counts as not read")},
		"roles that are a text":        {"llm_role_endpoints: none", absent("state.roles", "`llm_role_endpoints` must be an object, and counts as not read")},
		"an audit that is pending":     {"endpoint_guardrail_audit: <pending>", absent("state.audit", "`endpoint_guardrail_audit` is not filled in yet in the state file")},
		"roles that are empty":         {"llm_role_endpoints:\n", absent("state.roles", "`llm_role_endpoints` is empty in the state file")},
		"a prefix":                     {"otel_table_prefix: t", absent("state.otel_table_prefix", "")},
		"a prefix that is pending":     {"otel_table_prefix: <pending>", absent("state.otel_table_prefix", "`otel_table_prefix` is not filled in yet in the state file")},
		"a prefix that is half there":  {"otel_table_prefix: '${user}_otel'", absent("state.otel_table_prefix", "`otel_table_prefix` is not filled in yet in the state file")},
		"a prefix that is empty":       {"otel_table_prefix: ''", absent("state.otel_table_prefix", "`otel_table_prefix` is empty in the state file")},
		"a prefix that is a number":    {"otel_table_prefix: 7", absent("state.otel_table_prefix", "`otel_table_prefix` must be a string, and counts as not read")},
		"a step without a prefix":      {"Foundation: {f4_gateway: {done: true}}", absent()},
		"a prefix of the step":         {"Foundation: {f4_gateway: {inference_table_prefix: gw}}", absent("state.inference_table_prefix", "")},
		"a step that is pending":       {"Foundation: {f4_gateway: <pending>}", absent()},
		"a prefix in the wrong place":  {"f4_gateway: {inference_table_prefix: gw}", absent()},
		"a step's prefix that is wait": {"Foundation: {f4_gateway: {inference_table_prefix: '{{ prefix }}'}}", absent("state.inference_table_prefix", "`Foundation.f4_gateway.inference_table_prefix` is not filled in yet in the state file")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(t, "state.yaml", test.in).Unseen()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestADocumentHoldsAStateByItsKeysInTheirPlace(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{
		"endpoint_guardrail_audit: {}":                true,
		"llm_role_endpoints: <pending>":               true,
		"otel_table_prefix: x":                        true,
		"Foundation: {f4_gateway: {}}":                true,
		"Foundation: {f2: {}}":                        false,
		"state: {endpoint_guardrail_audit: {}}":       false,
		"[endpoint_guardrail_audit]":                  false,
		"endpoint_guardrail_audit":                    false,
		"name: x\nai_gateway: {}":                     false,
		"bootstrap_preflight: {}\nlast_run_at: never": false,
	} {
		if got := state.Holds(read(t, "state.yaml", in).Documents()[0]); got != want {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
	}
}

func TestWhatIsWrongIsSaidAtItsLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want []string
	}{
		"sections of the wrong kind": {
			"endpoint_guardrail_audit: []\nllm_role_endpoints: 1\notel_table_prefix: {}\nFoundation: {f4_gateway: []}\n",
			[]string{
				"4: /Foundation/f4_gateway: invalid, want an object", "1: /endpoint_guardrail_audit: invalid, want an object",
				"2: /llm_role_endpoints: invalid, want an object", "3: /otel_table_prefix: invalid, want a string",
			},
		},
		"entries and roles of the wrong kind": {
			"endpoint_guardrail_audit:\n  x: passed\nllm_role_endpoints:\n  chat: [x]\n",
			[]string{"2: /endpoint_guardrail_audit/x: invalid, want an object", "4: /llm_role_endpoints/chat: invalid, want an object"},
		},
		"probes and dates": {
			"endpoint_guardrail_audit:\n  x:\n    short_chat_ok: 'true'\n    audited_at: 5\n  y:\n    audited_at: soon\n    accepted_min_context_chars: 80k\n",
			[]string{
				"4: /endpoint_guardrail_audit/x/audited_at: invalid, want a date and time such as 2026-04-20T15:30:00Z",
				"3: /endpoint_guardrail_audit/x/short_chat_ok: invalid, want true or false",
				"7: /endpoint_guardrail_audit/y/accepted_min_context_chars: invalid, want a whole number",
				"6: /endpoint_guardrail_audit/y/audited_at: invalid, want a date and time such as 2026-04-20T15:30:00Z",
			},
		},
		"two names that disagree": {
			"endpoint_guardrail_audit:\n  x:\n    streaming_arg_accepted: true\n    streaming_ok: false\n",
			[]string{"4: /endpoint_guardrail_audit/x/streaming_ok: invalid, want the same as `streaming_arg_accepted`"},
		},
		"a role's values": {
			"llm_role_endpoints:\n  chat:\n    endpoint: 1\n    candidates: x\n    selected_after_probe: 'no'\n  judge: {candidates: [x, {name: y}, 3, ~]}\n",
			[]string{
				"4: /llm_role_endpoints/chat/candidates: invalid, want a list",
				"3: /llm_role_endpoints/chat/endpoint: invalid, want a string",
				"5: /llm_role_endpoints/chat/selected_after_probe: invalid, want true or false",
				"6: /llm_role_endpoints/judge/candidates/1: invalid, want a string",
				"6: /llm_role_endpoints/judge/candidates/2: invalid, want a string",
			},
		},
		"keys that are misspelt": {
			"endpoint_guardrail_audit:\n  x:\n    streaming_okay: true\n    notes: fine\nllm_role_endpoints:\n  chat:\n    candidate: [x]\n    endpoint_url: u\nFoundation:\n  f4_gateway:\n    inference_tabel_prefix: gw\n    inference_table_name: n\n  f5: {inference_tabel_prefix: gw}\n",
			[]string{
				"3: /endpoint_guardrail_audit/x/streaming_okay: unknown, near streaming_ok",
				"7: /llm_role_endpoints/chat/candidate: unknown, near candidates",
				"11: /Foundation/f4_gateway/inference_tabel_prefix: unknown, near inference_table_prefix",
			},
		},
		"keys that are repeated": {
			"otel_table_prefix: a\notel_table_prefix: b\nendpoint_guardrail_audit:\n  x: {short_chat_ok: true, short_chat_ok: false}\n  system.ai.x: {}\n  x: {}\nFoundation: {f2: {a: 1, a: 2}, f4_gateway: {a: 1, a: 2}}\nlast_run_at: a\nlast_run_at: b\n",
			[]string{
				"2: /otel_table_prefix: again", "4: /endpoint_guardrail_audit/x/short_chat_ok: again",
				"6: /endpoint_guardrail_audit/x: again",
				"7: /Foundation/f4_gateway/a: again",
			},
		},
		"nothing that is nobody's business": {
			"bootstrap_preflight: [1, {ok: yes}]\nlast_run_at: <pending>\nproductized_debts: {a: ~}\nllm_role_endpoints: {made_up: {endpoint: x, owner: me}}\nendpoint_guardrail_audit: {x: {input_guardrail_signature: [a], json_ok: false}}\n",
			nil,
		},
		"nothing that is pending": {
			"llm_role_endpoints: <pending>\nendpoint_guardrail_audit:\n  x: <pending>\n  y: {short_chat_ok: <pending>, audited_at: '${now}', accepted_min_context_chars: <n>}\nFoundation: {f4_gateway: <pending>}\n",
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, faults(t, read(t, "state.yaml", test.in))); diff != "" {
				t.Error(diff)
			}
		})
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
