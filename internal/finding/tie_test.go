package finding_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

func TestAConsequenceNamesItsCause(t *testing.T) {
	t.Parallel()
	one, two := &finding.Tie{}, &finding.Tie{}
	all := []finding.Finding{
		{Rule: "GW402", Tie: one, Follows: true},
		{Rule: "GW003", Pointer: "/a", Tie: one},
		{Rule: "GW003", Pointer: "/a", Tie: two},
		{Rule: "GW401", Tie: two, Follows: true},
		{Rule: "GW404"},
	}
	finding.Fingerprint(all)
	got := []string{}
	for _, f := range all {
		got = append(got, f.Cause)
	}
	want := []string{all[1].Fingerprint, "", "", all[2].Fingerprint, ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNoFindingIsLostWithItsCause(t *testing.T) {
	t.Parallel()
	cause := func(outcome finding.Outcome, level finding.Level) finding.Finding {
		return finding.Finding{Fingerprint: "c", Outcome: outcome, Level: level}
	}
	consequence := finding.Finding{Fingerprint: "f", Outcome: finding.Fail, Level: finding.Warning, Cause: "c"}
	waived := consequence
	waived.Outcome = finding.Waived
	follows := cause(finding.Fail, finding.Error)
	follows.Cause = "d"
	for name, test := range map[string]struct {
		findings []finding.Finding
		want     string // the cause of the last
	}{
		"its cause fails as badly":               {[]finding.Finding{cause(finding.Fail, finding.Warning), consequence}, "c"},
		"its cause fails worse":                  {[]finding.Finding{cause(finding.Fail, finding.Error), consequence}, "c"},
		"its cause weighs less":                  {[]finding.Finding{cause(finding.Fail, finding.Note), consequence}, ""},
		"its cause is off":                       {[]finding.Finding{cause(finding.Fail, finding.Off), consequence}, ""},
		"its cause is waived":                    {[]finding.Finding{cause(finding.Waived, finding.Error), consequence}, ""},
		"its cause is not decided":               {[]finding.Finding{cause(finding.Unknown, finding.Error), consequence}, ""},
		"its cause was left out by a baseline":   {[]finding.Finding{consequence}, ""},
		"its cause is itself a consequence":      {[]finding.Finding{follows, consequence}, ""},
		"it is waived, and its cause is not":     {[]finding.Finding{cause(finding.Fail, finding.Error), waived}, ""},
		"the cause of another has the same rule": {[]finding.Finding{{Fingerprint: "x", Outcome: finding.Fail, Level: finding.Error}, consequence}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := append([]finding.Finding{}, test.findings...)
			got := finding.StandAlone(test.findings)
			if last := got[len(got)-1]; last.Cause != test.want {
				t.Errorf("got %q, want %q", last.Cause, test.want)
			}
			if diff := cmp.Diff(before, test.findings); diff != "" {
				t.Errorf("the list that was given changed: %s", diff)
			}
		})
	}
}
