package report_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

var sixTargets = []string{"dev", "qa", "test", "staging", "eu", "us"}

const resourceFile = `resources:
  model_serving_endpoints:
    chat:
      name: shop-chat
      ai_gateway:
        inference_table_config: {table_name_prefix: "${var.prefix}"}
`

const rootOfTargets = `variables:
  prefix: {default: gw_}
`

// deployedAs is the name of a resource in a target.
func deployedAs(key, target string) string {
	if target == "dev" {
		return "dev_${workspace.current_user.short_name}_shop-" + key
	}
	return "shop-" + key
}

// inBundle is a finding on a resource as targets deploy it, before it is one finding.
func inBundle(tb testing.TB, key, rule, message string, targets ...string) []finding.Finding {
	tb.Helper()
	var all []finding.Finding
	for _, target := range targets {
		id := "databricks.yml#" + target + "/" + key
		f := finding.Finding{
			Rule: rule, Name: "name_of_" + strings.ToLower(rule), Severity: finding.High, Level: finding.Error, Outcome: finding.Fail,
			Subject:     finding.Subject{Kind: "endpoint", Name: deployedAs(key, target), Address: "resources.model_serving_endpoints." + key},
			SubjectID:   id,
			Pointer:     "/resources/model_serving_endpoints/" + key + "/ai_gateway/inference_table_config/table_name_prefix",
			Identity:    "/ai_gateway/" + rule,
			Message:     fmt.Sprintf("endpoint `%s` %s", deployedAs(key, target), message),
			Deployments: []*finding.Deployment{{Bundle: "databricks.yml", Target: target, Name: deployedAs(key, target), SubjectID: id}},
		}
		f.Location, f.Excerpt = at(tb, "resources/chat.yml", resourceFile, `"${var.prefix}"`)
		f.LineHash = finding.LineHashes([]byte(resourceFile))[f.Location.StartLine-1]
		from := finding.Related{Message: "the value comes from `variables.prefix.default`"}
		from.Location, from.Excerpt = at(tb, "databricks.yml", rootOfTargets, "gw_")
		f.Related = []finding.Related{from}
		all = append(all, f)
	}
	return all
}

// ofTargets is a report of a bundle of two resources and six targets.
func ofTargets(tb testing.TB) report.Report {
	tb.Helper()
	found := slices.Concat(
		inBundle(tb, "chat", "GW103", "has prefix `gw_`, which ends in an underscore", sixTargets...),
		inBundle(tb, "chat", "GW107", "writes to schema `default`", "staging", "eu"),
		inBundle(tb, "chat", "GW210", "has no fallback", "us"),
		inBundle(tb, "search", "GW103", "has prefix `gw_`, which ends in an underscore", "dev", "qa", "test", "staging", "us"),
	)
	unknown := inBundle(tb, "search", "GW201", "may serve an entity that was never audited", "us")
	unknown[0].Outcome, unknown[0].Level, unknown[0].Reason = finding.Unknown, finding.Note, "`${var.model}` has no value"
	found = finding.Merge(append(found, unknown...), map[string][]string{"databricks.yml": sixTargets})
	finding.Sort(found)
	finding.Fingerprint(found)
	r := report.Report{
		Tool:     report.Tool{Name: "gwlint", Version: "v0.1.0", Policy: "f4_checklist"},
		Findings: found, Rules: catalogue(),
		Checklist: []report.Item{
			{ID: "F4-04", Title: "No underscore at the end", Status: report.StatusFail, Rules: []string{"GW103"}},
			{ID: "F4-14", Title: "A schema of its own", Status: report.StatusFail, Rules: []string{"GW107"}},
		},
		Summary: report.Summary{Files: 2},
	}
	for i, target := range sixTargets {
		for _, key := range []string{"chat", "search"} {
			s := report.Subject{
				ID: "databricks.yml#" + target + "/" + key, Kind: "endpoint", Name: deployedAs(key, target), File: "resources/chat.yml",
				Address: "resources.model_serving_endpoints." + key, Target: target, Bundle: "databricks.yml", Order: i,
				Hosting: "foundation", Form: "bundle", Items: &report.SubjectItems{},
			}
			if key == "chat" || target != "eu" {
				s.Items.Fail = []string{"F4-04"}
			}
			if key == "chat" && (target == "staging" || target == "eu") {
				s.Items.Fail = append(s.Items.Fail, "F4-14")
			}
			r.Subjects = append(r.Subjects, s)
		}
	}
	return report.New(r, report.FailOnError)
}

