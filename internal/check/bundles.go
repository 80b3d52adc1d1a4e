package check

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// bundles are the bundles of a run.
type bundles struct {
	*units // of the run

	passed []*bundleUnit // of which any file is
	// above has the bundles whose roots lie in a folder or above it, the nearest first.
	above map[string][]*bundleUnit
	// roots are all that were loaded, by keys of inputs.
	roots map[string]*bundleUnit

	options bundle.Options
	find    func(paths []string) source.Found
}

func newBundles(all *units, options bundle.Options) *bundles {
	return &bundles{
		units: all,
		above: map[string][]*bundleUnit{}, roots: map[string]*bundleUnit{}, options: options,
	}
}

// piped is the key of standard input.
const piped = "-"

// key is by what two inputs are one file.
func key(input source.Input) string {
	if input.Piped() {
		return piped
	}
	return input.Real()
}

// findBundles loads the bundles that inputs are part of, and adds the files that those
// include whose roots are passed. An error says that nobody has a target that is asked for.
func findBundles(ctx context.Context, f *Files, r Request, opts source.FindOptions) error {
	f.bundles = newBundles(f.units, bundle.Options{
		Dir: r.Dir, Variables: f.Variables.Values, LookupEnv: f.Variables.LookupEnv, Limits: r.Limits,
	})
	f.bundles.find = func(paths []string) source.Found { return source.Find(ctx, opts, paths) }
	if f.Kind != gateway.Auto {
		return nil
	}
	defer r.Profile.Phase("read")()
	b := f.bundles
	for i, input := range f.found.Inputs {
		switch {
		case ctx.Err() != nil:
			return nil
		case input.Piped():
			f.found.Inputs[i] = b.addPiped(input.Held(f.limits))
		case b.isRoot(input):
			b.pass(b.load(input))
		}
	}
	f.found = b.withRead(f.found, b.find, f.base)
	b.addPassed(ctx, f.found.Inputs)
	b.addDistant(ctx, f.found.Inputs)
	b.sayOnce()
	return b.narrow(r, f.Hook)
}

// sayOnce leaves to one of the roots of a folder that there are others, where it is passed.
func (b *bundles) sayOnce() {
	said := map[string]bool{}
	for _, one := range b.list {
		u, isBundle := one.(*bundleUnit)
		if !isBundle || u.Beside == nil || u.passed != nil {
			continue
		}
		folder := filepath.Dir(u.root.Real())
		if said[folder] {
			u.Faults = slices.DeleteFunc(u.Faults, func(fault *source.Error) bool { return fault == u.Beside })
		}
		said[folder] = true
	}
}

// isRoot says whether a file is the root of a bundle: by its name and, where other
// programs have files of that name, by what is in it.
func (b *bundles) isRoot(input source.Input) bool {
	name := path.Base(filepath.ToSlash(input.Real()))
	if !bundle.IsRootName(name) {
		return false
	}
	if strings.HasPrefix(name, "databricks.") {
		return true
	}
	text, err := source.Load(input, b.options.Limits)
	if err != nil {
		return false
	}
	documents, _ := source.Parse(text, b.options.Limits)
	return len(documents) > 0 && describesBundle(documents[0].Root)
}

// describesBundle says whether a document is the root of a bundle, as it is written.
func describesBundle(root *source.Node) bool {
	named := root.Get("bundle")
	return named != nil && named.Kind == source.Map && named.Get("target") == nil
}

// load loads a bundle once.
func (b *bundles) load(root source.Input) *bundleUnit {
	u := b.roots[key(root)]
	if u == nil {
		u = newBundleUnit(bundle.Load(root, b.options), b.options.Limits)
		b.roots[key(root)] = u
	}
	return u
}

// pass has all findings of a bundle reported.
func (b *bundles) pass(u *bundleUnit) {
	u.passed = nil
	b.add(u)
}

// add adds a bundle to those of the run.
func (b *bundles) add(u *bundleUnit) {
	if !slices.Contains(b.passed, u) {
		b.passed = append(b.passed, u)
	}
	b.units.add(u)
}

// addPiped adds the bundle whose root is standard input, and returns the input. What such
// a root includes is not found, and the bundle says so.
func (b *bundles) addPiped(input source.Input) source.Input {
	text, err := source.Load(input, b.options.Limits)
	if err != nil || isShown(text) || !gateway.MayHoldGateway(text.Bytes) && !bytes.Contains(text.Bytes, []byte("include")) {
		return input
	}
	documents, _ := source.Parse(text, b.options.Limits)
	if len(documents) == 0 || !describesBundle(documents[0].Root) {
		return input
	}
	b.pass(b.load(input))
	return input
}

// addPassed adds the bundles of which other files than the root are passed.
func (b *bundles) addPassed(ctx context.Context, inputs []source.Input) {
	for _, input := range inputs {
		if ctx.Err() != nil || input.Piped() || !isBundleFile(input.File) || b.isPassed(input) {
			continue
		}
		for _, u := range b.over(filepath.Dir(input.Real())) {
			b.passTo(u, []source.Input{input})
		}
	}
}

