package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// kept is a report with a finding of each outcome.
func kept() report.Report {
	finished := func(rule string, outcome finding.Outcome, level finding.Level) finding.Finding {
		f := finding.Finding{
			Rule: rule, Name: "a_rule", Severity: finding.High, Level: level, Outcome: outcome, Subject: finding.Subject{Kind: "endpoint", Name: "chät"},
			Pointer: "/ai_gateway", Message: "`a` is\u202e wrong", Location: finding.Location{File: "a.yaml", StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2},
		}
		if outcome == finding.Unknown {
			f.Reason = "it is not known"
		}
		if outcome == finding.Waived {
			f.Waiver = &finding.Waiver{Reason: "a test", Owner: "us", Expires: "2027-01-31"}
		}
		return f
	}
	findings := []finding.Finding{
		finished("GW101", finding.Fail, finding.Error), finished("GW102", finding.Fail, finding.Warning), finished("GW103", finding.Fail, finding.Note),
		finished("GW104", finding.Unknown, finding.Note), finished("GW105", finding.Waived, finding.Error),
	}
	finding.Fingerprint(findings)
	return report.New(report.Report{
		Tool: report.Tool{Name: "gwlint", Version: "1.0.0", Policy: "f4_checklist", PolicyDigest: "sha256:" + strings.Repeat("0", 64)}, Findings: findings,
		Checklist: []report.Item{{ID: "F4-01", Title: "All", Status: report.StatusFail, Rules: []string{"GW101"}}},
		Subjects:  []report.Subject{{ID: "1", Kind: "endpoint", Name: "chät", File: "a.yaml"}},
		Errors:    []report.Problem{{File: "b.yaml", Message: "cut off"}},
	}, report.FailOnError)
}

func readableJSON(t *testing.T, r report.Report) string {
	t.Helper()
	var text bytes.Buffer
	if err := report.Write(&text, "json", r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestWhatIsReadIsWhatWasWritten(t *testing.T) {
	t.Parallel()
	r := kept()
	for name, text := range map[string]string{"as it is": readableJSON(t, r), "with a byte order mark": "\ufeff" + readableJSON(t, r)} {
		read, err := report.Read(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(r.Findings, read.Findings, cmpopts.IgnoreFields(finding.Finding{}, "Cause")); diff != "" {
			t.Error(diff)
		}
		if again := readableJSON(t, read); again != strings.TrimPrefix(text, "\ufeff") {
			t.Errorf("%s: written again it is another:\n%s", name, cmp.Diff(text, again))
		}
	}
}

func TestWhatIsNoReportIsRefused(t *testing.T) {
	t.Parallel()
	text := readableJSON(t, kept())
	without := func(key string) string {
		var parts map[string]any
		if err := json.Unmarshal([]byte(text), &parts); err != nil {
			t.Fatal(err)
		}
		delete(parts, key)
		left, err := json.Marshal(parts)
		if err != nil {
			t.Fatal(err)
		}
		return string(left)
	}
	replaced := func(old, with string) string {
		if !strings.Contains(text, old) {
			t.Fatalf("the report has no %s", old)
		}
		return strings.Replace(text, old, with, 1)
	}
	for name, test := range map[string]struct{ text, want string }{
		"nothing":                      {"", "is no JSON, or is cut off; write one with 'gwlint check -f json=FILE'"},
		"a cut report":                 {text[:len(text)-9], "is no JSON, or is cut off; write one with 'gwlint check -f json=FILE'"},
		"two reports":                  {text + text, "is no JSON, or is cut off; write one with 'gwlint check -f json=FILE'"},
		"a list":                       {"[]", "is no report of gwlint; write one with 'gwlint check -f json=FILE'"},
		"another tool's":               {`{"version": 1, "tool": {"name": "other"}}`, "is no report of gwlint; write one with 'gwlint check -f json=FILE'"},
		"a SARIF log":                  {`{"$schema": "x", "version": "2.1.0", "runs": []}`, "is a SARIF log, and JSON reports are compared; write one with 'gwlint check -f json=FILE'"},
		"a newer version":              {replaced(`"version": 1`, `"version": 2`), "has version 2 of the report, and this gwlint reads version 1; make both reports with one gwlint"},
		"a version in words":           {replaced(`"version": 1`, `"version": "1.0"`), `has version "1.0" of the report, and this gwlint reads version 1; make both reports with one gwlint`},
		"no findings":                  {without("findings"), "is not as gwlint writes reports: it has no `findings`; make it again"},
		"no subjects":                  {without("subjects"), "is not as gwlint writes reports: it has no `subjects`; make it again"},
		"null for errors":              {replaced("\"errors\": [\n    {\"file\": \"b.yaml\", \"message\": \"cut off\", \"location\": null}\n  ]", `"errors": null`), "is not as gwlint writes reports: it has no `errors`; make it again"},
		"a failure turned into a pass": {replaced(`"outcome": "fail"`, `"outcome": "pass"`), `is not as gwlint writes reports: a finding of GW101 has the outcome "pass"; make it again`},
		"a failure taken out":          {replaced(`{"rule": "GW101"`, `{"rule": ""`), "is not as gwlint writes reports: a finding has no rule; make it again"},
		"a level that is none":         {replaced(`"level": "error"`, `"level": "fatal"`), `is not as gwlint writes reports: a finding of GW101 has the level "fatal"; make it again`},
		"a lower level":                {replaced(`"level": "error"`, `"level": "note"`), "is not as gwlint writes reports: it counts 1 errors and lists 0; make it again"},
		"fewer problems":               {replaced("\"errors\": [\n    {\"file\": \"b.yaml\", \"message\": \"cut off\", \"location\": null}\n  ]", `"errors": []`), "is not as gwlint writes reports: it counts 1 problems and lists 0; make it again"},
		"complete with problems":       {replaced(`"complete": false`, `"complete": true`), "is not as gwlint writes reports: what it says of being complete contradicts `errors`; make it again"},
		"no fingerprint":               {replaced(kept().Findings[0].Fingerprint, "x"), "is not as gwlint writes reports: a finding of GW101 has no fingerprint; make it again"},
		"a fingerprint twice":          {replaced(kept().Findings[0].Fingerprint, kept().Findings[1].Fingerprint), "is not as gwlint writes reports: two findings have the fingerprint " + kept().Findings[1].Fingerprint + "; make it again"},
		"a number for a rule":          {replaced(`"rule": "GW101"`, `"rule": 101`), "is not as gwlint writes reports: json: cannot unmarshal number into Go struct field Finding.findings.rule of type string; make it again"},
	} {
		_, err := report.Read(strings.NewReader(test.text))
		if err == nil {
			t.Errorf("%s: it was read", name)
		} else if err.Error() != test.want {
			t.Errorf("%s: %s", name, cmp.Diff(test.want, err.Error()))
		}
	}
}
