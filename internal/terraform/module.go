package terraform

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gwlint/gwlint/internal/source"
)

// module is what the files of one folder declare, override files applied. It is read once,
// however often it is called.
type module struct {
	// folder is absolute.
	folder    string
	variables map[string]*variable
	locals    map[string]*hcl.Attribute
	outputs   map[string]*hcl.Attribute // their value arguments
	// secrets are the outputs that are declared to be sensitive.
	secrets map[string]bool
	// resources are those to be managed, and data those that are read only, by
	// type.name; order has the keys of resources as they are written.
	resources, data map[string]*block
	order           []string
	calls           map[string]*block
	callOrder       []string
	// assigned are the values of variables of a root module: of tfvars, flags and the
	// environment, what wins only.
	assigned map[string]assigned
	// broken says that a file of it was not read whole: what is missing may be there.
	broken bool
}

// block is a resource, data or module block with the blocks of override files over it.
type block struct {
	typ, name string
	body      hcl.Body
	overrides []hcl.Body
	// at is its head: resource "type" "name".
	at hcl.Range
	// native says that it is in HCL's own syntax, not in JSON.
	native bool
	// written are its arguments, made once.
	written hcl.Attributes
}

// moduleReader reads the modules of a loader.
type moduleReader struct{ *loader }

// module reads the module of a folder.
func (l moduleReader) module(folder string) *module {
	folder = filepath.Clean(folder)
	if m, ok := l.modules[folder]; ok {
		return m
	}
	m := &module{
		folder: folder, variables: map[string]*variable{}, locals: map[string]*hcl.Attribute{},
		outputs: map[string]*hcl.Attribute{}, resources: map[string]*block{}, data: map[string]*block{},
		calls: map[string]*block{}, secrets: map[string]bool{},
	}
	l.modules[folder] = m
	names, err := l.list(folder)
	switch {
	case l.isOutside(folder): // who calls it says so
		m.broken = true
		return m
	case err != nil:
		m.broken = true
		l.refuse(source.Input{File: l.base().Name(folder, false)}, "cannot be listed: make it a folder that can be read")
		return m
	}
	found := namesOf(names)
	for _, name := range found.primary {
		l.declare(m, name, false)
	}
	for _, name := range found.override {
		l.declare(m, name, true)
	}
	return m
}

// topLevel are the blocks that the files of a module may have. Source: Terraform v1.14 and
// OpenTofu v1.12.
var topLevel = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "locals"},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	{Type: "action", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "check", LabelNames: []string{"name"}},
	{Type: "terraform"},
	{Type: "moved"},
	{Type: "import"},
	{Type: "removed"},
}}

// declare adds what a file of a module declares.
func (l moduleReader) declare(m *module, name string, override bool) {
	f := l.read(filepath.Join(m.folder, name))
	if f == nil {
		m.broken = true
		return
	}
	m.broken = m.broken || f.broken()
	if f.body == nil {
		return
	}
	content, _, diagnostics := f.body.PartialContent(topLevel)
	l.note(diagnostics)
	checkTopLevel(l.loader, f)
	d := declarations{loader: l.loader, module: m, file: f, override: override}
	for _, b := range content.Blocks {
		d.add(b)
	}
}

// note notes what HCL says is wrong.
func (l moduleReader) note(diagnostics hcl.Diagnostics) {
	for _, d := range diagnostics {
		if d.Severity == hcl.DiagError && d.Subject != nil {
			l.fault(*d.Subject, syntaxMessage(d))
		}
	}
}

// declarations adds the blocks of one file to a module.
type declarations struct {
	*loader

	module   *module
	file     *file
	override bool
}

func (d declarations) add(b *hcl.Block) {
	switch b.Type {
	case "variable":
		d.variable(b)
	case "locals":
		d.locals(b)
	case "output":
		d.output(b)
	case "resource":
		if d.block("resource", d.module.resources, b) {
			d.module.order = append(d.module.order, strings.Join(b.Labels, "."))
		}
	case "data":
		d.block("data", d.module.data, b)
	case "module":
		if d.block("module", d.module.calls, b) {
			d.module.callOrder = append(d.module.callOrder, b.Labels[0])
		}
	}
}

