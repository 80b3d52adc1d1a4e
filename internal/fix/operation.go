package fix

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// editor does operations at a place.
type editor struct{ yamlWriter }

func newEditor(p *place) editor { return editor{yamlWriter{flowWriter{p}}} }

// do returns the changes that an operation makes at its place.
func (e editor) do(o Operation) ([]change, error) {
	switch o.Do {
	case Set:
		return e.set(o.Value)
	case Quote:
		return e.quote()
	case Rename:
		return e.rename(o.Key)
	case Remove:
		return e.remove()
	case Dedupe:
		return e.dedupe()
	default:
		return nil, Refusal("gwlint knows no edit `" + string(o.Do) + "`")
	}
}

// set writes a value at the place.
func (e editor) set(value *source.Node) ([]change, error) {
	if len(e.rest) == 0 {
		return e.replace(value)
	}
	for _, key := range e.rest {
		if key == "" || strings.Trim(key, "0123456789") == "" {
			return nil, Refusal("the list that it belongs to is not written")
		}
	}
	value = nested(e.rest[1:], value)
	switch node := e.node(); node.Kind {
	case source.Map:
		e.wants(func(n *source.Node) *source.Node {
			return n.WithEntries(append(slices.Clone(n.Entries()), source.Entry{Key: e.rest[0], Value: value}))
		})
		return e.insert(node, e.rest[0], value)
	case source.Null:
		whole := nested(e.rest[:1], value)
		e.wants(func(*source.Node) *source.Node { return whole })
		return e.fill(whole)
	case source.Bool, source.Number, source.String, source.List:
	}
	return nil, Refusal("another value stands in the place of the map that it belongs to")
}

// wants has the value at the place be another in the tree that is meant.
func (e editor) wants(edit func(*source.Node) *source.Node) {
	e.want = func(root *source.Node) *source.Node { return at(root, e.way, edit) }
}

// wantsEntries has the map around the place have other entries; i is that of the place.
func (e editor) wantsEntries(edit func(entries []source.Entry, i int) []source.Entry) {
	last := *e.last()
	e.want = func(root *source.Node) *source.Node {
		return at(root, e.way[:len(e.way)-1], func(n *source.Node) *source.Node {
			i := last.find(n)
			if i < 0 {
				return nil
			}
			return n.WithEntries(edit(slices.Clone(n.Entries()), i))
		})
	}
}

// replace writes a scalar in the place of another one.
func (e editor) replace(value *source.Node) ([]change, error) {
	n := e.node()
	written := e.src[n.Range().Start:n.Range().End]
	e.wants(func(*source.Node) *source.Node { return value })
	switch {
	case n.Kind >= source.List || value.Kind >= source.List:
		return nil, Refusal("it is no single value: change it by hand")
	case n.Kind == source.Null && written == "":
		return e.fill(value)
	case isTemplate(written):
		return nil, Refusal("the value is made by a template")
	case strings.Contains(written, "\n"):
		return nil, Refusal("the value is written over several lines: change it by hand")
	}
	text := e.syntax.scalar(value, written)
	if text == written {
		return nil, Refusal("it is written so already")
	}
	return []change{e.change(n.Range().Start, n.Range().End, text)}, nil
}

// fill writes a value behind a key that has none.
func (e editor) fill(value *source.Node) ([]change, error) {
	n, last := e.node(), e.last()
	if last == nil || last.entry == nil {
		return nil, Refusal("nothing is written there: write it by hand")
	}
	if n.Range().Start < n.Range().End { // null or ~
		if value.Kind < source.List || e.syntax == inJSON || e.flow(last.in) {
			return []change{e.change(n.Range().Start, n.Range().End, e.inline(value, last))}, nil
		}
		return nil, Refusal("`null` stands in its place: remove that first")
	}
	if e.syntax != inYAML {
		return nil, Refusal("nothing is written there: write it by hand")
	}
	if value.Kind < source.List || e.flow(last.in) {
		return []change{e.change(n.Range().Start, n.Range().End, " "+e.inline(value, last))}, nil
	}
	return e.fillBlock(value, last)
}

