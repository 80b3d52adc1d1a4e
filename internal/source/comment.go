package source

import (
	"cmp"
	"slices"
	"strings"
)

// Comment is a comment of a text: from its first sign (#, //, /*) to its end, without the
// line end.
type Comment struct {
	Range Range
	// Text is what it says, without its signs and the space around.
	Text string
	// OwnLine says that nothing but space stands before it on its line.
	OwnLine bool
	// Below is what a comment stands above that has its own line: the entry, the element or
	// the value that begins next, with everything under it. It is empty where the block that
	// the comment stands in ends first, and where what is next is an alias, a merge key or
	// another document.
	Below Range
	// Head says that no key and no value stands before it in the text.
	Head bool
}

// Comments returns the comments of a text that Parse has read, in their order. The
// documents are all that it returned: what they do not hold is space, signs or a comment.
// What was not read has none, and neither has what stands outside of the blocks of a
// Markdown file.
func Comments(text *Text, documents []*Document) []Comment {
	if syntaxOf(text) == markdown {
		return fencedComments(text, documents)
	}
	f := newCommentFinder(text, Range{Start: 0, End: len(text.Bytes)}, syntaxOf(text) != yamlStream)
	for _, d := range documents {
		f.add(d.Root)
	}
	return f.comments()
}

// BundleComments returns the comments of a text that ParseBundle reads.
func BundleComments(text *Text, limits Limits) []Comment {
	root, _ := ParseBundle(text, limits) // what is wrong is masked, and told where the bundle is read
	f := newCommentFinder(text, Range{Start: 0, End: len(text.Bytes)}, false)
	f.add(root)
	return f.comments()
}

// fencedComments are those in the blocks of a Markdown file that hold a document.
func fencedComments(text *Text, documents []*Document) []Comment {
	var all []Comment
	head := true
	for _, block := range fencedBlocks(text.Bytes) {
		f := newCommentFinder(text, block.content, block.syntax != yamlStream)
		for len(documents) > 0 && documents[0].Root.Range().Start < block.content.End {
			f.add(documents[0].Root)
			documents = documents[1:]
		}
		if len(f.written) == 0 {
			continue
		}
		found := f.comments()
		for i := range found {
			found[i].Head = found[i].Head && head
		}
		all, head = append(all, found...), false
	}
	return all
}

// commentFinder finds the comments of a part of a text: what lies between its keys and
// scalars is space, signs of the syntax or a comment.
type commentFinder struct {
	text   *Text
	src    string
	within Range
	json   bool
	// written are the keys and scalars, and parts what a comment may stand above.
	written []Range
	parts   []part
	seen    map[*Node]bool
	found   []Comment
}

// part is what a comment may stand above.
type part struct {
	Range
	// value says that it is the value of an entry or of an element, and not the whole of
	// one.
	value bool
	// flow says that it stands in brackets, where the indentation says nothing.
	flow bool
}

func newCommentFinder(text *Text, within Range, json bool) *commentFinder {
	return &commentFinder{text: text, src: text.content(), within: within, json: json, seen: map[*Node]bool{}}
}

// add adds what a tree holds.
func (c *commentFinder) add(root *Node) {
	if root != nil {
		c.value(root, c.json)
	}
}

// value adds a value. What an alias stands for is met where it is written.
func (c *commentFinder) value(n *Node, flow bool) {
	if n.Range().Start == n.Range().End && n.Kind < List || c.seen[n] {
		return
	}
	if n.Kind < List || c.json || c.opens(n, '{', '[') { // else it begins with an element, or a merge key
		c.parts = append(c.parts, part{Range: n.Range(), value: true, flow: flow})
	}
	switch n.Kind {
	case List:
		c.seen[n] = true
		c.list(n)
	case Map:
		c.seen[n] = true
		flow = c.json || c.opens(n, '{')
		for i := range n.Entries() {
			c.entry(&n.Entries()[i], flow)
		}
	default:
		c.write(n.Range())
	}
}

// write adds a key or a scalar. Behind the header of a block scalar may stand a comment.
func (c *commentFinder) write(r Range) {
	if !c.json && c.opens(&Node{Span: r.Span()}, '|', '>') {
		r.Start = lineEnd(c.src, r.Start)
	}
	if r.Start < r.End {
		c.written = append(c.written, r)
	}
}

// opens says whether a value begins with one of some signs.
func (c *commentFinder) opens(n *Node, signs ...byte) bool {
	return n.Range().Start < len(c.src) && slices.Contains(signs, c.src[n.Range().Start])
}

func (c *commentFinder) entry(e *Entry, flow bool) {
	c.write(e.KeyRange())
	whole := e.KeyRange()
	if e.Value.Range().Start >= e.KeyRange().End { // else it is an alias
		whole.End = max(whole.End, e.Value.Range().End)
		c.value(e.Value, flow)
	}
	c.parts = append(c.parts, part{Range: whole, flow: flow})
}

// list adds the elements of a list, which begin at their dashes where it has no brackets.
func (c *commentFinder) list(n *Node) {
	if c.json || c.opens(n, '[') {
		for _, item := range n.Items() {
			if item.Range().Start > n.Range().Start {
				c.value(item, true)
			}
		}
		return
	}
	at := n.Range().Start
	for _, item := range n.Items() {
		dash := skipSpaceAndComments(c.src, at)
		content := c.behindDash(dash)
		whole := Range{Start: dash, End: max(content, dash+1)}
		if content < len(c.src) && c.src[content] == '*' {
			at = propertyEnd(c.src, content)
			continue
		}
		if item.Range().Start >= content && item.Range().Start < item.Range().End {
			whole.End = item.Range().End
			c.value(item, false)
		}
		c.parts = append(c.parts, part{Range: whole})
		at = min(whole.End, len(c.src))
	}
}

