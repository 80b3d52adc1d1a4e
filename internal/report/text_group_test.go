package report_test

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestManyFindingsAreGroupedByRule(t *testing.T) {
	t.Parallel()
	want := `error[GW003]: value the platform does not accept: 14 endpoints
  gateways/team0-gateway-000000.json:5:3  "behavior": "WARN"
  gateways/team0-gateway-000021.json:5:3  "behavior": "WARN"
  gateways/team1-gateway-000015.json:5:3  "behavior": "WARN"
  … 11 more
  = help: Write one of the values that the platform knows.
error[GW007]: credential in the configuration: 14 endpoints
  gateways/team0-gateway-000000.json:7:3  "safety": false
  gateways/team0-gateway-000021.json:7:3  "safety": false
  gateways/team1-gateway-000015.json:7:3  "safety": false
  … 11 more
  = help: Refer to a secret: ` + "`{{secrets/scope/key}}`" + `.
note[GW210]: no fallback: 27 endpoints
most findings: team0-gateway-000000 (3), team0-gateway-000021 (3), team1-gateway-000015 (3)

Checklist f4_checklist: 1 fail, 2 unknown, 4 pass, 1 n/a, 1 manual
  ✗ fail     F4-02  14 of 40  What has to be so (GW003)
  ? unknown  F4-03  13 of 40  What has to be so (nobody said)
  ? needs ` + "`gwlint scan`" + `: F4-06 (2 rules)
  ✓ pass     F4-01, F4-07, F4-08, F4-09
  - n/a      F4-04
  ! manual   1 item needs a person; -v names it

` + "`gwlint explain GW003` says why and how to fix it; `--all` shows every finding in full, `-f concise` each on a line" + `
FAILED: 28 errors, 27 notes in 27 of 40 gateways (40 files)
`
	if diff := cmp.Diff(want, string(written(t, "text", many(t, 40, 9), report.Options{}))); diff != "" {
		t.Error(diff)
	}
}

func TestFindingsAreGroupedWhereThereAreTooManyToReadEach(t *testing.T) {
	t.Parallel()
	on := func(subjects, each int) []finding.Finding {
		var all []finding.Finding
		for s := range subjects {
			for i := range each {
				all = append(all, failure("GW101", finding.Error, fmt.Sprint("s", s), "f", 100*s+i+1))
			}
		}
		return all
	}
	for name, test := range map[string]struct {
		findings []finding.Finding
		all      bool
		want     bool
	}{
		"twenty":               {on(1, 20), false, false},
		"twenty-one":           {on(1, 21), false, true},
		"on ten gateways":      {on(10, 2), false, false},
		"on eleven gateways":   {on(11, 1), false, true},
		"all of them, by flag": {on(11, 9), true, false},
		"thirty at one place":  {func() []finding.Finding { return slicesOf(30, failure("GW101", finding.Error, "a", "f", 1)) }(), false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := string(written(t, "text", found(test.findings...), report.Options{All: test.all}))
			if grouped := !strings.Contains(out, " --> f:"); grouped != test.want {
				t.Errorf("grouped: %v, want %v\n%s", grouped, test.want, out)
			}
		})
	}
}

func slicesOf(n int, f finding.Finding) []finding.Finding {
	all := make([]finding.Finding, n)
	for i := range all {
		all[i] = f
	}
	return all
}

func TestRulesWithTheSamePlacesAreOneGroup(t *testing.T) {
	t.Parallel()
	var all []finding.Finding
	for i := range 11 {
		name := fmt.Sprintf("s%02d", i)
		all = append(all, failure("GW101", finding.Error, name, name+".json", 1), failure("GW102", finding.Error, name, name+".json", 1))
		if i < 4 {
			long := failure("GW103", finding.Warning, name, name+".json", 2)
			long.Message = fmt.Sprint("another each time: ", i)
			long.Excerpt.Lines[0] = `  {"a": {"b": "c"}, ` + strings.Repeat(`"x": "y", `, 20) + "}"
			long.Location.EndColumn = 8
			all = append(all, long)
		}
	}
	want := `error[GW101]: what GW101 says: 11 endpoints
error[GW102]: what GW102 says: 11 endpoints
  s00.json:1:3  x: y
  s01.json:1:3  x: y
  s02.json:1:3  x: y
  … 8 more
  = help: Do what GW101 says.
  = help: Do what GW102 says.
warning[GW103]: title of GW103: 4 endpoints
  s00.json:2:3  {"a":
  s01.json:2:3  {"a":
  s02.json:2:3  {"a":
  s03.json:2:3  {"a":
  = help: Do what GW103 says.
most findings: s00 (3), s01 (3), s02 (3)

`
	if diff := cmp.Diff(want, string(written(t, "text", found(all...), report.Options{Quiet: true}))); diff != "" {
		t.Error(diff)
	}
}

func TestAGroupSaysWhatFollowsFromIt(t *testing.T) {
	t.Parallel()
	r := caused(t, 3, finding.Error)
	var all []finding.Finding
	for i := range 11 {
		for _, f := range r.Findings {
			f.Location.File, f.Fingerprint = fmt.Sprint(i), fmt.Sprint(i, f.Fingerprint)
			if f.Cause != "" {
				f.Cause = fmt.Sprint(i, f.Cause)
			}
			all = append(all, f)
		}
	}
	out := string(written(t, "text", report.New(report.Report{Findings: all}, report.FailOnError), report.Options{Quiet: true}))
	if !strings.Contains(out, "= so: 33 more findings follow: GW402\n") {
		t.Error(out)
	}
}

func TestWhatIsMaskedIsNoTextOfAPlace(t *testing.T) {
	t.Parallel()
	var all []finding.Finding
	for i := range 11 {
		f := failure("GW101", finding.Error, fmt.Sprint(i), fmt.Sprint("f", i), 1)
		f.Excerpt = finding.Excerpt{FirstLine: 1, Lines: []string{"key: ********"}, Masks: [][]finding.Mask{{{At: 5, Width: 8, Points: 30, Units: 30}}}}
		all = append(all, f)
	}
	if out := string(written(t, "text", found(all...), report.Options{})); strings.Contains(out, "*") || !strings.Contains(out, "  f0:1:3\n") {
		t.Error(out)
	}
}

// chunks counts what is written, and the largest piece; it fails after so many pieces.
type chunks struct{ n, largest, total, most int }

func (c *chunks) Write(p []byte) (int, error) {
	if c.n++; c.most > 0 && c.n > c.most {
		return 0, syscall.EPIPE
	}
	c.largest, c.total = max(c.largest, len(p)), c.total+len(p)
	return len(p), nil
}

func TestAReaderThatGoesAwayEndsTheReport(t *testing.T) {
	t.Parallel()
	r := many(t, 3_000, 20)
	for _, format := range []string{"text", "concise"} {
		out := chunks{most: 1}
		err := report.Write(&out, format, r, report.Options{All: true, Matrix: report.MatrixAll, Verbose: true})
		if !errors.Is(err, syscall.EPIPE) || out.n != 2 {
			t.Errorf("%s: %v after %d pieces", format, err, out.n)
		}
	}
}
