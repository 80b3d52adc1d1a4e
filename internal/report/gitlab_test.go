package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xeipuuv/gojsonschema"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// issue is an entry of a Code Quality report.
type issue struct {
	Description string `json:"description"`
	Check       string `json:"check_name"`
	Fingerprint string `json:"fingerprint"`
	Severity    string `json:"severity"`
	Location    struct {
		Path  string `json:"path"`
		Lines struct {
			Begin int `json:"begin"`
		} `json:"lines"`
	} `json:"location"`
}

// gitlabEntry is what GitLab asks of an entry: its schema
// app/validators/json_schemas/codeclimate.json asks for the types, its documentation for a
// severity out of five, a path without `./`, and a line or a position.
const gitlabEntry = `{
	"type": "object",
	"required": ["description", "check_name", "fingerprint", "severity", "location"],
	"properties": {
		"description": {"type": "string", "minLength": 1},
		"check_name": {"type": "string", "minLength": 1},
		"fingerprint": {"type": "string", "minLength": 1},
		"severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
		"location": {
			"type": "object",
			"required": ["path", "lines"],
			"properties": {
				"path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\./"}},
				"lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
			}
		}
	}
}`

// readByGitLab returns the entries that GitLab reads of a report, as its parser does
// (lib/gitlab/ci/parsers/codequality/code_climate.rb): none behind the first that it does
// not accept, and of those with one fingerprint a single one. The error says why any is lost.
func readByGitLab(document []byte) ([]issue, error) {
	if bytes.HasPrefix(document, []byte("\xef\xbb\xbf")) {
		return nil, fmt.Errorf("JSON parsing failed: a byte order mark")
	}
	var entries []json.RawMessage
	if err := json.Unmarshal(document, &entries); err != nil {
		return nil, fmt.Errorf("JSON parsing failed: %w", err)
	}
	schema, err := gojsonschema.NewSchema(gojsonschema.NewStringLoader(gitlabEntry))
	if err != nil {
		return nil, err
	}
	var issues []issue
	met := map[string]bool{}
	for i, entry := range entries {
		result, err := schema.Validate(gojsonschema.NewBytesLoader(entry))
		if err != nil || !result.Valid() {
			return issues, fmt.Errorf("entry %d of %d: %v %w", i+1, len(entries), result.Errors(), err)
		}
		var read issue
		if err := json.Unmarshal(entry, &read); err != nil {
			return issues, err
		}
		if met[read.Fingerprint] {
			return issues, fmt.Errorf("entry %d of %d: fingerprint %s twice", i+1, len(entries), read.Fingerprint)
		}
		met[read.Fingerprint] = true
		issues = append(issues, read)
	}
	return issues, nil
}

// gitlabIssues are the entries of a report, all of which GitLab must accept.
func gitlabIssues(tb testing.TB, r report.Report) []issue {
	tb.Helper()
	issues, err := readByGitLab(written(tb, "gitlab", r, report.Options{}))
	if err != nil {
		tb.Fatal(err)
	}
	return issues
}

func TestGitLabReadsEveryEntry(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		report report.Report
		want   int
	}{
		"findings":                          {complete(t), 6},
		"a question to an operator":         {halted(t), 1},
		"findings of a run with two errors": {full(t), 8},
		"strange paths":                     {strange(t), 7},
		"a workspace":                       {live(t), 6},
		"nothing":                           {empty(), 0},
		"unknown alone":                     {clean(t), 0},
		"the zero report":                   {report.New(report.Report{}, report.FailOnError), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if issues := gitlabIssues(t, test.report); len(issues) != test.want {
				t.Errorf("%d entries, want %d: %+v", len(issues), test.want, issues)
			}
		})
	}
}

