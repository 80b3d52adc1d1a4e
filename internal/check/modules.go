package check

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// modules are the root modules of Terraform of a run: folders that no other module calls.
// A module that is called is judged as those that call it do.
type modules struct {
	*units // of the run

	options terraform.Options
	base    source.Base
	find    func(paths []string) source.Found
	graph   *moduleGraph
	// checked are the files to check of each folder with files of a module.
	checked map[string][]source.Input
	// roots are the root modules that were loaded, by their folders.
	roots map[string]*moduleUnit
}

// findModules loads the root modules that inputs are part of, as far as they may deploy
// gateways, and adds the files of those that are passed as a whole. An error says that a
// flag concerns a module, and there is none.
func findModules(ctx context.Context, f *Files, r Request, opts source.FindOptions) error {
	m := &modules{
		units: f.units, base: f.base, graph: newModuleGraph(r.Limits, len(f.Variables.Values) > 0), roots: map[string]*moduleUnit{}, checked: map[string][]source.Input{},
		options: terraform.Options{
			Dir: source.Absolute(r.Dir, "."), Variables: f.Variables.Values, VariableFiles: f.Variables.Files,
			LookupEnv: f.Variables.LookupEnv, Limits: r.Limits,
		},
		find: func(paths []string) source.Found { return source.Find(ctx, opts, paths) },
	}
	f.modules = m
	if f.Kind != gateway.Auto {
		return nil
	}
	defer r.Profile.Phase("read")()
	m.take(f)
	folders := m.folders()
	m.graph.add(ctx, folders...)
	m.addCallers(ctx, folders, f.Paths)
	m.loadRoots(ctx, f, folders)
	f.found = m.withRead(f.found, m.find, f.base)
	return nil
}

// owns says whether a file is read as a part of a module, and not by itself.
func (m *modules) owns(input source.Input) bool {
	if input.Piped() {
		return m.options.Piped != nil
	}
	return isTerraform(input.File)
}

// isTerraform says by its name whether a file is one of Terraform's language.
func isTerraform(name string) bool { return terraform.IsFile(name) || isValues(name) }

// isValues says by its name whether a file holds values of variables.
func isValues(name string) bool {
	return strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json")
}

// take takes the files of modules among the inputs.
func (m *modules) take(f *Files) {
	for i, input := range f.found.Inputs {
		switch {
		case input.Piped():
			f.found.Inputs[i] = m.takePiped(input.Held(f.limits), f.StdinName)
		case isTerraform(input.File):
			folder := filepath.Dir(m.path(input))
			m.checked[folder] = append(m.checked[folder], input)
		}
	}
}

// path is the absolute path of an input. A link is part of the module that it lies in.
func (m *modules) path(input source.Input) string {
	return source.Absolute(m.options.Dir, m.base.Path(input.File))
}

// takePiped takes standard input that is a file of a module by its name, and what it holds
// where it has none: it stands for the file of that name.
func (m *modules) takePiped(input source.Input, name string) source.Input {
	if name == "" {
		text, err := source.Load(input, m.options.Limits)
		if err != nil || !resourceHead().Match(text.Bytes) || !inTerraform(text) {
			return input
		}
		m.options.Piped = &terraform.Piped{Input: input, Path: filepath.Join(m.options.Dir, "<stdin>", "main.tf")}
		m.checked[m.options.Piped.Folder()] = []source.Input{input}
		return input
	}
	if !isTerraform(name) {
		return input
	}
	path := source.Absolute(m.options.Dir, name)
	m.options.Piped = &terraform.Piped{Input: input, Path: path}
	m.checked[filepath.Dir(path)] = append(m.checked[filepath.Dir(path)], input)
	return input
}

// resourceHead is the head of a resource in a text that may be anything.
var resourceHead = regex.Lazy(`(?m)^[ \t]*resource[ \t]+"?databricks_`)

// folders are those of the inputs, in order.
func (m *modules) folders() []string {
	var folders []string
	for folder := range m.checked {
		folders = append(folders, folder)
	}
	slices.Sort(folders)
	return folders
}

