package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// document makes one of the instances of the resources that are wanted.
func (e *evaluation) document(wanted func(resourceType string) bool) *source.Document {
	e.walk(e.root, wanted)
	return documentOf(e.progress.resources, e.configuration.loader)
}

// documentOf is one of resources, with the files that were read. It is nil of none.
func documentOf(list []*source.Node, read *loader) *source.Document {
	if len(list) == 0 {
		return nil
	}
	root := mapNode(source.Range{}, nil, entryOf(keyResources, source.Range{}, source.NewList(list...)))
	texts := read.texts()
	return &source.Document{
		Root: root, Dialect: source.Terraform, Text: texts[0], Texts: texts[1:], Written: read.written(),
	}
}

// walk goes through the resources of a module and of those that it calls.
func (e *evaluation) walk(s *scope, wanted func(string) bool) {
	for _, key := range s.module.order {
		typ, _, _ := strings.Cut(key, ".")
		if !wanted(typ) {
			continue
		}
		b := s.module.resources[key]
		found := repeater{s}.instances(b)
		for _, i := range found.list {
			e.progress.make(e.resource(repeater{s}.with(i), b, i, cmp.Or(found.unknown, s.uncertain)))
		}
		e.progress.finish(s, key)
	}
	for _, name := range s.module.callOrder {
		for _, child := range (caller{s}).calls(name) {
			e.walk(child, wanted)
		}
	}
}

// resource makes what a document says of one instance.
func (e *evaluation) resource(s *scope, b *block, i instance, unknown string) *source.Node {
	values := valuesOf(s, b)
	at := values.Range()
	entries := []source.Entry{
		entryOf(keyAddress, at, textNode(at, values.Origin, s.address+b.typ+"."+b.name+i.key)),
		entryOf(keyType, at, textNode(at, values.Origin, b.typ)),
		entryOf(keyName, at, textNode(at, values.Origin, b.name)),
		entryOf(keyValues, at, values),
	}
	if unknown != "" {
		entries = append(entries, entryOf(keyInstances, at, textNode(at, values.Origin, unknown)))
	}
	return mapNode(at, values.Origin, entries...)
}

func entryOf(key string, at source.Range, value *source.Node) source.Entry {
	return source.Entry{Key: key, KeySpan: at.Span(), Value: value}
}

func textNode(at source.Range, origin *source.Origin, text string) *source.Node {
	return &source.Node{Kind: source.String, Span: at.Span(), Origin: origin, Text: text}
}

func mapNode(at source.Range, origin *source.Origin, entries ...source.Entry) *source.Node {
	n := source.Node{Kind: source.Map, Span: at.Span(), Origin: origin}
	return n.WithEntries(slices.Clip(entries))
}
