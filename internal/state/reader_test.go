package state_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/schema"
)

func TestAnAuditIsReadAsFarAsItIsFilledIn(t *testing.T) {
	t.Parallel()
	type probes = map[string]any
	audited := func(at string, found probes, open ...any) map[string]any {
		return map[string]any{"x": map[string]any{"probes": found, "audited_at": at, "open": append([]any{}, open...)}}
	}
	none := map[string]any{}
	for name, test := range map[string]struct {
		in   string
		want map[string]any
	}{
		"both names, the same":         {"x: {streaming_ok: true, streaming_arg_accepted: true}", audited("", probes{"streaming_ok": true})},
		"both names, different":        {"x: {streaming_ok: true, streaming_arg_accepted: false, short_chat_ok: true}", audited("", probes{"short_chat_ok": true}, "streaming_ok")},
		"both names, one pending":      {"x: {streaming_ok: <pending>, streaming_arg_accepted: false}", audited("", probes{"streaming_ok": false})},
		"a probe that is a text":       {"x: {streaming_ok: 'true'}", audited("", probes{}, "streaming_ok")},
		"a probe that is null":         {"x: {streaming_ok: }", audited("", probes{}, "streaming_ok")},
		"a probe that is a number":     {"x: {streaming_ok: 1}", audited("", probes{}, "streaming_ok")},
		"a probe that nobody knows":    {"x: {tool_call_ok: false}", audited("", probes{"tool_call_ok": false})},
		"a signature is no probe":      {"x: {input_guardrail_signature: true, audited_at: true}", audited("", probes{})},
		"a probe twice":                {"x: {short_chat_ok: true, short_chat_ok: <pending>}", audited("", probes{}, "short_chat_ok")},
		"an entry that is pending":     {"x: <pending>", audited("", probes{})},
		"an entry that is null":        {"x: ", audited("", probes{})},
		"an entry that is a text":      {"x: passed", none},
		"an entry that is a list":      {"x: [short_chat_ok]", none},
		"a name in the catalog":        {"system.ai.x: {short_chat_ok: true}", audited("", probes{"short_chat_ok": true})},
		"both names of one model":      {"x: {short_chat_ok: true}\n  system.ai.x: {short_chat_ok: false}", audited("", probes{"short_chat_ok": false})},
		"an audit taken over":          {"x: &a {short_chat_ok: true}\n  y: {<<: *a}", map[string]any{"x": audited("", probes{"short_chat_ok": true})["x"], "y": audited("", probes{"short_chat_ok": true})["x"]}},
		"a timestamp of YAML":          {"x: {audited_at: 2026-04-20 15:30:00.25 +02:00}", audited("2026-04-20T15:30:00+02:00", probes{})},
		"a time as Python prints it":   {"x: {audited_at: '2026-04-20 15:30:00+00:00'}", audited("2026-04-20T15:30:00Z", probes{})},
		"a time without a zone":        {"x: {audited_at: 2026-04-20T15:30:00}", audited("2026-04-20T15:30:00Z", probes{})},
		"a zone without a colon":       {"x: {audited_at: 2026-04-20T15:30:00-0500}", audited("2026-04-20T15:30:00-05:00", probes{})},
		"a day":                        {"x: {audited_at: 2026-04-20}", audited("2026-04-20T00:00:00Z", probes{})},
		"a day there is not":           {"x: {audited_at: 2026-02-30}", audited("", probes{})},
		"a time that is a word":        {"x: {audited_at: yesterday}", audited("", probes{})},
		"a time that is pending":       {"x: {audited_at: <pending>}", audited("", probes{})},
		"a time that is a number":      {"x: {audited_at: 1776700000}", audited("", probes{})},
		"a time nobody can count":      {"x: {audited_at: 9999-12-31T00:00:00Z}", audited("", probes{})},
		"the first time there is":      {"x: {audited_at: 1970-01-01T00:00:00Z}", audited("1970-01-01T00:00:00Z", probes{})},
		"the last time before it ends": {"x: {audited_at: 2261-12-31T23:59:59Z}", audited("2261-12-31T23:59:59Z", probes{})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, "state.yaml", "endpoint_guardrail_audit:\n  "+test.in+"\n").Value()["audit"]
			if diff := cmp.Diff(any(test.want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestARoleIsReadAsFarAsItIsFilledIn(t *testing.T) {
	t.Parallel()
	const other = "databricks-gpt-5"
	unbound := func(change func(*state.Role)) state.Role {
		r := state.Role{Name: "chat", Pending: true, Streaming: true, Candidates: []string{}}
		change(&r)
		return r
	}
	bound := state.Role{Name: "chat", Endpoint: other, Streaming: true, Candidates: []string{other}}
	bare := bound
	bare.Bare = true
	as := func(change func(*state.Role)) state.Role {
		r := bound
		change(&r)
		return r
	}
	open := []string{"candidates", "selected_after_probe", "streaming_required"}
	for name, test := range map[string]struct {
		in   string
		want state.Role
	}{
		"an endpoint alone is the only candidate": {"{endpoint: databricks-gpt-5}", bare},
		"by its name in the catalog":              {"{endpoint: ' system.ai.databricks-gpt-5'}", bare},
		"candidates that are null":                {"{endpoint: databricks-gpt-5, candidates: }", bound},
		"candidates that are empty":               {"{endpoint: databricks-gpt-5, candidates: []}", bound},
		"candidates that are no list":             {"{endpoint: databricks-gpt-5, candidates: other}", bound},
		"candidates that are pending":             {"{endpoint: databricks-gpt-5, candidates: <pending>}", as(func(r *state.Role) { r.Candidates, r.Unresolved = []string{}, open[:1] })},
		"candidates that are all pending":         {"{endpoint: databricks-gpt-5, candidates: [<a>, '${b}']}", as(func(r *state.Role) { r.Candidates, r.Unresolved = []string{}, open[:1] })},
		"candidates some of which are pending":    {"{endpoint: databricks-gpt-5, candidates: [<a>, x, 1, null, '', y]}", as(func(r *state.Role) { r.Candidates = []string{"", "x", "y"} })},
		"nothing":                                 {"{}", unbound(func(*state.Role) {})},
		"null":                                    {"", unbound(func(*state.Role) {})},
		"no map":                                  {"databricks-gpt-5", unbound(func(*state.Role) {})},
		"pending as a whole":                      {"<pending>", unbound(func(r *state.Role) { r.Unresolved = open })},
		"an endpoint that is pending":             {"{endpoint: <pending>, candidates: [x]}", unbound(func(r *state.Role) { r.Candidates = []string{"x"} })},
		"an endpoint that is half there":          {"{endpoint: 'databricks-<pending>'}", unbound(func(r *state.Role) { r.Candidates = []string{""} })},
		"candidates that are empty, both pending": {"{endpoint: <pending>, candidates: []}", unbound(func(*state.Role) {})},
		"candidates that are null, pending":       {"{endpoint: <pending>, candidates: }", unbound(func(r *state.Role) { r.Candidates = []string{""} })},
		"an endpoint that is a list":              {"{endpoint: [x]}", unbound(func(*state.Role) {})},
		"what was probed":                         {"{endpoint: databricks-gpt-5, selected_after_probe: true, streaming_required: false}", as(func(r *state.Role) { r.Selected, r.Streaming = true, false })},
		"what is no boolean":                      {"{endpoint: databricks-gpt-5, selected_after_probe: 'true', streaming_required: 'false'}", bound},
		"what was probed, pending":                {"{endpoint: databricks-gpt-5, selected_after_probe: <p>, streaming_required: <p>}", as(func(r *state.Role) { r.Unresolved = open[1:] })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := read(t, "state.yaml", "llm_role_endpoints:\n  chat: "+test.in+"\n").Roles()
			if diff := cmp.Diff([]state.Role{test.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRolesAreInTheOrderTheyAreWritten(t *testing.T) {
	t.Parallel()
	var got []string
	for _, r := range read(t, "state.yaml", "llm_role_endpoints: {zebra: {}, agent_chat: {}, my own: {}, zebra: {endpoint: x}}").Roles() {
		got = append(got, r.Name+" "+r.Endpoint)
	}
	if diff := cmp.Diff([]string{"agent_chat ", "my own ", "zebra x"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhetherARoleNeedsStreamingIsNotThereUntilItIsFilledIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]any{
		"{endpoint: x}": true,
		"{endpoint: x, streaming_required: false}":     false,
		"{endpoint: x, streaming_required: <pending>}": nil,
		"<pending>": nil,
	} {
		value := read(t, "state.yaml", "llm_role_endpoints:\n  chat: "+text+"\n").Value()
		roles, _ := value["roles"].(map[string]any)
		chat, _ := roles["chat"].(map[string]any)
		if diff := cmp.Diff(want, chat["streaming_required"]); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
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
