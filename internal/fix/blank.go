package fix

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// layout is how a text is written: where its lines, its space and its comments are.
type layout struct {
	src    string
	syntax syntax
	root   *source.Node
}

// commentEnd is the end of the comment that begins at a byte, without the end of its line;
// false where none begins there.
func (l *layout) commentEnd(at int) (end int, ok bool) {
	rest := l.src[at:]
	slashes := l.syntax != inYAML
	switch {
	case strings.HasPrefix(rest, "#"):
		if l.syntax == inJSON || l.syntax == inYAML && at > 0 && !strings.ContainsRune(" \t\r\n", rune(l.src[at-1])) {
			return at, false
		}
		return l.lineEnd(at), true
	case slashes && strings.HasPrefix(rest, "//"):
		return l.lineEnd(at), true
	case slashes && strings.HasPrefix(rest, "/*"):
		if end := strings.Index(rest[2:], "*/"); end >= 0 {
			return at + end + 4, true
		}
		return len(l.src), true
	}
	return at, false
}

// lineStart and lineEnd are where the line of a byte begins and ends, its line end left out.
func (l *layout) lineStart(at int) int { return strings.LastIndexByte(l.src[:at], '\n') + 1 }

func (l *layout) lineEnd(at int) int {
	end := strings.IndexByte(l.src[at:], '\n')
	if end < 0 {
		return len(l.src)
	}
	if end += at; end > at && l.src[end-1] == '\r' {
		end--
	}
	return end
}

// newline is how the text ends its lines.
func (l *layout) newline() string {
	if i := strings.IndexByte(l.src, '\n'); i > 0 && l.src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// spaces skips spaces and tabs.
func (l *layout) spaces(at int) int {
	for at < len(l.src) && (l.src[at] == ' ' || l.src[at] == '\t') {
		at++
	}
	return at
}

// tail skips the spaces and comments that stand behind a byte on its line. It returns where
// the last comment ends, or the byte where there is none, and whether the line ends there.
func (l *layout) tail(at int) (end int, ends bool) {
	for end = at; ; {
		next := l.spaces(at)
		if next == l.lineEnd(at) {
			return end, true
		}
		after, ok := l.commentEnd(next)
		if !ok {
			return end, false
		}
		at, end = after, after
	}
}

// gap skips space, line ends and comments.
func (l *layout) gap(at int) int {
	for at < len(l.src) {
		if strings.IndexByte(" \t\r\n", l.src[at]) >= 0 {
			at++
			continue
		}
		end, ok := l.commentEnd(at)
		if !ok {
			return at
		}
		at = end
	}
	return at
}

// bare is what stands between two bytes that no value lies between, without comments.
func (l *layout) bare(start, end int) string {
	var b strings.Builder
	for at := start; at < end; {
		if after, ok := l.commentEnd(at); ok {
			at = after
			continue
		}
		b.WriteByte(l.src[at])
		at++
	}
	return b.String()
}

// entryEnd is the end of what is written for an entry.
func (l *layout) entryEnd(e *source.Entry) int {
	end := e.Value.Range().End
	if l.syntax == inYAML && e.Value.Range().Start < e.KeyRange().End { // an alias
		end = l.gap(e.KeyRange().End)
		if end < len(l.src) && l.src[end] == ':' {
			end = l.gap(end + 1)
		}
		for end < len(l.src) && strings.IndexByte(" \t\r\n,]}", l.src[end]) < 0 {
			end++
		}
		return end
	}
	for end > e.KeyRange().End && (l.src[end-1] == '\n' || l.src[end-1] == '\r') { // a heredoc
		end--
	}
	return end
}

// comments says whether a comment stands in a range.
func (l *layout) comments(in source.Range) bool {
	at := in.Start
	for _, leaf := range l.leaves(in) {
		if leaf.Start < at {
			continue
		}
		if l.hasComment(at, leaf.Start) || l.headComment(leaf) {
			return true
		}
		at = leaf.End
	}
	return l.hasComment(at, in.End)
}

func (l *layout) hasComment(start, end int) bool {
	for at := start; at < end; at++ {
		if _, ok := l.commentEnd(at); ok {
			return true
		}
	}
	return false
}

// headComment says whether a text over lines has a comment behind its sign: `|  # why`.
func (l *layout) headComment(leaf source.Range) bool {
	if l.syntax != inYAML || leaf.Start == leaf.End || strings.IndexByte("|>", l.src[leaf.Start]) < 0 {
		return false
	}
	return strings.Contains(l.src[leaf.Start:min(l.lineEnd(leaf.Start), leaf.End)], "#")
}

// leaves are the ranges of all keys and scalars that lie in a range, in order.
func (l *layout) leaves(in source.Range) []source.Range {
	c := leafCollector{in: in, seen: map[*source.Node]bool{}}
	c.add(l.root)
	slices.SortFunc(c.found, func(a, b source.Range) int { return a.Start - b.Start })
	return c.found
}

// leafCollector collects the ranges of keys and scalars.
type leafCollector struct {
	in    source.Range
	found []source.Range
	seen  map[*source.Node]bool
}

func (c *leafCollector) add(n *source.Node) {
	if c.seen[n] {
		return
	}
	c.seen[n] = true
	if n.Kind < source.List {
		c.keep(n.Range())
		return
	}
	for _, item := range n.Items() {
		c.add(item)
	}
	for i := range n.Entries() {
		c.keep(n.Entries()[i].KeyRange())
		c.add(n.Entries()[i].Value)
	}
}

func (c *leafCollector) keep(r source.Range) {
	if c.in.Start <= r.Start && r.End <= c.in.End {
		c.found = append(c.found, r)
	}
}
