package terraform

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/gwlint/gwlint/internal/source"
)

// loader reads files and modules, each once.
type loader struct {
	options Options
	inputs  []source.Input
	faults  []*source.Error
	files   map[string]*file   // by absolute path, which is also hcl.Range.Filename
	order   []*file            // as they are read
	modules map[string]*module // by absolute folder
	// onDisk are the folders of modules that `terraform init` fetched, by their keys in
	// .terraform/modules/modules.json of the root module.
	onDisk map[string]string
	// left is what may be read yet.
	left bounds
	full bool // a bound is reached, and noted
	// named are the bases of names of files, made once.
	named *source.Base
	// root is Options.Root without symbolic links, found once.
	root string
}

// bounds are bounds of what one configuration may read.
type bounds struct {
	files int
	bytes int64
}

// mostFiles is how many files a configuration may have, and mostBytes what they may hold
// together unless Limits say how much one may hold.
const (
	mostFiles = 10_000
	mostBytes = 128 << 20
)

func newLoader(o Options) *loader {
	return &loader{
		options: o, files: map[string]*file{}, modules: map[string]*module{}, onDisk: map[string]string{},
		left: bounds{files: mostFiles, bytes: cmp.Or(4*o.Limits.Bytes, mostBytes)},
	}
}

// base is what files are named from.
func (l *loader) base() source.Base {
	if l.named == nil {
		base := source.NewBase(l.options.Dir)
		l.named = &base
	}
	return *l.named
}

// read reads a file once. It is nil where the file cannot be read, or where the bounds are
// reached, which is noted.
func (l *loader) read(path string) *file { return l.readInput(path, false) }

// readNamed reads a file that is asked for by its name, which may lie anywhere.
func (l *loader) readNamed(path string) *file { return l.readInput(path, true) }

func (l *loader) readInput(path string, named bool) *file {
	if f, ok := l.files[path]; ok {
		return f
	}
	l.files[path] = nil
	input := l.open(path, named)
	if input == nil || !l.admit(*input) {
		return nil
	}
	text, err := source.Load(*input, l.options.Limits)
	l.report(source.Faults(err)...)
	if text == nil {
		return nil
	}
	l.left.bytes -= int64(len(text.Bytes))
	f := &file{path: path, input: *input, text: text, failed: err != nil}
	l.files[path], l.order, l.inputs = f, append(l.order, f), append(l.inputs, *input)
	if err == nil {
		parser{l}.parse(f)
	}
	return f
}

// admit says whether one more file may be read.
func (l *loader) admit(input source.Input) bool {
	l.left.files--
	if l.left.files >= 0 && l.left.bytes >= 0 {
		return true
	}
	if !l.full {
		l.full = true
		l.refuse(input, fmt.Sprintf("is not read, since a module and those that it calls may have %d files that hold four times the limit of one: check fewer modules at once", mostFiles))
	}
	return false
}

// texts are the texts of all files that were read.
func (l *loader) texts() []*source.Text {
	texts := make([]*source.Text, 0, len(l.order))
	for _, f := range l.order {
		texts = append(texts, f.text)
	}
	return texts
}

// written are the trees of all files that were read, as they are written.
func (l *loader) written() []*source.Node {
	var roots []*source.Node
	for _, f := range l.order {
		if root := treeOf(f); root != nil {
			roots = append(roots, root)
		}
	}
	return roots
}

// fetched finds the folders of the modules that `terraform init` fetched for a root module.
// Source: what Terraform v1.11.4 writes there.
func (l *loader) fetched(root string) {
	const mostModules = 100_000
	path := filepath.Join(root, ".terraform", "modules", "modules.json")
	input, err := source.NewInput(l.options.Dir, path)
	if err != nil || l.isOutside(input.Real()) {
		return
	}
	text, err := source.Load(input, l.options.Limits)
	if err != nil {
		return
	}
	var list struct{ Modules []struct{ Key, Dir string } }
	if json.Unmarshal(text.Bytes, &list) != nil || len(list.Modules) > mostModules {
		return
	}
	for _, m := range list.Modules {
		if filepath.IsAbs(m.Dir) {
			l.onDisk[m.Key] = filepath.Clean(m.Dir)
		} else {
			l.onDisk[m.Key] = filepath.Join(root, filepath.FromSlash(m.Dir))
		}
	}
}

// mostFaults is how many faults of a configuration are said.
const mostFaults = 1_000

// report notes faults, up to a bound.
func (l *loader) report(faults ...*source.Error) {
	for _, fault := range faults {
		switch {
		case len(l.faults) < mostFaults:
			l.faults = append(l.faults, fault)
		case len(l.faults) == mostFaults:
			l.faults = append(l.faults, &source.Error{
				File: fault.File, At: fault.At, Message: fmt.Sprintf("more than %d places are wrong: correct those that come first", mostFaults),
			})
		}
	}
}

// fault notes what is wrong at a range.
func (l *loader) fault(at hcl.Range, message string) {
	f := l.files[at.Filename]
	if f == nil || f.text == nil {
		return
	}
	l.report(&source.Error{File: f.text.File, At: f.text.Position(at.Start.Byte), Message: message})
}

// spot is a range in the text that it lies in, false where that was not read. HCL counts
// columns in grapheme clusters: only its bytes are used.
func (l *loader) spot(at hcl.Range) (source.Spot, bool) {
	f := l.files[at.Filename]
	if f == nil || f.text == nil {
		return source.Spot{}, false
	}
	return source.Spot{Text: f.text, Range: source.Range{Start: at.Start.Byte, End: at.End.Byte}}, true
}
