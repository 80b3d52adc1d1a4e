package report_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// many is a run over n endpoints of which every third lacks something that counts, and
// each something that does not, with the first so many items of a checklist.
func many(tb testing.TB, n, items int) report.Report {
	tb.Helper()
	r := report.Report{Tool: tool(), Rules: catalogue(), Summary: report.Summary{Files: n}}
	for i := range n {
		name := fmt.Sprintf("team%d-gateway-%06d", i%7, i)
		s := report.Subject{Kind: "endpoint", Name: name, File: fmt.Sprintf("gateways/%s.json", name), Rules: []string{"GW210"}, Note: 1, Items: &report.SubjectItems{}}
		add := func(rule string, level finding.Level, line int, text string) {
			f := finding.Finding{
				Rule: rule, Name: "x", Level: level, Severity: finding.High, Outcome: finding.Fail,
				Subject: finding.Subject{Kind: s.Kind, Name: s.Name}, Message: fmt.Sprintf("%s of endpoint `%s`", rule, name), Pointer: "/" + rule,
			}
			f.Location = finding.Location{File: s.File, StartLine: line, StartColumn: 3, EndLine: line, EndColumn: 3 + len(text)}
			f.Excerpt = finding.Excerpt{FirstLine: line, Lines: []string{"  " + text + ","}}
			r.Findings = append(r.Findings, f)
		}
		add("GW210", finding.Note, 3, `"config": {`)
		switch i % 3 {
		case 0:
			s.Rules, s.Error, s.Items.Fail = []string{"GW003", "GW007", "GW210"}, 2, []string{"F4-02"}
			add("GW003", finding.Error, 5, `"behavior": "WARN"`)
			add("GW007", finding.Error, 7, `"safety": false`)
		case 1:
			s.Items.Unknown, s.Rules, s.Note = []string{"F4-03"}, nil, 0
			r.Findings = r.Findings[:len(r.Findings)-1]
		}
		r.Subjects = append(r.Subjects, s)
	}
	failed := (n + 2) / 3
	for i := range items {
		item := report.Item{ID: fmt.Sprintf("F4-%02d", i+1), Title: "What has to be so", Status: report.StatusPass, Rules: []string{"GW003"}}
		item.Subjects.Pass = n
		switch i {
		case 1:
			item.Status, item.Subjects = report.StatusFail, report.ItemSubjects{Fail: failed, Pass: n - failed}
		case 2:
			item.Status, item.Reason, item.Subjects = report.StatusUnknown, "nobody said", report.ItemSubjects{Unknown: (n + 1) / 3, Pass: n - (n+1)/3}
		case 3:
			item.Status, item.Subjects = report.StatusNotApplicable, report.ItemSubjects{NotApplicable: n}
		case 4:
			item.Status, item.Subjects = report.StatusManual, report.ItemSubjects{}
		case 5:
			item.Status, item.Reason, item.Subjects = report.StatusUnknown, "needs `gwlint scan`", report.ItemSubjects{Unknown: n}
		}
		r.Checklist = append(r.Checklist, item)
	}
	if items > 5 {
		r.NotChecked = []report.NotChecked{{Rules: []string{"GW501", "GW502"}, Items: []string{"F4-06"}, Needs: report.NeedsWorkspace, How: "`gwlint scan`", Subjects: n}}
	}
	finding.Sort(r.Findings)
	finding.Fingerprint(r.Findings)
	return report.New(r, report.FailOnError)
}

// controls are every character that a terminal obeys, that turns text around or that is
// not seen, and a byte that is no character.
func controls() string {
	var all []rune
	for r := range rune(0x100) {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0xad {
			all = append(all, r)
		}
	}
	all = append(all, 0x61c, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e,
		0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xe0041)
	return string(all) + "\xff"
}

// hostileReport is many with names that have every control and bidi character, and are long.
func hostileRun(tb testing.TB) report.Report {
	tb.Helper()
	r := many(tb, 30, 9)
	r.Findings = slices.Clone(r.Findings)
	name := func(s string) string { return controls() + s + "日本語" + controls() }
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Subject.Name, f.Message = name(f.Subject.Name), name(f.Message)
		f.Excerpt.Lines = []string{name("x")}
	}
	for i := range r.Subjects {
		r.Subjects[i].Name = name(r.Subjects[i].Name)
	}
	r.Errors = []report.Problem{{File: name("f"), Message: name("m")}}
	return report.New(r, report.FailOnError)
}
