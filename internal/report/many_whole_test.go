//go:build !race

// Nothing runs at once in these tests, and the race detector makes them take minutes.

package report_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestAPageStaysWithinItsRoomAndCountsWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	const many = 30_000
	r := reportOf(counted{many - 1, finding.Note, finding.High, finding.Fail}, counted{1, finding.Error, finding.Low, finding.Fail})
	for i := range r.Findings {
		r.Findings[i].Message = strings.Repeat("é|`x` ", 30)
	}
	for i := range many {
		name := fmt.Sprintf("%05d", i)
		r.Errors = append(r.Errors, report.Problem{File: name + ".json", Message: "no such file"})
		r.Checklist = append(r.Checklist, report.Item{ID: name, Title: "t", Status: report.StatusFail})
		r.Prompts = append(r.Prompts, name)
		r.NotChecked = append(r.NotChecked, report.NotChecked{How: "it", Rules: []string{name}})
		open := broken(finding.Location{File: name})
		open.Outcome, open.Reason = finding.Unknown, string(rune('a'+i%26))+strings.Repeat("z", i/26)[:min(i/26, 300)]
		r.Findings = append(r.Findings, open)
	}
	r = report.New(r, report.FailOnError)
	for room, most := range map[int]int{0: 65_536, 900_000: 900_000, 1: report.LeastMarkdown} {
		source := string(written(t, "markdown", r, report.Options{Room: room}))
		if len(source) > most || len(source) < most*9/10 {
			t.Errorf("room %d: %d bytes, want %d at most", room, len(source), most)
		}
		if diff := cmp.Diff([]string{
			"## gwlint: INCOMPLETE", "### What could not be checked", "### To be answered first", "### Failures by rule", "### Failures",
			"### Not decided", "### Checklist ", "### Not checked in a run of this kind",
		}, regexp.MustCompile("(?m)^#.*").FindAllString(source, -1)); diff != "" {
			t.Error(diff)
		}
		_, failures, _ := strings.Cut(source, "### Failures\n")
		failures, _, _ = strings.Cut(failures, "\n###")
		rows := strings.Count(failures, "\n| note |") + strings.Count(failures, "\n| error |")
		if first := "| error | GW201 |"; !strings.Contains(failures, first) || strings.Index(failures, first) > strings.Index(failures, "| note |") {
			t.Errorf("room %d: the error is not the first failure", room)
		}
		if left := fmt.Sprintf("\n%d more have no room here: the log and the other reports of this run have all.\n", many-rows); rows == 0 || !strings.Contains(failures, left) {
			t.Errorf("room %d: %d rows, and nothing says that %d are left out", room, rows, many-rows)
		}
	}
}

func TestAMatrixHasEveryGatewayHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	page := written(t, "html", fleet(t, 10_000, 20), report.Options{})
	if got := bytes.Count(page, []byte("<td")); got < 10_000*(20+3) {
		t.Errorf("%d cells, want 10,000 gateways with 20 items and 3 counts", got)
	}
	if len(page) > 16<<20 {
		t.Errorf("%d bytes", len(page))
	}
}

func TestEveryFindingIsOnThePageHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	const many = 30_000
	r := report.Report{Tool: tool(), Rules: catalogue()}
	for i := range many {
		r.Findings = append(r.Findings, finding.Finding{
			Rule: "GW210", Name: "no_fallback", Severity: finding.Low, Level: finding.Note, Outcome: finding.Fail,
			Subject: finding.Subject{Kind: "endpoint", Name: fmt.Sprint("chat-", i)}, Message: "no fallback", Pointer: "/x", Location: finding.Location{File: "gw.json"},
		})
	}
	worst := &r.Findings[many-1]
	worst.Rule, worst.Level, worst.Severity = "GW103", finding.Error, finding.High
	finding.Sort(r.Findings)
	finding.Fingerprint(r.Findings)
	root := parsed(t, report.New(r, report.FailOnError))
	articles := slices.Collect(elements(root, "article"))
	if len(articles) != many || attribute(articles[0], "data-rule") != "GW103" {
		t.Errorf("%d findings, the first by %s", len(articles), attribute(articles[0], "data-rule"))
	}
	if said := words(byID(t, root, "findings")); !strings.Contains(said, "The last 29000 have a line each") {
		t.Errorf("it is not said that most have a line each: %.200s", said)
	}
}

func TestManyFindingsAreWrittenInPiecesAndInLinearTime(t *testing.T) {
	t.Parallel()
	r := many(t, 26_000, 20) // 30,000 findings
	if len(r.Findings) < 30_000 {
		t.Fatal(len(r.Findings))
	}
	for name, test := range map[string]struct {
		format  string
		options report.Options
		least   int
	}{
		"grouped":                 {"text", report.Options{}, 1_000},
		"each in full":            {"text", report.Options{All: true}, 3_000_000},
		"with unknown":            {"text", report.Options{Verbose: true}, 1_000},
		"the matrix of all":       {"text", report.Options{Matrix: report.MatrixAll, Width: 80}, 1_000_000},
		"concise":                 {"concise", report.Options{}, 1_000_000},
		"concise, in few columns": {"concise", report.Options{Width: 20}, 1_000_000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out chunks
			if err := report.Write(&out, test.format, r, test.options); err != nil {
				t.Fatal(err)
			}
			if out.largest > 1<<18 || out.total < test.least {
				t.Errorf("%d bytes, the largest piece %d", out.total, out.largest)
			}
		})
	}
}
