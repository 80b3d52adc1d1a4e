package report_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// What the tests read of the taxonomies of a SARIF file.
type (
	classified struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Supported []component `json:"supportedTaxonomies"`
					Rules     []struct {
						ID            string `json:"id"`
						Relationships []struct {
							Target reference `json:"target"`
							Kinds  []string  `json:"kinds"`
						} `json:"relationships"`
					} `json:"rules"`
				} `json:"driver"`
			} `json:"tool"`
			Taxonomies []taxonomy `json:"taxonomies"`
			Results    []struct {
				RuleID string      `json:"ruleId"`
				Taxa   []reference `json:"taxa"`
			} `json:"results"`
		} `json:"runs"`
	}
	taxonomy struct {
		Name, Version, ReleaseDateUtc, Organization, InformationURI string
		ShortDescription, FullDescription                           struct{ Text string }
		Taxa                                                        []taxon
	}
	taxon struct {
		ID, Name         string
		ShortDescription struct{ Text string }
	}
	reference struct {
		ID            string    `json:"id"`
		Index         *int      `json:"index"`
		ToolComponent component `json:"toolComponent"`
	}
	component struct {
		Name  string `json:"name"`
		Index *int   `json:"index"`
	}
)

func readClassified(tb testing.TB, r report.Report) classified {
	tb.Helper()
	var c classified
	if err := json.Unmarshal(written(tb, "sarif", r, report.Options{}), &c); err != nil {
		tb.Fatal(err)
	}
	return c
}

// atlas and rmf are frameworks as a run describes them.
func atlas() report.Framework {
	return report.Framework{
		ID: "mitre-atlas", Name: "MITRE ATLAS", Title: "MITRE ATLAS 5.6.0", Description: "Mitigations,\nby our own judgement.",
		Version: "5.6.0", Released: "2026-05-01", Organization: "MITRE", URL: "https://atlas.mitre.org/mitigations",
		Controls: []report.Control{
			{ID: "AML.M0004", Title: "Restrict Number of AI Model Queries"},
			{ID: "AML.M0008", Title: "Validate AI Model"},
			{ID: "AML.M0020", Title: "Generative AI Guardrails"},
		},
	}
}

func rmf() report.Framework {
	return report.Framework{
		ID: "nist-ai-rmf", Name: "NIST AI RMF", Title: "NIST AI RMF 1.0", Version: "1.0", Organization: "NIST",
		Controls: []report.Control{{ID: "MAP 4.2", Title: "Controls are known"}},
	}
}

// serving is a report of one rule with these controls, that found something once.
func serving(tb testing.TB, controls map[string][]string, known ...report.Framework) report.Report {
	tb.Helper()
	r := full(tb)
	for i := range r.Rules {
		if r.Rules[i].ID == "GW103" {
			r.Rules[i].Controls = controls
		}
	}
	r.Frameworks = known
	return r
}

func TestATaxonomyIsAFrameworkWithTheControlsThatAreServed(t *testing.T) {
	t.Parallel()
	got := readClassified(t, serving(t, map[string][]string{"mitre-atlas": {"AML.M0020", "AML.M0004"}}, atlas(), rmf())).Runs[0]
	want := []taxonomy{{
		Name: "MITRE ATLAS", Version: "5.6.0", ReleaseDateUtc: "2026-05-01", Organization: "MITRE", InformationURI: "https://atlas.mitre.org/mitigations",
		ShortDescription: struct{ Text string }{"MITRE ATLAS 5.6.0."},
		FullDescription:  struct{ Text string }{"Mitigations, by our own judgement."},
		Taxa: []taxon{
			{"AML.M0004", "Restrict Number of AI Model Queries", struct{ Text string }{"Restrict Number of AI Model Queries."}},
			{"AML.M0020", "Generative AI Guardrails", struct{ Text string }{"Generative AI Guardrails."}},
		},
	}}
	if diff := cmp.Diff(want, got.Taxonomies); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]component{{"MITRE ATLAS", new(int)}}, got.Tool.Driver.Supported); diff != "" {
		t.Error(diff)
	}
}

