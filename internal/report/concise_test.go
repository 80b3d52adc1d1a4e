package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestAConciseReportIsOneLineForEachFinding(t *testing.T) {
	t.Parallel()
	one := failure("GW101", finding.Note, "a", "f", 2)
	two := failure("GW102", finding.Error, "b", "g\x1b[31m", 9)
	two.Message = "the prefix of endpoint `b` ends in an underscore"
	nowhere := failure("GW103", finding.Warning, "", "", 0)
	open := failure("GW101", finding.Note, "b", "g", 3)
	open.Outcome, open.Reason = finding.Unknown, "no state file"
	r := found(one, two, nowhere, open)
	r.Errors = []report.Problem{{File: "bad.json", Message: "expected a value", Location: &finding.Location{File: "bad.json", StartLine: 3, StartColumn: 9}}}
	r.Prompts = []string{"Which endpoint?"}
	r = report.New(r, report.FailOnError)
	findings := "g\\x1b[31m:9:3: error[GW102] the prefix of endpoint `b` ends in an underscore\n" +
		"warning[GW103] what GW103 says\n" +
		"f:2:3: note[GW101] what GW101 says (endpoint `a`)\n"
	problems := "not checked: bad.json:3:9: expected a value\nhalted: Which endpoint?\n"
	verdict := "INCOMPLETE: 1 input not checked; 1 error, 1 warning, 1 note in 2 of 2 gateways (1 file); 1 unknown\n"
	for name, test := range map[string]struct {
		options report.Options
		want    string
	}{
		"by default": {report.Options{}, findings + problems + verdict},
		"verbose":    {report.Options{Verbose: true}, findings + "g:3:3: unknown[GW101] no state file (endpoint `b`)\n" + problems + verdict},
		"quiet":      {report.Options{Quiet: true}, findings + problems},
		"narrow":     {report.Options{Width: 20, ASCII: true}, findings + problems + verdict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, string(written(t, "concise", r, test.options))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAConciseReportNamesTheRulesThatFailBecauseOfAFinding(t *testing.T) {
	t.Parallel()
	want := "gw.json:1:1: error[GW003] 'behavior' is 'mask' (endpoint `chat`); so GW402 fails\n" +
		"gw.json:2:1: error[GW404] safety is off (endpoint `chat`)\n" +
		"FAILED: 2 errors in 1 gateway (1 file); 1 consequence\n"
	if diff := cmp.Diff(want, string(written(t, "concise", caused(t, 1, finding.Error), report.Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestAConciseReportThatFailsByUnknownAloneNamesIt(t *testing.T) {
	t.Parallel()
	f := failure("GW101", finding.Error, "a", "f", 2)
	f.Outcome, f.Reason = finding.Unknown, "no state file"
	want := "f:2:3: unknown[GW101] no state file (endpoint `a`)\n"
	if diff := cmp.Diff(want, string(written(t, "concise", found(f), report.Options{Quiet: true}))); diff != "" {
		t.Error(diff)
	}
}
