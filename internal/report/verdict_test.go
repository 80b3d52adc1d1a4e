package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestTheLastLineSaysWhatTheRunCameToAndWhy(t *testing.T) {
	t.Parallel()
	fails := failure("GW101", finding.Error, "a", "f", 1)
	warns, notes, open, strict := fails, fails, fails, fails
	warns.Level, notes.Level = finding.Warning, finding.Note
	open.Outcome, open.Level, strict.Outcome = finding.Unknown, finding.Note, finding.Unknown
	role := failure("GW203", finding.Error, "agent_chat", "state.yaml", 1)
	role.Subject.Kind = "role"
	for name, test := range map[string]struct {
		findings []finding.Finding
		change   func(r *report.Report)
		failOn   report.FailOn
		want     string
	}{
		"a clean run":              {nil, nil, report.FailOnError, "OK: no findings in 2 gateways (1 file)"},
		"a clean run with unknown": {[]finding.Finding{open}, nil, report.FailOnError, "OK: no findings in 2 gateways (1 file); 1 unknown"},
		"an error":                 {[]finding.Finding{fails}, nil, report.FailOnError, "FAILED: 1 error in 1 of 2 gateways (1 file)"},
		"an error beside gateways": {
			[]finding.Finding{fails, role},
			func(r *report.Report) {
				r.Subjects = append(r.Subjects, report.Subject{Kind: "role", Name: "agent_chat"})
			},
			report.FailOnError, "FAILED: 2 errors in 1 of 2 gateways and 1 other subject (1 file)",
		},
		"warnings and notes do not fail": {[]finding.Finding{warns, notes}, nil, report.FailOnError, "OK: 1 warning, 1 note in 1 of 2 gateways (1 file)"},
		"a warning that fails":           {[]finding.Finding{warns}, nil, report.FailOnWarning, "FAILED: 1 warning in 1 of 2 gateways (1 file); --fail-on warning"},
		"a threshold of the configuration": {
			[]finding.Finding{warns},
			func(r *report.Report) { r.Run.FailOnBy = report.ByConfiguration },
			report.FailOnWarning, "FAILED: 1 warning in 1 of 2 gateways (1 file); fail_on: warning",
		},
		"nothing fails":    {[]finding.Finding{fails}, nil, report.FailOnNone, "OK: 1 error in 1 of 2 gateways (1 file); --fail-on none lets them pass"},
		"unknown fails":    {[]finding.Finding{open}, nil, report.FailOnUnknown, "FAILED: no findings in 2 gateways (1 file); 1 unknown count (--fail-on unknown); 1 unknown"},
		"a strict policy":  {[]finding.Finding{strict, strict}, nil, report.FailOnError, "FAILED: no findings in 2 gateways (1 file); 2 unknown count as errors in policy strict; 2 unknown"},
		"an error as well": {[]finding.Finding{fails, strict}, nil, report.FailOnError, "FAILED: 1 error in 1 of 2 gateways (1 file); 1 unknown counts as an error in policy strict; 1 unknown"},
		"an incomplete run": {
			[]finding.Finding{fails},
			func(r *report.Report) { r.Errors = []report.Problem{{File: "x", Message: "no such file"}} },
			report.FailOnError, "INCOMPLETE: 1 input not checked; 1 error in 1 of 2 gateways (1 file)",
		},
		"a halt": {
			nil, func(r *report.Report) { r.Prompts = []string{"Which?"} },
			report.FailOnError, "HALTED: an operator must answer first; no findings in 2 gateways (1 file)",
		},
		"nothing was read": {nil, func(r *report.Report) { r.Subjects, r.Summary.Skipped = nil, 3 }, report.FailOnError, "NOTHING CHECKED: no gateway configuration (1 file); 3 skipped"},
		"nothing was read, for a reason": {
			nil, func(r *report.Report) { r.Subjects, r.Nothing = nil, "nothing checked: 1 file is excluded" },
			report.FailOnError, "NOTHING CHECKED: 1 file is excluded",
		},
		"nothing is visible": {
			nil, func(r *report.Report) { r.Subjects, r.Workspace = nil, &report.Workspace{Identity: "ana"} },
			report.FailOnError, "NOTHING CHECKED: nothing is visible to ana",
		},
		"what is left out": {
			nil, func(r *report.Report) {
				r.Summary.Denied, r.Summary.Links, r.Run.Excluded, r.Run.Ignored, r.Summary.OtherNames = 1, 2, 3, 4, 5
			},
			report.FailOnError, "OK: no findings in 2 gateways (1 file); 1 denied, 3 excluded, 4 ignored by git, 5 not read, 2 links not followed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := found(test.findings...)
			r.Tool.Policy = "strict"
			if test.change != nil {
				test.change(&r)
			}
			r = report.New(r, test.failOn)
			for _, format := range []string{"text", "concise"} {
				lines := strings.Split(strings.TrimSpace(string(written(t, format, r, report.Options{}))), "\n")
				if diff := cmp.Diff(test.want, lines[len(lines)-1]); diff != "" {
					t.Errorf("%s: %s", format, diff)
				}
			}
			if r.Summary.ExitCode == report.ExitClean && len(r.Subjects) == 0 && strings.Contains(test.want, "OK") {
				t.Error("a run that read nothing is no pass")
			}
		})
	}
}

func TestAQuietReportHasFindingsAndProblemsOnly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		report report.Report
		want   []string
	}{
		"clean":      {clean(t), nil},
		"incomplete": {full(t), []string{"error[", "not checked: "}},
		"many":       {many(t, 40, 9), []string{"error[GW003]"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := string(written(t, "text", test.report, report.Options{Quiet: true}))
			for _, want := range test.want {
				if !strings.Contains(out, want) {
					t.Errorf("no %q in\n%s", want, out)
				}
			}
			if test.want == nil && out != "" {
				t.Error(out)
			}
			for _, not := range []string{"Checklist", "Not decided", "gwlint explain", "FAILED", "INCOMPLETE", "OK:"} {
				if strings.Contains(out, not) {
					t.Errorf("%q in\n%s", not, out)
				}
			}
		})
	}
}
