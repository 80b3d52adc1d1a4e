package gateway_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

// stateOf reads a state file that parses.
func stateOf(t testing.TB, file, content string) *state.State {
	t.Helper()
	all := documents(t, file, content)
	if len(all) == 0 {
		t.Fatal("no documents")
	}
	return state.New(all[0].Text, all)
}

func subjectsOf(t testing.TB, s *state.State, required ...string) []*gateway.Subject {
	t.Helper()
	subjects, err := gateway.FromState(s, required)
	if err != nil {
		t.Fatal(err)
	}
	return subjects
}

const someState = "# State\n" +
	"```yaml\nlast_run_at: <pending>\n```\n" +
	"```yaml\nllm_role_endpoints:\n  agent_chat:\n    candidates: [system.ai.a, b]\n    endpoint: a\n    selected_after_probe: true\n" +
	"  judge: {endpoint: <pending>, candidates: <pending>}\n```\n"

// binding is what a role subject says, and where.
type binding struct {
	ID, Name string
	Binding  gateway.Binding
	Places   map[string]string
}

func bindingOf(s *gateway.Subject, paths ...string) binding {
	b := binding{s.ID, s.Name, s.Binding, map[string]string{}}
	for _, path := range append([]string{"binding"}, paths...) {
		place := s.Place(strings.Split(path, "/"))
		at := s.Source().Position(place.Range.Start)
		b.Places[path] = fmt.Sprintf("%d:%d %s %s", at.Line, at.Column, s.Source().Bytes[place.Range.Start:place.Range.End], place.Pointer)
	}
	return b
}

