package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// caused is a report of one invalid value with n failures that follow from it, and
// one failure beside them.
func caused(t testing.TB, n int, level finding.Level) report.Report {
	t.Helper()
	chat := finding.Subject{Kind: "endpoint", Name: "chat"}
	at := func(line int) finding.Location {
		return finding.Location{File: "gw.json", StartLine: line, StartColumn: 1, EndLine: line, EndColumn: 2}
	}
	all := []finding.Finding{
		{Rule: "GW003", Level: level, Outcome: finding.Fail, Subject: chat, Message: "'behavior' is 'mask'", Pointer: "/a", Location: at(1), Tie: &finding.Tie{}},
		{Rule: "GW404", Level: finding.Error, Outcome: finding.Fail, Subject: chat, Message: "safety is off", Pointer: "/b", Location: at(2)},
	}
	for i := range n {
		all = append(all, finding.Finding{
			Rule: "GW402", Level: finding.Error, Outcome: finding.Fail, Subject: chat, Location: at(3 + i),
			Message: fmt.Sprintf("filter %d is off", i), Pointer: fmt.Sprintf("/c/%d", i), Tie: all[0].Tie, Follows: true,
		})
	}
	finding.Sort(all)
	finding.Fingerprint(all)
	return report.New(report.Report{
		Findings: all, Subjects: []report.Subject{{Kind: "endpoint", Name: "chat", File: "gw.json"}}, Summary: report.Summary{Files: 1},
	}, report.FailOnError)
}

func TestAConsequenceIsShownUnderItsCause(t *testing.T) {
	t.Parallel()
	want := `error[GW003]: 'behavior' is 'mask'
 --> gw.json:1:1
  = so: GW402 fails: filter 0 is off
  = so: GW402 fails: filter 1 is off

error[GW404]: safety is off
 --> gw.json:2:1

FAILED: 2 errors in 1 gateway (1 file); 2 consequences
`
	if diff := cmp.Diff(want, string(written(t, "text", caused(t, 2, finding.Error), report.Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestOfManyConsequencesTheFirstAreShown(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]struct {
		lines int
		more  string
	}{
		12: {12, ""},
		13: {13, ""},
		14: {13, "= so: 2 more findings follow"},
		99: {13, "= so: 87 more findings follow"},
	} {
		got := string(written(t, "text", caused(t, n, finding.Error), report.Options{}))
		if lines := strings.Count(got, "= so: "); lines != want.lines || !strings.Contains(got, want.more) {
			t.Errorf("%d: %d lines, want %d and %q:\n%s", n, lines, want.lines, want.more, got)
		}
	}
}

func TestAConsequenceIsInJSONWithItsCause(t *testing.T) {
	t.Parallel()
	var got struct {
		Findings []struct{ Rule, Fingerprint, Cause string }
		Summary  report.Summary
	}
	if err := json.Unmarshal(written(t, "json", caused(t, 1, finding.Error), report.Options{}), &got); err != nil {
		t.Fatal(err)
	}
	rules := []string{}
	for _, f := range got.Findings {
		rules = append(rules, f.Rule)
		if want := map[string]string{"GW402": got.Findings[0].Fingerprint}[f.Rule]; f.Cause != want {
			t.Errorf("%s: cause %q, want %q", f.Rule, f.Cause, want)
		}
	}
	if diff := cmp.Diff([]string{"GW003", "GW404", "GW402"}, rules); diff != "" {
		t.Error(diff)
	}
	if s := got.Summary; s.Error != 2 || s.Consequences != 1 || s.ExitCode != report.ExitFindings {
		t.Errorf("%+v", s)
	}
}

func TestAConsequenceIsNoResultOfItsOwnInSARIF(t *testing.T) {
	t.Parallel()
	var got struct {
		Runs []struct {
			Results []struct {
				RuleID  string `json:"ruleId"`
				Message struct{ Text string }
			}
		}
	}
	if err := json.Unmarshal(written(t, "sarif", caused(t, 2, finding.Error), report.Options{}), &got); err != nil {
		t.Fatal(err)
	}
	said := []string{}
	for _, result := range got.Runs[0].Results {
		said = append(said, result.RuleID+" "+result.Message.Text)
	}
	want := []string{
		"GW003 'behavior' is 'mask'. So GW402 fails: filter 0 is off. So GW402 fails: filter 1 is off.",
		"GW404 Safety is off.",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
}

func TestAConsequenceOfWhatWeighsLessStandsForItself(t *testing.T) {
	t.Parallel()
	r := caused(t, 1, finding.Note)
	if s := r.Summary; s.Error != 2 || s.Note != 1 || s.Consequences != 0 || s.ExitCode != report.ExitFindings {
		t.Errorf("%+v", s)
	}
	if got := string(written(t, "text", r, report.Options{})); strings.Contains(got, "= so:") || !strings.Contains(got, "error[GW402]") {
		t.Error(got)
	}
}

func TestAQuietReportShowsConsequencesToo(t *testing.T) {
	t.Parallel()
	got := string(written(t, "text", caused(t, 1, finding.Error), report.Options{Quiet: true}))
	if strings.Count(got, "= so: GW402 fails: filter 0 is off") != 1 || strings.Contains(got, "error[GW402]") {
		t.Error(got)
	}
}
