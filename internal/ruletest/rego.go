package ruletest

import (
	"context"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/schema"
)

// longest is how long one Rego test may take.
const longest = 10 * time.Second

// runTests runs the Rego tests of the units, and notes what they cover.
func (b *bench) runTests(ctx context.Context, units []Unit) error {
	compiler, err := engine.NewCompiler(schema.Rego())
	if err != nil {
		return err
	}
	covered := cover.New()
	results, err := tester.NewRunner().
		SetCompiler(compiler).
		SetModules(b.testing(units)).
		SetTimeout(longest).
		RaiseBuiltinErrors(true).
		CapturePrintOutput(false).
		SetCoverageRuns([]cover.Kind{}).
		SetCoverageQueryTracer(covered).
		RunTests(ctx, nil)
	if err != nil {
		return engine.Faults(compiler, err)
	}
	var failed []failure
	for result := range results {
		i := slices.IndexFunc(units, func(u Unit) bool { return path.Dir(result.Location.File) == u.Folder })
		if i < 0 {
			continue // of a folder that is no unit; nothing was selected there
		}
		units[i].note(result)
		if result.Fail && result.Error == nil && len(result.SubResults) == 0 {
			failed = append(failed, failure{i, result})
		}
	}
	for _, f := range failed { // once all are run, so that nothing counts as covered by it
		line, got := why(ctx, compiler, f.result)
		units[f.unit].fail(f.result.Location.File, line, "%s does not hold%s", f.result.Name, got)
	}
	report := covered.Report(b.mine.Modules)
	for i := range units {
		b.cover(&units[i], report)
	}
	return ctx.Err()
}

// testing are the modules with the tests of the units.
func (b *bench) testing(units []Unit) map[string]*ast.Module {
	modules := maps.Clone(b.modules)
	for _, u := range units {
		for _, file := range modulesOf(b.tests, u.Folder) {
			modules[file] = b.tests[file]
		}
	}
	return modules
}

// failure is a test that did not hold, of a unit.
type failure struct {
	unit   int
	result *tester.Result
}

// note counts a test, and says what is wrong with it.
func (u *Unit) note(r *tester.Result) {
	file, line := r.Location.File, r.Location.Row
	switch {
	case r.Skip:
		u.Skipped++
		return
	case topdown.IsCancel(r.Error):
		u.fail(file, line, "%s takes longer than %v", r.Name, longest)
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

// plain is what an evaluation died of, without OPA's code in front.
func plain(err error) string {
	var fault *topdown.Error
	if errors.As(err, &fault) {
		return fault.Message
	}
	return err.Error()
}

// cover notes what of a unit's Rego its tests have evaluated. A rule without a
// test is a fault; a library may be tested by what uses it.
func (b *bench) cover(u *Unit, report cover.Report) {
	if u.ID != "" && u.Tests+u.Skipped == 0 {
		u.fail(u.Folder, 0, "no test; write one in %s_test.rego", path.Base(u.Folder))
	}
	for _, file := range modulesOf(b.mine.Modules, u.Folder) {
		seen := report.Files[file]
		if seen == nil {
			continue
		}
		u.Expressions += len(seen.Covered) + len(seen.NotCovered)
		u.Covered += len(seen.Covered)
		for _, r := range seen.NotCovered {
			last := len(u.Missed) - 1
			if last >= 0 && u.Missed[last].File == file && r.Start.Row <= u.Missed[last].Last+1 {
				u.Missed[last].Last = max(u.Missed[last].Last, r.End.Row)
				continue
			}
			u.Missed = append(u.Missed, Lines{File: file, First: r.Start.Row, Last: r.End.Row})
		}
	}
}