// block adds a block with its labels, and says whether it is a new one.
func (d declarations) block(kind string, among map[string]*block, b *hcl.Block) bool {
	key := strings.Join(b.Labels, ".")
	known := among[key]
	switch {
	case d.override && known != nil:
		known.overrides = append(known.overrides, b.Body)
	case d.override:
		d.missing(kind+" `"+key+"`", headOf(b))
	case known != nil:
		d.twice(kind+" `"+key+"`", headOf(b), known.at)
	default:
		_, native := b.Body.(*hclsyntax.Body)
		added := &block{name: b.Labels[len(b.Labels)-1], body: b.Body, at: headOf(b), native: native}
		if len(b.Labels) > 1 {
			added.typ = b.Labels[0]
		}
		among[key] = added
		return true
	}
	return false
}

// headOf is the head of a block, of one in JSON the key of its last label.
func headOf(b *hcl.Block) hcl.Range {
	if _, native := b.Body.(*hclsyntax.Body); native || len(b.LabelRanges) == 0 {
		return b.DefRange
	}
	return b.LabelRanges[len(b.LabelRanges)-1]
}

// twice notes what is declared twice, which Terraform refuses.
func (d declarations) twice(what string, again, first hcl.Range) {
	at := ""
	if spot, ok := d.spot(first); ok {
		at = fmt.Sprintf(" at %s:%d", spot.Text.File, spot.Text.Position(spot.Range.Start).Line)
	}
	d.fault(again, what+" is declared"+at+" already, and Terraform refuses a second one: rename or remove one of them")
}

// missing notes what an override file changes and no file declares. Where a file was not
// read whole, it may be declared there.
func (d declarations) missing(what string, at hcl.Range) {
	if !d.module.broken {
		d.fault(at, what+" is declared in no file that this one overrides, and Terraform refuses that: declare it there, or remove it here")
	}
}

func (d declarations) locals(b *hcl.Block) {
	attributes, diagnostics := b.Body.JustAttributes()
	moduleReader{d.loader}.note(diagnostics)
	for _, a := range inOrder(attributes) {
		first := d.module.locals[a.Name]
		switch {
		case first == nil && d.override:
			d.missing("local value `"+a.Name+"`", a.NameRange)
		case first != nil && !d.override:
			d.twice("local value `"+a.Name+"`", a.NameRange, first.NameRange)
		default:
			d.module.locals[a.Name] = a
		}
	}
}

func (d declarations) output(b *hcl.Block) {
	content, _, _ := b.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "value"}, {Name: "sensitive"}, {Name: "ephemeral"}}})
	value, name := content.Attributes["value"], b.Labels[0]
	_, known := d.module.outputs[name]
	switch {
	case known && !d.override:
		d.twice("output `"+name+"`", headOf(b), d.module.outputs[name].Range)
	case !known && d.override:
		d.missing("output `"+name+"`", headOf(b))
	case value != nil:
		d.module.outputs[name] = value
	}
	if isTrue(content.Attributes["sensitive"], false) || isTrue(content.Attributes["ephemeral"], false) {
		d.module.secrets[name] = true
	}
}

// inOrder are arguments as they are written.
func inOrder(attributes hcl.Attributes) []*hcl.Attribute {
	list := make([]*hcl.Attribute, 0, len(attributes))
	for _, a := range attributes {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b *hcl.Attribute) int { return a.NameRange.Start.Byte - b.NameRange.Start.Byte })
	return list
}

// arguments are those of a block, those of override files over its own.
func (b *block) arguments() hcl.Attributes {
	if b.written != nil {
		return b.written
	}
	b.written = hcl.Attributes{}
	for _, body := range append([]hcl.Body{b.body}, b.overrides...) {
		native, ok := body.(*hclsyntax.Body)
		if !ok {
			attributes, _ := body.JustAttributes()
			maps.Copy(b.written, attributes)
			continue
		}
		for name, a := range native.Attributes {
			b.written[name] = a.AsHCLAttribute()
		}
	}
	return b.written
}
