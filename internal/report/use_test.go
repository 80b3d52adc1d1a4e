package report_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestWhereAValueIsUsedIsShownBesideWhereItIsWritten(t *testing.T) {
	t.Parallel()
	at := func(file string, line int, text string) (finding.Location, finding.Excerpt) {
		return finding.Location{File: file, StartLine: line, StartColumn: 10, EndLine: line, EndColumn: 12}, finding.Excerpt{FirstLine: line, Lines: []string{text}}
	}
	f := finding.Finding{
		Rule: "GW103", Name: "prefix_trailing_underscore", Severity: finding.High, Level: finding.Error, Outcome: finding.Fail,
		Subject: finding.Subject{Kind: "endpoint", Name: "chat"}, Pointer: "/prefix", Message: "the prefix ends in an underscore",
	}
	f.Location, f.Excerpt = at("terraform.tfvars", 3, `prefix = "chat_"`)
	use := finding.Related{Message: "the value is used here", Use: true}
	use.Location, use.Excerpt = at("main.tf", 14, "  table_name_prefix = var.prefix")
	f.Related = []finding.Related{use}
	r := full(t)
	r.Findings = []finding.Finding{f}
	finding.Fingerprint(r.Findings)
	r = report.New(r, report.FailOnError)
	for format, want := range map[string]string{
		"text":     "the value is used here",
		"json":     `"message": "the value is used here"`,
		"sarif":    "the value is used here",
		"html":     "the value is used here",
		"markdown": "used at ",
	} {
		got := string(written(t, format, r, report.Options{}))
		if !strings.Contains(got, want) || !strings.Contains(got, "main.tf") {
			t.Errorf("%s does not show it", format)
		}
	}
}
