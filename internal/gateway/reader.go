package gateway

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// reader takes typed values out of written nodes. A value that is missing, null
// or of the wrong type reads as unset: the schema reports the wrong type. A
// value that a template has yet to fill in marks its facet as unseen.
type reader struct {
	subject *Subject
}

// value returns what a key holds, or nil when it is unset or not resolved.
func (r reader) value(n *source.Node, key, facet string) *source.Node {
	v := n.Get(key)
	if v == nil || v.Kind == source.Null {
		return nil
	}
	if unresolved(v) {
		r.pending(facet, v)
		return nil
	}
	return v
}

func (r reader) object(n *source.Node, key, facet string) *source.Node {
	if v := r.value(n, key, facet); v != nil && v.Kind == source.Map {
		return v
	}
	return nil
}

func (r reader) list(n *source.Node, key, facet string) []*source.Node {
	if v := r.value(n, key, facet); v != nil && v.Kind == source.List {
		return v.Items
	}
	return nil
}

func (r reader) text(n *source.Node, key, facet string) string {
	if v := r.value(n, key, facet); v != nil && v.Kind == source.String {
		return v.Text
	}
	return ""
}

func (r reader) bool(n *source.Node, key, facet string) bool {
	v := r.value(n, key, facet)
	return v != nil && v.Kind == source.Bool && v.Text == "true"
}

// number returns a whole number, -1 when it is unset.
func (r reader) number(n *source.Node, key, facet string) int64 {
	if v := r.value(n, key, facet); v != nil && v.Kind == source.Number {
		return whole(v.Text)
	}
	return -1
}

func whole(literal string) int64 {
	if i, err := strconv.ParseInt(literal, 10, 64); err == nil {
		return i
	}
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || f != float64(int64(f)) {
		return -1
	}
	return int64(f)
}

func (r reader) words(n *source.Node, key, facet string) []string {
	words := []string{}
	for _, item := range r.list(n, key, facet) {
		switch {
		case unresolved(item):
			r.pending(facet, item)
		case item.Kind == source.String:
			words = append(words, item.Text)
		}
	}
	return words
}

// oneOf returns a word if it is one of those known, else "".
func oneOf(word string, known ...string) string {
	if slices.Contains(known, word) {
		return word
	}
	return ""
}

// pending marks a facet that a template has yet to fill in.
func (r reader) pending(facet string, n *source.Node) {
	r.mark(Mark{Facet: facet, Reason: Scrub("'" + secret.Interpolation(n.Text) + "' is not resolved"), node: n})
}

// unseen marks a facet that the source does not show.
func (r reader) unseen(facet, reason string) { r.mark(Mark{Facet: facet, Reason: Scrub(reason)}) }

// mark adds a mark once.
func (r reader) mark(mark Mark) {
	if !slices.Contains(r.subject.marks, mark) {
		r.subject.marks = append(r.subject.marks, mark)
	}
}

// unresolved says whether a node is a string that somebody or something has yet
// to fill in: ${var.x}, ${{ var.x }}, <your-catalog>.
func unresolved(n *source.Node) bool {
	return n.Kind == source.String && secret.Interpolation(n.Text) != "" && !secret.IsReference(n.Text)
}

func itoa(i int) string { return strconv.Itoa(i) }

// endsOpen says whether the end of a text is yet to be filled in.
func endsOpen(text string) bool {
	text = strings.TrimSpace(text)
	start := strings.LastIndex(text, "${")
	return start >= 0 && strings.IndexByte(text[start:], '}') >= len(text)-start-2 && strings.HasSuffix(text, "}") ||
		strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">")
}

// plain returns a string's text, "" for anything else.
func plain(n *source.Node) string {
	if n == nil || n.Kind != source.String {
		return ""
	}
	return n.Text
}

// amount reads a whole number, which an answer may write as a string: an int64
// is one in the JSON form of protocol buffers.
func (r reader) amount(n *source.Node, key, facet string) int64 {
	if v := r.value(n, key, facet); v != nil && (v.Kind == source.Number || isQuoted(v)) {
		return whole(v.Text)
	}
	return -1
}

// isQuoted says whether a string holds a whole number and nothing else.
func isQuoted(n *source.Node) bool {
	return n.Kind == source.String && n.Text != "" && isWhole(n.Text)
}
