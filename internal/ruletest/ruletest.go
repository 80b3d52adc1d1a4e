// Package ruletest tests a folder of rules by what its authors left there: the
// Rego tests of each rule, with what they cover, and its bad and good examples,
// which the engine judges as a check would. It refuses to know where the folder
// came from and how a result is shown.
package ruletest

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/gwlint/gwlint/rules"
)

// Options says what to test.
type Options struct {
	Tree rules.Tree
	// Run selects rules and libraries by "ID area/name"; nil selects all.
	Run *regexp.Regexp
}

// Result is what came of a folder, in order of ID, libraries last.
type Result struct {
	Units []Unit
}

// Unit is what came of a rule or a library.
type Unit struct {
	ID     string // "" for a library
	Name   string // limits/zero_limit, lib/amounts
	Folder string // as messages name it
	// Tests, Bad and Good count what was run.
	Tests, Skipped, Bad, Good int
	// Expressions and Covered count the expressions of its Rego, and those that its
	// tests evaluate.
	Expressions, Covered int
	// Missed are the lines with an expression that no test evaluates.
	Missed []Lines
	Faults []Fault
}

// Lines are lines of a file, 1-based, the last included.
type Lines struct {
	File        string
	First, Last int
}

// Fault is one thing that is not as it should be. Line is 0 where it has none.
type Fault struct {
	File    string
	Line    int
	Message string
}

func (f Fault) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s", f.File, f.Message)
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message)
}

// Coverage is the share of expressions that tests evaluate, in percent; 100
// where there is nothing to evaluate.
func (u Unit) Coverage() float64 {
	if u.Expressions == 0 {
		return 100
	}
	return 100 * float64(u.Covered) / float64(u.Expressions)
}

// Test runs everything. An error says that nothing could be run: a rule that
// does not load or compile, tests that do not, or nothing selected.
func Test(ctx context.Context, o Options) (Result, error) {
	b, err := load(ctx, o)
	if err != nil {
		return Result{}, err
	}
	units := b.units(o.Run)
	if len(units) == 0 {
		return Result{}, fmt.Errorf("%s: no rule matches %q", o.Tree.Name, o.Run)
	}
	if err := b.runTests(ctx, units); err != nil {
		return Result{}, err
	}
	for i := range units {
		if rule, ok := b.rule(units[i]); ok {
			if err := b.runExamples(ctx, &units[i], rule); err != nil {
				return Result{}, err
			}
		}
		slices.SortStableFunc(units[i].Faults, func(a, b Fault) int {
			return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line)
		})
	}
	return Result{Units: units}, nil
}

func (u *Unit) fail(file string, line int, format string, args ...any) {
	u.Faults = append(u.Faults, Fault{File: file, Line: line, Message: fmt.Sprintf(format, args...)})
}

// note counts a test, and says what is wrong with it.
func (u *Unit) note(r *tester.Result) {
	file, line := r.Location.File, r.Location.Row
	switch {
	case r.Skip:
		u.Skipped++
		return
	case topdown.IsCancel(r.Error):
		u.fail(file, line, "%s takes longer than %v", r.Name, timeLimit)
	case r.Error != nil:
		u.fail(file, line, "%s: %s", r.Name, plain(r.Error))
	case r.Fail && len(r.SubResults) > 0:
		for name, sub := range r.SubResults.Iter {
			if sub.Fail {
				u.fail(file, line, "%s fails for %s", r.Name, strings.Join(name, ", "))
			}
		}
	}
	u.Tests++
}
