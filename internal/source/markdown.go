package source

import (
	"bytes"
	"errors"
	"sort"
	"strings"
)

// parseMarkdown reads the documents that stand in the fenced blocks of a
// Markdown file. A block that does not parse does not keep the others from being
// read: the error joins one *Error for each such block. What was not read of it is
// masked, since it may hold a secret.
func parseMarkdown(text *Text, limits Limits) ([]*Document, error) {
	if err := checkValues(text, limits); err != nil {
		return nil, err
	}
	var documents []*Document
	var faults []error
	for _, block := range fencedBlocks(text.Bytes) {
		found, err := block.parse(text, limits)
		end := block.content.Start
		for _, d := range found {
			d.Index = len(documents)
			documents = append(documents, d)
			end = max(end, d.Root.Range().End)
		}
		if err != nil {
			text.Mask(Range{Start: end, End: block.content.End})
			faults = append(faults, err)
		}
	}
	return documents, errors.Join(faults...)
}

// fencedBlock is a fenced block of a Markdown file that holds documents.
type fencedBlock struct {
	syntax syntax
	// content is where the lines between the fences stand.
	content Range
	// line is that of the opening fence, counted from 1.
	line int
	// indent is how far the opening fence is indented: as many spaces at the
	// beginning of each line are not the content's.
	indent int
}

// parse reads the documents of a block with their places in the file.
func (f fencedBlock) parse(text *Text, limits Limits) ([]*Document, error) {
	content, move := f.dedent(text)
	read := parseYAML
	if f.syntax != yamlStream {
		read = func(text *Text, limits Limits) ([]*Document, error) { return parseJSON(text, limits, true) }
	}
	documents, err := read(content, limits)
	for _, d := range documents {
		d.Text = text
		move.node(d.Root)
	}
	if fault, ok := errors.AsType[*Error](err); ok {
		return documents, f.inFile(fault, text)
	}
	return documents, err
}

// inFile gives an error of a block its place in the file: the opening fence
// where it has none.
func (f fencedBlock) inFile(fault *Error, text *Text) *Error {
	at := fault.At
	if at == (Position{}) {
		at = Position{Column: 1}
	} else if start := f.content.Start + lineStart(text.Bytes[f.content.Start:f.content.End], at.Line); start < f.content.End {
		at.Column += spaces(text.Bytes[start:], f.indent)
	}
	at.Line += f.line
	return &Error{File: text.File, At: at, Message: fault.Message}
}

// fencedBlocks finds the blocks of YAML and JSON. What stands in an HTML comment
// is no block, and neither is what is quoted or indented by four spaces and more.
// Source: CommonMark 0.31.2, §4.5 (fenced code blocks) and §4.6 (HTML blocks).
func fencedBlocks(content []byte) []fencedBlock {
	s := fenceFinder{}
	for start := 0; start < len(content); {
		end := len(content)
		if next := bytes.IndexByte(content[start:], '\n'); next >= 0 {
			end = start + next + 1
		}
		s.line(content[start:end], start, end)
		start = end
	}
	s.close(len(content)) // a block without a closing fence ends with the file
	return s.blocks
}

// fenceFinder goes through the lines of a Markdown file.
type fenceFinder struct {
	blocks  []fencedBlock
	number  int    // of the current line, counted from 1
	comment bool   // inside an HTML comment
	fence   string // the opening fence of the block that is open, "" outside of one
	wanted  bool   // the open block holds documents
	current fencedBlock
}

// longestIndent is how far a fence may be indented.
const longestIndent = 3

// line reads the line that stands from start to end.
func (f *fenceFinder) line(line []byte, start, end int) {
	f.number++
	indent := spaces(line, longestIndent)
	text := bytes.TrimRight(line[indent:], " \t\r\n")
	switch {
	case f.comment:
		f.comment = !bytes.Contains(text, []byte("-->"))
	case f.fence != "":
		if bytes.HasPrefix(text, []byte(f.fence)) && len(bytes.Trim(text, f.fence[:1])) == 0 {
			f.close(start)
		}
	case bytes.HasPrefix(text, []byte("<!--")):
		f.comment = !bytes.Contains(text, []byte("-->"))
	default:
		var info string
		f.fence, info = opening(string(text))
		f.current = fencedBlock{content: Range{Start: end, End: end}, line: f.number, indent: indent}
		f.current.syntax, f.wanted = languages[language(info)], isLanguage(info)
	}
}

