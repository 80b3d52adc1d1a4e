package report_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// failure is a failure of a rule on a line of a file.
func failure(rule string, level finding.Level, subject, file string, line int) finding.Finding {
	return finding.Finding{
		Rule: rule, Name: "name_of_" + rule, Level: level, Outcome: finding.Fail, Message: "what " + rule + " says", Pointer: "/" + rule,
		Subject:  finding.Subject{Kind: "endpoint", Name: subject},
		Location: finding.Location{File: file, StartLine: line, StartColumn: 3, EndLine: line, EndColumn: 4},
		Excerpt:  finding.Excerpt{FirstLine: line, Lines: []string{"  x: y"}},
	}
}

// found is a report of findings, and of rules that have one page and one advice.
func found(findings ...finding.Finding) report.Report {
	var rules []report.RuleInfo
	for _, id := range []string{"GW101", "GW102", "GW103"} {
		rules = append(rules, report.RuleInfo{ID: id, Title: "Title of " + id, Remediation: "Do what " + id + " says.", URL: "https://x/" + id})
	}
	finding.Sort(findings)
	finding.Fingerprint(findings)
	r := report.Report{Findings: findings, Rules: rules, Summary: report.Summary{Files: 1}}
	for _, name := range []string{"a", "b"} {
		r.Subjects = append(r.Subjects, report.Subject{Kind: "endpoint", Name: name, File: "f"})
	}
	return report.New(r, report.FailOnError)
}

func TestWhatIsFoundAtOnePlaceIsOneDiagnostic(t *testing.T) {
	t.Parallel()
	fail := func(rule string, level finding.Level, subject string, line int) finding.Finding {
		return failure(rule, level, subject, "f", line)
	}
	for name, test := range map[string]struct {
		findings []finding.Finding
		want     string
	}{
		"several rules": {
			[]finding.Finding{fail("GW101", finding.Note, "a", 2), fail("GW102", finding.Error, "a", 2), fail("GW103", finding.Error, "a", 2)},
			`error[GW102]: what GW102 says
error[GW103]: what GW103 says
note[GW101]: what GW101 says
 --> f:2:3
  |
2 |   x: y
  |   ^
  |
  = help: Do what GW102 says.
  = docs: https://x/GW102
  = help: Do what GW103 says.
  = docs: https://x/GW103
  = help: Do what GW101 says.
  = docs: https://x/GW101

`,
		},
		"one rule twice": {
			[]finding.Finding{fail("GW101", finding.Error, "a", 2), fail("GW101", finding.Error, "a", 2)},
			`error[GW101]: what GW101 says
 --> f:2:3
  |
2 |   x: y
  |   ^ title of GW101
  |
  = help: Do what GW101 says.
  = docs: https://x/GW101

`,
		},
		"other subjects stand for themselves, and help stands once": {
			[]finding.Finding{fail("GW101", finding.Error, "a", 2), fail("GW101", finding.Error, "b", 2)},
			`error[GW101]: what GW101 says
 --> f:2:3
  |
2 |   x: y
  |   ^ title of GW101
  |
  = help: Do what GW101 says.
  = docs: https://x/GW101

error[GW101]: what GW101 says
 --> f:2:3
  |
2 |   x: y
  |   ^ title of GW101
  |

`,
		},
		"errors come first": {
			[]finding.Finding{fail("GW101", finding.Note, "a", 1), fail("GW102", finding.Warning, "a", 2), fail("GW103", finding.Error, "a", 3)},
			`error[GW103]: what GW103 says
 --> f:3:3
  |
3 |   x: y
  |   ^ title of GW103
  |
  = help: Do what GW103 says.
  = docs: https://x/GW103

warning[GW102]: what GW102 says
 --> f:2:3
  |
2 |   x: y
  |   ^ title of GW102
  |
  = help: Do what GW102 says.
  = docs: https://x/GW102

note[GW101]: what GW101 says
 --> f:1:3
  |
1 |   x: y
  |   ^ title of GW101
  |
  = help: Do what GW101 says.
  = docs: https://x/GW101

`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, string(written(t, "text", found(test.findings...), report.Options{Quiet: true}))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPageIsNamedOnlyWhereTheRuleIsNoLink(t *testing.T) {
	t.Parallel()
	out := string(written(t, "text", found(failure("GW101", finding.Error, "a", "f", 1)), report.Options{Hyperlinks: true, Quiet: true}))
	if strings.Contains(out, "docs:") || !strings.Contains(out, "\x1b]8;;https://x/GW101") {
		t.Error(out)
	}
}

func TestOfManyFindingsAtOnePlaceTheFirstAreTold(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{13: "", 14: "= 2 more findings at this place; --all shows them"} {
		var all []finding.Finding
		for i := range n {
			f := failure("GW101", finding.Error, "a", "f", 1)
			f.Message = strings.Repeat("m", i+1)
			all = append(all, f)
		}
		out := string(written(t, "text", found(all...), report.Options{Quiet: true}))
		if !strings.Contains(out, want) || strings.Contains(out, "more findings") != (want != "") {
			t.Errorf("%d: %s", n, out)
		}
		if out := string(written(t, "text", found(all...), report.Options{Quiet: true, All: true})); strings.Count(out, "error[GW101]:") != n {
			t.Errorf("%d, all: %s", n, out)
		}
	}
}
