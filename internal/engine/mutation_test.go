package engine_test

import (
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/rules"
)

// TestAMistakeIsFoundByItsRule breaks a correct document in one way for each
// rule: that rule finds it, with those that must follow, and no other does.
func TestAMistakeIsFoundByItsRule(t *testing.T) {
	t.Parallel()
	o := shipped(t)
	sound := map[string]*ground{}
	for _, folder := range grounds(t) {
		sound[folder] = newGround(t, o, filesOf(t, folder))
	}
	for _, m := range allMutants(t) {
		t.Run(m.rule, func(t *testing.T) {
			t.Parallel()
			g := sound[path.Dir(m.file)]
			if g == nil {
				t.Fatalf("there is no folder of %s", m.file)
			}
			broken := g.broken(t, o, m)
			if diff := cmp.Diff(m.expected(), broken.failing(t, o.Rules, path.Base(m.file))); diff != "" {
				t.Errorf("%s: -want +got\n%s", m.file, diff)
			}
		})
	}
}

// TestNothingIsWrongBeforeTheMistake holds the documents that are broken to what
// they are for: no rule fails, and what is unknown is what no file shows.
func TestNothingIsWrongBeforeTheMistake(t *testing.T) {
	t.Parallel()
	o := shipped(t)
	for _, folder := range grounds(t) {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			g := newGround(t, o, filesOf(t, folder))
			for file := range g.files {
				if failing := g.failing(t, o.Rules, file); len(failing) > 0 {
					t.Errorf("%s: %v fail", file, failing)
				}
			}
			if g.engine == nil {
				return
			}
			for _, f := range g.judge(t).Findings {
				if f.Outcome == finding.Unknown && !needsEvidence(o.Rules, f.Rule) {
					t.Errorf("%s is unknown: %s: %s", f.Rule, f.Message, f.Reason)
				}
			}
		})
	}
}

func TestEveryRuleHasAMistakeToFind(t *testing.T) {
	t.Parallel()
	if missing := without(shipped(t).Rules, allMutants(t)); len(missing) > 0 {
		t.Error(strings.Join(missing, "\n"))
	}
}

func TestARuleWithoutAMistakeIsNamed(t *testing.T) {
	t.Parallel()
	got := without([]rules.Rule{{ID: "GW101"}, {ID: "GW102"}}, []mutant{{rule: "GW102"}, {rule: "GW103"}})
	want := []string{"rule GW101 has no mutant", "mutant GW103 has no rule"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// needsEvidence says whether a rule reads what no file shows.
func needsEvidence(list []rules.Rule, id string) bool {
	return slices.ContainsFunc(list, func(rule rules.Rule) bool {
		return rule.ID == id && slices.ContainsFunc(rule.Requires, func(facet string) bool {
			part, _, _ := strings.Cut(facet, ".")
			return part == "evidence" || part == "workspace" || part == "guardrails"
		})
	})
}

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
	if !slices.ContainsFunc(slices.Collect(maps.Keys(files)), func(file string) bool { return !strings.HasSuffix(file, inputs) }) {
		return g
	}
	if configuration, ok := files[".gwlint.yaml"]; ok {
		o = with(t, o, configuration)
	}
	if content, ok := files["state.yaml"]; ok {
		o, g.state = withState(t, o, "state.yaml", content)
	}
	g.engine = compiled(t, o)
	return g
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
	found := map[string]bool{}
	if strings.HasSuffix(file, inputs) {
		input := overlaid(t, g.files[file])
		_, several := input["subjects"]
		for _, rule := range list {
			if several == (rule.Scope == "workspace") && len(put(t, rule, input).found) > 0 {
				found[rule.ID] = true
			}
		}
		return slices.Sorted(maps.Keys(found))
	}
	for _, f := range g.judge(t).Findings {
		if f.Outcome == finding.Fail {
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
	text, err := source.NewText(file, content)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	s := state.New(text, documents)
	o.Context = maps.Clone(o.Context)
	o.Context["state"] = s.Value()
	o.Unseen = maps.Clone(o.Unseen)
	delete(o.Unseen, "state")
	maps.Copy(o.Unseen, s.Unseen())
	o.Place = func(path []string) (*source.Text, source.Place, bool) {
		place, ok := s.Place(path[1:])
		return s.Text(), place, ok
	}
	return o, s
}
