package state_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/schema"
)

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
			[]string{"4: /endpoint_guardrail_audit/x/streaming_ok: invalid, want the same as 'streaming_arg_accepted'"},
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

func TestTheKeysWeKnowAreThoseOfTheSchema(t *testing.T) {
	t.Parallel()
	var tree struct {
		Definitions map[string]struct {
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(schema.Text(schema.State), &tree); err != nil {
		t.Fatal(err)
	}
	for definition, prefix := range map[string]string{
		"entry": "endpoint_guardrail_audit: {x: {%: 1}}", "role": "llm_role_endpoints: {x: {%: 1}}", "f4_gateway": "Foundation: {f4_gateway: {%: 1}}",
	} {
		known := slices.Sorted(maps.Keys(tree.Definitions[definition].Properties))
		if len(known) == 0 {
			t.Errorf("the schema has no %s", definition)
		}
		for _, key := range known {
			misspelt := key[:len(key)-1]
			in := strings.Replace(prefix, "%", misspelt, 1)
			found := faults(t, read(t, "state.yaml", in))
			if len(found) != 1 || !strings.HasSuffix(found[0], "unknown, near "+key) {
				t.Errorf("%s: %q", in, found)
			}
		}
	}
}
