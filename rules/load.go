// Package rules holds the rules and reads what their METADATA says of them: one
// folder for each rule, with its Rego, its tests, its examples and its page. It
// refuses to know how a rule is evaluated and what a finding means for a run.
package rules

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/module"
)

// Embedded holds the rules that gwlint ships and their pages.
//
//go:embed rules.rego retired.txt */*/*.rego */*/README.md
var Embedded embed.FS

// root is the package that all rules stand in, and the folder of those that
// gwlint ships.
const root = "rules"

// Tree is a folder of rules: those that gwlint ships, or a user's own.
type Tree struct {
	Files fs.FS
	// Name is the folder as messages name it: rules, policy/ours.
	Name string
	// Own says that they are a user's own, beside those that gwlint ships: their
	// IDs begin with letters of their own, and they have no page of ours.
	Own bool
	// proven says that a test has held the METADATA of every rule to its schema, which
	// costs more than parsing it.
	proven bool
}

// Shipped is the folder of the rules that gwlint ships.
var Shipped = Tree{Files: Embedded, Name: root, proven: true}

// Set is what a tree holds.
type Set struct {
	Rules []Rule // in order of ID
	// Modules are by file name, which begins with the tree's.
	Modules map[string]*ast.Module
	// Compiled takes the place of Modules where they were compiled before.
	Compiled *Compiled
}

// Load reads the rules that gwlint ships from a folder of them; see Tree.Load.
func Load(fsys fs.FS) ([]Rule, map[string]*ast.Module, error) {
	set, err := Tree{Files: fsys, Name: root}.Load()
	return set.Rules, set.Modules, err
}

// Load reads the Rego modules of a folder and the rule that each METADATA block
// describes. Tests and what only tests import are left out. A package that is
// neither a library nor a complete rule is an error that names the file and the
// line, so a half-written rule is never left out in silence.
func (t Tree) Load() (Set, error) {
	modules, err := module.Parse(t.Files, t.Name, t.skips)
	if err != nil {
		return Set{}, err
	}
	gone, err := t.retired()
	if err != nil {
		return Set{}, err
	}
	var list []Rule
	var faults []error
	for _, m := range modules {
		if t.Own {
			faults = append(faults, m.CheckSchemas())
		}
		if t.isLibrary(m) {
			continue
		}
		rule, fault := t.describe(m, gone)
		list, faults = append(list, rule), append(faults, fault)
	}
	faults = append(faults, t.checkComplete(len(list)))
	if err := errors.Join(faults...); err != nil {
		return Set{}, err
	}
	set := Set{Rules: list, Modules: module.ByFile(modules)}
	return set, set.checkDistinct()
}

// skips reports whether a file is no part of the rules: only tests import
// it, or it lies in a hidden folder.
func (t Tree) skips(name string) bool {
	return !t.Own && strings.HasPrefix(name, "lib/fixture/") || hidden(name)
}

// hidden reports whether a file or a folder above it begins with a period.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") && name != "." || strings.Contains(name, "/.")
}

// File is the file of a rule of the tree, as messages name it.
func (t Tree) File(rule Rule) string {
	return path.Join(t.Name, rule.Area, rule.Name, rule.Name+".rego")
}

// within is the path of a file below the tree, which its name begins with.
func (t Tree) within(file string) string {
	return strings.TrimPrefix(strings.TrimPrefix(file, path.Clean(t.Name)), "/")
}

// isLibrary reports whether the module is the root package or a library, and
// stands where it belongs.
func (t Tree) isLibrary(m module.Module) bool {
	folder := path.Dir(t.within(m.File))
	if m.Package != strings.ReplaceAll(path.Join(root, folder), "/", ".") {
		return false
	}
	return folder == "." || path.Dir(folder) == "lib"
}

// checkComplete reports the first folder of an area that holds no rule, or that
// there is no rule at all.
func (t Tree) checkComplete(found int) error {
	folders, err := fs.Glob(t.Files, "*/*")
	if err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	for _, folder := range folders {
		entries, err := fs.ReadDir(t.Files, folder)
		if err != nil || len(entries) == 0 || hidden(folder) || !t.Own && path.Dir(folder) == housekeepingArea {
			continue // a file, a folder that git does not know, or what no Rego finds
		}
		want := path.Join(folder, path.Base(folder)+".rego")
		if _, err := fs.Stat(t.Files, want); err != nil {
			return fmt.Errorf("%s: %w; every folder of an area holds a rule", path.Join(t.Name, want), fs.ErrNotExist)
		}
	}
	if found == 0 {
		return fmt.Errorf("%s: %w; one stands in %s", t.Name, errNoRule, path.Join(t.Name, "<area>/<slug>/<slug>.rego"))
	}
	return nil
}

// StandsAlone reports whether the folder holds all that rules are tested with:
// the root package and the fixture. It is then gwlint's own, or in its place.
func (t Tree) StandsAlone() bool {
	for _, file := range []string{"rules.rego", "lib/fixture/fixture.rego"} {
		if _, err := fs.Stat(t.Files, file); err != nil {
			return false
		}
	}
	return true
}

// Fixture reads what the tests of rules start from.
func (t Tree) Fixture() (map[string]*ast.Module, error) {
	modules, err := module.Parse(t.Files, t.Name, func(name string) bool { return !strings.HasPrefix(name, "lib/fixture/") })
	return module.ByFile(modules), err
}

// Tests reads the Rego tests of the folder.
func (t Tree) Tests() (map[string]*ast.Module, error) {
	modules, err := module.ParseTests(t.Files, t.Name, hidden)
	return module.ByFile(modules), err
}

