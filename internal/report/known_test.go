package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// adopted is a run that finds nothing but what its baseline has.
func adopted(tb testing.TB) report.Report {
	tb.Helper()
	r := complete(tb)
	r.Findings = slices.DeleteFunc(r.Findings, func(f finding.Finding) bool { return f.Outcome == finding.Fail })
	r.Summary.Baselined = 2
	return report.New(r, report.FailOnError)
}

func TestWhatIsKnownStandsInJSONAndHTMLAndVerboseTextAndInNoOtherFormat(t *testing.T) {
	t.Parallel()
	r := adopted(t)
	for _, format := range report.Formats() {
		got := strings.Contains(string(written(t, format, r, report.Options{})), "old.json")
		if want := format == "json" || format == "html"; got != want {
			t.Errorf("%s names what is known: %v, want %v", format, got, want)
		}
	}
	if !strings.Contains(string(written(t, "text", r, report.Options{Verbose: true})), "known[GW103]") {
		t.Error("verbose text does not name what is known")
	}
	if page := string(written(t, "html", r, report.Options{})); !strings.Contains(page, `<section id="known">`) || strings.Contains(page, "No rule found a failure in what it could see") {
		t.Error("the page has no part for what is known, or says that nothing was found")
	}
}

func TestWhatIsKnownFailsNoRunAndIsCounted(t *testing.T) {
	t.Parallel()
	r := adopted(t)
	if r.Summary.ExitCode != report.ExitClean || r.Summary.Baselined != 2 || r.Summary.Error != 0 {
		t.Errorf("%+v", r.Summary)
	}
	var log struct {
		Runs []struct {
			Invocations []struct{ Properties map[string]string }
			Results     []any
		}
	}
	if err := json.Unmarshal(written(t, "sarif", r, report.Options{}), &log); err != nil {
		t.Fatal(err)
	}
	if got := log.Runs[0].Invocations[0].Properties["known"]; got != "2" {
		t.Errorf("SARIF counts %q that are known", got)
	}
}

func TestTheVerdictTellsWhatIsNewFromWhatIsKnown(t *testing.T) {
	t.Parallel()
	stale := finding.Finding{
		Rule: "GW904", Name: "baseline_stale", Level: finding.Error, Outcome: finding.Fail, Fingerprint: "c",
		Subject: finding.Subject{Kind: "baseline"}, Message: "an entry is stale", Location: finding.Location{File: "b", StartLine: 2},
	}
	for name, test := range map[string]struct {
		change func(*report.Report)
		want   string
	}{
		"nothing new": {
			func(*report.Report) {},
			"OK: no new findings in 2 gateways (3 files); 2 known errors in .gwlint-baseline.jsonl, 1 baseline entry is stale: gwlint baseline update, 6 unknown, 1 waived, 1 denied, 4 skipped",
		},
		"all is mended": {
			func(r *report.Report) { r.Known, r.Summary.Baselined, r.Run.Baseline.Stale = nil, 0, 3 },
			"OK: no new findings in 2 gateways (3 files); 3 baseline entries are stale: gwlint baseline update, 6 unknown, 1 waived, 1 denied, 4 skipped",
		},
		"several levels": {
			func(r *report.Report) { r.Known[0].Level, r.Run.Baseline.Stale = finding.Warning, 0 },
			"OK: no new findings in 2 gateways (3 files); 1 known error, 1 known warning in .gwlint-baseline.jsonl, 6 unknown, 1 waived, 1 denied, 4 skipped",
		},
		"a consequence is not counted": {
			func(r *report.Report) { r.Known[0].Cause, r.Run.Baseline.Stale = r.Known[1].Fingerprint, 0 },
			"OK: no new findings in 2 gateways (3 files); 1 known error in .gwlint-baseline.jsonl, 6 unknown, 1 waived, 1 denied, 4 skipped",
		},
		"what is stale is no new finding, and fails a run that is strict": {
			func(r *report.Report) { r.Findings = append(r.Findings, stale) },
			"FAILED: no new findings in 2 gateways (3 files); 2 known errors in .gwlint-baseline.jsonl, 1 baseline entry is stale, which fails the run: gwlint baseline update, 6 unknown, 1 waived, 1 denied, 4 skipped",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := adopted(t)
			r.Known, r.Run.Baseline = slices.Clone(r.Known), new(*r.Run.Baseline)
			test.change(&r)
			r = report.New(r, report.FailOnError)
			lines := strings.Split(strings.TrimSpace(string(written(t, "text", r, report.Options{}))), "\n")
			if diff := cmp.Diff(test.want, lines[len(lines)-1]); diff != "" {
				t.Error(diff)
			}
		})
	}
}
