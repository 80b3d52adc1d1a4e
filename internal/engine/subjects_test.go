package engine_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// twoGateways have one name and differ in their prefix.
const twoGateways = `[
  {"name": "same", "ai_gateway": {"inference_table_config": {"enabled": true, "table_name_prefix": "a_"}}},
  {"name": "same", "ai_gateway": {"inference_table_config": {"enabled": true, "table_name_prefix": "a"}}}
]`

func TestEachSubjectHasItsOwnChecklist(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	all := subjects(t, "a.json", []byte(twoGateways))
	ids := []string{all[0].Identity().ID, all[1].Identity().ID}
	items, err := e.SubjectItems(t.Context(), judge(t, e, all).Subjects)
	if err != nil {
		t.Fatal(err)
	}
	got := []bool{slices.Contains(items(ids[0]).Fail, "F4-04"), slices.Contains(items(ids[1]).Fail, "F4-04")}
	if diff := cmp.Diff([]bool{true, false}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatARunNeverHasIsNoFindingOfASubject(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		state engine.Part
		want  []string // the outcomes of GW203 and the needs of the run
	}{
		"a state file that a user could name": {engine.Part{Reason: "there is none", Needs: gateway.NeedsState}, []string{"not checked"}},
		"a state file that could not be read": {engine.Part{Reason: "it does not parse"}, []string{"unknown"}},
		"a role audit that there is not":      {engine.Part{Reason: "there is none", None: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := shipped(t)
			o.Facts.State = test.state
			e := compiledRule(t, o)
			result := judge(t, e, subjects(t, "a.json", []byte(twoGateways)))
			var got []string
			if slices.ContainsFunc(e.Lacks(result.Subjects), func(l engine.Lack) bool {
				return l.Needs == gateway.NeedsState && l.Subjects == 2 && slices.Contains(l.Rules, "GW203")
			}) {
				got = append(got, "not checked")
			}
			if slices.ContainsFunc(result.Findings, func(f finding.Finding) bool {
				return f.Rule == "GW203" && f.Outcome == finding.Unknown
			}) {
				got = append(got, "unknown")
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnItemIsLackingOnlyWhereNothingElseLeavesItUnknown(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	needs := engine.Count{Rule: "GW111", Kind: "endpoint", Hosting: "foundation", Outcome: finding.Unknown, Needs: gateway.NeedsWorkspace}
	undecided := engine.Count{Rule: "GW112", Kind: "endpoint", Hosting: "foundation", Outcome: finding.Unknown}
	for name, test := range map[string]struct {
		tally engine.Tally
		want  bool
	}{
		"a workspace alone":                  {engine.Tally{needs: 1}, true},
		"a workspace, and what is undecided": {engine.Tally{needs: 1, undecided: 1}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			items, err := e.Checklist(t.Context(), test.tally)
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range items {
				if item.ID == "F4-05" && (item.Status != "unknown" || item.Lacking != test.want) {
					t.Errorf("%s is %s, lacking %v, want %v: %s", item.ID, item.Status, item.Lacking, test.want, item.Reason)
				}
			}
		})
	}
}
