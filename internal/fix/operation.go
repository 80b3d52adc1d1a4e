package fix

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// set writes a value at the place.
func (p *place) set(value *source.Node) ([]change, error) {
	if len(p.rest) == 0 {
		return p.replace(value)
	}
	for _, key := range p.rest {
		if key == "" || strings.Trim(key, "0123456789") == "" {
			return nil, Refusal("the list that it belongs to is not written")
		}
	}
	value = nested(p.rest[1:], value)
	switch node := p.node(); node.Kind {
	case source.Map:
		p.wants(func(n *source.Node) *source.Node {
			return n.WithEntries(append(slices.Clone(n.Entries), source.Entry{Key: p.rest[0], Value: value}))
		})
		return p.insert(node, p.rest[0], value)
	case source.Null:
		whole := nested(p.rest[:1], value)
		p.wants(func(*source.Node) *source.Node { return whole })
		return p.fill(whole)
	case source.Bool, source.Number, source.String, source.List:
	}
	return nil, Refusal("another value stands in the place of the map that it belongs to")
}

// wants has the value at the place be another in the tree that is meant.
func (p *place) wants(edit func(*source.Node) *source.Node) {
	p.want = func(root *source.Node) *source.Node { return at(root, p.way, edit) }
}

// wantsEntries has the map around the place have other entries; i is that of the place.
func (p *place) wantsEntries(edit func(entries []source.Entry, i int) []source.Entry) {
	last := *p.last()
	p.want = func(root *source.Node) *source.Node {
		return at(root, p.way[:len(p.way)-1], func(n *source.Node) *source.Node {
			i := last.find(n)
			if i < 0 {
				return nil
			}
			return n.WithEntries(edit(slices.Clone(n.Entries), i))
		})
	}
}

// replace writes a scalar in the place of another one.
func (p *place) replace(value *source.Node) ([]change, error) {
	n := p.node()
	written := p.src[n.Range.Start:n.Range.End]
	p.wants(func(*source.Node) *source.Node { return value })
	switch {
	case n.Kind >= source.List || value.Kind >= source.List:
		return nil, Refusal("it is no single value: change it by hand")
	case n.Kind == source.Null && written == "":
		return p.fill(value)
	case isTemplate(written):
		return nil, Refusal("the value is made by a template")
	case strings.Contains(written, "\n"):
		return nil, Refusal("the value is written over several lines: change it by hand")
	}
	text := p.scalar(value, written)
	if text == written {
		return nil, Refusal("it is written so already")
	}
	return []change{p.change(n.Range.Start, n.Range.End, text)}, nil
}

// fill writes a value behind a key that has none.
func (p *place) fill(value *source.Node) ([]change, error) {
	n, last := p.node(), p.last()
	if last == nil || last.entry == nil {
		return nil, Refusal("nothing is written there: write it by hand")
	}
	if n.Range.Start < n.Range.End { // null or ~
		if value.Kind < source.List || p.syntax == inJSON || p.flow(last.in) {
			return []change{p.change(n.Range.Start, n.Range.End, p.inline(value, last))}, nil
		}
		return nil, Refusal("`null` stands in its place: remove that first")
	}
	if p.syntax != inYAML {
		return nil, Refusal("nothing is written there: write it by hand")
	}
	if value.Kind < source.List || p.flow(last.in) {
		return []change{p.change(n.Range.Start, n.Range.End, " "+p.inline(value, last))}, nil
	}
	return p.fillBlock(value, last)
}

// quote puts a scalar that is no text into quotes.
func (p *place) quote() ([]change, error) {
	n := p.node()
	written := p.src[n.Range.Start:n.Range.End]
	switch {
	case n.Kind != source.Bool && n.Kind != source.Number:
		return nil, Refusal("it is no number and no truth value")
	case strings.ContainsAny(written, "\"'\n"):
		return nil, Refusal("it is in quotes already")
	}
	p.wants(func(*source.Node) *source.Node { return &source.Node{Kind: source.String, Text: written} })
	return []change{p.change(n.Range.Start, n.Range.End, `"`+written+`"`)}, nil
}

