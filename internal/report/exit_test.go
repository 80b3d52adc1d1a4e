package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func of(outcome finding.Outcome, level finding.Level) report.Report {
	return report.Report{Findings: []finding.Finding{{Rule: "GW103", Outcome: outcome, Level: level}}}
}

func TestTheExitCodeFollowsFromTheReportAlone(t *testing.T) {
	t.Parallel()
	everything := of(finding.Fail, finding.Error)
	everything.Prompts = []string{"answer me"}
	halted := everything
	everything.Errors = []report.Problem{{File: "x.json", Message: "no"}}
	for name, test := range map[string]struct {
		report report.Report
		failOn report.FailOn
		want   int
	}{
		"nothing found":                              {report.Report{}, report.FailOnUnknown, 0},
		"an error":                                   {of(finding.Fail, finding.Error), report.FailOnError, 1},
		"a warning below the threshold":              {of(finding.Fail, finding.Warning), report.FailOnError, 0},
		"a warning at the threshold":                 {of(finding.Fail, finding.Warning), report.FailOnWarning, 1},
		"an error above the threshold":               {of(finding.Fail, finding.Error), report.FailOnNote, 1},
		"a note at the threshold":                    {of(finding.Fail, finding.Note), report.FailOnNote, 1},
		"a note below the threshold":                 {of(finding.Fail, finding.Note), report.FailOnWarning, 0},
		"a finding of a rule that is off":            {of(finding.Fail, finding.Off), report.FailOnUnknown, 0},
		"unknown is not a note that fails":           {of(finding.Unknown, finding.Note), report.FailOnNote, 0},
		"unknown fails when asked":                   {of(finding.Unknown, finding.Note), report.FailOnUnknown, 1},
		"unknown fails when the policy says error":   {of(finding.Unknown, finding.Error), report.FailOnError, 1},
		"unknown raised to a warning, errors wanted": {of(finding.Unknown, finding.Warning), report.FailOnError, 0},
		"to fail on unknown is to fail on a note":    {of(finding.Fail, finding.Note), report.FailOnUnknown, 1},
		"waived never fails":                         {of(finding.Waived, finding.Error), report.FailOnUnknown, 0},
		"none fails on nothing found":                {of(finding.Fail, finding.Error), report.FailOnNone, 0},
		"a threshold that was not set is strict":     {of(finding.Fail, finding.Note), "", 1},
		"a halt comes before findings":               {halted, report.FailOnError, 4},
		"incomplete comes before a halt":             {everything, report.FailOnError, 3},
		"none still tells of an incomplete run":      {everything, report.FailOnNone, 3},
		"none still tells of a halt":                 {halted, report.FailOnNone, 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := report.ExitCode(test.report, test.failOn); got != test.want {
				t.Errorf("exit code %d, want %d", got, test.want)
			}
		})
	}
}

func TestAThresholdThatDoesNotExistNamesThoseThatDo(t *testing.T) {
	t.Parallel()
	_, err := report.ParseFailOn("warn")
	want := `unknown level "warn"; known: error, warning, note, unknown, unchecked, none`
	if err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	for _, s := range report.FailOns() {
		if got, err := report.ParseFailOn(s); err != nil || string(got) != s {
			t.Errorf("ParseFailOn(%q) = %q, %v", s, got, err)
		}
	}
}

func TestWhatHaltsARunAsksTheOperator(t *testing.T) {
	t.Parallel()
	halting := report.RuleInfo{ID: "GW203", Halts: true}
	found := func(rule, message string, outcome finding.Outcome, level finding.Level) finding.Finding {
		return finding.Finding{Rule: rule, Message: message, Outcome: outcome, Level: level}
	}
	for name, test := range map[string]struct {
		findings []finding.Finding
		want     []string
		code     int
	}{
		"each question once, in order": {
			[]finding.Finding{
				found("GW203", "b?", finding.Fail, finding.Error),
				found("GW203", "a?", finding.Fail, finding.Error),
				found("GW203", "b?", finding.Fail, finding.Error),
			},
			[]string{"a?", "b?"},
			report.ExitHalt,
		},
		"not one that configuration has lowered": {[]finding.Finding{found("GW203", "a?", finding.Fail, finding.Warning)}, nil, report.ExitClean},
		"not one that is waived":                 {[]finding.Finding{found("GW203", "a?", finding.Waived, finding.Error)}, nil, report.ExitClean},
		"not what could not be decided":          {[]finding.Finding{found("GW203", "a?", finding.Unknown, finding.Note)}, nil, report.ExitClean},
		"not what another rule says":             {[]finding.Finding{found("GW201", "a?", finding.Fail, finding.Error)}, nil, report.ExitFindings},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := report.New(report.Report{Rules: []report.RuleInfo{halting}, Findings: test.findings}, report.FailOnError)
			if diff := cmp.Diff(test.want, got.Prompts); diff != "" {
				t.Error(diff)
			}
			if got.Summary.ExitCode != test.code {
				t.Errorf("exit code %d, want %d", got.Summary.ExitCode, test.code)
			}
		})
	}
}
