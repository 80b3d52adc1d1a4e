package fix

import (
	"path"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// place is where an operation works: a text with its tree, the way to the deepest value
// that is written, and the keys below that are not.
type place struct {
	layout

	text *source.Text
	// index is that of the document in its text, and bundle says that the text is read as
	// the Databricks CLI reads it.
	index  int
	bundle bool
	way    []step
	rest   []string
	// want is a tree of the text as it is to be.
	want func(root *source.Node) *source.Node
}

// step is one key or index down.
type step struct {
	// in is the map or list, and node what it holds there.
	in, node *source.Node
	// entry is nil for an element of a list, of which index is the place.
	entry *source.Entry
	index int
}

// locate finds the place of an operation, or why nothing can be edited there.
func locate(d *source.Document, o Operation) (*place, error) {
	depth := len(o.Path)
	for d.At(o.Path[:depth]) == nil {
		depth--
	}
	node := d.At(o.Path[:depth])
	p := &place{layout: layout{root: d.Root}, text: d.TextOf(node), index: d.Index, rest: o.Path[depth:]}
	written := o.Path[:depth]
	if len(d.Written) > 0 {
		for n := range depth + 1 {
			if err := fromElsewhere(d.At(o.Path[:n])); err != nil {
				return nil, err
			}
		}
		var ok bool
		if written, ok = d.PathAt(source.Spot{Text: p.text, Range: node.Range()}); !ok {
			return nil, Refusal("the value is made of others: change it by hand")
		}
		p.root, p.index, p.bundle = treeOf(d, p.text), 0, d.Dialect != source.Terraform
	}
	var err error
	if p.syntax, err = syntaxOf(d, p.text); err != nil {
		return nil, err
	}
	p.src = p.text.Content()
	if err := p.walk(written); err != nil {
		return nil, err
	}
	return p, p.check(o)
}

// fromElsewhere refuses a value that is not written in its place.
func fromElsewhere(n *source.Node) error {
	o := n.Origin
	switch {
	case o == nil:
		return nil
	case o.Unresolved != "":
		return Refusal("the value is not known: " + o.Unresolved)
	case o.From != nil || o.Via != nil || len(o.Parts) > 0:
		return Refusal("the value comes from elsewhere: change it there")
	case o.Secret:
		return Refusal("the value is secret: change it by hand")
	}
	return nil
}

// treeOf is the tree of one of the texts of a document as it is written.
func treeOf(d *source.Document, text *source.Text) *source.Node {
	for _, root := range d.Written {
		if d.TextOf(root) == text {
			return root
		}
	}
	return nil
}

// syntax is how a text is written.
type syntax uint8

const (
	inYAML syntax = iota
	inJSON
	inHCL
)

// syntaxOf is the syntax of one of the texts of a document, or why that is not edited.
func syntaxOf(d *source.Document, text *source.Text) (syntax, error) {
	switch name := strings.ToLower(text.File); {
	case d.Dialect == source.Terraform && strings.HasSuffix(name, ".tf"):
		return inHCL, nil
	case d.Dialect == source.Terraform && strings.HasSuffix(name, ".tf.json"):
		return inJSON, nil
	case d.Dialect == source.Terraform:
		return 0, Refusal("Terraform wrote the file: change what it was made from")
	case len(d.Written) > 0:
		return inYAML, nil // as the Databricks CLI reads a file of a bundle, whatever its name
	}
	switch ext := strings.ToLower(path.Ext(text.File)); {
	case ext == ".md" || ext == ".markdown":
		return 0, Refusal("it stands in a fenced block of Markdown: change it by hand")
	case text.IsJSON():
		return inJSON, nil
	}
	return inYAML, nil
}

// walk follows a path from the root.
func (p *place) walk(segments []string) error {
	node := p.root
	for _, segment := range segments {
		s, ok := stepTo(node, segment)
		if !ok {
			return Refusal("the value is not written in its place")
		}
		if err := p.admit(s); err != nil {
			return err
		}
		p.way = append(p.way, s)
		node = s.node
	}
	return nil
}

func stepTo(n *source.Node, segment string) (step, bool) {
	switch n.Kind {
	case source.Map:
		for i := len(n.Entries()) - 1; i >= 0; i-- {
			if e := &n.Entries()[i]; e.Key == segment || e.Written() == segment && segment != "" {
				return step{in: n, node: e.Value, entry: e, index: i}, true
			}
		}
	case source.List:
		if i, err := strconv.Atoi(segment); err == nil && 0 <= i && i < len(n.Items()) {
			return step{in: n, node: n.Items()[i], index: i}, true
		}
	case source.Null, source.Bool, source.Number, source.String:
	}
	return step{}, false
}

// node is the deepest value that is written.
func (p *place) node() *source.Node {
	if len(p.way) == 0 {
		return p.root
	}
	return p.way[len(p.way)-1].node
}

// last is the last step of the way, nil where that is the root.
func (p *place) last() *step {
	if len(p.way) == 0 {
		return nil
	}
	return &p.way[len(p.way)-1]
}

// check refuses what an operation must not touch.
func (p *place) check(o Operation) error {
	if err := p.checkRepeats(o); err != nil {
		return err
	}
	last := p.last()
	if !holdsItsEntries(p.node()) || last != nil && !holdsItsEntries(last.in) {
		return Refusal("a part of it is written elsewhere: change it by hand")
	}
	switch {
	case o.Do != Set && len(p.rest) > 0:
		return Refusal("nothing is written there")
	case o.Do != Set && o.Do != Quote && (last == nil || last.entry == nil):
		return Refusal("it is no key")
	case p.text.Hides(p.written(o)):
		return Refusal("the value is secret: change it by hand")
	}
	return nil
}

// holdsItsEntries says whether the entries of a map stand where it stands, but for those of
// a merge key.
func holdsItsEntries(n *source.Node) bool {
	for i := range n.Entries() {
		if e := &n.Entries()[i]; !e.Merged && (e.KeyRange().Start < n.Range().Start || e.KeyRange().End > n.Range().End) {
			return false
		}
	}
	return true
}

// checkRepeats refuses keys that are written more than once, unless that is put right.
func (p *place) checkRepeats(o Operation) error {
	for i := range p.way {
		e := p.way[i].entry
		if e == nil || o.Do == Dedupe && i == len(p.way)-1 {
			continue
		}
		if count(p.way[i].in, e.Key) > 1 {
			return Refusal("`" + e.Key + "` is written more than once: keep one of them first")
		}
	}
	return nil
}

// written is what an operation writes anew of what is there: a key or a value.
func (p *place) written(o Operation) source.Range {
	switch n := p.node(); {
	case o.Do == Rename:
		return p.last().entry.KeyRange()
	case o.Do == Set && n.Kind < source.List, o.Do == Quote:
		return n.Range()
	}
	return source.Range{}
}

// count is how many entries a map has of a key.
func count(n *source.Node, key string) int {
	found := 0
	for i := range n.Entries() {
		if n.Entries()[i].Key == key && !n.Entries()[i].Merged {
			found++
		}
	}
	return found
}

// admit refuses a step through what stands in several places, or is not what is written.
func (p *place) admit(s step) error {
	switch p.syntax {
	case inYAML:
		return yamlWriter{flowWriter{p}}.admitYAML(s)
	case inHCL:
		return hclWriter{flowWriter{p}}.admitHCL(s)
	case inJSON:
	}
	return nil
}

// change is an edit of the text at a stretch of bytes.
func (p *place) change(start, end int, text string) change {
	return change{place: p, at: source.Range{Start: start, End: end}, text: text}
}