// quote puts a scalar that is no text into quotes.
func (e editor) quote() ([]change, error) {
	n := e.node()
	written := e.src[n.Range().Start:n.Range().End]
	switch {
	case n.Kind != source.Bool && n.Kind != source.Number:
		return nil, Refusal("it is no number and no truth value")
	case strings.ContainsAny(written, "\"'\n"):
		return nil, Refusal("it is in quotes already")
	}
	e.wants(func(*source.Node) *source.Node { return &source.Node{Kind: source.String, Text: written} })
	return []change{e.change(n.Range().Start, n.Range().End, `"`+written+`"`)}, nil
}

// rename gives a key another name.
func (e editor) rename(key string) ([]change, error) {
	last := e.last()
	if last.in.Entry(key) != nil {
		return nil, Refusal("`" + key + "` is written already: keep one of them")
	}
	at := last.entry.KeyRange()
	written := e.src[at.Start:at.End]
	if e.syntax == inHCL && isBlock(last.entry) {
		return hclWriter{e.flowWriter}.renameBlocks(key), nil
	}
	if isTemplate(written) || strings.Contains(written, "\n") {
		return nil, Refusal("the key is made by a template")
	}
	e.wantsEntries(func(entries []source.Entry, i int) []source.Entry {
		entries[i].Key = key
		return entries
	})
	return []change{e.change(at.Start, at.End, e.syntax.key(key, written))}, nil
}

// dedupe takes away the entry of the same key before the place, where both hold the same.
func (e editor) dedupe() ([]change, error) {
	last := e.last()
	for i := last.index - 1; i >= 0; i-- {
		earlier := &last.in.Entries()[i]
		if earlier.Key != last.entry.Key {
			continue
		}
		if !same(earlier.Value, last.node) {
			return nil, NotApplicable
		}
		*last = step{in: last.in, node: earlier.Value, entry: earlier, index: i}
		if err := e.admit(*last); err != nil {
			return nil, err
		}
		return e.remove()
	}
	return nil, NotApplicable
}

// remove takes away an entry: its lines, where it has them to itself.
func (e editor) remove() ([]change, error) {
	last := e.last()
	at := source.Range{Start: last.entry.KeyRange().Start, End: e.entryEnd(last.entry)}
	own := make([]*source.Entry, 0, len(last.in.Entries()))
	for i := range last.in.Entries() {
		if e := &last.in.Entries()[i]; !e.Merged {
			own = append(own, e)
		}
	}
	if len(own) < 2 {
		return nil, Refusal("nothing else stands in the map around it: remove it by hand")
	}
	switch {
	case e.ownLines(at):
		at.Start, at.End = e.lineStart(at.Start), e.nextLine(at.End)
	case last.index+1 < len(last.in.Entries()) && !last.in.Entries()[last.index+1].Merged:
		at.End = last.in.Entries()[last.index+1].KeyRange().Start
	default:
		at.Start = e.entryEnd(&last.in.Entries()[last.index-1])
	}
	e.wantsEntries(func(entries []source.Entry, i int) []source.Entry { return slices.Delete(entries, i, i+1) })
	if e.comments(at) {
		return nil, Refusal("a comment stands there, which would be lost: remove it by hand")
	}
	return []change{e.change(at.Start, at.End, "")}, nil
}

// ownLines says whether nothing else stands on the lines of an entry, but for its comma.
func (e editor) ownLines(at source.Range) bool {
	if strings.TrimLeft(e.src[e.lineStart(at.Start):at.Start], " \t") != "" {
		return false
	}
	end := e.spaces(at.End)
	if end < len(e.src) && e.src[end] == ',' {
		end++
	} else if e.syntax == inJSON {
		return false // the last one: the comma before it goes as well
	}
	_, ends := e.tail(end)
	return ends
}

// nextLine is where the line behind that of a byte begins.
func (e editor) nextLine(at int) int {
	end := strings.IndexByte(e.src[at:], '\n')
	if end < 0 {
		return len(e.src)
	}
	return at + end + 1
}
