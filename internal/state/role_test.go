package state_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/state"
)

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
		"candidates that are pending":             {"{endpoint: databricks-gpt-5, candidates: <pending>}", as(func(r *state.Role) { r.Candidates, r.Open = []string{}, open[:1] })},
		"candidates that are all pending":         {"{endpoint: databricks-gpt-5, candidates: [<a>, '${b}']}", as(func(r *state.Role) { r.Candidates, r.Open = []string{}, open[:1] })},
		"candidates some of which are pending":    {"{endpoint: databricks-gpt-5, candidates: [<a>, x, 1, null, '', y]}", as(func(r *state.Role) { r.Candidates = []string{"", "x", "y"} })},
		"nothing":                                 {"{}", unbound(func(*state.Role) {})},
		"null":                                    {"", unbound(func(*state.Role) {})},
		"no map":                                  {"databricks-gpt-5", unbound(func(*state.Role) {})},
		"pending as a whole":                      {"<pending>", unbound(func(r *state.Role) { r.Open = open })},
		"an endpoint that is pending":             {"{endpoint: <pending>, candidates: [x]}", unbound(func(r *state.Role) { r.Candidates = []string{"x"} })},
		"an endpoint that is half there":          {"{endpoint: 'databricks-<pending>'}", unbound(func(r *state.Role) { r.Candidates = []string{""} })},
		"candidates that are empty, both pending": {"{endpoint: <pending>, candidates: []}", unbound(func(*state.Role) {})},
		"candidates that are null, pending":       {"{endpoint: <pending>, candidates: }", unbound(func(r *state.Role) { r.Candidates = []string{""} })},
		"an endpoint that is a list":              {"{endpoint: [x]}", unbound(func(*state.Role) {})},
		"what was probed":                         {"{endpoint: databricks-gpt-5, selected_after_probe: true, streaming_required: false}", as(func(r *state.Role) { r.Selected, r.Streaming = true, false })},
		"what is no boolean":                      {"{endpoint: databricks-gpt-5, selected_after_probe: 'true', streaming_required: 'false'}", bound},
		"what was probed, pending":                {"{endpoint: databricks-gpt-5, selected_after_probe: <p>, streaming_required: <p>}", as(func(r *state.Role) { r.Open = open[1:] })},
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
