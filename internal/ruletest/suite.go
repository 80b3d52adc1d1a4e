package ruletest

import (
	"context"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// suite is a folder that is ready to be tested.
type suite struct {
	tree rules.Tree
	mine rules.Set // what the folder holds
	// modules are those that tests may import, and tests those of the folder, by file.
	modules, tests map[string]*ast.Module
	options        engine.Options
	engine         *engine.Engine
	params         config.Params
	compiler       *ast.Compiler // of the modules with the fixture, once it is needed
}

// load reads the folder and compiles its rules as a check would. A folder that
// stands alone is tested without the rules that are shipped: it may be them.
func load(ctx context.Context, o Options) (*suite, error) {
	b := &suite{tree: o.Tree, params: config.Default().Params}
	b.tree.Own = !b.tree.StandsAlone()
	shipped := b.tree
	var err error
	if b.mine, err = b.tree.Load(); err != nil {
		return nil, err
	}
	all := b.mine
	if b.tree.Own {
		shipped = rules.Shipped
		base, err := shipped.Load()
		if err != nil {
			return nil, err
		}
		if all, err = rules.Join(base, b.mine); err != nil {
			return nil, err
		}
	}
	fixture, err := shipped.Fixture()
	if err != nil {
		return nil, err
	}
	if b.tests, err = b.tree.Tests(); err != nil {
		return nil, err
	}
	if err := b.inPlace(); err != nil {
		return nil, err
	}
	b.modules = maps.Clone(all.Modules)
	maps.Copy(b.modules, fixture)
	return b, b.compile(ctx, all)
}

// inPlace reports the first test that stands where no rule and no library is: it
// would never be run.
func (s *suite) inPlace() error {
	for _, file := range slices.Sorted(maps.Keys(s.tests)) {
		folder := path.Dir(file)
		library := path.Base(path.Dir(folder)) == "lib"
		if !library && len(modulesOf(s.mine.Modules, folder)) == 0 {
			return fmt.Errorf("%s: a test stands in the folder of the rule or the library that it tests", file)
		}
	}
	return nil
}

func (s *suite) compile(ctx context.Context, all rules.Set) error {
	params, err := s.params.Value()
	if err != nil {
		return err
	}
	_, decide, err := policies.Load(policies.Embedded)
	if err != nil {
		return err
	}
	s.options = engine.Options{
		Rules: s.mine.Rules, RuleModules: all.Modules,
		PolicyModules: decide, Policy: "policies." + policies.Default,
		// An example shows what a rule finds, also one that the policy has off.
		Configured:     func(rules.Rule, string, string) finding.Level { return finding.Note },
		Schemas:        schema.Rego(),
		ProvesSuspects: true,
		Facts: engine.Facts{
			Params: params, AsOf: exampleTime,
			State:     engine.Part{Reason: "there is no state file beside the example"},
			Workspace: engine.Part{Reason: "an example shows no workspace"},
		},
	}
	s.engine, err = engine.New(ctx, s.options)
	return err
}

// exampleTime is the time of every example: that of the fixture.
var exampleTime = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// libraries are the folders of the tree's libraries, in order.
func (s *suite) libraries() []string {
	var folders []string
	for _, modules := range []map[string]*ast.Module{s.mine.Modules, s.tests} {
		for file := range modules {
			if folder := path.Dir(file); path.Base(path.Dir(folder)) == "lib" {
				folders = append(folders, folder)
			}
		}
	}
	slices.Sort(folders)
	return slices.Compact(folders)
}

// modulesOf are the modules of a folder, in order of file.
func modulesOf(modules map[string]*ast.Module, folder string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(modules)), func(file string) bool {
		return path.Dir(file) != folder
	})
}

// below is a path of the folder's, as the tree's file system names it.
func (s *suite) below(file string) string {
	return strings.TrimPrefix(strings.TrimPrefix(file, path.Clean(s.tree.Name)), "/")
}

// withFixture compiles the rules together with the fixture, when first needed.
func (s *suite) withFixture() (*ast.Compiler, error) {
	if s.compiler != nil {
		return s.compiler, nil
	}
	compiler, err := engine.NewCompiler(schema.Rego())
	if err != nil {
		return nil, err
	}
	if compiler.Compile(s.modules); compiler.Failed() {
		return nil, engine.Faults(compiler, compiler.Errors)
	}
	s.compiler = compiler
	return compiler, nil
}

// runExamples judges the examples of a rule: in bad/ every line that is marked
// is found and nothing else, in good/ nothing is found and nothing is unknown.
func (s *suite) runExamples(ctx context.Context, u *Unit, rule rules.Rule) error {
	for _, side := range []string{"bad", "good"} {
		e := &examples{suite: s, unit: u, rule: rule, folder: path.Join(u.Folder, side), bad: side == "bad", engine: s.engine}
		if err := e.read(); err != nil {
			return err
		}
		if err := e.prepare(ctx); err != nil {
			return err
		}
		ran, err := e.run(ctx)
		if err != nil {
			return err
		}
		if ran == 0 {
			u.fail(e.folder, 0, "no example; put a document in it that the rule finds %s", map[bool]string{true: "bad", false: "good"}[e.bad])
		}
		if e.bad {
			u.Bad = ran
		} else {
			u.Good = ran
		}
	}
	return nil
}

// runTests runs the Rego tests of the units, and notes what they cover.
func (s *suite) runTests(ctx context.Context, units []Unit) error {
	compiler, err := engine.NewCompiler(schema.Rego())
	if err != nil {
		return err
	}
	covered := cover.New()
	watched := engine.Watch(ctx, fmt.Sprintf("a Rego test of `%s`", s.tree.Name), timeLimit)
	defer watched.Done()
	results, err := tester.NewRunner().
		SetCompiler(compiler).
		SetModules(s.testing(units)).
		SetTimeout(timeLimit).
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
		watched.Next()
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
	report := covered.Report(s.mine.Modules)
	for i := range units {
		s.cover(&units[i], report)
	}
	return ctx.Err()
}

// testing are the modules with the tests of the units.
func (s *suite) testing(units []Unit) map[string]*ast.Module {
	modules := maps.Clone(s.modules)
	for _, u := range units {
		for _, file := range modulesOf(s.tests, u.Folder) {
			modules[file] = s.tests[file]
		}
	}
	return modules
}

// cover notes what of a unit's Rego its tests have evaluated. A rule without a
// test is a fault; a library may be tested by what uses it.
func (s *suite) cover(u *Unit, report cover.Report) {
	if u.ID != "" && u.Tests+u.Skipped == 0 {
		u.fail(u.Folder, 0, "no test; write one in %s_test.rego", path.Base(u.Folder))
	}
	for _, file := range modulesOf(s.mine.Modules, u.Folder) {
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

// units are the folders of the tree that are selected.
func (s *suite) units(run *regexp.Regexp) []Unit {
	var units []Unit
	for _, rule := range s.mine.Rules {
		units = append(units, Unit{ID: rule.ID, Name: rule.Area + "/" + rule.Name, Folder: path.Dir(rule.File)})
	}
	for _, folder := range s.libraries() {
		units = append(units, Unit{Name: "lib/" + path.Base(folder), Folder: folder})
	}
	return slices.DeleteFunc(units, func(u Unit) bool {
		return run != nil && !run.MatchString(u.ID+" "+u.Name)
	})
}

func (s *suite) rule(u Unit) (rules.Rule, bool) {
	i := slices.IndexFunc(s.mine.Rules, func(r rules.Rule) bool { return r.ID == u.ID })
	if i < 0 {
		return rules.Rule{}, false
	}
	return s.mine.Rules[i], true
}
