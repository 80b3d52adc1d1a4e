package terraform

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/gwlint/gwlint/internal/source"
)

// loader reads files and modules, each once.
type loader struct {
	options Options
	inputs  []source.Input
	faults  []*source.Error
	files   map[string]*file   // by absolute path, which is also hcl.Range.Filename
	modules map[string]*module // by absolute folder
	// onDisk are the folders of modules that `terraform init` fetched, by their keys in
	// .terraform/modules/modules.json of the root module.
	onDisk map[string]string
}

// file is one file that was read.
type file struct {
	input source.Input
	text  *source.Text
	body  hcl.Body
	// written is its tree as Terraform's JSON syntax has it: resource, type, name, …
	written *source.Node
	// sound is how many bytes of it parse; what a broken file has behind is not read.
	sound int
}

func newLoader(o Options) *loader {
	return &loader{options: o, files: map[string]*file{}, modules: map[string]*module{}}
}

// module reads the module of a folder.
func (l *loader) module(folder string) *module {
	return &module{folder: folder}
}

// assign finds the values of the variables of a root module.
func (l *loader) assign(m *module) {
	m.assigned = map[string]assigned{}
}

// fault notes what is wrong at a range.
func (l *loader) fault(at hcl.Range, message string) {
	f := l.files[at.Filename]
	if f == nil || f.text == nil {
		return
	}
	l.faults = append(l.faults, &source.Error{File: f.text.File, At: f.text.Position(at.Start.Byte), Message: message})
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
