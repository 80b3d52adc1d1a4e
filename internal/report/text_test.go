package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// excerpt is what a report shows of one line with a finding at code points from to to.
func excerpt(tb testing.TB, line string, from, to, width int) string {
	tb.Helper()
	f := finding.Finding{
		Rule: "GW103", Name: "bad", Level: finding.Error, Outcome: finding.Fail,
		Location: finding.Location{File: "f", StartLine: 1, StartColumn: from, EndLine: 1, EndColumn: to},
		Excerpt:  finding.Excerpt{FirstLine: 1, Lines: []string{line}},
	}
	r := report.New(report.Report{Findings: []finding.Finding{f}}, report.FailOnError)
	out := string(written(tb, "text", r, report.Options{Quiet: true, Width: width}))
	lines := strings.Split(out, "\n")
	return strings.Join(lines[3:len(lines)-3], "\n")
}

func TestCaretsStandBelowTheCharactersTheyMean(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		line     string
		from, to int
		want     string
	}{
		"plain":                               {"a: gw_", 4, 7, "1 | a: gw_\n  |    ^^^ bad"},
		"an empty place":                      {"a: ", 4, 4, "1 | a: \n  |    ^ bad"},
		"behind a tab":                        {"\ta: b", 5, 6, "1 |     a: b\n  |        ^ bad"},
		"behind wide characters":              {"日本: b", 5, 6, "1 | 日本: b\n  |       ^ bad"},
		"on wide characters":                  {"a: 日本", 4, 6, "1 | a: 日本\n  |    ^^^^ bad"},
		"behind an emoji of one code point":   {"👍: b", 4, 5, "1 | 👍: b\n  |     ^ bad"},
		"behind an emoji of two code points":  {"👍🏽: b", 5, 6, "1 | 👍🏽: b\n  |     ^ bad"},
		"behind a combining character":        {"e\u0301: b", 5, 6, "1 | e\u0301: b\n  |    ^ bad"},
		"on a combining character":            {"e\u0301: b", 2, 3, "1 | e\u0301: b\n  | ^ bad"},
		"behind an escape sequence":           {"\x1b[31mx: b", 9, 10, "1 | \\x1b[31mx: b\n  |            ^ bad"},
		"behind a character that turns lines": {"\u202ex: b", 5, 6, "1 | \\u202ex: b\n  |          ^ bad"},
		"behind a zero-width character":       {"\u200bx: b", 5, 6, "1 | \\u200bx: b\n  |          ^ bad"},
		"on a zero-width character":           {"x\u200b", 2, 3, "1 | x\\u200b\n  |  ^^^^^^ bad"},
		"behind a byte that is not UTF-8":     {"\xffx: b", 5, 6, "1 | \\xffx: b\n  |        ^ bad"},
		"beyond the line":                     {"a: b", 90, 95, "1 | a: b\n  |     ^ bad"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, excerpt(t, test.line, test.from, test.to, 0)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestALongLineIsCutAroundWhatWasFound(t *testing.T) {
	t.Parallel()
	left, right := strings.Repeat("a", 1000), strings.Repeat("b", 1000)
	for name, test := range map[string]struct {
		line     string
		from, to int
		want     string
	}{
		"in the middle": {
			left + "XYZ" + right, 1001, 1004,
			"1 | …aaaaaaaaaaaaXYZbbbbbbbbbbbbbbbbbbbb…\n  |              ^^^ bad",
		},
		"at the beginning": {
			"XYZ" + right, 1, 4,
			"1 | XYZ" + strings.Repeat("b", 33) + "…\n  | ^^^ bad",
		},
		"at the end": {
			left + "XYZ", 1001, 1004,
			"1 | …" + strings.Repeat("a", 33) + "XYZ\n  |" + strings.Repeat(" ", 35) + "^^^\n  |" + strings.Repeat(" ", 35) + "bad",
		},
		"found all over": {
			left, 1, 1001,
			"1 | " + strings.Repeat("a", 36) + "…\n  | " + strings.Repeat("^", 36) + "\n  | bad",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, excerpt(t, test.line, test.from, test.to, 41)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestBlankLinesAroundAPlaceAreNotShown(t *testing.T) {
	t.Parallel()
	f := finding.Finding{
		Rule: "GW103", Name: "bad", Level: finding.Error, Outcome: finding.Fail,
		Location: finding.Location{File: "f", StartLine: 2, StartColumn: 4, EndLine: 2, EndColumn: 7},
		Excerpt:  finding.Excerpt{FirstLine: 1, Lines: []string{" \t", "a: gw_", ""}},
	}
	r := report.New(report.Report{Findings: []finding.Finding{f}}, report.FailOnError)
	want := "error[GW103]:\n --> f:2:4\n  |\n2 | a: gw_\n  |    ^^^ bad\n  |\n\n"
	if diff := cmp.Diff(want, string(written(t, "text", r, report.Options{Quiet: true}))); diff != "" {
		t.Error(diff)
	}
}

func TestRulesThatMissTheSameThingAreToldTogether(t *testing.T) {
	t.Parallel()
	unknown := func(rule, reason, subject string) finding.Finding {
		return finding.Finding{
			Rule: rule, Name: "name_of_" + rule, Outcome: finding.Unknown, Level: finding.Note, Reason: reason,
			Subject:  finding.Subject{Kind: "endpoint", Name: subject},
			Location: finding.Location{File: "f", StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2},
		}
	}
	r := report.New(report.Report{Findings: []finding.Finding{
		unknown("GW103", "lists leave it out", "a"), unknown("GW101", "lists leave it out", "a"), unknown("GW102", "lists leave it out", "a"),
		unknown("GW103", "lists leave it out", "b"), unknown("GW101", "lists leave it out", "b"),
		unknown("GW301", "no value", "a"),
	}}, report.FailOnUnknown)
	for name, test := range map[string]struct {
		options report.Options
		want    string
	}{
		"each cause once": {report.Options{Quiet: true}, `Not decided (6)
  unknown: lists leave it out (GW101, GW102, GW103): f:1:1, f:1:1
  unknown[GW301]: name_of_GW301: no value: f:1:1

FAILED: no gateway configuration (0 files); 6 unknown count (--fail-on unknown); 6 unknown
`},
		"each place": {report.Options{Verbose: true}, `Not decided (6)
  unknown: lists leave it out (GW101, GW103)
    --> f:1:1  endpoint ` + "`a`" + `
    --> f:1:1  endpoint ` + "`b`" + `
  unknown[GW102]: name_of_GW102: lists leave it out
    --> f:1:1  endpoint ` + "`a`" + `
  unknown[GW301]: name_of_GW301: no value
    --> f:1:1  endpoint ` + "`a`" + `

FAILED: no gateway configuration (0 files); 6 unknown count (--fail-on unknown); 6 unknown
`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, string(written(t, "text", r, test.options))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAChecklistOfNothingIsNotShown(t *testing.T) {
	t.Parallel()
	r := report.New(report.Report{
		Checklist: []report.Item{{ID: "F4-04", Title: "No underscore", Status: report.StatusNotApplicable}},
		Errors:    []report.Problem{{File: "f", Message: "no such file"}},
	}, report.FailOnError)
	want := `not checked: f: no such file

INCOMPLETE: 1 input not checked; no gateway configuration (0 files)
`
	if diff := cmp.Diff(want, string(written(t, "text", r, report.Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestEvidenceThatWasAlteredIsSaidFirst(t *testing.T) {
	t.Parallel()
	altered := func(file string) report.Problem {
		return report.Problem{File: file, Message: "does not match its digest\x1b[2J", Altered: true}
	}
	for name, test := range map[string]struct {
		errors  []report.Problem
		options report.Options
		want    []string
	}{
		"one":        {[]report.Problem{altered("z.json")}, report.Options{}, []string{"altered: z.json: does not match its digest\\x1b[2J", ""}},
		"one, quiet": {[]report.Problem{altered("z.json")}, report.Options{Quiet: true}, []string{"altered: z.json: does not match its digest\\x1b[2J", ""}},
		"before what was not read": {
			[]report.Problem{{File: "a.json", Message: "500"}, altered("z.json")},
			report.Options{},
			[]string{"altered: z.json: does not match its digest\\x1b[2J", "", "error[GW103]: bad"},
		},
		"many": {
			[]report.Problem{altered("a"), altered("b"), altered("c"), altered("d"), altered("e")},
			report.Options{},
			[]string{
				"altered: a: does not match its digest\\x1b[2J", "altered: b: does not match its digest\\x1b[2J",
				"altered: c: does not match its digest\\x1b[2J", "altered: 2 more like these; -v shows them", "",
			},
		},
		"many, verbose": {
			[]report.Problem{altered("a"), altered("b"), altered("c"), altered("d")},
			report.Options{Verbose: true},
			[]string{
				"altered: a: does not match its digest\\x1b[2J", "altered: b: does not match its digest\\x1b[2J",
				"altered: c: does not match its digest\\x1b[2J", "altered: d: does not match its digest\\x1b[2J", "",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := finding.Finding{Rule: "GW103", Name: "bad", Message: "bad", Level: finding.Error, Outcome: finding.Fail, Location: finding.Location{File: "f", StartLine: 1}}
			r := report.New(report.Report{Findings: []finding.Finding{f}, Errors: test.errors}, report.FailOnError)
			out := string(written(t, "text", r, test.options))
			if diff := cmp.Diff(test.want, strings.Split(out, "\n")[:len(test.want)]); diff != "" {
				t.Error(diff)
			}
			if strings.Contains(out, "not checked: z.json") {
				t.Error("said twice")
			}
		})
	}
}

func TestACertificateThatWasNotVerifiedIsSaid(t *testing.T) {
	t.Parallel()
	for tls, want := range map[string]bool{"unverified": true, "verified": false, "none": false} {
		r := report.New(report.Report{Workspace: &report.Workspace{Host: "h", Identity: "ana", TLS: tls}}, report.FailOnError)
		if out := string(written(t, "text", r, report.Options{Verbose: true})); strings.Contains(out, "not verified: the certificate") != want {
			t.Errorf("%s: %s", tls, out)
		}
	}
}

func TestNoFormatLetsTheInputSpeakToTheTerminal(t *testing.T) {
	t.Parallel()
	const hostile = "\x1b]0;title\a\u202e\u200b\u2066\x7f\u009b31m\xff\r\n"
	f := finding.Finding{
		Rule: "GW103", Name: hostile, Level: finding.Error, Severity: finding.High, Outcome: finding.Fail,
		Subject: finding.Subject{Kind: hostile, Name: hostile}, Message: hostile, Pointer: hostile,
		Location: finding.Location{File: hostile, StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2},
		Excerpt:  finding.Excerpt{FirstLine: 1, Lines: []string{hostile}},
		Fix:      &finding.Fix{Safety: "safe", Description: hostile},
	}
	f.Related = []finding.Related{{Location: f.Location, Excerpt: f.Excerpt, Message: hostile}}
	unknown, waived := f, f
	unknown.Outcome, unknown.Reason = finding.Unknown, hostile
	waived.Outcome, waived.Waiver = finding.Waived, &finding.Waiver{Reason: hostile, Owner: hostile, Expires: hostile}
	r := report.New(report.Report{
		Tool:      report.Tool{Name: "gwlint", Version: hostile, Policy: hostile},
		Findings:  []finding.Finding{f, unknown, waived},
		Checklist: []report.Item{{ID: hostile, Title: hostile, Status: report.StatusManual, Reason: hostile}},
		Errors:    []report.Problem{{File: hostile, Message: hostile, Location: &f.Location}},
		Rules:     []report.RuleInfo{{ID: "GW103", Title: hostile, Remediation: hostile, URL: "https://x/\x1b\\"}},
		Prompts:   []string{hostile},
	}, report.FailOnError)
	scanned := r
	scanned.Workspace = &report.Workspace{
		Host: hostile, ID: hostile, Identity: hostile, NotThere: []string{hostile},
		Unread: []report.Unread{{What: hostile, Outcome: report.UnreadDenied, Count: 1, First: hostile, Message: hostile}},
	}
	scanned.Errors = []report.Problem{{File: "/api/" + hostile, Message: hostile}}
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			out := string(written(t, format, r, report.Options{Verbose: true, Hyperlinks: true})) +
				string(written(t, format, scanned, report.Options{}))
			out = strings.ReplaceAll(out, "\r\n", "\n") // the lines of CSV
			if i := strings.IndexAny(out, "\x1b\a\u202e\u200b\u2066\x7f\u009b\r"); i >= 0 {
				t.Errorf("a control character is written as it is: %q", out[max(i-40, 0):i+10])
			}
		})
	}
}

func FuzzTextShowsAnyLocationInAnyExcerpt(f *testing.F) {
	f.Add("a: gw_", 1, 1, 4, 1, 7, 80)
	f.Add("日本\u0301\x1b\xff\t👍🏽", 5, 5, -3, 9, 2, 21)
	f.Add("x", 1, 1, 1<<62, 1, 1<<62, 1)
	f.Fuzz(func(t *testing.T, lines string, first, startLine, startColumn, endLine, endColumn, width int) {
		one := finding.Finding{
			Rule: "GW103", Name: "bad", Level: finding.Error, Outcome: finding.Fail,
			Location: finding.Location{File: "f", StartLine: startLine, StartColumn: startColumn, EndLine: endLine, EndColumn: endColumn},
			Excerpt:  finding.Excerpt{FirstLine: first, Lines: strings.Split(lines, "\n")},
		}
		one.Related = []finding.Related{{Location: one.Location, Excerpt: one.Excerpt, Message: lines}}
		r := report.New(report.Report{Findings: []finding.Finding{one}}, report.FailOnError)
		for _, format := range report.Formats() {
			written(t, format, r, report.Options{Width: width})
		}
	})
}