// addCallers adds to the graph the modules of the repository that may call what is checked
// and lie beside it. They are looked for only where they may matter: where a folder that is
// checked may deploy a gateway, and not the whole repository is checked.
func (m *modules) addCallers(ctx context.Context, folders, paths []string) {
	searched := map[string]bool{}
	for _, path := range paths {
		if path != "-" {
			searched[source.Absolute(m.options.Dir, path)] = true
		}
	}
	for _, folder := range folders {
		repository, ok := source.Repository(folder)
		if !ok || searched[repository] || ctx.Err() != nil || !m.graph.speaks(folder) {
			continue
		}
		searched[repository] = true
		beside := map[string]bool{}
		for _, input := range m.find([]string{repository}).Inputs {
			if terraform.IsFile(input.File) {
				beside[filepath.Dir(m.path(input))] = true
			}
		}
		for one := range beside {
			m.graph.add(ctx, one)
		}
	}
}

// loadRoots loads the root modules that deploy what is checked, and has what is checked of
// them reported.
func (m *modules) loadRoots(ctx context.Context, f *Files, folders []string) {
	wanted := map[string][]string{} // folders to check, by their root modules
	for _, folder := range folders {
		switch {
		case m.graph.speaks(folder):
			for _, root := range m.graph.roots(folder) {
				wanted[root] = append(wanted[root], folder)
			}
		case m.graph.isModule(folder) && slices.ContainsFunc(m.checked[folder], f.asked), m.isPiped(folder):
			wanted[folder] = append(wanted[folder], folder) // what is wrong with it is told
		}
	}
	m.load(ctx, wanted)
	for _, folder := range folders { // what calls it may be broken
		if m.graph.speaks(folder) && !m.isRead(folder) {
			m.load(ctx, map[string][]string{folder: {folder}})
		}
	}
}

// load loads root modules, and has the files of some folders reported for each.
func (m *modules) load(ctx context.Context, wanted map[string][]string) {
	var roots []string
	for root := range wanted {
		if m.roots[root] == nil {
			roots = append(roots, root)
		}
	}
	slices.Sort(roots)
	loaded := make([]*moduleUnit, len(roots))
	onAllCores(len(roots), func(i int) {
		if ctx.Err() == nil {
			loaded[i] = m.newUnit(roots[i])
		}
	})
	for i, u := range loaded {
		if u == nil {
			continue
		}
		m.roots[roots[i]] = u
		for _, folder := range wanted[roots[i]] {
			m.pass(u, roots[i], folder)
		}
		m.add(u)
	}
}

// newUnit loads the module of a folder.
func (m *modules) newUnit(folder string) *moduleUnit {
	return newModuleUnit(folder, m.optionsFor(folder), m.base.Name(folder, false))
}

// optionsFor are the options for the module of a folder: it reads nothing outside of its
// repository or, without one, of the nearest folder that has all modules that it calls and
// the run's own.
func (m *modules) optionsFor(folder string) terraform.Options {
	options := m.options
	options.Absolute = slices.ContainsFunc(m.checked[folder], func(input source.Input) bool { return filepath.IsAbs(input.File) })
	if repository, ok := source.Repository(folder); ok {
		options.Root = repository
		return options
	}
	options.Root = folder
	for _, one := range append(m.graph.called(folder), options.Dir) {
		options.Root = nearestAbove(options.Root, one)
	}
	return options
}

// nearestAbove is the nearest folder that two folders lie in.
func nearestAbove(folder, other string) string {
	for {
		if rel, err := filepath.Rel(folder, other); err == nil && filepath.IsLocal(rel) || filepath.Dir(folder) == folder {
			return folder
		}
		folder = filepath.Dir(folder)
	}
}

// pass has the files of a folder reported that are checked: all that the root module reads,
// where the folder of that is checked as a whole.
func (m *modules) pass(u *moduleUnit, root, folder string) {
	for _, input := range m.checked[folder] {
		if u.passed == nil {
			return
		}
		if folder == root && !input.Named() && !input.Piped() {
			u.passed = nil
			return
		}
		u.passed[input.File] = true
		u.asked = u.asked || input.Piped() || input.Named()
	}
}

// isRead says whether a root module reads a folder.
func (m *modules) isRead(folder string) bool {
	for _, u := range m.roots {
		if u.folders[folder] {
			return true
		}
	}
	return false
}

// isPiped says whether standard input is a file of a folder.
func (m *modules) isPiped(folder string) bool {
	return m.options.Piped != nil && m.options.Piped.Folder() == folder
}

// declares says whether a module declares a variable.
func (m *modules) declares(name string) bool {
	for _, u := range m.roots {
		if u.Declares(name) {
			return true
		}
	}
	return m.graph.mayDeclare(name)
}
