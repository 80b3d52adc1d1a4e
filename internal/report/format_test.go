package report_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file in testdata, or writes it when asked.
func golden(tb testing.TB, name string, got []byte) {
	tb.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		tb.Errorf("%s; -update writes it anew\n%s", path, diff)
	}
}

func written(tb testing.TB, format string, r report.Report, o report.Options) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, r, o); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestAFormatWritesWhatItsGoldenFileShows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		report  func(testing.TB) report.Report
		format  string
		options report.Options
	}{
		"full.json":           {full, "json", report.Options{}},
		"clean.json":          {clean, "json", report.Options{}},
		"full.txt":            {full, "text", report.Options{}},
		"findings.txt":        {complete, "text", report.Options{}},
		"findings.narrow.txt": {complete, "text", report.Options{Width: 60}},
		"findings.colour.txt": {complete, "text", report.Options{Color: true, Hyperlinks: true}},
		"verbose.txt":         {full, "text", report.Options{Verbose: true}},
		"quiet.txt":           {full, "text", report.Options{Quiet: true}},
		"clean.txt":           {clean, "text", report.Options{}},
		"clean.verbose.txt":   {clean, "text", report.Options{Verbose: true}},
		"clean.quiet.txt":     {clean, "text", report.Options{Quiet: true}},
		"halted.txt":          {halted, "text", report.Options{}},
		"empty.txt":           {func(testing.TB) report.Report { return empty() }, "text", report.Options{}},
		"full.sarif":          {full, "sarif", report.Options{}},
		"findings.sarif":      {complete, "sarif", report.Options{}},
		"clean.sarif":         {clean, "sarif", report.Options{}},
		"strange.sarif":       {strange, "sarif", report.Options{}},
		"live.json":           {live, "json", report.Options{}},
		"live.txt":            {live, "text", report.Options{}},
		"live.narrow.txt":     {live, "text", report.Options{Width: 60, Color: true}},
		"live.verbose.txt":    {live, "text", report.Options{Verbose: true}},
		"live.quiet.txt":      {live, "text", report.Options{Quiet: true}},
		"live.deserted.txt":   {deserted, "text", report.Options{}},
		"live.crowded.txt":    {crowded, "text", report.Options{}},
		"live.sarif":          {live, "sarif", report.Options{}},
		"live.findings.sarif": {readable, "sarif", report.Options{}},
		"full.github":         {full, "github", report.Options{}},
		"live.github":         {live, "github", report.Options{}},
		"full.md":             {full, "markdown", report.Options{}},
		"clean.md":            {clean, "markdown", report.Options{}},
		"halted.md":           {halted, "markdown", report.Options{}},
		"live.md":             {live, "markdown", report.Options{}},
		"live.crowded.md":     {crowded, "markdown", report.Options{}},
		"empty.md":            {func(testing.TB) report.Report { return empty() }, "markdown", report.Options{}},
		"empty.json":          {func(testing.TB) report.Report { return empty() }, "json", report.Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name, written(t, test.format, test.report(t), test.options))
		})
	}
}

func TestAFormatThatDoesNotExistNamesThoseThatDo(t *testing.T) {
	t.Parallel()
	want := fmt.Sprintf("unknown format %q; known: %s", "yaml", strings.Join(report.Formats(), ", "))
	for name, err := range map[string]error{
		"asked before": report.CheckFormat("yaml"),
		"when writing": report.Write(&bytes.Buffer{}, "yaml", report.Report{}, report.Options{}),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("%s: error %v, want %s", name, err, want)
		}
	}
}

func TestAFormatThatShowsTheTextAroundFindingsSaysSo(t *testing.T) {
	t.Parallel()
	with := full(t)
	without := with
	without.Findings = slices.Clone(with.Findings)
	for i := range without.Findings {
		f := &without.Findings[i]
		f.Excerpt, f.Related = finding.Excerpt{}, slices.Clone(f.Related)
		for j := range f.Related {
			f.Related[j].Excerpt = finding.Excerpt{}
		}
	}
	for _, format := range report.Formats() {
		same := true
		for _, options := range []report.Options{{}, {Verbose: true}, {All: true, Width: 80}, {Statistics: true}, {Quiet: true}} {
			same = same && bytes.Equal(written(t, format, with, options), written(t, format, without, options))
		}
		if needs := report.NeedsExcerpts(format); needs == same {
			t.Errorf("%s: it needs them: %v, it is the same without them: %v", format, needs, same)
		}
	}
}

func TestAFormatThatWritesHashesOfLinesSaysSo(t *testing.T) {
	t.Parallel()
	with := full(t)
	without := with
	without.Findings = slices.Clone(with.Findings)
	for i := range without.Findings {
		without.Findings[i].LineHash = ""
	}
	for _, format := range report.Formats() {
		same := bytes.Equal(written(t, format, with, report.Options{}), written(t, format, without, report.Options{}))
		if needs := report.NeedsLineHashes(format); needs == same {
			t.Errorf("%s: it needs them: %v, it is the same without them: %v", format, needs, same)
		}
	}
}

func TestAFormatThatNamesFrameworksSaysSo(t *testing.T) {
	t.Parallel()
	with := serving(t, map[string][]string{"mitre-atlas": {"AML.M0020"}}, atlas())
	without := with
	without.Frameworks = nil
	for _, format := range report.Formats() {
		same := bytes.Equal(written(t, format, with, report.Options{}), written(t, format, without, report.Options{}))
		if needs := report.NeedsFrameworks(format); needs == same {
			t.Errorf("%s: it needs them: %v, it is the same without them: %v", format, needs, same)
		}
	}
}
