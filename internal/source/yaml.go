package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v4"
)

// yamlParser turns the tree of go.yaml.in/yaml into nodes with places. That
// library was taken over goccy/go-yaml because its lines and columns are right
// for CRLF, block scalars and characters beyond ASCII, where the other's
// offsets drift; it only says where a value starts, so the ends are read from
// the text.
type yamlParser struct {
	text   *Text
	src    string
	limits Limits
	place  yamlPlace
	end    int // byte offset behind what has been read
	// items and entries hold what the lists and maps that are still open have
	// so far.
	items   []*Node
	entries []Entry
	slab    slab
	anchors map[*yaml.Node]*anchor // of the current document
	nodes   int                    // in the current document, aliases expanded
	added   int                    // of those, the ones that aliases brought in
	deepest int                    // the deepest level of the current subtree
}

// parseYAML reads every document of a stream.
func parseYAML(text *Text, limits Limits) ([]*Document, error) {
	p := &yamlParser{text: text, src: text.content(), limits: limits, slab: newSlab(len(text.Bytes))}
	p.place.src = p.src
	loader, err := yaml.NewLoader(bytes.NewReader(readable(text.Bytes)),
		yaml.WithUniqueKeys(false), yaml.WithPlugin(yamlDepth(limits.Depth)))
	if err != nil {
		return nil, p.fail(err)
	}
	var documents []*Document
	for {
		read, err := load(loader)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return documents, p.fail(err)
		}
		root, err := p.document(read)
		if err != nil {
			return documents, err
		}
		documents = append(documents, &Document{Text: text, Root: root, Index: len(documents)})
	}
}

// load reads the next document. The library panics where it finds itself in a
// state that it holds to be impossible.
func load(loader *yaml.Loader) (document *yaml.Node, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	document = new(yaml.Node)
	return document, loader.Load(document)
}

func (p *yamlParser) document(read *yaml.Node) (*Node, error) {
	p.anchors, p.nodes, p.added, p.deepest = nil, 0, 0, 0
	if len(read.Content) == 0 {
		return nil, p.text.errorAt(p.end, "%s", notYAML)
	}
	return p.node(read.Content[0], 0)
}

// node converts a value that stands inside depth lists and maps.
func (p *yamlParser) node(read *yaml.Node, depth int) (*Node, error) {
	if read.Kind == yaml.AliasNode {
		return p.alias(read, depth)
	}
	p.nodes++
	node := p.slab.node()
	if read.Anchor == "" {
		return node, p.fill(node, read, depth)
	}
	return node, p.anchored(node, read, depth)
}

func (p *yamlParser) fill(node *Node, read *yaml.Node, depth int) error {
	if read.Kind == yaml.ScalarNode {
		return p.scalar(node, read)
	}
	node.Range.Start = p.place.content(max(p.place.offset(read), p.end), read)
	p.end = node.Range.Start
	if depth++; depth > p.limits.Depth {
		return p.tooDeep(node.Range.Start)
	}
	p.deepest = max(p.deepest, depth)
	var err error
	if read.Kind == yaml.MappingNode {
		err = p.mapping(node, read, depth)
	} else {
		err = p.sequence(node, read, depth)
	}
	if err != nil {
		return err
	}
	p.end = p.place.closed(node.Range.Start, p.end, read)
	node.Range.End = p.end
	return nil
}

func (p *yamlParser) sequence(node *Node, read *yaml.Node, depth int) error {
	node.Kind = List
	base := len(p.items)
	for _, child := range read.Content {
		item, err := p.node(child, depth)
		if err != nil {
			return err
		}
		p.items = append(p.items, item)
	}
	node.Items = p.slab.keepItems(p.items[base:])
	p.items = p.items[:base]
	return nil
}

func (p *yamlParser) scalar(node *Node, read *yaml.Node) error {
	node.Range = p.scalarRange(read, max(p.place.offset(read), p.end))
	p.end = node.Range.End
	resolveScalar(node, read)
	return nil
}

func (p *yamlParser) scalarRange(read *yaml.Node, start int) Range {
	if unwritten(read) {
		return Range{Start: start, End: start}
	}
	start = p.place.content(start, read)
	return Range{Start: start, End: p.place.scalarEnd(start, read)}
}

// unwritten says that nothing but a tag or an anchor is written.
func unwritten(read *yaml.Node) bool {
	return read.Kind == yaml.ScalarNode && read.Value == "" && read.Style&^yaml.TaggedStyle == 0
}
