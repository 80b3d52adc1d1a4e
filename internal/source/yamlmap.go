package source

import "go.yaml.in/yaml/v4"

func (p *yamlParser) mapping(node *Node, read *yaml.Node, depth int) error {
	node.Kind = Map
	base := len(p.entries)
	var merges []merge
	for i := 0; i+1 < len(read.Content); i += 2 {
		key, value := read.Content[i], read.Content[i+1]
		entry, err := p.entry(key, value, depth)
		if err != nil {
			return err
		}
		if !isMerge(key) {
			p.entries = append(p.entries, entry)
			continue
		}
		from, err := p.mergeSources(entry)
		if err != nil {
			return err
		}
		merges = append(merges, merge{before: len(p.entries) - base, from: from})
	}
	node.Entries = p.slab.keepEntries(p.entries[base:])
	p.entries = p.entries[:base]
	markRepeats(node.Entries)
	if merges != nil {
		node.Entries = merged(node.Entries, merges)
	}
	return nil
}

func (p *yamlParser) entry(key, value *yaml.Node, depth int) (Entry, error) {
	var entry Entry
	var err error
	if entry.Key, entry.KeyRange, err = p.key(key); err != nil {
		return entry, err
	}
	if unwritten(value) {
		p.nodes++
		p.end = p.place.afterKey(p.end)
		entry.Value = p.slab.node()
		resolveScalar(entry.Value, value)
		entry.Value.Range = Range{Start: p.end, End: p.end}
		p.define(value, &anchor{node: entry.Value, size: 1, done: true})
		return entry, nil
	}
	entry.Value, err = p.node(value, depth)
	return entry, err
}

// key converts a key, which must be a scalar: a map in a key's place is what
// `{{ template }}` looks like.
func (p *yamlParser) key(read *yaml.Node) (string, Range, error) {
	start := max(p.place.offset(read), p.end)
	switch read.Kind {
	case yaml.AliasNode:
		if read.Alias.Kind != yaml.ScalarNode {
			break
		}
		p.end = p.place.aliasEnd(start, read)
		return read.Alias.Value, Range{Start: start, End: p.end}, nil
	case yaml.ScalarNode:
		at := p.scalarRange(read, start)
		p.end = at.End
		if read.Anchor != "" {
			node := p.slab.node()
			resolveScalar(node, read)
			node.Range = at
			p.define(read, &anchor{node: node, size: 1, done: true})
		}
		return read.Value, at, nil
	default:
	}
	return "", Range{}, p.text.errorAt(start, "a key must be a single value, not a list or a map (is this a template?)")
}
