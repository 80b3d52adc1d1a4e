package report

import (
	"io"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

const (
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	home        = "https://github.com/gwlint/gwlint"
	srcRoot     = "%SRCROOT%"
)

// writeSARIF writes what GitHub code scanning, and its validator, want to see:
// failures only, since GitHub shows a suppressed result as an open alert; all
// active rules, found or not; one place for each result.
func writeSARIF(w io.Writer, r Report, _ Options) error {
	return encode(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{newSARIFRun(r)}})
}

func newSARIFRun(r Report) sarifRun {
	rules, index := sarifRules(r)
	seen := map[string]int{}
	results := []sarifResult{}
	for _, f := range r.Findings {
		if shown(f) {
			results = append(results, newSARIFResult(f, index[f.Rule]))
			r.Workspace.mark(f, &results[len(results)-1], seen)
		}
	}
	version := semantic(r.Tool.Version)
	return sarifRun{
		Tool: sarifTool{Driver: sarifDriver{
			Name: "gwlint", Version: version, SemanticVersion: version, InformationURI: home, Rules: rules,
			Properties: map[string]string{"policy": Visible(r.Tool.Policy), "policyDigest": Visible(r.Tool.PolicyDigest)},
		}},
		Automation: r.Workspace.automation(),
		Invocations: []sarifInvocation{{
			ExecutionSuccessful: r.Summary.Complete && len(r.Prompts) == 0,
			Notifications:       sarifNotifications(r),
			Properties:          r.Workspace.properties(),
		}},
		OriginalURIBaseIDs: map[string]sarifBase{srcRoot: {Description: sarifText{Text: "The folder in which gwlint was started."}}},
		ColumnKind:         "utf16CodeUnits",
		Results:            results,
	}
}

// semantic makes a version that begins with a digit, as the validator demands.
func semantic(version string) string {
	version = strings.TrimPrefix(Visible(version), "v")
	if version == "" || version[0] < '0' || version[0] > '9' {
		return "0.0.0-dev"
	}
	return version
}

func newSARIFResult(f finding.Finding, rule int) sarifResult {
	at := physical(f.Location, f.Excerpt, f.Subject)
	result := sarifResult{
		RuleID: Visible(f.Rule), RuleIndex: rule, Level: string(f.Level),
		Locations: []sarifLocation{{Physical: &at}},
		Fingerprints: map[string]string{
			"primaryLocationLineHash": f.LineHash,
			"gwlint/v1":               f.Fingerprint,
		},
	}
	if f.LineHash == "" { // not a file of the checkout: a value of our own, in GitHub's shape
		result.Fingerprints["primaryLocationLineHash"] = f.Fingerprint[:min(16, len(f.Fingerprint))] + ":1"
	}
	said := proper(f.Message)
	for i, r := range f.Related {
		place := physical(r.Location, r.Excerpt, f.Subject)
		result.Related = append(result.Related, sarifLocation{ID: i + 1, Physical: &place, Message: &sarifText{Text: proper(r.Message)}})
	}
	result.Message.Text = said + seeAlso(f.Related)
	return result
}