// TestTheGitLabReaderOfTheseTestsRefuses what GitLab does, or the tests above say nothing.
func TestTheGitLabReaderOfTheseTestsRefuses(t *testing.T) {
	t.Parallel()
	const good = `{"description": "x", "check_name": "GW1", "fingerprint": "1", "severity": "info", "location": {"path": "a", "lines": {"begin": 1}}}`
	edited := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%s is not there", from)
		}
		return "[" + strings.Replace(good, from, to, 1) + "]"
	}
	if issues, err := readByGitLab([]byte("[" + good + "]")); err != nil || len(issues) != 1 {
		t.Fatal(issues, err)
	}
	for name, document := range map[string]string{
		"a byte order mark":     "\ufeff[]",
		"no array":              `{}`,
		"no severity":           edited(`"severity": "info", `, ""),
		"a severity of its own": edited("info", "error"),
		"line 0":                edited(`"begin": 1`, `"begin": 0`),
		"no line":               edited(`"begin": 1`, ""),
		"no path":               edited(`"path": "a", `, ""),
		"a path with a dot":     edited(`"a"`, `"./a"`),
		"a fingerprint twice":   "[" + good + "," + good + "]",
	} {
		if _, err := readByGitLab([]byte(document)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestAGitLabReportIsWhatItsGoldenFileShows(t *testing.T) {
	t.Parallel()
	golden(t, "full.gitlab.json", written(t, "gitlab", full(t), report.Options{}))
	if got := string(written(t, "gitlab", empty(), report.Options{})); got != "[]\n" {
		t.Errorf("a report without findings is %q", got)
	}
}

func TestGitLabHasASeverityForEachLevel(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		level    finding.Level
		severity finding.Severity
		want     string
	}{
		{finding.Error, finding.Critical, "critical"},
		{finding.Error, finding.High, "major"},
		{finding.Error, "", "major"},
		{finding.Warning, finding.Critical, "minor"},
		{finding.Note, finding.Critical, "info"},
	} {
		issues := gitlabIssues(t, reportOf(counted{1, test.level, test.severity, finding.Fail}))
		if len(issues) != 1 || issues[0].Severity != test.want {
			t.Errorf("%s %s: %+v, want %s", test.level, test.severity, issues, test.want)
		}
	}
}

func TestGitLabGetsAPlaceForEverything(t *testing.T) {
	t.Parallel()
	place := func(file string, line int) string {
		r := report.New(report.Report{Findings: []finding.Finding{{
			Rule: "GW1", Level: finding.Error, Outcome: finding.Fail, Location: finding.Location{File: file, StartLine: line},
		}}}, report.FailOnError)
		at := gitlabIssues(t, r)[0].Location
		return fmt.Sprintf("%s:%d", at.Path, at.Lines.Begin)
	}
	got := map[string]string{}
	for _, file := range []string{"a.yaml", "./a.yaml", "././conf//a.yaml", "../a.yaml", "", "<stdin>", "a\u202eb.yaml"} {
		got[file] = place(file, 0)
	}
	want := map[string]string{
		"a.yaml": "a.yaml:1", "./a.yaml": "a.yaml:1", "././conf//a.yaml": "conf/a.yaml:1", "../a.yaml": "../a.yaml:1",
		"": ".:1", "<stdin>": "<stdin>:1", "a\u202eb.yaml": `a\u202eb.yaml:1`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFingerprintsOfAGitLabReportAreItsOwn(t *testing.T) {
	t.Parallel()
	same := finding.Finding{Rule: "GW1", Level: finding.Error, Outcome: finding.Fail, Fingerprint: "f"}
	without := same
	without.Fingerprint = ""
	problem := report.Problem{File: "a.yaml", Message: "is broken"}
	r := report.New(report.Report{
		Findings: []finding.Finding{same, without, same, without}, Errors: []report.Problem{problem, problem},
	}, report.FailOnError)
	issues := gitlabIssues(t, r)
	if len(issues) != 6 {
		t.Fatalf("%d entries", len(issues))
	}
	if !slices.ContainsFunc(issues, func(i issue) bool { return i.Fingerprint == "f" }) {
		t.Error("the first of those alike has another fingerprint than its own")
	}
}

func TestAGitLabReportSaysWhatFollowsFromAFinding(t *testing.T) {
	t.Parallel()
	issues := gitlabIssues(t, report.New(report.Report{Findings: []finding.Finding{
		{Rule: "GW003", Level: finding.Error, Outcome: finding.Fail, Fingerprint: "a", Message: "behavior is 'WARN'"},
		{Rule: "GW402", Level: finding.Error, Outcome: finding.Fail, Fingerprint: "b", Cause: "a", Message: "the filter is off"},
	}}, report.FailOnError))
	if len(issues) != 1 || issues[0].Description != "GW003: behavior is 'WARN'; so GW402 fails: the filter is off" {
		t.Errorf("%+v", issues)
	}
}