// rename gives a key another name.
func (p *place) rename(key string) ([]change, error) {
	last := p.last()
	if last.in.Entry(key) != nil {
		return nil, Refusal("`" + key + "` is written already: keep one of them")
	}
	at := last.entry.KeyRange
	written := p.src[at.Start:at.End]
	if p.syntax == inHCL && p.isBlock(last.entry) {
		return p.renameBlocks(key), nil
	}
	if isTemplate(written) || strings.Contains(written, "\n") {
		return nil, Refusal("the key is made by a template")
	}
	p.wantsEntries(func(entries []source.Entry, i int) []source.Entry {
		entries[i].Key = key
		return entries
	})
	return []change{p.change(at.Start, at.End, p.key(key, written))}, nil
}

// dedupe takes away the entry of the same key before the place, where both hold the same.
func (p *place) dedupe() ([]change, error) {
	last := p.last()
	for i := last.index - 1; i >= 0; i-- {
		earlier := &last.in.Entries[i]
		if earlier.Key != last.entry.Key {
			continue
		}
		if !same(earlier.Value, last.node) {
			return nil, NotApplicable
		}
		*last = step{in: last.in, node: earlier.Value, entry: earlier, index: i}
		if err := p.admit(*last); err != nil {
			return nil, err
		}
		return p.remove()
	}
	return nil, NotApplicable
}

// remove takes away an entry: its lines, where it has them to itself.
func (p *place) remove() ([]change, error) {
	last := p.last()
	at := source.Range{Start: last.entry.KeyRange.Start, End: p.entryEnd(last.entry)}
	own := make([]*source.Entry, 0, len(last.in.Entries))
	for i := range last.in.Entries {
		if e := &last.in.Entries[i]; !e.Merged {
			own = append(own, e)
		}
	}
	if len(own) < 2 {
		return nil, Refusal("nothing else stands in the map around it: remove it by hand")
	}
	switch {
	case p.ownLines(at):
		at.Start, at.End = p.lineStart(at.Start), p.nextLine(at.End)
	case last.index+1 < len(last.in.Entries) && !last.in.Entries[last.index+1].Merged:
		at.End = last.in.Entries[last.index+1].KeyRange.Start
	default:
		at.Start = p.entryEnd(&last.in.Entries[last.index-1])
	}
	p.wantsEntries(func(entries []source.Entry, i int) []source.Entry { return slices.Delete(entries, i, i+1) })
	if p.comments(at) {
		return nil, Refusal("a comment stands there, which would be lost: remove it by hand")
	}
	return []change{p.change(at.Start, at.End, "")}, nil
}

// ownLines says whether nothing else stands on the lines of an entry, but for its comma.
func (p *place) ownLines(at source.Range) bool {
	if strings.TrimLeft(p.src[p.lineStart(at.Start):at.Start], " \t") != "" {
		return false
	}
	end := p.spaces(at.End)
	if end < len(p.src) && p.src[end] == ',' {
		end++
	} else if p.syntax == inJSON {
		return false // the last one: the comma before it goes as well
	}
	_, ends := p.tail(end)
	return ends
}

// nextLine is where the line behind that of a byte begins.
func (p *place) nextLine(at int) int {
	end := strings.IndexByte(p.src[at:], '\n')
	if end < 0 {
		return len(p.src)
	}
	return at + end + 1
}

// entryEnd is the end of what is written for an entry.
func (p *place) entryEnd(e *source.Entry) int {
	end := e.Value.Range.End
	if p.syntax == inYAML && e.Value.Range.Start < e.KeyRange.End { // an alias
		end = p.gap(e.KeyRange.End)
		if end < len(p.src) && p.src[end] == ':' {
			end = p.gap(end + 1)
		}
		for end < len(p.src) && strings.IndexByte(" \t\r\n,]}", p.src[end]) < 0 {
			end++
		}
		return end
	}
	for end > e.KeyRange.End && (p.src[end-1] == '\n' || p.src[end-1] == '\r') { // a heredoc
		end--
	}
	return end
}
