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

func (a *app) testCommand() *cobra.Command {
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
			result, err := ruletest.Test(command.Context(), o)
			if err != nil {
				return err
			}
			tested := newTested(result, f.least)
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
func (f *testFlags) options(dir string, args []string) (o ruletest.Options, err error) {
	if err := checkFormat(f.format, testFormats); err != nil {
		return o, err
	}
	if f.least < 0 || f.least > 100 {
		return o, errors.New("--min-coverage is a percentage, from 0 to 100")
	}
	if f.run != "" {
		if o.Run, err = regexp.Compile(f.run); err != nil {
			return o, fmt.Errorf("--run %q: %w", f.run, errors.Unwrap(err))
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

func (f *testFlags) write(w io.Writer, t tested) error {
	if f.format == "json" {
		return writeJSON(w, t)
	}
	_, err := io.WriteString(w, t.text(f.verbose))
	return err
}