func TestAFormatNamesTargetsAsItsGoldenFileShows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		format  string
		options report.Options
	}{
		"targets.txt":         {"text", report.Options{Matrix: report.MatrixAll}},
		"targets.verbose.txt": {"text", report.Options{Verbose: true, Width: 80}},
		"targets.stats.txt":   {"text", report.Options{Statistics: true}},
		"targets.concise":     {"concise", report.Options{Verbose: true}},
		"targets.json":        {"json", report.Options{}},
		"targets.sarif":       {"sarif", report.Options{}},
		"targets.github":      {"github", report.Options{}},
		"targets.gitlab":      {"gitlab", report.Options{}},
		"targets.junit":       {"junit", report.Options{}},
		"targets.md":          {"markdown", report.Options{}},
		"targets.csv":         {"csv", report.Options{}},
		"targets.matrix.csv":  {"csv", report.Options{Matrix: report.MatrixAll}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name, written(t, test.format, ofTargets(t), test.options))
		})
	}
}

// A finding counts once, and the resource that targets deploy is one gateway; what came of
// each target is there for programs.
func TestWhatHoldsInSeveralTargetsCountsOnce(t *testing.T) {
	t.Parallel()
	r := ofTargets(t)
	if s := r.Summary; s.Error != 4 || s.Unknown != 1 || s.Subjects != 12 || s.ExitCode != report.ExitFindings {
		t.Errorf("%+v", s)
	}
	got := map[string]int{}
	for _, s := range r.Subjects {
		got[s.Address[strings.LastIndex(s.Address, ".")+1:]+" in "+s.Target] = s.Error
	}
	want := map[string]int{
		"chat in dev": 1, "chat in qa": 1, "chat in test": 1, "chat in staging": 2, "chat in eu": 2, "chat in us": 2,
		"search in dev": 1, "search in qa": 1, "search in test": 1, "search in staging": 1, "search in eu": 0, "search in us": 1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, format := range []string{"text", "markdown", "html"} {
		if out := string(written(t, format, r, report.Options{})); !strings.Contains(out, "2 gateways") && !strings.Contains(out, "2 endpoints") {
			t.Errorf("%s does not count 2 gateways:\n%s", format, out)
		}
	}
}

func TestEveryFormatNamesTheTargetsOfAFinding(t *testing.T) {
	t.Parallel()
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			out := string(written(t, format, ofTargets(t), report.Options{Verbose: true}))
			for _, want := range map[string][]string{
				"json":  {`"targets": ["dev", "qa", "test", "staging", "eu", "us"]`, `"targets": ["staging", "eu"]`, `"targets": ["us"]`},
				"csv":   {",dev qa test staging eu us,", ",staging eu,", ",us,"},
				"sarif": {"in all 6 targets", "in targets staging, eu", "in target us", "in targets dev, qa, test and 2 more", `"staging",`},
			}[format] {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
			if format == "json" || format == "csv" {
				return
			}
			for _, want := range []string{"in all 6 targets", "in targets staging, eu", "in target us", "in targets dev, qa, test and 2 more"} {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
		})
	}
}

// 200 endpoints of 6 targets that are all alike fill no page: a row for each.
func TestManyResourcesOfManyTargetsStayReadable(t *testing.T) {
	t.Parallel()
	r := report.Report{Checklist: []report.Item{{ID: "F4-04", Status: report.StatusFail, Rules: []string{"GW103"}}}, Rules: catalogue()}
	var found []finding.Finding
	for i := range 200 {
		key := fmt.Sprintf("chat%d", i)
		found = append(found, inBundle(t, key, "GW103", "has prefix `gw_`, which ends in an underscore", sixTargets...)...)
		for n, target := range sixTargets {
			r.Subjects = append(r.Subjects, report.Subject{
				ID: "databricks.yml#" + target + "/" + key, Kind: "endpoint", Name: deployedAs(key, target), File: "resources/chat.yml",
				Address: "resources.model_serving_endpoints." + key, Target: target, Bundle: "databricks.yml", Order: n,
				Items: &report.SubjectItems{Fail: []string{"F4-04"}},
			})
		}
	}
	r.Findings = finding.Merge(found, map[string][]string{"databricks.yml": sixTargets})
	finding.Sort(r.Findings)
	finding.Fingerprint(r.Findings)
	r = report.New(r, report.FailOnError)
	out := string(written(t, "text", r, report.Options{Matrix: report.MatrixAll}))
	if lines := strings.Count(out, "\n"); lines > 230 {
		t.Errorf("%d lines", lines)
	}
	for _, want := range []string{"200 endpoints", "200 of 200 gateways", "shop-chat7 "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	var read struct{ Subjects []json.RawMessage }
	if err := json.Unmarshal(written(t, "json", r, report.Options{}), &read); err != nil || len(read.Subjects) != 1200 {
		t.Errorf("%d subjects, %v", len(read.Subjects), err)
	}
}