// describe turns the METADATA of a package into a Rule, or says all that is wrong with
// it.
func (t Tree) describe(m module.Module, gone retired) (Rule, error) {
	folder := path.Dir(t.within(m.File))
	rule := Rule{
		Area:         path.Base(path.Dir(folder)),
		Name:         path.Base(folder),
		Package:      m.Package,
		File:         m.File,
		Line:         m.Line(),
		Own:          t.Own,
		HasApplies:   m.Defines("applies"),
		HasMoot:      m.Defines("moot"),
		HasSuspect:   m.Defines("suspect"),
		HasUndecided: m.Defines("undecided"),
	}
	if err := t.checkPlace(m, rule); err != nil {
		return rule, err
	}
	block := m.Metadata()
	if block == nil {
		return rule, m.Errorf("package %s has no METADATA block; 'gwlint new rule' writes one", m.Package)
	}
	rule.fill(block)
	if t.proven {
		return rule, nil
	}
	faults := []error{checkMetadata(m, block, t.Own, gone), checkDefinitions(m)}
	if !m.Defines("findings") {
		faults = append(faults, m.Errorf("package %s defines no findings", m.Package))
	}
	if rule.Own && rule.Scope == "workspace" && (rule.HasApplies || rule.HasMoot || rule.HasSuspect || rule.HasUndecided) {
		faults = append(faults, m.Errorf("a rule of scope workspace is asked for findings alone, not for applies, moot, suspect or undecided"))
	}
	return rule, errors.Join(faults...)
}

// checkPlace holds a rule's file to <area>/<slug>/<slug>.rego with the package
// of the same name.
func (t Tree) checkPlace(m module.Module, rule Rule) error {
	place := path.Join(t.Name, "<area>/<slug>/<slug>.rego")
	file := t.within(m.File)
	want := path.Join(rule.Area, rule.Name, rule.Name+".rego")
	pkg := strings.Join([]string{root, rule.Area, rule.Name}, ".")
	switch {
	case strings.Count(file, "/") != 2:
		return m.Errorf("package %s is neither a library nor a rule; a rule stands in %s", m.Package, place)
	case file != want || m.Package != pkg:
		return m.Errorf("package %s is neither a library nor a rule; the rule of this folder is package %s in %s",
			m.Package, pkg, path.Join(t.Name, want))
	case !slugForm().MatchString(rule.Name):
		return m.Errorf("the name %s is not lower case words joined by underscores", rule.Name)
	case !slugForm().MatchString(rule.Area):
		return m.Errorf("the area %s is not lower case words joined by underscores", rule.Area)
	default:
		return nil
	}
}

// Digest is "sha256:" and the hexadecimal digest of all that the rules consist of
// when they are applied: their Rego and that of their libraries, without tests.
// It changes when what a rule finds may, and not with the folder's name.
func (t Tree) Digest() (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(t.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") || t.skips(name) {
			return err
		}
		text, err := module.ReadFile(t.Files, name)
		_, _ = fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
		return err
	})
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), err
}

// Join puts sets together. A set may use the libraries of those before it, and
// may not define a package, an ID or a name again: it would change what another
// rule means.
func Join(sets ...Set) (Set, error) {
	all := Set{Modules: map[string]*ast.Module{}}
	owner := map[string]string{} // package -> the file that has it
	var faults []error
	for _, set := range sets {
		own := map[string]string{}
		for _, file := range slices.Sorted(maps.Keys(set.Modules)) {
			m := set.Modules[file]
			name := m.Package.Path.String()
			if other, taken := owner[name]; taken {
				faults = append(faults, fmt.Errorf("%s: line %d: package %s is that of %s; give it another name and folder",
					file, m.Package.Location.Row, strings.TrimPrefix(name, "data."), other))
			}
			own[name] = file
			all.Modules[file] = m
		}
		maps.Copy(owner, own)
		all.Rules = append(all.Rules, set.Rules...)
	}
	if err := errors.Join(faults...); err != nil {
		return Set{}, err
	}
	return all, all.checkDistinct()
}

// checkDistinct sorts the rules and reports those that share an ID or a name.
func (s *Set) checkDistinct() error {
	ids, names := map[string]Rule{}, map[string]Rule{}
	var faults []error
	for _, rule := range s.Rules {
		if other, taken := ids[rule.ID]; taken {
			faults = append(faults, rule.Errorf("custom.id: %s is the ID of %s in %s", rule.ID, other.Package, other.File))
		} else if other, taken := names[rule.Name]; taken {
			faults = append(faults, rule.Errorf("the name %s is that of %s in %s; a rule is found by its name alone", rule.Name, other.ID, other.File))
		}
		ids[rule.ID], names[rule.Name] = rule, rule
	}
	slices.SortFunc(s.Rules, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return errors.Join(faults...)
}

// retired reads the IDs of the tree that a rule once had. A tree without the file has
// none.
func (t Tree) retired() (retired, error) {
	text, err := module.ReadFile(t.Files, retiredFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	file := path.Join(t.Name, retiredFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	gone := retired{}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, why, _ := strings.Cut(line, " ")
		if !ownForm().MatchString(id) || strings.TrimSpace(why) == "" {
			return nil, fmt.Errorf("%s: line %d: write an ID, the version that had it last, and what became of it: OUR001 1.2.0 split into OUR007 and OUR008", file, i+1)
		}
		gone[id] = strings.TrimSpace(why)
	}
	return gone, nil
}
