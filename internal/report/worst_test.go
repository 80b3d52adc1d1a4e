package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// mostResults is how many results of a run GitHub takes.
const mostResults = 25_000

// counted is so many findings of one level and severity.
type counted struct {
	n        int
	level    finding.Level
	severity finding.Severity
	outcome  finding.Outcome
}

// reportOf has findings of several kinds, by turns as long as there are any.
func reportOf(kinds ...counted) report.Report {
	var all []finding.Finding
	for i := 0; ; i++ {
		before := len(all)
		for k, kind := range kinds {
			if i < kind.n {
				all = append(all, finding.Finding{
					Rule: fmt.Sprintf("GW%d0%d", k+1, k), Name: "x", Level: kind.level, Severity: kind.severity, Outcome: kind.outcome, Message: "x",
					Location: finding.Location{File: "a.json", StartLine: i + 1, StartColumn: 1, EndLine: i + 1, EndColumn: 2},
				})
			}
		}
		if len(all) == before {
			break
		}
	}
	finding.Sort(all)
	finding.Fingerprint(all)
	return report.New(report.Report{Findings: all}, report.FailOnError)
}

func TestTheWorstAreKeptInTheirOrder(t *testing.T) {
	t.Parallel()
	const most = 25
	fail := finding.Fail
	for name, test := range map[string]struct {
		kinds []counted
		want  map[string]int
	}{
		"none":                         {nil, map[string]int{}},
		"as many as there is room for": {[]counted{{most, finding.Error, finding.High, fail}}, map[string]int{"GW100": most}},
		"one more":                     {[]counted{{most + 1, finding.Error, finding.High, fail}}, map[string]int{"GW100": most}},
		"notes go before errors": {
			[]counted{{10, finding.Note, finding.Critical, fail}, {most - 5, finding.Error, finding.Low, fail}},
			map[string]int{"GW100": 5, "GW201": most - 5},
		},
		"warnings go after notes": {
			[]counted{{10, finding.Note, finding.High, fail}, {10, finding.Warning, finding.High, fail}, {most - 10, finding.Error, finding.High, fail}},
			map[string]int{"GW201": 10, "GW302": most - 10},
		},
		"of one level the less severe go": {
			[]counted{{10, finding.Error, finding.Low, fail}, {5, finding.Error, finding.Medium, fail}, {5, finding.Error, finding.Critical, fail}, {most - 5, finding.Error, finding.High, fail}},
			map[string]int{"GW302": 5, "GW403": most - 5},
		},
		"of those that are alike the last go": {
			[]counted{{20, finding.Warning, finding.High, fail}, {20, finding.Warning, finding.High, fail}},
			map[string]int{"GW100": 13, "GW201": 12},
		},
		"what is not decided takes no room": {
			[]counted{{most, finding.Error, finding.High, fail}, {100, finding.Note, finding.High, finding.Unknown}},
			map[string]int{"GW100": most},
		},
		"nor what is off or waived": {
			[]counted{{most, finding.Error, finding.High, fail}, {100, finding.Off, finding.High, fail}, {100, finding.Error, finding.High, finding.Waived}},
			map[string]int{"GW100": most},
		},
		"a severity that is not known is the least": {
			[]counted{{10, finding.Error, "", fail}, {most, finding.Error, finding.Low, fail}},
			map[string]int{"GW201": most},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, last := map[string]int{}, 0
			for f := range report.Worst(reportOf(test.kinds...).Findings, most) {
				got[f.Rule]++
				if f.Location.StartLine < last {
					t.Error("they are not in order")
				}
				last = f.Location.StartLine
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatSARIFLeavesOutMakesARunIncomplete(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kinds []counted
		want  string // a part of what is said
	}{
		"there is room":                  {[]counted{{mostResults, finding.Error, finding.High, finding.Fail}, {1, finding.Note, finding.High, finding.Unknown}}, ""},
		"there is room for all but one":  {[]counted{{mostResults + 1, finding.Error, finding.High, finding.Fail}}, "leaves out 1 of 25001 findings"},
		"there is room for half of them": {[]counted{{2 * mostResults, finding.Note, finding.High, finding.Fail}}, "leaves out 25000 of 50000 findings"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := reportOf(test.kinds...)
			fitted, leftOut := report.Fit(r, "sarif", report.FailOnError)
			switch {
			case test.want == "":
				if leftOut != "" || len(fitted.Errors) > 0 || fitted.Summary.ExitCode != r.Summary.ExitCode {
					t.Errorf("something is left out: %s, %v", leftOut, fitted.Errors)
				}
			case !strings.Contains(leftOut, test.want) || fitted.Summary.ExitCode != report.ExitIncomplete || len(fitted.Errors) != 1 || fitted.Errors[0].Message != leftOut:
				t.Errorf("exit code %d, %q, %v; want %q", fitted.Summary.ExitCode, leftOut, fitted.Errors, test.want)
			}
			if len(r.Errors) > 0 {
				t.Error("the report that was given is changed")
			}
		})
	}
}

func TestOtherFormatsHoldEverything(t *testing.T) {
	t.Parallel()
	r := reportOf(counted{mostResults + 1, finding.Error, finding.High, finding.Fail})
	for _, format := range []string{"text", "json"} {
		if fitted, leftOut := report.Fit(r, format, report.FailOnError); leftOut != "" || len(fitted.Errors) > 0 {
			t.Errorf("%s leaves something out: %s", format, leftOut)
		}
	}
}

func TestALogOfWhatIsLeftOutSaysSo(t *testing.T) {
	t.Parallel()
	fitted, leftOut := report.Fit(reportOf(counted{mostResults + 1, finding.Error, finding.High, finding.Fail}), "sarif", report.FailOnError)
	var b bytes.Buffer
	if err := report.Write(&b, "sarif", fitted, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\"ruleId\": "); n != mostResults {
		t.Errorf("it has %d results", n)
	}
	head := b.String()[:10_000]
	if !strings.Contains(head, "toolExecutionNotifications") || !strings.Contains(head, leftOut[1:]) || !strings.Contains(head, `"executionSuccessful": false`) {
		t.Errorf("no notification says %q", leftOut)
	}
}

func TestAFindingThatStandsForSeveralIsCountedAsSuch(t *testing.T) {
	t.Parallel()
	one := func(outcome finding.Outcome, level finding.Level, more int) finding.Finding {
		return finding.Finding{Rule: "GW100", Outcome: outcome, Level: level, More: more}
	}
	r := report.New(report.Report{Findings: []finding.Finding{
		one(finding.Fail, finding.Error, 0), one(finding.Fail, finding.Error, 950), one(finding.Fail, finding.Warning, 7),
		one(finding.Fail, finding.Note, 2), one(finding.Unknown, finding.Note, 12), one(finding.Unknown, finding.Note, 0), one(finding.Waived, finding.Error, 3),
	}}, report.FailOnError)
	got := []int{r.Summary.Error, r.Summary.Warning, r.Summary.Note, r.Summary.Unknown, r.Summary.Waived}
	if diff := cmp.Diff([]int{951, 7, 2, 13, 3}, got); diff != "" {
		t.Error(diff)
	}
	var b bytes.Buffer
	if err := report.Write(&b, "json", r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `"more": `); n != 5 || !strings.Contains(b.String(), `"more": 950`) {
		t.Errorf("%d findings say for how many they stand", n)
	}
}
