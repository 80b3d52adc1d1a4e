package report_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// waivedRun is a run in which two findings are waived, one by a comment, and one fails.
func waivedRun(tb testing.TB) report.Report {
	tb.Helper()
	one := func(rule, name string, line int, outcome finding.Outcome, w *finding.Waiver) finding.Finding {
		return finding.Finding{
			Rule: rule, Name: "limits", Severity: finding.High, Level: finding.Error, Outcome: outcome, Waiver: w,
			Subject: finding.Subject{Kind: "endpoint", Name: name}, Pointer: "/ai_gateway", Message: "endpoint `" + name + "` has no limit",
			Location:    finding.Location{File: "conf/" + name + ".yaml", StartLine: line, StartColumn: 3, EndLine: line, EndColumn: 9},
			Fingerprint: rule + name,
		}
	}
	return report.New(report.Report{
		Tool: tool(), Rules: catalogue(), Summary: report.Summary{Files: 3},
		Findings: []finding.Finding{
			one("GW303", "chat", 9, finding.Waived, &finding.Waiver{
				Reason: "load test account", Owner: "ml-platform", Expires: "2027-01-31", DaysLeft: 63,
				Ticket: "SEC-1", ApprovedBy: "ciso@example.com", File: "gwlint-waivers.yaml", Line: 4,
			}),
			one("GW4", "search-of-docs", 3, finding.Waived, &finding.Waiver{
				Reason: "moves", Owner: "data", Expires: "2026-11-30", File: "conf/search-of-docs.yaml", Line: 2,
			}),
			one("GW103", "other", 5, finding.Fail, nil),
		},
		Subjects: []report.Subject{
			{Kind: "endpoint", Name: "chat", File: "conf/chat.yaml"},
			{Kind: "endpoint", Name: "other", File: "conf/other.yaml"},
			{Kind: "endpoint", Name: "search-of-docs", File: "conf/search-of-docs.yaml"},
		},
	}, report.FailOnError)
}

