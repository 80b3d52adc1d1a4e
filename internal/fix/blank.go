package fix

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// commentEnd is the end of the comment that begins at a byte, without the end of its line;
// false where none begins there.
func (p *place) commentEnd(at int) (end int, ok bool) {
	rest := p.src[at:]
	slashes := p.syntax != inYAML
	switch {
	case strings.HasPrefix(rest, "#"):
		if p.syntax == inJSON || p.syntax == inYAML && at > 0 && !strings.ContainsRune(" \t\r\n", rune(p.src[at-1])) {
			return at, false
		}
		return p.lineEnd(at), true
	case slashes && strings.HasPrefix(rest, "//"):
		return p.lineEnd(at), true
	case slashes && strings.HasPrefix(rest, "/*"):
		if end := strings.Index(rest[2:], "*/"); end >= 0 {
			return at + end + 4, true
		}
		return len(p.src), true
	}
	return at, false
}

// lineStart and lineEnd are where the line of a byte begins and ends, its line end left out.
func (p *place) lineStart(at int) int { return strings.LastIndexByte(p.src[:at], '\n') + 1 }

func (p *place) lineEnd(at int) int {
	end := strings.IndexByte(p.src[at:], '\n')
	if end < 0 {
		return len(p.src)
	}
	if end += at; end > at && p.src[end-1] == '\r' {
		end--
	}
	return end
}

// newline is how the text ends its lines.
func (p *place) newline() string {
	if i := strings.IndexByte(p.src, '\n'); i > 0 && p.src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// spaces skips spaces and tabs.
func (p *place) spaces(at int) int {
	for at < len(p.src) && (p.src[at] == ' ' || p.src[at] == '\t') {
		at++
	}
	return at
}

// tail skips the spaces and comments that stand behind a byte on its line. It returns where
// the last comment ends, or the byte where there is none, and whether the line ends there.
func (p *place) tail(at int) (end int, ends bool) {
	for end = at; ; {
		next := p.spaces(at)
		if next == p.lineEnd(at) {
			return end, true
		}
		after, ok := p.commentEnd(next)
		if !ok {
			return end, false
		}
		at, end = after, after
	}
}

// gap skips space, line ends and comments.
func (p *place) gap(at int) int {
	for at < len(p.src) {
		if strings.IndexByte(" \t\r\n", p.src[at]) >= 0 {
			at++
			continue
		}
		end, ok := p.commentEnd(at)
		if !ok {
			return at
		}
		at = end
	}
	return at
}

// bare is what stands between two bytes that no value lies between, without comments.
func (p *place) bare(start, end int) string {
	var b strings.Builder
	for at := start; at < end; {
		if after, ok := p.commentEnd(at); ok {
			at = after
			continue
		}
		b.WriteByte(p.src[at])
		at++
	}
	return b.String()
}

// comments says whether a comment stands in a range.
func (p *place) comments(in source.Range) bool {
	at := in.Start
	for _, leaf := range p.leaves(in) {
		if leaf.Start < at {
			continue
		}
		if p.hasComment(at, leaf.Start) || p.headComment(leaf) {
			return true
		}
		at = leaf.End
	}
	return p.hasComment(at, in.End)
}

func (p *place) hasComment(start, end int) bool {
	for at := start; at < end; at++ {
		if _, ok := p.commentEnd(at); ok {
			return true
		}
	}
	return false
}

// headComment says whether a text over lines has a comment behind its sign: `|  # why`.
func (p *place) headComment(leaf source.Range) bool {
	if p.syntax != inYAML || leaf.Start == leaf.End || strings.IndexByte("|>", p.src[leaf.Start]) < 0 {
		return false
	}
	return strings.Contains(p.src[leaf.Start:min(p.lineEnd(leaf.Start), leaf.End)], "#")
}

// leaves are the ranges of all keys and scalars that lie in a range, in order.
func (p *place) leaves(in source.Range) []source.Range {
	c := leafCollector{in: in, seen: map[*source.Node]bool{}}
	c.add(p.root)
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
		c.keep(n.Range)
		return
	}
	for _, item := range n.Items {
		c.add(item)
	}
	for i := range n.Entries {
		c.keep(n.Entries[i].KeyRange)
		c.add(n.Entries[i].Value)
	}
}

func (c *leafCollector) keep(r source.Range) {
	if c.in.Start <= r.Start && r.End <= c.in.End {
		c.found = append(c.found, r)
	}
}