func TestWhatARuleServesLeadsToItsTaxa(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		controls map[string][]string
		known    []report.Framework
		want     []string // the framework and the control of each reference, as its indices find them
	}{
		"nothing":                   {nil, []report.Framework{atlas()}, nil},
		"one control":               {map[string][]string{"mitre-atlas": {"AML.M0020"}}, []report.Framework{atlas()}, []string{"MITRE ATLAS/AML.M0020"}},
		"two in another order":      {map[string][]string{"mitre-atlas": {"AML.M0020", "AML.M0004"}}, []report.Framework{atlas()}, []string{"MITRE ATLAS/AML.M0020", "MITRE ATLAS/AML.M0004"}},
		"two frameworks":            {map[string][]string{"nist-ai-rmf": {"MAP 4.2"}, "mitre-atlas": {"AML.M0004"}}, []report.Framework{rmf(), atlas()}, []string{"MITRE ATLAS/AML.M0004", "NIST AI RMF/MAP 4.2"}},
		"frameworks not described":  {map[string][]string{"mitre-atlas": {"AML.M0004"}}, nil, []string{"mitre-atlas/AML.M0004"}},
		"a user's own framework":    {map[string][]string{"ours": {"O-2", "O-1"}, "mitre-atlas": {"AML.M0008"}}, []report.Framework{atlas()}, []string{"MITRE ATLAS/AML.M0008", "ours/O-2", "ours/O-1"}},
		"a control that it has not": {map[string][]string{"mitre-atlas": {"AML.M0099", "AML.M0008"}}, []report.Framework{atlas()}, []string{"MITRE ATLAS/AML.M0099", "MITRE ATLAS/AML.M0008"}},
		"what hides":                {map[string][]string{"ou\u202ers": {"O\u200b1"}}, nil, []string{`ou\u202ers/O\u200b1`}},
		"the name of another":       {map[string][]string{"MITRE ATLAS": {"X"}, "mitre-atlas": {"AML.M0004"}}, []report.Framework{atlas()}, []string{"MITRE ATLAS/X", "MITRE ATLAS/AML.M0004"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := readClassified(t, serving(t, test.controls, test.known...)).Runs[0]
			find := func(r reference) string {
				if r.Index == nil || r.ToolComponent.Index == nil {
					t.Fatalf("%v has no index", r)
				}
				in := run.Taxonomies[*r.ToolComponent.Index]
				if taxon := in.Taxa[*r.Index]; taxon.ID != r.ID {
					t.Errorf("%s leads to %s", r.ID, taxon.ID)
				}
				return in.Name + "/" + r.ID
			}
			for _, rule := range run.Tool.Driver.Rules {
				var got []string
				for _, r := range rule.Relationships {
					if diff := cmp.Diff([]string{"superset"}, r.Kinds); diff != "" {
						t.Error(diff)
					}
					if named := run.Taxonomies[*r.Target.ToolComponent.Index].Name; r.Target.ToolComponent.Name != named {
						t.Errorf("the framework is called %s, not %s", named, r.Target.ToolComponent.Name)
					}
					got = append(got, find(r.Target))
				}
				if want := map[bool][]string{true: test.want}[rule.ID == "GW103"]; !cmp.Equal(want, got) {
					t.Errorf("%s serves %q, want %q", rule.ID, got, want)
				}
			}
			for _, result := range run.Results {
				var got []string
				for _, r := range result.Taxa {
					got = append(got, find(r))
				}
				if want := map[bool][]string{true: test.want}[result.RuleID == "GW103"]; !cmp.Equal(want, got) {
					t.Errorf("a result of %s is about %q, want %q", result.RuleID, got, want)
				}
			}
			if len(run.Taxonomies) != len(run.Tool.Driver.Supported) {
				t.Errorf("%d taxonomies, %d are supported", len(run.Taxonomies), len(run.Tool.Driver.Supported))
			}
		})
	}
}

func TestARuleThatFoundNothingLeavesItsControlsOut(t *testing.T) {
	t.Parallel()
	r := serving(t, map[string][]string{"mitre-atlas": {"AML.M0004"}}, atlas())
	for i := range r.Findings {
		if r.Findings[i].Rule == "GW103" {
			r.Findings[i].Outcome = finding.Unknown
		}
	}
	run := readClassified(t, r).Runs[0]
	if len(run.Taxonomies) > 0 || run.Tool.Driver.Supported != nil {
		t.Errorf("got %v", run.Taxonomies)
	}
}

func TestARuleThatIsNotActiveServesNothing(t *testing.T) {
	t.Parallel()
	r := report.New(report.Report{Findings: []finding.Finding{{
		Rule: "GW903", Name: "waiver_incomplete", Level: finding.Error, Outcome: finding.Fail, Fingerprint: "0123456789abcdef0123",
	}}}, report.FailOnError)
	run := readClassified(t, r).Runs[0]
	if len(run.Taxonomies) > 0 || len(run.Results) != 1 || len(run.Results[0].Taxa) > 0 || run.Tool.Driver.Supported != nil {
		t.Errorf("got %v", run)
	}
}
