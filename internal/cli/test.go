package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/ruletest"
)

// testFormats are the formats of `gwlint test`.
var testFormats = []string{"text", "json"}

type testFlags struct {
	format, run string
	least       float64
	verbose     bool
}

func testCommand(a *app) *cobra.Command {
	f := &testFlags{}
	command := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Test a folder of rules",
		Long: `Test a folder of rules: the Rego tests of each, and its bad and good examples.
Without a DIR, the folder rules where there is one, else the current folder.

In bad/, each line that the rule must find bad says so in a comment, with a part
of the message: want OUR001 "below 50". Every other example is to be found good.

Exit codes: 0 all is well, 1 something failed, or too little is covered, 2 the
rules do not compile.`,
		Example: `  gwlint test
  gwlint test policy/rules --run OUR001
  gwlint test policy/rules --min-coverage 90 --format json`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) < 2 {
				return nil
			}
			return fmt.Errorf("test takes one folder, got %q too; see '%s --help'", args[1], command.CommandPath())
		},
		RunE: func(command *cobra.Command, args []string) error {
			o, err := f.options(a.streams.Dir, args)
			if err != nil {
				return err
			}
			go a.guard.WatchMemory(command.Context())
			result, err := ruletest.Test(command.Context(), o)
			if err != nil {
				return err
			}
			tested := newTestReport(result, f.least)
			if tested.Failed > 0 {
				a.code = report.ExitFindings
			}
			return f.write(command.OutOrStdout(), tested)
		},
	}
	flags := command.Flags()
	flags.StringVarP(&f.format, "format", "f", "text", "`NAME` of the format: "+strings.Join(testFormats, ", "))
	flags.StringVar(&f.run, "run", "", "test only rules whose \"ID area/name\" matches `REGEXP`")
	flags.Float64Var(&f.least, "min-coverage", 0, "least `PERCENT` of a rule's expressions that its tests must evaluate")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "name the lines that no test evaluates")
	complete(command, "format", func() []string { return testFormats })
	return command
}

// options checks everything that can be checked before anything is read.
func (t *testFlags) options(dir string, args []string) (o ruletest.Options, err error) {
	if err := checkFormat(t.format, testFormats); err != nil {
		return o, err
	}
	if t.least < 0 || t.least > 100 {
		return o, errors.New("--min-coverage is a percentage, from 0 to 100")
	}
	if t.run != "" {
		if o.Run, err = regexp.Compile(t.run); err != nil {
			return o, fmt.Errorf("--run %q: %w", t.run, errors.Unwrap(err))
		}
	}
	folder := "."
	if info, err := os.Stat(filepath.Join(dir, "rules")); err == nil && info.IsDir() {
		folder = "rules"
	}
	if len(args) > 0 {
		folder = args[0]
	}
	o.Tree, err = ruleFolder(dir, folder)
	return o, err
}

func (t *testFlags) write(w io.Writer, result testReport) error {
	if t.format == "json" {
		return writeJSON(w, result)
	}
	_, err := io.WriteString(w, result.text(t.verbose))
	return err
}

// testReport is what came of testing a folder, in the shape of its JSON form.
type testReport struct {
	Version int              `json:"version"`
	Rules   []testReportRule `json:"rules"`
	// Failed counts the rules and libraries with a fault.
	Failed int `json:"failed"`
}

// testReportRule is a rule or, without an ID, a library.
type testReportRule struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Folder     string            `json:"folder"`
	Passed     bool              `json:"passed"`
	Tests      int               `json:"tests"`
	Skipped    int               `json:"skipped"`
	Bad        int               `json:"bad"`
	Good       int               `json:"good"`
	Coverage   float64           `json:"coverage"` // percent
	NotCovered []testReportLines `json:"not_covered"`
	Faults     []testReportFault `json:"faults"`
}

type testReportLines struct {
	File      string `json:"file"`
	StartLine int    `json:"start_line"`
	EndLine   int    `json:"end_line"`
}

type testReportFault struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // 0 for none
	Message string `json:"message"`
}

// newTestReport sums up, and adds a fault where too little is covered.
func newTestReport(result ruletest.Result, least float64) testReport {
	t := testReport{Version: 1, Rules: []testReportRule{}}
	for _, u := range result.Units {
		r := testReportRule{
			ID: u.ID, Name: u.Name, Folder: u.Folder,
			Tests: u.Tests, Skipped: u.Skipped, Bad: u.Bad, Good: u.Good,
			Coverage: u.Coverage(), NotCovered: []testReportLines{}, Faults: []testReportFault{},
		}
		for _, lines := range u.Missed {
			r.NotCovered = append(r.NotCovered, testReportLines{lines.File, lines.First, lines.Last})
		}
		for _, fault := range u.Faults {
			r.Faults = append(r.Faults, testReportFault{fault.File, fault.Line, fault.Message})
		}
		if r.Coverage < least {
			r.Faults = append(r.Faults, testReportFault{File: r.Folder, Message: fmt.Sprintf(
				"tests evaluate %.1f %% of it, less than %v %%; not evaluated: %s", r.Coverage, least, spans(r.NotCovered))})
		}
		if r.Passed = len(r.Faults) == 0; !r.Passed {
			t.Failed++
		}
		t.Rules = append(t.Rules, r)
	}
	return t
}

// spans names lines: size.rego:3, size.rego:7-9.
func spans(list []testReportLines) string {
	words := make([]string, 0, len(list))
	for _, s := range list {
		word := fmt.Sprintf("%s:%d", s.File[strings.LastIndexByte(s.File, '/')+1:], s.StartLine)
		if s.EndLine > s.StartLine {
			word += fmt.Sprintf("-%d", s.EndLine)
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// text is a line for each rule, the faults of those that failed first.
func (t testReport) text(verbose bool) string {
	var faults, lines strings.Builder
	table := columns(&lines)
	for _, r := range t.Rules {
		word := "ok"
		if !r.Passed {
			word = "FAIL"
		}
		for _, f := range r.Faults {
			at := f.File
			if f.Line > 0 {
				at = fmt.Sprintf("%s:%d", f.File, f.Line)
			}
			fmt.Fprintf(&faults, "%s: %s\n", at, f.Message)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.1f %% covered\n", word, r.ID, r.Name, r.counts(), r.Coverage)
		if verbose && len(r.NotCovered) > 0 {
			_, _ = fmt.Fprintf(table, "\t\t\tnot evaluated: %s\n", spans(r.NotCovered))
		}
	}
	_ = table.Flush() // a strings.Builder takes everything
	if faults.Len() > 0 {
		faults.WriteString("\n")
	}
	summary := fmt.Sprintf("\n%s passed\n", plural(len(t.Rules), "folder", "folders"))
	if t.Failed > 0 {
		summary = fmt.Sprintf("\n%d of %s failed\n", t.Failed, plural(len(t.Rules), "folder", "folders"))
	}
	return faults.String() + lines.String() + summary
}

func (t testReportRule) counts() string {
	text := plural(t.Tests, "test", "tests")
	if t.Skipped > 0 {
		text += fmt.Sprintf(" (%d skipped)", t.Skipped)
	}
	if t.ID != "" {
		text += fmt.Sprintf(", %d bad, %d good", t.Bad, t.Good)
	}
	return text
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
