package report_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// away is a report that names a file wherever a report can.
func away() report.Report {
	at := func(file string) finding.Location {
		return finding.Location{File: file, StartLine: 1, StartColumn: 1, EndLine: 1, EndColumn: 2}
	}
	problem := at("team/a/cut.yaml")
	return report.New(report.Report{
		Findings: []finding.Finding{{
			Rule: "GW105", Level: finding.Error, Outcome: finding.Fail, Message: "two share a table",
			Subject: finding.Subject{Kind: "endpoint", Name: "chat"}, Location: at("team/a/chat.yaml"),
			Fingerprint: strings.Repeat("0", 32),
			Related:     []finding.Related{{Location: at("team/b/other.yaml"), Message: "also endpoint `other`"}},
		}},
		Subjects: []report.Subject{{Kind: "endpoint", Name: "chat", File: "team/a/chat.yaml"}},
		Errors: []report.Problem{
			{File: "team/a/cut.yaml", Message: "ends early", Location: &problem},
			{File: "<stdin>", Message: "is empty"},
			{File: "/elsewhere/x.yaml", Message: "is missing"},
			{Message: "interrupted"},
		},
		Skipped: []string{"team/notes.yaml"},
		LeftOut: []report.LeftOut{
			{File: "build/gw.yaml", Why: report.Ignored, By: ".gitignore:1"},
			{File: "team/a/out.yaml", Why: report.Linked, By: "../../out.yaml"},
		},
		OtherStates: []string{"team/state.yaml"},
		Run: report.Run{
			State: "state.yaml", Configuration: &report.Configuration{File: ".gwlint.yaml"}, Off: []string{"GW101"},
			Policy: report.RunPolicy{Path: "policy/own", By: report.ByConfiguration},
			Rules:  []report.RuleFolder{{Path: "team/rules"}},
		},
	}, report.FailOnError)
}

func write(t *testing.T, format string, r report.Report, o report.Options) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.Write(&out, format, r, o); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTextNamesFilesFromWhereTheReaderIs(t *testing.T) {
	t.Parallel()
	got := write(t, "text", away(), report.Options{Start: "team/a", Verbose: true})
	for _, want := range []string{
		"--> chat.yaml:1:1", "../b/other.yaml:1:1", "cut.yaml:1:1: ends early", " <stdin>: is empty", " /elsewhere/x.yaml: is missing",
		"  ../notes.yaml\n", "  ../../build/gw.yaml (../../.gitignore:1)", "  out.yaml -> ../../out.yaml", "../../.gwlint.yaml: ", "../../policy/own",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
	if strings.Contains(got, "team/") {
		t.Errorf("a file is named from the root:\n%s", got)
	}
}

func TestWhatMachinesReadNamesFilesFromTheRoot(t *testing.T) {
	t.Parallel()
	for _, format := range report.Formats() {
		want := write(t, format, away(), report.Options{})
		if format == "text" || format == "concise" {
			if got := write(t, format, away(), report.Options{Start: "."}); got != want {
				t.Errorf("%s at the root itself: %s", format, got)
			}
			continue
		}
		if got := write(t, format, away(), report.Options{Start: "team/a"}); got != want {
			t.Errorf("%s: %s", format, got)
		}
	}
}

// Text is not the only format of a run, and the last one must not see its names.
func TestNamingFilesFromAFolderLeavesTheReportAlone(t *testing.T) {
	t.Parallel()
	r := away()
	want := write(t, "json", r, report.Options{})
	_ = write(t, "text", r, report.Options{Start: "team/a"})
	if got := write(t, "json", r, report.Options{}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What a workspace answered lies in no file that a path could lead to.
func TestAnswersOfAWorkspaceHaveOneNameEverywhere(t *testing.T) {
	t.Parallel()
	r := away()
	r.Findings[0].Location.File = "databricks/example.cloud.databricks.com/serving-endpoints/chat.json"
	r.Workspace = &report.Workspace{Host: "example.cloud.databricks.com"}
	got := write(t, "text", r, report.Options{Start: "team/a"})
	if strings.Contains(got, "../databricks") {
		t.Error(got)
	}
}
