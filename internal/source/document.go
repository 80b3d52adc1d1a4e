// Package source finds files, parses them and knows where everything in them is
// written. It owns bytes, syntax trees and positions, and refuses to know what
// an endpoint is.
package source

import (
	"bytes"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Document is one value of a file: the whole of a JSON file, one line of JSON
// lines, one document of a YAML stream or of a fenced block of Markdown.
type Document struct {
	Text *Text
	Root *Node
	// Index counts the documents of one file from 0.
	Index int
	// Texts are the texts beside Text that values of the document are written in: see
	// Origin.Text.
	Texts []*Text
	// Written are the trees of Text and Texts as they are written, where Root is made of
	// them.
	Written []*Node
	// Variant names which one the document is of those that the same texts give: the
	// target of a bundle. It is "" where they give one.
	Variant string
	// Dialect is what made the document of the texts, "" for a parser of their syntax.
	Dialect Dialect
}

// Dialect is what makes documents of texts that its own language puts together.
type Dialect string

// Terraform makes documents of resources: see package terraform.
const Terraform Dialect = "terraform"

// Parse reads every document of a text: the value of a JSON file, each value
// of JSON lines, each document of a YAML stream, those of the fenced blocks of a
// Markdown file. The syntax is told by the file's name, and by the first
// character where the name says nothing.
//
// Its error is always made of *Error values, which Faults lists: the text does
// not follow the syntax, or goes beyond a limit. The documents that end before
// the fault are returned with it, and of a Markdown file those of the blocks
// behind it too. What lies behind the last document is then masked in the text:
// it was not read, and may hold a secret.
func Parse(text *Text, limits Limits) ([]*Document, error) {
	documents, err := parse(text, limits.forText(text))
	if err != nil {
		end := 0
		if len(documents) > 0 {
			end = documents[len(documents)-1].Root.Range().End
		}
		text.Mask(Range{Start: end, End: len(text.Bytes)})
	}
	return documents, err
}

func parse(text *Text, limits Limits) ([]*Document, error) {
	switch syntaxOf(text) {
	case jsonLines:
		return parseJSON(text, limits, true)
	case jsonValue:
		return parseJSON(text, limits, false)
	case markdown:
		return parseMarkdown(text, limits)
	default:
		return parseYAML(text, limits)
	}
}

type syntax uint8

const (
	yamlStream syntax = iota
	jsonValue
	jsonLines
	markdown
)

func syntaxOf(text *Text) syntax {
	switch strings.ToLower(path.Ext(text.File)) {
	case ".json", ".jsonc":
		return jsonValue
	case ".jsonl", ".ndjson":
		return jsonLines
	case ".yaml", ".yml":
		return yamlStream
	case ".md", ".markdown":
		return markdown
	}
	start := bytes.TrimLeft(text.Bytes, " \t\r\n")
	for _, opening := range []string{"{", "[", "//", "/*"} {
		if bytes.HasPrefix(start, []byte(opening)) {
			return jsonValue
		}
	}
	return yamlStream
}

// Place is where a value is written, or where it would have to be.
type Place struct {
	Range Range
	// Pointer is the JSON Pointer of what was asked for, written or not.
	Pointer string
	// Path are the keys and list indices of what was asked for, keys as they read.
	Path []string
	// Value is the text, number or boolean that is written there; nil for a list, a map,
	// null and what is not written.
	Value *Node
	// Missing says that it is not written, and that Range is the nearest thing
	// above it that is.
	Missing bool
	// Text is the text that the range lies in, nil for the document's own.
	Text *Text
	// From is where a value comes from that is not written in place, and Parts where its
	// other parts do.
	From  *Spot
	Parts []Spot
	// Via is the expression that brings the value to its place, where the value is written
	// elsewhere and Range is there.
	Via *Spot
}

// Locate finds the place that a report shows for a path of keys and list
// indices: a scalar itself, the key of a map or a list, an element of a list
// whole or, when it spans lines, its first key. A path that is not written
// leads to the nearest written thing above it; the root is shown as its name,
// else its first key, else its first line.
func (d *Document) Locate(pointer []string) Place {
	place := Place{Pointer: d.Pointer(pointer), Path: pointer}
	node, key, depth := d.Root, (*Entry)(nil), 0
	for ; depth < len(pointer); depth++ {
		entry, child := child(node, pointer[depth])
		if child == nil {
			place.Missing = true
			break
		}
		node, key = child, entry
	}
	if !place.Missing && node.Kind > Null && node.Kind < List {
		place.Value = node
	}
	switch {
	case depth == 0:
		place.Range, node = d.rootRange()
	case node.Kind < List && node.Range().Start < node.Range().End:
		place.Range = node.Range()
	case key != nil:
		place.Range = key.KeyRange()
	default:
		place.Range, node = d.elementRange(node)
	}
	return withOrigin(place, node)
}

// At returns the value that a path of keys and list indices leads to, nil where there is none.
func (d *Document) At(path []string) *Node {
	n := d.Root
	for i := 0; i < len(path) && n != nil; i++ {
		_, n = child(n, path[i])
	}
	return n
}

// Pointer is the JSON Pointer of a path of keys and list indices in the text: with keys
// as they are written, where a tree has them as they read.
func (d *Document) Pointer(path []string) string {
	written, node := path, d.Root
	for i := 0; i < len(path) && node != nil; i++ {
		entry, below := child(node, path[i])
		if entry != nil && entry.Written() != "" {
			if &written[0] == &path[0] {
				written = slices.Clone(path)
			}
			written[i] = entry.Written()
		}
		node = below
	}
	return Pointer(written)
}

// child is the value one segment below a node, nil when there is none, and the
// entry that holds it, nil when node is a list. A key is found as it reads and as it is
// written.
func child(node *Node, segment string) (entry *Entry, child *Node) {
	switch node.Kind {
	case Map:
		if entry = node.Entry(segment); entry != nil {
			return entry, entry.Value
		}
		i := slices.IndexFunc(node.Entries(), func(e Entry) bool { return e.Written() == segment && segment != "" })
		if i >= 0 {
			return &node.Entries()[i], node.Entries()[i].Value
		}
	case List:
		i, err := strconv.Atoi(segment)
		if err == nil && 0 <= i && i < len(node.Items()) && strconv.Itoa(i) == segment {
			return nil, node.Items()[i]
		}
	default:
	}
	return nil, nil
}

// rootRange returns the range that is shown for the root, and the value it is of.
func (d *Document) rootRange() (Range, *Node) {
	if name := d.Root.Get("name"); name != nil && name.Kind < List && name.Range().Start < name.Range().End {
		return name.Range(), name
	}
	if len(d.Root.Entries()) > 0 {
		return d.Root.Entries()[0].KeyRange(), d.Root.Entries()[0].Value
	}
	return d.firstLine(d.Root), d.Root
}

func (d *Document) elementRange(node *Node) (Range, *Node) {
	line := d.firstLine(node)
	if line == node.Range() || len(node.Entries()) == 0 {
		return line, node
	}
	return node.Entries()[0].KeyRange(), node.Entries()[0].Value
}

// firstLine is the range of a value up to the end of its first line.
func (d *Document) firstLine(node *Node) Range {
	r, text := node.Range(), d.TextOf(node).Bytes
	if i := bytes.IndexByte(text[r.Start:r.End], '\n'); i >= 0 {
		end := r.Start + i
		if i > 0 && text[end-1] == '\r' {
			end--
		}
		return Range{Start: r.Start, End: end}
	}
	return r
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// Pointer writes segments as a JSON Pointer (RFC 6901); no segments are "",
// the whole document.
func Pointer(segments []string) string {
	size := 0
	for _, s := range segments {
		size += len("/") + len(s)
	}
	var b strings.Builder
	b.Grow(size)
	for _, s := range segments {
		b.WriteByte('/')
		if strings.IndexByte(s, '~') >= 0 || strings.IndexByte(s, '/') >= 0 {
			s = pointerEscapes.Replace(s)
		}
		b.WriteString(s)
	}
	return b.String()
}

var pointerUnescapes = strings.NewReplacer("~1", "/", "~0", "~")

// Segments reads a JSON Pointer; it undoes Pointer.
func Segments(pointer string) []string {
	if pointer == "" {
		return nil
	}
	segments := strings.Split(pointer[1:], "/")
	if strings.IndexByte(pointer, '~') < 0 {
		return segments
	}
	for i, s := range segments {
		segments[i] = pointerUnescapes.Replace(s)
	}
	return segments
}

// TextOf returns the text that a value of the document is written in.
func (d *Document) TextOf(n *Node) *Text {
	if n != nil && n.Origin != nil && n.Origin.Text != nil {
		return n.Origin.Text
	}
	return d.Text
}