func TestAWaivedFindingIsOneLineOfText(t *testing.T) {
	t.Parallel()
	lines := func(format string, o report.Options) []string {
		var all []string
		for line := range strings.Lines(string(written(t, format, waivedRun(t), o))) {
			if strings.Contains(line, "waived") {
				all = append(all, strings.TrimSuffix(line, "\n"))
			}
		}
		return all
	}
	for name, test := range map[string]struct {
		format  string
		options report.Options
		want    []string
	}{
		"the one that ends first stands first": {"text", report.Options{}, []string{
			"waived GW4   search-of-docs  until 2026-11-30 (last day) data: moves",
			"waived GW303 chat            until 2027-01-31 (63 d) ml-platform: load test account",
			"FAILED: 1 error in 1 of 3 gateways (3 files); 2 waived",
		}},
		"-v says where the waiver is written, and by whose leave": {"text", report.Options{Verbose: true}, []string{
			"waived GW4   search-of-docs  until 2026-11-30 (last day) data: moves",
			"    waived in conf/search-of-docs.yaml:2",
			"waived GW303 chat            until 2027-01-31 (63 d) ml-platform: load test account",
			"    waived in gwlint-waivers.yaml:4, approved by ciso@example.com, ticket SEC-1",
			"FAILED: 1 error in 1 of 3 gateways (3 files); 2 waived",
		}},
		"from another folder the file is named from there": {"text", report.Options{Verbose: true, Start: "conf"}, []string{
			"waived GW4   search-of-docs  until 2026-11-30 (last day) data: moves",
			"    waived in search-of-docs.yaml:2",
			"waived GW303 chat            until 2027-01-31 (63 d) ml-platform: load test account",
			"    waived in ../gwlint-waivers.yaml:4, approved by ciso@example.com, ticket SEC-1",
			"FAILED: 1 error in 1 of 3 gateways (3 files); 2 waived",
		}},
		"-q prints what fails": {"text", report.Options{Quiet: true}, nil},
		"a line of concise begins with the place": {"concise", report.Options{}, []string{
			"conf/search-of-docs.yaml:3:3: waived[GW4] until 2026-11-30 (last day) data: moves (endpoint `search-of-docs`)",
			"conf/chat.yaml:9:3: waived[GW303] until 2027-01-31 (63 d) ml-platform: load test account (endpoint `chat`)",
			"FAILED: 1 error in 1 of 3 gateways (3 files); 2 waived",
		}},
		"concise with -q prints what fails": {"concise", report.Options{Quiet: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lines(test.format, test.options)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestManyWaivedFindingsAreCountedAndListedOnDemand(t *testing.T) {
	t.Parallel()
	r := waivedRun(t)
	for i := range 40 {
		f := r.Findings[0]
		f.Subject.Name, f.Fingerprint = fmt.Sprintf("copy%02d", i), fmt.Sprint(i)
		f.Outcome, f.Waiver = finding.Waived, &finding.Waiver{Reason: "r", Owner: "o", Expires: "2027-02-01", DaysLeft: 64}
		r.Findings = append(r.Findings, f)
	}
	r = report.New(r, report.FailOnError)
	count := func(o report.Options) int { return strings.Count(string(written(t, "text", r, o)), "\nwaived ") }
	if got := count(report.Options{}); got != 21 {
		t.Errorf("%d lines, want 20 and one that counts the others", got)
	}
	if out := string(written(t, "text", r, report.Options{})); !strings.Contains(out, "waived 22 more, which end later; -v lists them\n") {
		t.Errorf("the others are not counted:\n%s", out)
	}
	if got := count(report.Options{Verbose: true}); got != 42 {
		t.Errorf("-v lists %d, want all 42", got)
	}
}

func TestAWaivedFindingIsASuppressedResultOfSARIF(t *testing.T) {
	t.Parallel()
	type suppression struct {
		Kind, Status, Justification string
		Location                    struct {
			PhysicalLocation struct {
				ArtifactLocation struct{ URI string }
				Region           struct{ StartLine int }
			}
		}
		Properties map[string]string
	}
	type log struct {
		Runs []struct {
			Results []struct {
				RuleID       string
				Suppressions *[]suppression
			}
		}
	}
	said := func(r report.Report, o report.Options) []string {
		var l log
		if err := json.Unmarshal(written(t, "sarif", r, o), &l); err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, result := range l.Runs[0].Results {
			line := result.RuleID
			if result.Suppressions == nil {
				all = append(all, line+" has no list")
				continue
			}
			for _, s := range *result.Suppressions {
				at := s.Location.PhysicalLocation
				line += fmt.Sprintf(" %s %s %q %s:%d %v", s.Kind, s.Status, s.Justification, at.ArtifactLocation.URI, at.Region.StartLine, s.Properties)
			}
			all = append(all, line)
		}
		return all
	}
	if diff := cmp.Diff([]string{
		"GW103",
		`GW4 inSource accepted "Moves (owner data; until 2026-11-30)." conf/search-of-docs.yaml:2 map[owner:data until:2026-11-30]`,
		`GW303 external accepted "Load test account (owner ml-platform; until 2027-01-31; approved by ciso@example.com; ticket SEC-1)." gwlint-waivers.yaml:4 map[approvedBy:ciso@example.com owner:ml-platform ticket:SEC-1 until:2027-01-31]`,
	}, said(waivedRun(t), report.Options{})); diff != "" {
		t.Errorf("every result has the list, or none: %s", diff)
	}
	if diff := cmp.Diff([]string{"GW103 has no list"}, said(waivedRun(t), report.Options{WithoutWaived: true})); diff != "" {
		t.Errorf("left out: %s", diff)
	}
}

func TestFormatsInWhichAnythingIsAnAlertLeaveWaivedFindingsOut(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"gitlab", "github"} {
		out := string(written(t, format, waivedRun(t), report.Options{}))
		if strings.Contains(out, "GW303") || !strings.Contains(out, "GW103") {
			t.Errorf("%s:\n%s", format, out)
		}
	}
}

func TestAWaivedFindingIsInTheFormatsThatPeopleRead(t *testing.T) {
	t.Parallel()
	for format, want := range map[string][]string{
		"markdown": {"### Waived\n", "| 2027-01-31 | GW303 | `conf/chat.yaml:9:3` | endpoint `chat` | `ml-platform` | load test account (SEC-1) |"},
		"html":     {"load test account; ml-platform, until 2027-01-31; waived in gwlint-waivers.yaml:4, approved by ciso@example.com, ticket SEC-1"},
		"csv":      {"load test account (approved by ciso@example.com; ticket SEC-1)", ",ml-platform,2027-01-31,waived\r\n"},
		"junit":    {`<skipped type="waived" message="waived: load test account (owner ml-platform; until 2027-01-31; approved by ciso@example.com; ticket SEC-1)"`},
		"json": {
			`"outcome": "waived", "subject": {"kind": "endpoint", "name": "chat"}`,
			`"waiver": {"reason": "load test account", "owner": "ml-platform", "expires": "2027-01-31", "ticket": "SEC-1", "approved_by": "ciso@example.com", "file": "gwlint-waivers.yaml", "line": 4}`,
		},
	} {
		out := string(written(t, format, waivedRun(t), report.Options{}))
		for _, text := range want {
			if !strings.Contains(out, text) {
				t.Errorf("%s has no %q:\n%s", format, text, out)
			}
		}
	}
}