func (f *fenceFinder) close(end int) {
	if f.fence != "" && f.wanted {
		f.current.content.End = max(end, f.current.content.Start)
		f.blocks = append(f.blocks, f.current)
	}
	f.fence = ""
}

// opening splits a line that opens a block into its fence and what it says of the
// content; both are "" for any other line.
func opening(line string) (fence, info string) {
	if !strings.HasPrefix(line, "```") && !strings.HasPrefix(line, "~~~") {
		return "", ""
	}
	info = strings.TrimLeft(line, line[:1])
	if line[0] == '`' && strings.Contains(info, "`") {
		return "", "" // that is code in a sentence
	}
	return line[:len(line)-len(info)], strings.TrimSpace(info)
}

// languages are the names of the syntaxes that are read.
var languages = map[string]syntax{
	"yaml": yamlStream, "yml": yamlStream,
	"json": jsonValue, "jsonc": jsonValue, "jsonl": jsonLines, "ndjson": jsonLines,
}

func isLanguage(info string) bool {
	_, ok := languages[language(info)]
	return ok
}

// language is the first word of what an opening fence says: yaml of
// `yaml title="state"`, of `{.yaml}` and of `yaml:state.yaml`.
func language(info string) string {
	info = strings.TrimLeft(info, "{.")
	if end := strings.IndexAny(info, " \t:,{}"); end >= 0 {
		info = info[:end]
	}
	return strings.ToLower(info)
}

// spaces counts the spaces that a line begins with, at most so many.
func spaces(line []byte, most int) int {
	n := 0
	for n < len(line) && n < most && line[n] == ' ' {
		n++
	}
	return n
}

// dedent makes a text of the content of a block, without its indentation, and the
// mover that turns places in that text into places in the file.
func (f fencedBlock) dedent(text *Text) (*Text, *mover) {
	at := f.content
	inner := &Text{File: text.File, Bytes: text.Bytes[at.Start:at.End]}
	move := &mover{start: at.Start}
	if bytes.IndexByte(inner.Bytes, '*') >= 0 { // no alias is written without
		move.seen = map[*Node]bool{}
	}
	if f.indent == 0 {
		return inner, move
	}
	whole := inner.Bytes
	inner.Bytes = make([]byte, 0, len(whole))
	skipped := 0
	for line := range bytes.Lines(whole) {
		indent := spaces(line, f.indent)
		skipped += indent
		move.cuts = append(move.cuts, cut{at: len(inner.Bytes), skipped: skipped})
		inner.Bytes = append(inner.Bytes, line[indent:]...)
	}
	return inner, move
}

// mover turns places in the content of a block into places in its file.
type mover struct {
	start int            // where the content starts
	cuts  []cut          // one for each line, none where no line has lost anything
	seen  map[*Node]bool // what is moved already, where a node may be met twice
}

// cut says how many bytes of the content are missing before the byte at.
type cut struct{ at, skipped int }

func (m *mover) node(n *Node) {
	if m.seen != nil {
		if m.seen[n] {
			return
		}
		m.seen[n] = true
	}
	n.Span = m.moved(n.Range()).Span()
	for i := range n.Entries() {
		e := &n.Entries()[i]
		e.KeySpan = m.moved(e.KeyRange()).Span()
		m.node(e.Value)
	}
	for _, item := range n.Items() {
		m.node(item)
	}
}

func (m *mover) moved(r Range) Range {
	if r.Start == r.End {
		at := m.offset(r.Start)
		return Range{Start: at, End: at}
	}
	return Range{Start: m.offset(r.Start), End: m.offset(r.End-1) + 1}
}

func (m *mover) offset(at int) int {
	i := sort.Search(len(m.cuts), func(i int) bool { return m.cuts[i].at > at }) - 1
	if i >= 0 {
		at += m.cuts[i].skipped
	}
	return m.start + at
}

// lineStart is where a line starts, counted from 1; the end of the content for
// lines that it does not have.
func lineStart(content []byte, line int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(content[at:], '\n')
		if next < 0 {
			return len(content)
		}
		at += next + 1
	}
	return at
}
