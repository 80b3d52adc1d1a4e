package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/rules"
)

// gist is a finding on one line.
func gist(f finding.Finding) string {
	return fmt.Sprintf("%d:%d %s %s %s", f.Location.StartLine, f.Location.StartColumn, f.Rule, f.Level, f.Outcome)
}

func gists(found []finding.Finding) []string {
	var list []string
	for _, f := range found {
		list = append(list, gist(f))
	}
	return list
}

// What an evaluator remembers must not change what it says: endpoints judged
// together are judged as each alone.
func TestEndpointsAreJudgedTogetherAsAlone(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	var all []*gateway.Subject
	var alone []finding.Finding
	for i, endpoint := range corpus.Endpoints(200, 11) {
		content := corpus.Indented(endpoint)
		alone = append(alone, judge(t, e, subjects(t, corpus.Name(i)+".json", content)).Findings...)
		all = append(all, subjects(t, corpus.Name(i)+".json", content)...)
	}
	finding.Sort(alone)
	if diff := cmp.Diff(alone, judge(t, e, all).Findings); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCannotBeSeenIsUnknownAndNeverAPass(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	for name, test := range map[string]struct {
		in      string
		rule    string
		outcome finding.Outcome
	}{
		"a list leaves out a section": {
			`{"endpoints": [{"id": "1", "name": "a", "state": {"ready": "READY"}, "ai_gateway": {}, "config": {"served_entities": [{"entity_name": "databricks-x"}]}}]}`,
			"GW401", finding.Unknown,
		},
		"a list shows that a section is off": {
			`{"endpoints": [{"id": "1", "name": "a", "state": {"ready": "READY"}, "ai_gateway": {"usage_tracking_config": {"enabled": false}}, "config": {"served_entities": [{"entity_name": "databricks-x"}]}}]}`,
			"GW101", finding.Fail,
		},
		"a list leaves out the limits that another rule would excuse": {
			`{"endpoints": [{"id": "1", "name": "a", "state": {"ready": "READY"}, "ai_gateway": {}, "config": {"served_entities": [{"entity_name": "databricks-x"}]}}]}`,
			"GW303", finding.Unknown,
		},
		"what the hosting does not have concerns nobody, seen or not": {
			`{"endpoints": [{"id": "1", "name": "a", "state": {"ready": "READY"}, "ai_gateway": {}, "config": {"served_entities": [{"entity_name": "main.ml.churn"}]}}]}`,
			"GW401", finding.NotApplicable,
		},
		"what is seen of a text that is seen in part is judged": {
			`{"id": "1", "name": "a", "state": {"ready": "READY"}, "ai_gateway": {}, "config": {"served_entities": [{"external_model": {"name": "m", "provider": "openai", "openai_config": {"openai_api_key": "raw-key-in-the-open"}}}]}}`,
			"GW007", finding.Fail,
		},
		"the rest of it is unknown": {
			`{"id": "1", "name": "a", "state": {"ready": "READY"}, "ai_gateway": {}, "config": {"served_entities": [{"external_model": {"name": "m", "provider": "openai", "openai_config": {}}}]}}`,
			"GW007", finding.Unknown,
		},
		"a template fills in an amount, and the scope is seen": {
			`{"name": "a", "ai_gateway": {"rate_limits": [{"key": "user", "renewal_period": "minute", "calls": "${var.n}"}]}, "config": {"served_entities": [{"entity_name": "databricks-x"}]}}`,
			"GW303", finding.Pass,
		},
		"a template fills in an amount that is judged": {
			`{"name": "a", "ai_gateway": {"rate_limits": [{"key": "user", "renewal_period": "minute", "calls": "${var.n}"}]}, "config": {"served_entities": [{"entity_name": "databricks-x"}]}}`,
			"GW309", finding.Unknown,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tally := judge(t, e, subjects(t, "a.json", []byte(test.in))).Tally
			got := map[finding.Outcome]bool{}
			for c := range tally {
				if c.Rule == test.rule {
					got[c.Outcome] = true
				}
			}
			if diff := cmp.Diff(map[finding.Outcome]bool{test.outcome: true}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const sharing = `
name: %s
ai_gateway:
  inference_table_config: {enabled: true, catalog_name: main, schema_name: ops, table_name_prefix: %s}
config: {served_entities: [{entity_name: databricks-x}]}
`

func TestGatewaysThatShareATableNameEachOther(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	var all []*gateway.Subject
	for _, s := range [][2]string{{"a", "GW"}, {"b", "gw"}, {"c", "other"}, {"a", "gw"}} {
		file := fmt.Sprintf("%s-%d.yaml", s[0], len(all))
		all = append(all, subjects(t, file, fmt.Appendf(nil, sharing, s[0], s[1]))...)
	}
	var got []string
	for _, f := range judge(t, e, all).Findings {
		if f.Rule == "GW110" {
			got = append(got, fmt.Sprintf("%s %s -> %s", f.Location.File, f.Message, f.Related[0].Location.File))
		}
	}
	want := []string{
		"a-0.yaml endpoint `a` writes to `main.ops.gw_payload`, and so does `b` -> b-1.yaml",
		"a-3.yaml endpoint `a` writes to `main.ops.gw_payload`, and so does `b` -> b-1.yaml",
		"b-1.yaml endpoint `b` writes to `main.ops.gw_payload`, and so does `a` -> a-0.yaml",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCouldNotBeListedIsNoPass(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	tally := engine.Tally{}
	for _, rule := range []string{"GW012", "GW101", "GW102", "GW106"} {
		tally[engine.Count{Rule: rule, Kind: "model_service", Hosting: "external", Outcome: finding.Pass}] = 3
	}
	for kind, want := range map[string]string{"": "pass", "app": "pass", "endpoint": "unknown"} {
		items, err := e.Checklist(t.Context(), tally, kind)
		if err != nil {
			t.Fatal(err)
		}
		if items[0].ID != "F4-01" || items[0].Status != want {
			t.Errorf("without %q, F4-01 is %s: %s", kind, items[0].Status, items[0].Reason)
		}
	}
}

func TestARuleThatIsSwitchedOffIsNoPass(t *testing.T) {
	t.Parallel()
	o := shipped(t)
	o.Configured = func(rule rules.Rule, file, subject string) finding.Level {
		if rule.ID == "GW101" && file == "a.json" && subject == "a" {
			return finding.Off
		}
		return ""
	}
	e := compiledRule(t, o)
	result := judge(t, e, subjects(t, "a.json", []byte(endpoint)))
	if list := strings.Join(gists(result.Findings), "\n"); strings.Contains(list, "GW101") {
		t.Errorf("it is reported:\n%s", list)
	}
	counted := map[finding.Outcome]int{}
	for count, n := range result.Tally {
		if count.Rule == "GW101" {
			counted[count.Outcome] += n
		}
	}
	if diff := cmp.Diff(map[finding.Outcome]int{"off": 1}, counted); diff != "" {
		t.Errorf("what it would have found is counted as\n%s", diff)
	}
	items, err := e.Checklist(t.Context(), engine.Tally{{Rule: "GW101", Kind: "endpoint", Hosting: "foundation", Outcome: "off"}: 1})
	if err != nil {
		t.Fatal(err)
	}
	if items[0].ID != "F4-01" || items[0].Status != "unknown" || !strings.Contains(items[0].Reason, "GW101") {
		t.Errorf("F4-01 is %s: %s", items[0].Status, items[0].Reason)
	}
}

// A rule that is skipped finds nothing, and passes nothing: neither one that looks at a
// subject alone nor one that compares all of them.
func TestARuleThatIsSkippedIsNoPass(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"GW101", "GW103", "GW110"} {
		o := shipped(t)
		o.Skip = []string{id}
		result := judge(t, compiledRule(t, o), subjects(t, "a.json", []byte(endpoint)))
		counted := map[finding.Outcome]int{}
		for count, n := range result.Tally {
			if count.Rule == id {
				counted[count.Outcome] += n
			}
		}
		if diff := cmp.Diff(map[finding.Outcome]int{"off": 1}, counted); diff != "" {
			t.Errorf("%s is counted as\n%s", id, diff)
		}
		if list := strings.Join(gists(result.Findings), "\n"); strings.Contains(list, id) || list == "" {
			t.Errorf("without %s there is\n%s", id, list)
		}
	}
}

// TestAFindingStandsInTheTextThatItsValueIsWrittenIn reads an endpoint of two texts:
// its table stands in another, as a bundle includes it, and takes the prefix from a
// third place, as from a variable's default.
func TestAFindingStandsInTheTextThatItsValueIsWrittenIn(t *testing.T) {
	t.Parallel()
	parse := func(file, content string) *source.Document {
		text, err := source.NewText(file, []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		documents, err := source.Parse(text, source.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		return documents[0]
	}
	root := parse("root.yaml", "name: chat\nai_gateway: {}\n")
	other := parse("tables.yaml", "\n\ninference_table_config:\n  table_name_prefix: gw_\n")
	variables := parse("variables.yaml", "prefix: gw_\n")
	table := other.Root.Entries()[0]
	prefix := table.Value.Get("table_name_prefix")
	table.Value.Origin = &source.Origin{Text: other.Text}
	prefix.Origin = &source.Origin{Text: other.Text, From: &source.Spot{Text: variables.Text, Range: variables.Root.Get("prefix").Range()}}
	block := root.Root.Get("ai_gateway")
	block.SetEntries(append(block.Entries(), table))

	all, err := gateway.Normalise(root, gateway.Auto)
	if err != nil {
		t.Fatal(err)
	}
	result := judge(t, compiledRule(t, shipped(t)), all)
	i := slices.IndexFunc(result.Findings, func(f finding.Finding) bool { return f.Rule == "GW103" })
	if i < 0 {
		t.Fatal("GW103 finds nothing")
	}
	f := result.Findings[i]
	want := finding.Location{File: "tables.yaml", StartLine: 4, StartColumn: 22, EndLine: 4, EndColumn: 25}
	if diff := cmp.Diff(want, f.Location); diff != "" {
		t.Error(diff)
	}
	from := finding.Location{File: "variables.yaml", StartLine: 1, StartColumn: 9, EndLine: 1, EndColumn: 12}
	if !slices.ContainsFunc(f.Related, func(r finding.Related) bool { return r.Location == from && r.Message == "the value comes from here" }) {
		t.Errorf("%v does not show %v", f.Related, from)
	}
}

// What was seen only in part says more than what the rule would make of the rest.
func TestWhatWasSeenInPartIsTheReasonBeforeWhatTheRuleLeavesUndecided(t *testing.T) {
	t.Parallel()
	const list = `{"endpoints": [{"name": "a", "creator": "ada", "state": {"ready": "READY"}, "config": {"served_entities": [{"entity_name": "main.m.m"}]}}]}`
	o := written(t, rules.Rule{HasUndecided: true, Requires: []string{"legacy"}},
		"findings contains report.at([\"name\"], \"x\") if input.subject.legacy.auto_capture\n\nundecided contains report.at([\"name\"], \"left open\") if input.subject.form == \"list\"")
	var reasons []string
	for _, f := range judge(t, compiledRule(t, o), subjects(t, "list.json", []byte(list))).Findings {
		if f.Rule == "GW899" {
			reasons = append(reasons, f.Reason)
		}
	}
	if len(reasons) != 1 || !strings.Contains(reasons[0], "list") || strings.Contains(reasons[0], "left open") {
		t.Errorf("got %q", reasons)
	}
}
