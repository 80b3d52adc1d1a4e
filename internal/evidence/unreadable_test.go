package evidence_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/rules"
)

// TestNoRulePassesOrFailsWhatCouldNotBeRead goes through all rules. One may be not
// applicable by what is known all the same: a subject's kind, or that no person
// wrote it.
func TestNoRulePassesOrFailsWhatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind    workspace.Kind
		listed  string
		excused []string
	}{
		"an endpoint": {kind: workspace.Endpoint, excused: []string{
			"GW008", "GW010", // what a person wrote
			"GW011",                            // a body for PUT
			"GW201", "GW202", "GW206", "GW408", // roles and parameters that configuration leaves out here
		}},
		"an endpoint that a list shows to be a custom model": {
			kind:   workspace.Endpoint,
			listed: `{"name": "chat", "config": {"served_entities": [{"entity_name": "main.ml.churn", "entity_version": "1"}]}}`,
			excused: []string{
				"GW008", "GW010", "GW011", "GW201", "GW202", "GW206", "GW408",
				"GW113", "GW210", "GW212", "GW214", "GW312", "GW401", "GW402", "GW403", "GW404", "GW406", "GW407", // what custom models do not have
			},
		},
		"a model service":    {kind: workspace.ModelService, excused: []string{"GW201", "GW202", "GW206"}},
		"an MCP service":     {kind: workspace.MCPService},
		"a provider service": {kind: workspace.ProviderService},
		"an app":             {kind: workspace.App},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			object := denied(read("x/chat.json", "object", ""))
			if test.listed != "" {
				object.Body = []byte(test.listed)
			}
			excused := unreadable(t, workspace.Subject{Kind: test.kind, Name: "chat", Object: object})
			slices.Sort(test.excused)
			if diff := cmp.Diff(test.excused, excused); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// unreadable judges a subject that could not be read, and returns the rules that
// concern its kind and not it. Rules that concern it must be open.
func unreadable(t *testing.T, subject workspace.Subject) (excused []string) {
	t.Helper()
	s := newFixture()
	s.survey.Apps, s.survey.Measured = nil, true // rules that ask for use concern what was measured
	s.endpoint, s.service, s.tools = workspace.Subject{Kind: workspace.App}, workspace.Subject{Kind: workspace.App}, subject
	if subject.Kind == workspace.App {
		s.survey.Apps = []workspace.Subject{subject}
	}
	result := s.judge(t)
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range list {
		if !slices.Contains(rule.Kinds, string(subject.Kind)) || rule.ID == "GW013" { // which is off, and says nothing
			continue
		}
		switch outcome, said := outcomeOf(result, rule.ID, string(subject.Kind)); outcome {
		case finding.Unknown:
		case finding.NotApplicable:
			excused = append(excused, rule.ID)
		case finding.Pass, finding.Fail, finding.Waived:
			t.Errorf("%s: %s %s", rule.ID, outcome, said)
		default:
			t.Errorf("%s: %q %s", rule.ID, outcome, said)
		}
	}
	slices.Sort(excused)
	return excused
}