// behindDash is where the content of an element begins, or would: behind its anchor and
// its tag, in its line where it has none.
func (c *commentFinder) behindDash(dash int) int {
	end := min(dash+1, len(c.src))
	for at := skipSpaceAndComments(c.src, end); at < len(c.src); at = skipSpaceAndComments(c.src, end) {
		if c.src[at] != '&' && c.src[at] != '!' {
			if c.src[at] == '*' {
				return at
			}
			break
		}
		end = propertyEnd(c.src, at)
	}
	return end
}

// comments are all comments in their order.
func (c *commentFinder) comments() []Comment {
	byPlace := func(a, b Range) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) }
	slices.SortFunc(c.written, byPlace)
	at := c.within.Start
	for _, r := range c.written {
		c.gap(Range{Start: at, End: r.Start})
		at = max(at, r.End)
	}
	c.gap(Range{Start: at, End: c.within.End})
	c.found = slices.DeleteFunc(c.found, func(one Comment) bool { return c.text.Hides(one.Range) })
	slices.SortFunc(c.parts, func(a, b part) int {
		if a.Start == b.Start && a.value != b.value {
			if a.value {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	next, apart := len(c.parts), true // what the comment behind stands above, or would
	for i := len(c.found) - 1; i >= 0; i-- {
		one := &c.found[i]
		one.Head = len(c.written) == 0 || one.Range.Start < c.written[0].Start
		for next > 0 && c.parts[next-1].Start >= one.Range.End {
			next, apart = next-1, false
		}
		apart = apart || c.separates(Range{Start: one.Range.End, End: c.nextStart(i, next)})
		if one.OwnLine && !apart {
			one.Below = c.below(one.Range, c.parts[next])
		}
	}
	return c.found
}

// nextStart is where the next comment begins, or a part that begins before.
func (c *commentFinder) nextStart(i, next int) int {
	start := c.parts[next].Start
	if i+1 < len(c.found) {
		start = min(start, c.found[i+1].Range.Start)
	}
	return start
}

// gap finds the comments in what lies between two keys or scalars.
func (c *commentFinder) gap(r Range) {
	for at := r.Start; at < r.End; {
		end := c.commentEnd(at)
		switch {
		case end > at:
			c.keep(Range{Start: at, End: min(end, c.within.End)})
			at = end
		case !c.json && c.beginsText(at):
			at = c.textEnd(at)
		default:
			at++
		}
	}
}

// commentEnd is the end of the comment that begins at a byte, the byte itself where none
// does.
func (c *commentFinder) commentEnd(at int) int {
	rest := c.src[at:]
	switch {
	case !c.json:
		if rest[0] != '#' || at > 0 && c.src[at-1] != ' ' && c.src[at-1] != '\t' && !c.beginsLine(at) {
			return at
		}
		return lineEnd(c.src, at)
	case strings.HasPrefix(rest, "//"):
		line, _, _ := strings.Cut(rest, "\n")
		return at + len(strings.TrimSuffix(line, "\r"))
	case strings.HasPrefix(rest, "/*"):
		if end := strings.Index(rest[2:], "*/"); end >= 0 {
			return at + end + len("/**/")
		}
	}
	return at
}

// beginsLine says whether a byte is the first of its line.
func (c *commentFinder) beginsLine(at int) bool {
	before := c.src[:at]
	if c.json {
		return before == "" || strings.HasSuffix(before, "\n")
	}
	return before == "" || slices.ContainsFunc([]string{"\n", "\r", "\u0085", "\u2028", "\u2029"}, func(end string) bool {
		return strings.HasSuffix(before, end)
	})
}

// beginsText says whether a text in quotes begins at a byte: the tree has none of an entry
// of a map behind a merge key that another entry overrides.
func (c *commentFinder) beginsText(at int) bool {
	return (c.src[at] == '"' || c.src[at] == '\'') && (c.beginsLine(at) || strings.IndexByte(" \t,:[{", c.src[at-1]) >= 0)
}

func (c *commentFinder) textEnd(at int) int {
	offsets := yamlOffsets{src: c.src}
	if c.src[at] == '"' {
		return offsets.doubleQuotedEnd(at)
	}
	return offsets.singleQuotedEnd(at)
}

// keep adds a comment.
func (c *commentFinder) keep(r Range) {
	start := r.Start
	for start > c.within.Start && (c.src[start-1] == ' ' || c.src[start-1] == '\t') {
		start--
	}
	c.found = append(c.found, Comment{Range: r, Text: CommentText(c.src[r.Start:r.End]), OwnLine: c.beginsLine(start)})
}

// CommentText is what a comment says, without its signs and the space around.
func CommentText(comment string) string {
	if inner, ok := strings.CutPrefix(comment, "/*"); ok {
		return strings.Trim(strings.TrimSuffix(inner, "*/"), "* \t\r\n")
	}
	return strings.TrimSpace(strings.TrimLeft(comment, "#/"))
}

// below is the part that a comment stands above, empty where the block of the comment ends
// before it.
func (c *commentFinder) below(comment Range, p part) Range {
	if !p.flow && c.text.Position(p.Start).Column < c.text.Position(comment.Start).Column {
		return Range{}
	}
	return p.Range
}

// separates says whether what stands between a comment and what follows it, which is no
// comment, ends the block of the comment, or is itself what the comment stands above.
func (c *commentFinder) separates(r Range) bool {
	between := c.src[r.Start:r.End]
	if strings.ContainsAny(between, "]}*") || strings.Contains(between, mergeKey) {
		return true
	}
	for line := range strings.Lines(between) {
		if strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...") {
			return true
		}
	}
	return false
}
