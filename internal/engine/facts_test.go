package engine_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/rules"
)

// mine returns what the rule of a test has to say of an endpoint, one line for
// each finding, and how often each outcome came about.
func mine(t testing.TB, o engine.Options, content string) (said []string, outcomes map[finding.Outcome]int) {
	t.Helper()
	result := judge(t, compiledRule(t, o), subjects(t, "a.json", []byte(content)))
	outcomes = map[finding.Outcome]int{}
	for count, n := range result.Tally {
		if count.Rule == "GW899" {
			outcomes[count.Outcome] += n
		}
	}
	for _, f := range result.Findings {
		if f.Rule == "GW899" {
			said = append(said, strings.Join([]string{string(f.Outcome), f.Pointer, f.Message, f.Reason}, " | "))
		}
	}
	return said, outcomes
}

func TestWhatSurroundsAGatewayMayBeUnseen(t *testing.T) {
	t.Parallel()
	const reads = `findings contains report.at(["name"], "found") if input.context.state.otel_table_prefix == "x"`
	for name, test := range map[string]struct {
		rule   rules.Rule
		body   string
		unseen map[string]string
		want   []string
	}{
		"all of it": {
			rules.Rule{Requires: []string{"state.otel_table_prefix"}},
			reads,
			map[string]string{"state": "no state file"},
			[]string{"unknown | /name | not decided for endpoint `a`: mine | no state file"},
		},
		"the part that the rule requires": {
			rules.Rule{Requires: []string{"state.otel_table_prefix"}},
			reads,
			map[string]string{"state.otel_table_prefix": "not resolved"},
			[]string{"unknown | /name | not decided for endpoint `a`: mine | not resolved"},
		},
		"a part of what the rule requires": {
			rules.Rule{Requires: []string{"state"}},
			reads,
			map[string]string{"state.audit": "not resolved"},
			[]string{"unknown | /name | not decided for endpoint `a`: mine | not resolved"},
		},
		"another part": {
			rules.Rule{Requires: []string{"state.otel_table_prefix"}},
			reads,
			map[string]string{"state.audit": "not resolved"},
			nil,
		},
		"it is said where the subject's own facet is": {
			rules.Rule{Requires: []string{"state.otel_table_prefix", "inference_table.prefix"}},
			reads,
			map[string]string{"state": "no state file"},
			[]string{"unknown | /ai_gateway/inference_table_config/table_name_prefix | not decided for endpoint `a`: mine | no state file"},
		},
		"a rule that has nothing to judge does not need it": {
			rules.Rule{Requires: []string{"state.otel_table_prefix", "inference_table.enabled"}, HasMoot: true},
			"moot if not input.subject.inference_table.enabled\n\n" + reads,
			map[string]string{"state": "no state file"},
			nil,
		},
		"a rule cannot know that it has nothing to judge": {
			rules.Rule{Requires: []string{"state.otel_table_prefix"}, HasMoot: true},
			"moot if input.context.state.otel_table_prefix == \"\"\n\n" + reads,
			map[string]string{"state": "no state file"},
			[]string{"unknown | /name | not decided for endpoint `a`: mine | no state file"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := written(t, test.rule, test.body)
			o.Facts = o.Facts.AllSeen()
			o.Facts.State.Unseen = test.unseen
			said, _ := mine(t, o, endpoint)
			if diff := cmp.Diff(test.want, said); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestARuleMaySayThatItCannotDecide(t *testing.T) {
	t.Parallel()
	const open = "undecided contains report.at([\"name\"], \"{subject} has no date\") if input.subject.form == \"create\"\n\n"
	for name, test := range map[string]struct {
		body string
		said []string
		want map[finding.Outcome]int
	}{
		"what it found comes first": {
			open + `findings contains report.at(["name"], "found")`,
			[]string{"fail | /name | found | "},
			map[finding.Outcome]int{finding.Fail: 1},
		},
		"nothing found is no pass": {
			open + `findings contains report.at(["name"], "found") if input.subject.form == "put"`,
			[]string{"unknown | /name | not decided for endpoint `a`: mine | endpoint `a` has no date"},
			map[finding.Outcome]int{finding.Unknown: 1},
		},
		"nothing open is a pass": {
			strings.Replace(open, "create", "put", 1) + `findings contains report.at(["name"], "found") if input.subject.form == "put"`,
			nil,
			map[finding.Outcome]int{finding.Pass: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said, outcomes := mine(t, written(t, rules.Rule{HasUndecided: true}, test.body), endpoint)
			if diff := cmp.Diff(test.said, said); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.want, outcomes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFindingShowsWhatElseIsConcerned(t *testing.T) {
	t.Parallel()
	state, err := source.NewText("state.yaml", []byte("otel_table_prefix: x\n"))
	if err != nil {
		t.Fatal(err)
	}
	o := written(t, rules.Rule{Requires: []string{"state.otel_table_prefix"}}, `findings contains report.showing(["name"], "found", [
	{"path": ["state", "otel_table_prefix"], "label": "the state says"},
	{"path": ["declared"], "label": "the gateway says"},
	{"path": ["workspace", "warehouses"], "label": "nobody says"},
])`)
	o.Facts = o.Facts.AllSeen()
	o.Facts.State.Text = state
	o.Facts.State.Place = func([]string) (source.Place, bool) {
		return source.Place{Range: source.Range{Start: 0, End: 17}}, true
	}
	var got []string
	for _, f := range judge(t, compiledRule(t, o), subjects(t, "a.json", []byte(endpoint))).Findings {
		for _, related := range f.Related {
			if f.Rule == "GW899" {
				got = append(got, related.Location.File+" "+related.Message+": "+related.Excerpt.Lines[0])
			}
		}
	}
	want := []string{"state.yaml the state says: otel_table_prefix: x", "a.json the gateway says: " + endpoint}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnEvaluationThatNeverEndsIsEnded(t *testing.T) {
	t.Parallel()
	o := written(t, rules.Rule{}, `findings contains report.at(["name"], "x") if {
	some i in numbers.range(1, 100000)
	some j in numbers.range(1, 100000)
	i * j == -1
}`)
	o.Limit = time.Second
	two := "[" + endpoint + "," + strings.Replace(endpoint, `"a"`, `"b"`, 1) + "]"
	result := judged(t, compiledRule(t, o), subjects(t, "a.json", []byte(two)))
	var got []string
	for _, err := range result.Errors {
		got = append(got, err.Error())
	}
	const late = ": its evaluation takes longer than the limit of 1s: does it loop over too much?"
	want := []string{
		"rule GW899 cannot be evaluated on `a`" + late,
		"rule GW899 cannot be evaluated on `b`" + late,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	plain := judge(t, compiledRule(t, shipped(t)), subjects(t, "a.json", []byte(two)))
	finding.Sort(plain.Findings)
	finding.Sort(result.Findings)
	if diff := cmp.Diff(plain.Findings, result.Findings); diff != "" {
		t.Error("other rules are judged all the same\n" + diff)
	}
}
