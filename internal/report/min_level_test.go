package report_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// leveled are failures of every level, one that follows from each, and what is undecided.
func leveled() []finding.Finding {
	var all []finding.Finding
	for _, level := range []finding.Level{finding.Error, finding.Warning, finding.Note} {
		for _, rule := range []string{"GW103", "GW104"} {
			all = append(all, finding.Finding{
				Rule: rule, Level: level, Outcome: finding.Fail, Message: string(level), Severity: finding.Low,
				Fingerprint: string(level) + rule, Subject: finding.Subject{Kind: "endpoint", Name: "chat"}, Location: finding.Location{File: "a.json"},
			})
		}
		all = append(all, finding.Finding{
			Rule: "GW105", Level: finding.Note, Outcome: finding.Fail, Message: "follows from " + string(level),
			Fingerprint: "so" + string(level), Cause: string(level) + "GW103", Location: finding.Location{File: "a.json"},
		})
	}
	all[len(all)-2].More = 3
	return append(all,
		finding.Finding{Rule: "GW106", Level: finding.Note, Outcome: finding.Unknown, Message: "open", Location: finding.Location{File: "a.json"}},
		finding.Finding{Rule: "GW107", Level: finding.Note, Outcome: finding.Waived, Message: "let stand", Location: finding.Location{File: "a.json"}},
	)
}

func TestWhatIsBelowTheLeastLevelIsCountedAndNotListed(t *testing.T) {
	t.Parallel()
	for level, want := range map[finding.Level]struct {
		listed string
		hidden report.Hidden
		note   int
		exit   int
	}{
		"":              {"error error follows from error follows from note follows from warning let stand note note open warning warning", report.Hidden{}, 4, 1},
		finding.Note:    {"error error follows from error follows from note follows from warning let stand note note open warning warning", report.Hidden{}, 4, 1},
		finding.Warning: {"error error follows from error follows from warning let stand open warning warning", report.Hidden{Note: 4}, 0, 1},
		finding.Error:   {"error error follows from error let stand open", report.Hidden{Warning: 2, Note: 4}, 0, 1},
	} {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			given := leveled()
			r := report.New(report.Report{Findings: given, Run: report.Run{MinLevel: level}}, report.FailOnError)
			again := report.New(r, report.FailOnError)
			for _, r := range []report.Report{r, again} {
				if diff := cmp.Diff(want.listed, strings.Join(sortedMessages(r.Findings), " ")); diff != "" {
					t.Error(diff)
				}
				if r.Summary.Hidden != want.hidden || r.Summary.Note != want.note || r.Summary.Unknown != 1 || r.Summary.Waived != 1 || r.Summary.ExitCode != want.exit {
					t.Errorf("summary %+v, want hidden %+v, %d notes, exit code %d", r.Summary, want.hidden, want.note, want.exit)
				}
			}
			if len(given) != 11 || given[10].Message != "let stand" {
				t.Error("the findings that were given are changed")
			}
		})
	}
}

func TestTextSaysWhatIsHidden(t *testing.T) {
	t.Parallel()
	summary := func(findings []finding.Finding, level finding.Level) string {
		r := report.New(report.Report{
			Findings: findings, Run: report.Run{MinLevel: level}, Subjects: []report.Subject{{Kind: "endpoint", Name: "chat"}}, Summary: report.Summary{Files: 1},
		}, report.FailOnError)
		lines := strings.Split(strings.TrimSpace(string(written(t, "text", r, report.Options{}))), "\n")
		return lines[len(lines)-1]
	}
	notes := []finding.Finding{{Rule: "GW210", Level: finding.Note, Outcome: finding.Fail, More: 40, Fingerprint: "a"}}
	for want, got := range map[string]string{
		"40 notes hidden by --min-level":                                  summary(notes, finding.Warning),
		"2 warnings hidden by --min-level, 4 notes hidden by --min-level": summary(leveled(), finding.Error),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if got := summary(notes, finding.Note); strings.Contains(got, "hidden") {
		t.Errorf("nothing is hidden: %q", got)
	}
}

func TestALeastLevelThatHidesWhatFailsIsRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		failOn  report.FailOn
		least   finding.Level
		refused bool
	}{
		{report.FailOnError, finding.Error, false},
		{report.FailOnError, finding.Note, false},
		{report.FailOnWarning, finding.Warning, false},
		{report.FailOnWarning, finding.Error, true},
		{report.FailOnNote, finding.Warning, true},
		{report.FailOnUnknown, finding.Warning, true},
		{report.FailOnUnknown, finding.Note, false},
		{report.FailOnNone, finding.Error, false},
		{report.FailOnNote, "", false},
	} {
		if err := test.failOn.CheckMinLevel(test.least, "x"); (err != nil) != test.refused {
			t.Errorf("%s with the least level %q: %v", test.failOn, test.least, err)
		}
	}
}

func sortedMessages(findings []finding.Finding) []string {
	var list []string
	for _, f := range findings {
		list = append(list, f.Message)
	}
	slices.Sort(list)
	return list
}
