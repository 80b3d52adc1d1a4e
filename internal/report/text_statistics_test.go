package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// statisticsOf is a report of endpoints, an app and a role of which some have findings.
func statisticsOf(findings ...finding.Finding) report.Report {
	var subjects []report.Subject
	for i := range 12 {
		subjects = append(subjects, report.Subject{Kind: "endpoint", Name: fmt.Sprintf("e%d", i), File: "a.json"})
	}
	subjects = append(subjects, report.Subject{Kind: "app", Name: "notes", File: "b.json"}, report.Subject{Kind: "role", Name: "agent_chat", File: "state.yaml"})
	return report.New(report.Report{Findings: findings, Subjects: subjects, Rules: []report.RuleInfo{
		{ID: "GW103", Title: "Table prefix ends in an underscore"},
		{ID: "GW210", Title: "One destination and no fallback"},
		{ID: "GW404", Title: "Unsafe responses are not filtered"},
		{ID: "GW601", Title: "App goes past its gateway"},
	}}, report.FailOnError)
}

func failed(rule string, level finding.Level, kind, name, file string) finding.Finding {
	return finding.Finding{
		Rule: rule, Level: level, Outcome: finding.Fail, Message: "x", Fingerprint: rule + name,
		Subject: finding.Subject{Kind: kind, Name: name}, Location: finding.Location{File: file},
	}
}

// statistics are the lines of a report that stand before its checklist and its counts.
func statistics(tb testing.TB, r report.Report, width int) []string {
	tb.Helper()
	return strings.Split(strings.TrimRight(string(written(tb, "text", r, report.Options{Statistics: true, Quiet: true, Width: width})), "\n"), "\n")
}

func TestStatisticsCountEachRuleOnce(t *testing.T) {
	t.Parallel()
	var all []finding.Finding
	for i := range 12 {
		all = append(all, failed("GW210", finding.Note, "endpoint", fmt.Sprintf("e%d", i), "a.json"))
	}
	all = append(all,
		failed("GW404", finding.Warning, "endpoint", "e1", "a.json"), failed("GW404", finding.Error, "endpoint", "e2", "a.json"),
		failed("GW404", finding.Error, "endpoint", "e2", "a.json"),
		failed("GW103", finding.Error, "endpoint", "e3", "a.json"),
		failed("GW601", finding.Error, "app", "notes", "b.json"), failed("GW601", finding.Error, "endpoint", "e3", "a.json"),
	)
	all[3].More = 9
	all = append(all, finding.Finding{Rule: "GW103", Level: finding.Note, Outcome: finding.Unknown, Reason: "open"})
	consequence := failed("GW210", finding.Note, "endpoint", "e3", "a.json")
	consequence.Cause = "GW103e3"
	got := statistics(t, statisticsOf(append(all, consequence)...), 100)
	want := []string{
		"   3  error    GW404  2 gateways        unsafe responses are not filtered",
		"   2  error    GW601  1 gateway, 1 app  app goes past its gateway",
		"   1  error    GW103  1 gateway         table prefix ends in an underscore",
		"  20  note     GW210  12 gateways       one destination and no fallback",
		"",
		"26 findings of 4 rules in 12 of 12 gateways, 1 of 1 app",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStatisticsOfNothingSayHowMuchWasLookedAt(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"no findings in 12 gateways, 1 app, 1 role"}, statistics(t, statisticsOf(), 0)); diff != "" {
		t.Error(diff)
	}
	nothing := report.New(report.Report{}, report.FailOnError)
	if diff := cmp.Diff([]string{"no findings"}, statistics(t, nothing, 0)); diff != "" {
		t.Error(diff)
	}
	broken := report.New(report.Report{Errors: []report.Problem{{File: "a.json", Message: "expected a value"}}}, report.FailOnError)
	if got := strings.Join(statistics(t, broken, 0), "\n"); !strings.Contains(got, "not checked: a.json: expected a value") {
		t.Errorf("an incomplete run looks clean:\n%s", got)
	}
}

func TestStatisticsStayWithinTheirWidth(t *testing.T) {
	t.Parallel()
	f := failed("GW404", finding.Error, "endpoint\x1b[2J", "e", "a.json")
	f.Rule, f.Name = "OUR\x1b[2J", "a rule of somebody whose title goes on for longer than any line of a terminal has columns"
	for _, line := range statistics(t, statisticsOf(f), 60) {
		if len(line) > 60 || strings.Contains(line, "\x1b") {
			t.Errorf("%q", line)
		}
	}
}