func TestEachRoleIsASubjectAndEachRequiredOneThatIsMissing(t *testing.T) {
	t.Parallel()
	var got []binding
	subjects := subjectsOf(t, stateOf(t, "docs/.vibecoding-state.md", someState), "reflection_lm", "agent_chat", "reflection_lm")
	for _, s := range subjects[1:] {
		if s.Kind != "role" || s.Form != "state" || s.Hosting != "unknown" {
			t.Errorf("%s: kind %s, form %s, hosting %s", s.Name, s.Kind, s.Form, s.Hosting)
		}
		got = append(got, bindingOf(s, "binding/endpoint", "binding/candidates/0", "binding/selected_after_probe"))
	}
	want := []binding{
		{
			"docs/.vibecoding-state.md#1/llm_role_endpoints/agent_chat", "agent_chat",
			gateway.Binding{Listed: true, Endpoint: "a", Candidates: []string{"a", "b"}, Selected: true, Streaming: true},
			map[string]string{
				"binding":                      "7:3 agent_chat /llm_role_endpoints/agent_chat",
				"binding/endpoint":             "9:15 a /llm_role_endpoints/agent_chat/endpoint",
				"binding/candidates/0":         "8:5 candidates /llm_role_endpoints/agent_chat/candidates",
				"binding/selected_after_probe": "10:27 true /llm_role_endpoints/agent_chat/selected_after_probe",
			},
		},
		{
			"docs/.vibecoding-state.md#1/llm_role_endpoints/judge", "judge",
			gateway.Binding{Listed: true, Pending: true, Candidates: []string{}, Streaming: true},
			map[string]string{
				"binding":                      "11:3 judge /llm_role_endpoints/judge",
				"binding/endpoint":             "11:21 <pending> /llm_role_endpoints/judge/endpoint",
				"binding/candidates/0":         "11:44 <pending> /llm_role_endpoints/judge/candidates",
				"binding/selected_after_probe": "11:3 judge /llm_role_endpoints/judge/selected_after_probe",
			},
		},
		{
			"docs/.vibecoding-state.md#1/llm_role_endpoints/reflection_lm", "reflection_lm",
			gateway.Binding{Candidates: []string{}, Streaming: true},
			map[string]string{
				"binding":                      "6:1 llm_role_endpoints /llm_role_endpoints/reflection_lm",
				"binding/endpoint":             "6:1 llm_role_endpoints /llm_role_endpoints/reflection_lm/endpoint",
				"binding/candidates/0":         "6:1 llm_role_endpoints /llm_role_endpoints/reflection_lm/candidates",
				"binding/selected_after_probe": "6:1 llm_role_endpoints /llm_role_endpoints/reflection_lm/selected_after_probe",
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if mark, found := subjects[2].Unseen("binding.candidates"); !found || mark.Reason != "`candidates` is not filled in yet in the state file" {
		t.Errorf("candidates that are pending are %v, %v", mark, found)
	}
	if place := subjects[2].UnseenPlace(gateway.Unseen{Facet: "binding.candidates"}); place.Pointer != "/llm_role_endpoints/judge/candidates" || place.Missing {
		t.Errorf("they are at %v", place)
	}
	if mark, found := subjects[2].Unseen("binding.endpoint", "binding.pending"); found {
		t.Errorf("that an endpoint is pending is seen, not %v", mark)
	}
}

func TestWithoutRolesOnlyTheRequiredOnesAreSubjects(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, place, reason string }{
		"no section":      {"stage: 4\notel_table_prefix: x\n", "1:1 stage", "the state file has no `llm_role_endpoints`"},
		"a pending one":   {"llm_role_endpoints: <pending>\n", "1:21 <pending>", "`llm_role_endpoints` is not filled in yet in the state file"},
		"one that is not": {"llm_role_endpoints: [a]\n", "1:1 llm_role_endpoints", "`llm_role_endpoints` must be an object, and counts as not read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subjects := subjectsOf(t, stateOf(t, "state.yaml", test.in), "agent_chat")
			if len(subjects) != 2 {
				t.Fatalf("%d subjects, want the file and a role", len(subjects))
			}
			role := bindingOf(subjects[1])
			if diff := cmp.Diff(gateway.Binding{Candidates: []string{}, Streaming: true}, role.Binding); diff != "" {
				t.Error(diff)
			}
			if got := role.Places["binding"]; got != test.place+" /llm_role_endpoints/agent_chat" {
				t.Errorf("place %s", got)
			}
			if mark, found := subjects[1].Unseen("binding"); !found || mark.Reason != test.reason {
				t.Errorf("unseen %v, because %q", found, mark.Reason)
			}
		})
	}
}

func TestWhatIsWrongWithAStateFileIsInItsText(t *testing.T) {
	t.Parallel()
	const content = "bootstrap: {unknown: key, openai_api_key_plaintext: hunter22}\n" +
		"endpoint_guardrail_audit:\n  x:\n    streaming_okay: true\n    short_chat_ok: 'true'\n    audited_at: soon\n" +
		"otel_table_prefix: a\notel_table_prefix: b\n"
	s := subjectsOf(t, stateOf(t, "conf/state.yaml", content))[0]
	if s.ID != "conf/state.yaml#0" || s.Kind != "state" || s.Name != "state.yaml" || s.Form != "state" || s.Hosting != "unknown" {
		t.Errorf("%+v", s.Identity())
	}
	want := gateway.Text{
		UnknownKeys: []gateway.UnknownKey{{Key: "streaming_okay", Parent: "endpoint_guardrail_audit.x", Nearest: "streaming_ok"}},
		InvalidValues: []gateway.InvalidValue{
			{Key: "endpoint_guardrail_audit.x.short_chat_ok", Written: "true", Expected: "true or false", Nearest: "true", Quotes: "drop"},
			{Key: "endpoint_guardrail_audit.x.audited_at", Expected: "a date and time such as 2026-04-20T15:30:00Z"},
		},
		DuplicateKeys: []gateway.DuplicateKey{{Key: "otel_table_prefix"}},
		Misplaced:     []gateway.Misplaced{}, Placeholders: []gateway.Placeholder{},
		Credentials: []gateway.Credential{{Key: "bootstrap.openai_api_key_plaintext", Form: "plaintext"}},
		Spellings:   []gateway.Spelling{},
	}
	if diff := cmp.Diff(want, s.Text); diff != "" {
		t.Error(diff)
	}
	for path, at := range map[string]string{
		"text/unknown_keys/0": "4:5", "text/invalid_values/0": "5:20", "text/invalid_values/1": "6:17",
		"text/duplicate_keys/0": "8:1", "text/credentials/0": "1:53",
	} {
		position := s.Source().Position(s.Place(strings.Split(path, "/")).Range.Start)
		if got := fmt.Sprintf("%d:%d", position.Line, position.Column); got != at {
			t.Errorf("%s is at %s, want %s", path, got, at)
		}
	}
}

func TestWhatIsPendingInAStateFileIsNoFault(t *testing.T) {
	t.Parallel()
	s := subjectsOf(t, stateOf(t, "state.md", someState))[0]
	encoded, err := json.Marshal(s.Text)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"unknown_keys":[],"invalid_values":[],"duplicate_keys":[],"misplaced":[],"placeholders":[],"credentials":[],"spellings":[]}`
	if string(encoded) != want {
		t.Errorf("%s", encoded)
	}
}

func TestNoSecretOfAStateFileIsShown(t *testing.T) {
	t.Parallel()
	dapi, key := "dapi"+strings.Repeat("0a", 16), "sk-"+strings.Repeat("x9", 12)
	content := "Ask with " + dapi + " in prose.\n\n" +
		"```bash\nexport TOKEN=" + dapi + "\n```\n" +
		"```yaml\nllm_role_endpoints:\n  agent_chat: {endpoint: " + dapi + ", candidates: [" + key + "]}\nworkspace:\n  token: " + dapi + "\n  password: correct-horse\n  note: " + key + "\n```\n" +
		"<!-- " + key + " -->\n"
	s := stateOf(t, "state.md", content)
	subjects := subjectsOf(t, s)
	shown := strings.Join(s.Text().Excerpt(1, s.Text().Lines()), "\n")
	for _, secret := range []string{dapi, key, "correct-horse"} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown:\n%s", secret, shown)
		}
	}
	want := []gateway.Credential{{Key: "workspace.token", Form: "plaintext"}}
	if diff := cmp.Diff(want, subjects[0].Text.Credentials); diff != "" {
		t.Error(diff)
	}
}

func TestAStateFileIsNoGateway(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want int
	}{
		"a state":                              {"endpoint_guardrail_audit: {}\nllm_role_endpoints: {}", 0},
		"a state with limits at its top":       {"endpoint_guardrail_audit: {}\nrate_limits: [{key: user, calls: 5}]", 0},
		"a state with a gateway in a step":     {"Foundation: {f4_gateway: {ai_gateway: {rate_limits: []}}}", 0},
		"a put body with a key of a state":     {"otel_table_prefix: x\nusage_tracking_config: {enabled: true}\nrate_limits: [{key: user, calls: 5}]", 1},
		"an endpoint with keys of a state":     {"name: x\nai_gateway: {}\nendpoint_guardrail_audit: {}", 1},
		"a list answer with keys of a state":   {"llm_role_endpoints: {}\nendpoints: [{name: x, ai_gateway: {}}]", 1},
		"an audit that stands somewhere below": {"rate_limits: [{key: user, calls: 5}]\nguardrails: {input: {pii: {behavior: BLOCK}}}\nmy: {endpoint_guardrail_audit: {}}", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := documents(t, "gw.yaml", test.in)[0]
			if got := len(read(t, "gw.yaml", test.in)); got != test.want {
				t.Errorf("%d gateways, want %d", got, test.want)
			}
			if fault := gateway.Unsupported(doc, nil); test.want == 0 && fault != nil {
				t.Errorf("unread: %v", fault)
			}
		})
	}
	if !gateway.MayHoldGateway([]byte("llm_role_endpoints: {}")) || !gateway.LooksLikeGateway("x", []byte("llm_role_endpoints: [")) {
		t.Error("a state is not relevant")
	}
}

// FuzzFromState asks of any content that its subjects satisfy the model's
// schema, and that their parts are all in the text.
func FuzzFromState(f *testing.F) {
	f.Add(someState)
	f.Add("llm_role_endpoints: {a: ~, b: [x], c: {candidates: {}}}\nendpoint_guardrail_audit: {x: {streaming_okay: 1, api_key: sk-xxxxxxxxxxxxxxxxxxxx}}\n")
	f.Fuzz(func(t *testing.T, content string) {
		for _, file := range []string{"state.yaml", "state.md"} {
			text, err := source.NewText(file, []byte(content))
			if err != nil {
				return
			}
			all, _ := source.Parse(text, source.Limits{Depth: 30, Aliases: 200})
			for _, s := range subjectsOf(t, state.New(text, all), "agent_chat", "") {
				probe(t, s)
			}
		}
	})
}
