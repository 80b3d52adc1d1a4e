package bundle

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// load reads the root file and what it includes.
func (b *Bundle) load() {
	b.checkAlone()
	b.add(b.Root)
	if len(b.files) == 0 {
		return
	}
	b.Included = included(b, b.files[0], mostIncluded)
	left := cmp.Or(4*b.options.Limits.Bytes, mostBytes)
	for _, input := range b.Included {
		if left -= b.add(input); left < 0 {
			include := b.files[0].root.Entry("include")
			b.fault(b.files[0].fault(include.KeyRange().Start, "the files together hold more than four times the limit of one file: leave some out"))
			return
		}
	}
}

// mostBytes is what the included files may hold together, unless Limits say how much one
// may hold.
const mostBytes = 128 << 20

// add reads a file and adds it, with the faults that it has by itself. It returns how many
// bytes the file holds.
func (b *Bundle) add(input source.Input) (size int64) {
	text, err := source.Load(input, b.options.Limits)
	b.Faults = append(b.Faults, source.Faults(err)...)
	switch {
	case text == nil:
		return 0
	case err != nil: // it is not text
		b.files = append(b.files, file{input: input, text: text})
	default:
		b.addText(input, text)
	}
	return int64(len(text.Bytes))
}

// addText adds a file that is read. Its values are as their fields take them.
func (b *Bundle) addText(input source.Input, text *source.Text) {
	root, err := source.ParseBundle(text, b.options.Limits)
	b.Faults = append(b.Faults, source.Faults(err)...)
	source.SetText(root, text)
	c := &fileCheck{bundle: b, file: file{input: input, text: text, root: fit(root, rootField)}, isRoot: len(b.files) == 0}
	c.run()
	b.files = append(b.files, c.file)
}

// fault is what is wrong at a place of the file.
func (f file) fault(at int, format string, args ...any) *source.Error {
	return &source.Error{File: f.input.File, At: f.text.Position(at), Message: fmt.Sprintf(format, args...)}
}

func (b *Bundle) fault(err *source.Error) { b.Faults = append(b.Faults, err) }

// targetFault adds a fault of one target.
func (b *Bundle) targetFault(target string, err *source.Error) {
	if b.targetFaults == nil {
		b.targetFaults = map[string][]*source.Error{}
	}
	b.targetFaults[target] = append(b.targetFaults[target], err)
}

// rootNames are the names that the root file of a bundle may have.
var rootNames = []string{"databricks.yml", "databricks.yaml", "bundle.yml", "bundle.yaml"}

// RootNames are the names that the root file of a bundle may have. In one folder there may
// be one of them.
func RootNames() []string { return slices.Clone(rootNames) }

// IsRootName says whether the root file of a bundle may have a name.
func IsRootName(name string) bool { return slices.Contains(rootNames, name) }

// folder is the folder of the root file, without symbolic links. The root file itself may
// be one: what it includes lies beside the link.
func (b *Bundle) folder() string {
	named := source.Absolute(b.options.Dir, source.NewBase(b.options.Dir).Path(b.Root.File))
	if folder, err := filepath.EvalSymlinks(filepath.Dir(named)); err == nil {
		return folder
	}
	return filepath.Dir(b.Root.Real())
}

// checkAlone says where another file in the root's folder has the name of a root, too: the
// CLI then reads neither.
func (b *Bundle) checkAlone() {
	if b.Root.Piped() {
		return
	}
	folder := b.folder()
	for _, name := range rootNames {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil || name == path.Base(b.Root.File) {
			continue
		}
		b.Beside = &source.Error{File: b.Root.File, Message: fmt.Sprintf(
			"is one of two root files in a folder, which the Databricks CLI refuses: move its content or that of `%s` into an included file", name)}
		b.fault(b.Beside)
		return
	}
}

// checkKeys says which keys of resources and scripts stand twice: in two files, or for two
// kinds, which Databricks CLI v1.10.0 refuses alike. Of a key that one map repeats it takes
// the last one.
func (b *Bundle) checkKeys() {
	k := keys{bundle: b, first: map[string]source.Entry{}}
	for _, f := range b.files {
		k.resources(f.root.Get("resources"))
		k.section("scripts", f.root.Get("scripts"))
	}
}

// keys are the keys that were seen, by the first entry of each.
type keys struct {
	bundle *Bundle
	first  map[string]source.Entry
}

func (k keys) resources(resources *source.Node) {
	if resources == nil {
		return
	}
	for i := range resources.Entries() {
		kind := &resources.Entries()[i]
		if resources.Entry(kind.Key) == kind && isKind(kind.Key) {
			k.section("resources."+kind.Key, kind.Value)
		}
	}
}

// isKind says whether the CLI knows a kind of resources: it drops the others.
func isKind(name string) bool {
	resources := rootField.at("resources")
	return resources == nil || resources.at(name) != nil
}

func (k keys) section(path string, section *source.Node) {
	if section == nil {
		return
	}
	for _, e := range section.Entries() {
		first, known := k.first[e.Key]
		if known && !e.Repeats {
			k.bundle.fault(faultAt(e.Value, e.KeyRange(),
				"`%s.%s` has a key that stands at %s already, and the Databricks CLI refuses a key twice; rename one of them",
				path, e.Key, keyPlace(first)))
		}
		if !known {
			k.first[e.Key] = e
		}
	}
}

// keyPlace names the place of a key as file:line.
func keyPlace(e source.Entry) string {
	return placeOf(&source.Node{Span: e.KeySpan, Origin: e.Value.Origin})
}
