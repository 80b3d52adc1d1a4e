package ruletest

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// bench is a folder that is ready to be tested.
type bench struct {
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
func load(ctx context.Context, o Options) (*bench, error) {
	b := &bench{tree: o.Tree, params: config.Default().Params}
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
func (b *bench) inPlace() error {
	for _, file := range slices.Sorted(maps.Keys(b.tests)) {
		folder := path.Dir(file)
		library := path.Base(path.Dir(folder)) == "lib"
		if !library && len(modulesOf(b.mine.Modules, folder)) == 0 {
			return fmt.Errorf("%s: a test stands in the folder of the rule or the library that it tests", file)
		}
	}
	return nil
}

func (b *bench) compile(ctx context.Context, all rules.Set) error {
	params, err := b.params.Value()
	if err != nil {
		return err
	}
	_, decide, err := policies.Load(policies.Embedded)
	if err != nil {
		return err
	}
	b.options = engine.Options{
		Rules: b.mine.Rules, RuleModules: all.Modules,
		PolicyModules: decide, Policy: "policies." + policies.Default,
		Schemas: schema.Rego(),
		Facts: engine.Facts{
			Params: params, AsOf: moment,
			State:     engine.Part{Reason: "there is no state file beside the example"},
			Workspace: engine.Part{Reason: "an example shows no workspace"},
		},
	}
	b.engine, err = engine.New(ctx, b.options)
	return err
}

// moment is the time of every example: that of the fixture.
var moment = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// libraries are the folders of the tree's libraries, in order.
func (b *bench) libraries() []string {
	var folders []string
	for _, modules := range []map[string]*ast.Module{b.mine.Modules, b.tests} {
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
func (b *bench) below(file string) string {
	return strings.TrimPrefix(strings.TrimPrefix(file, path.Clean(b.tree.Name)), "/")
}