// addDistant adds the bundles that read files which are named, and whose roots lie neither
// above them nor among what is passed: several bundles may share a folder beside theirs.
// They are looked for in the whole repository, and only for what looks like their part.
func (b *bundles) addDistant(ctx context.Context, inputs []source.Input) {
	parts := map[string][]source.Input{} // by the repository
	for _, input := range inputs {
		if ctx.Err() != nil || !b.mayBePart(input) {
			continue
		}
		if repository, ok := source.Repository(filepath.Dir(input.Real())); ok {
			parts[repository] = append(parts[repository], input)
		}
	}
	for _, repository := range slices.Sorted(maps.Keys(parts)) {
		for _, root := range b.find([]string{repository}).Inputs {
			if b.isRoot(root) {
				b.passTo(b.load(root), parts[repository])
			}
		}
	}
}

// passTo adds a bundle where it reads any of some files.
func (b *bundles) passTo(u *bundleUnit, files []source.Input) {
	for _, file := range files {
		if u.passed != nil && u.pass(file) {
			b.add(u)
		}
	}
}

// mayBePart says whether a file that is named and that no bundle reads may hold gateways
// as resources of one.
func (b *bundles) mayBePart(input source.Input) bool {
	if !input.Named() || !isBundleFile(input.File) || len(b.readers[key(input)]) > 0 {
		return false
	}
	text, err := source.Load(input, b.options.Limits)
	return err == nil && !isShown(text) && gateway.MayHoldGateway(text.Bytes) && bytes.Contains(text.Bytes, []byte("resources"))
}

// isPassed says whether a bundle reads a file that is passed as a whole.
func (b *bundles) isPassed(input source.Input) bool {
	return slices.ContainsFunc(b.readers[key(input)], func(u unit) bool { return u.files().passed == nil })
}

// isBundleFile says by its name whether a root may include a file.
func isBundleFile(name string) bool {
	switch path.Ext(name) {
	case ".yml", ".yaml", ".json":
		return true
	}
	return false
}

// over returns the bundles whose roots lie in a folder or above it, up to the root of its
// repository, the nearest first.
func (b *bundles) over(folder string) []*bundleUnit {
	if known, ok := b.above[folder]; ok {
		return known
	}
	var list []*bundleUnit
	for _, root := range b.rootsIn(folder) {
		list = append(list, b.load(root))
	}
	if parent := filepath.Dir(folder); parent != folder && !isRepository(folder) {
		list = append(list, b.over(parent)...)
	}
	b.above[folder] = list
	return list
}

// isRepository says whether a folder is the root of a repository.
func isRepository(folder string) bool {
	root, ok := source.Repository(folder)
	return ok && root == folder
}

// rootsIn are the roots of bundles in a folder.
func (b *bundles) rootsIn(folder string) []source.Input {
	var roots []source.Input
	for _, name := range bundle.RootNames() {
		file := filepath.Join(folder, name)
		if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if input, err := source.NewInput(b.options.Dir, file); err == nil && b.isRoot(input) {
			roots = append(roots, input)
		}
	}
	return roots
}

// narrow leaves each bundle the targets that are asked for. An error says that no bundle
// has one of them; a hook may be given files of no bundle at all.
func (b *bundles) narrow(r Request, hook bool) error {
	var known []string
	for _, u := range b.passed {
		known = append(known, u.Targets...)
		u.targets = u.Targets
		if len(r.Targets) > 0 {
			u.targets = slices.DeleteFunc(slices.Clone(u.Targets), func(t string) bool { return !slices.Contains(r.Targets, t) })
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	for _, target := range r.Targets {
		switch {
		case slices.Contains(known, target), len(b.passed) == 0 && hook:
		case len(b.passed) == 0:
			return fmt.Errorf("--target %s: no bundle is among what is checked; name the root of one, such as databricks.yml", target)
		default:
			return fmt.Errorf("--target %s: no such target%s; known: %s", target, near(target, known), strings.Join(known, ", "))
		}
	}
	for _, u := range b.passed {
		if len(u.targets) == 0 && len(u.Targets) > 0 {
			r.notice(fmt.Sprintf("%s: not checked, since it has no target %s; its targets are %s",
				source.NewBase(r.Dir).Path(u.root.File), strings.Join(r.Targets, " or "), strings.Join(u.Targets, ", ")))
		}
	}
	return nil
}

// near asks whether a near word was meant, when there is one.
func near(word string, known []string) string {
	if nearest := schema.Nearest(word, known); nearest != "" {
		return fmt.Sprintf("; did you mean %q?", nearest)
	}
	return ""
}

// declares says whether a bundle declares a variable, or may where its root is broken.
func (b *bundles) declares(name string) bool {
	return slices.ContainsFunc(b.passed, func(u *bundleUnit) bool {
		return u.broken != nil || slices.Contains(u.Variables(), name)
	})
}

// BundleTargets are the targets of the bundle whose root lies in a folder, for completion.
func BundleTargets(dir string) []string {
	b := newBundles(newUnits(), bundle.Options{Dir: source.Absolute(dir, ".")})
	var names []string
	for _, root := range b.rootsIn(b.options.Dir) {
		names = append(names, b.load(root).Targets...)
	}
	return names
}
