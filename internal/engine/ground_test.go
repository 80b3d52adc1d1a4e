package engine_test

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/rules"
)

// ground is a folder of correct documents that are judged together: a state
// file and a configuration among them hold for all. Inputs are judged one by one.
type ground struct {
	files  map[string][]byte
	state  *state.State   // nil without a state file
	engine *engine.Engine // nil where there are inputs only
}

func grounds(t testing.TB) []string {
	t.Helper()
	entries, err := os.ReadDir(mutants)
	if err != nil {
		t.Fatal(err)
	}
	var folders []string
	for _, entry := range entries {
		if entry.IsDir() {
			folders = append(folders, entry.Name())
		}
	}
	return folders
}

func filesOf(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(path.Join(mutants, folder))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, entry := range entries {
		if files[entry.Name()], err = os.ReadFile(path.Join(mutants, folder, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func newGround(t testing.TB, o engine.Options, files map[string][]byte) *ground {
	t.Helper()
	g := &ground{files: files}
	isInput := func(file string) bool { return strings.HasSuffix(file, inputs) }
	if len(slices.DeleteFunc(slices.Collect(maps.Keys(files)), isInput)) == 0 {
		return g
	}
	if configuration, ok := files[".gwlint.yaml"]; ok {
		o = with(t, o, configuration)
		o.Configured = switchedOn(string(configuration))
	}
	if content, ok := files["state.yaml"]; ok {
		o, g.state = withState(t, o, "state.yaml", content)
	}
	g.engine = compiledRule(t, o)
	return g
}

// switchedOn is the level note for each rule that a configuration gives it to.
func switchedOn(configuration string) func(rules.Rule, string, string) finding.Level {
	return func(rule rules.Rule, _, _ string) finding.Level {
		if strings.Contains(configuration, rule.ID+": note") {
			return finding.Note
		}
		return ""
	}
}

// hides says whether a rule reads what none of the documents can show: evidence,
// the guardrails of a service, and a state where there is no state file.
func (g *ground) hides(list []rules.Rule, id string) bool {
	hidden := []string{"evidence", "workspace", "guardrails"}
	if g.state == nil {
		hidden = append(hidden, "state")
	}
	i := slices.IndexFunc(list, func(rule rules.Rule) bool { return rule.ID == id })
	return slices.ContainsFunc(list[i].Requires, func(facet string) bool {
		part, _, _ := strings.Cut(facet, ".")
		return slices.Contains(hidden, part)
	})
}

// broken is the ground with one file changed. An engine knows the state, so it
// is another one where that changes.
func (g *ground) broken(t testing.TB, o engine.Options, m mutant) *ground {
	t.Helper()
	files := m.breaks(t, g.files)
	if path.Base(m.file) == "state.yaml" {
		return newGround(t, o, files)
	}
	return &ground{files: files, state: g.state, engine: g.engine}
}

// failing lists the rules that find something: in one input, or in all that the
// documents hold.
func (g *ground) failing(t testing.TB, list []rules.Rule, file string) []string {
	t.Helper()
	if strings.HasSuffix(file, inputs) {
		return g.putting(t, list, file, func(s said) bool { return len(s.found) > 0 })
	}
	return g.judging(t, finding.Fail)
}

// undecided lists those that cannot decide something there.
func (g *ground) undecided(t testing.TB, list []rules.Rule, file string) []string {
	t.Helper()
	if strings.HasSuffix(file, inputs) {
		return g.putting(t, list, file, func(s said) bool { return len(s.unsolved) > 0 })
	}
	return g.judging(t, finding.Unknown)
}

// putting lists the rules that answer an input like that.
func (g *ground) putting(t testing.TB, list []rules.Rule, file string, like func(said) bool) []string {
	t.Helper()
	input := overlaid(t, g.files[file])
	_, several := input["subjects"]
	var found []string
	for _, rule := range list {
		if rule.ID == "GW013" {
			continue // off in the default policy, which inputs are not put before
		}
		if several == (rule.Scope == "workspace") && like(put(t, rule, input)) {
			found = append(found, rule.ID)
		}
	}
	return found
}

// judging lists the rules that give an outcome to anything in the documents.
func (g *ground) judging(t testing.TB, outcome finding.Outcome) []string {
	t.Helper()
	found := map[string]bool{}
	for _, f := range g.judge(t).Findings {
		if f.Outcome == outcome {
			found[f.Rule] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// judge puts all gateways of the ground, and what the state file holds, before
// every rule.
func (g *ground) judge(t testing.TB) engine.Result {
	t.Helper()
	params := config.Default().Params
	var all []*gateway.Subject
	for _, file := range slices.Sorted(maps.Keys(g.files)) {
		if file == ".gwlint.yaml" || file == "state.yaml" {
			continue
		}
		for _, s := range subjects(t, file, g.files[file]) {
			s.Role = params.RoleOf(s.Name)
			all = append(all, s)
		}
	}
	if g.state != nil {
		held, err := gateway.FromState(g.state, params.RequiredRoles)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, held...)
	}
	return judge(t, g.engine, all)
}

// withState lets rules read a state file.
func withState(t testing.TB, o engine.Options, file string, content []byte) (engine.Options, *state.State) {
	t.Helper()
	text, documents := parsed(t, file, content)
	s := state.New(text, documents)
	o.Facts.State = engine.Part{Value: s.Value(), Unseen: s.Unseen(), Text: s.Text(), Place: s.Place}
	return o, s
}
