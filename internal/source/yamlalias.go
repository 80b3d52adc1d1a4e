package source

import (
	"slices"

	"go.yaml.in/yaml/v4"
)

// anchor is a node that aliases may stand for.
type anchor struct {
	node *Node
	// size counts the nodes in it and height the levels of it, aliases
	// expanded.
	size, height int
	// done is false while the node is being read: an alias in it to itself
	// would never end.
	done bool
}

func (p *yamlParser) define(read *yaml.Node, a *anchor) {
	if read.Anchor == "" {
		return
	}
	if p.anchors == nil {
		p.anchors = map[*yaml.Node]*anchor{}
	}
	p.anchors[read] = a
}

func (p *yamlParser) anchored(node *Node, read *yaml.Node, depth int) error {
	a := &anchor{node: node}
	p.define(read, a)
	nodes, deepest := p.nodes, p.deepest
	p.deepest = depth
	err := p.fill(node, read, depth)
	a.size, a.height, a.done = p.nodes-nodes+1, p.deepest-depth, true
	p.deepest = max(p.deepest, deepest)
	return err
}

// alias gives the node that is written at the anchor. It is shared, not
// copied; what it costs those who walk the tree counts against the limit.
func (p *yamlParser) alias(read *yaml.Node, depth int) (*Node, error) {
	start := max(p.place.offset(read), p.end)
	p.end = p.place.aliasEnd(start, read)
	a := p.anchors[read.Alias]
	if a == nil || !a.done {
		return nil, p.text.errorAt(start, "an alias inside the value that it stands for")
	}
	p.nodes += a.size
	p.added += a.size
	if p.added > p.limits.Aliases {
		return nil, p.text.errorAt(start, "aliases add more than the limit of %d values", p.limits.Aliases)
	}
	if depth+a.height > p.limits.Depth {
		return nil, p.tooDeep(start)
	}
	p.deepest = max(p.deepest, depth+a.height)
	return a.node, nil
}

// merge is one `<<`: the maps it takes entries from, the first one winning,
// and the index of the entry it stands before.
type merge struct {
	before int
	from   []*Node
}

// isMerge tells the merge key from a quoted one, which is an ordinary key.
func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Tag == "!!merge"
}

func (p *yamlParser) mergeSources(entry Entry) ([]*Node, error) {
	from := []*Node{entry.Value}
	if entry.Value.Kind == List {
		from = entry.Value.Items
	}
	if slices.ContainsFunc(from, func(n *Node) bool { return n.Kind != Map }) {
		return nil, p.text.errorAt(entry.KeyRange.Start, "a merge key needs a map or a list of maps")
	}
	return from, nil
}

// merged puts what the merge keys bring in where they stand. A key that is
// written in the map itself wins, then that of the earlier map.
func merged(written []Entry, merges []merge) []Entry {
	have := make(map[string]struct{}, len(written))
	for _, e := range written {
		have[e.Key] = struct{}{}
	}
	var all []Entry
	done := 0
	for _, m := range merges {
		all = append(all, written[done:m.before]...)
		done = m.before
		for _, source := range m.from {
			all = append(all, missing(have, source.Entries)...)
		}
	}
	return append(all, written[done:]...)
}

// missing gives the entries whose keys are not in have, and adds them. Of a
// repeated key the last entry counts, hence the way backwards.
func missing(have map[string]struct{}, entries []Entry) []Entry {
	var fresh []Entry
	for _, e := range slices.Backward(entries) {
		if _, ok := have[e.Key]; ok {
			continue
		}
		have[e.Key] = struct{}{}
		e.Merged, e.Repeats = true, false
		fresh = append(fresh, e)
	}
	slices.Reverse(fresh)
	return fresh
}
