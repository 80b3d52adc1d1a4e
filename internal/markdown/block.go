package markdown

import (
	"regexp"
	"strings"
)

type kind int

const (
	paragraph kind = iota
	heading
	item
	code
	table
)

// block is a part of a page that stands below the one before.
type block struct {
	kind kind
	// level is that of a heading, indent the column at which other blocks begin.
	level, indent int
	// marker is what an item begins with.
	marker string
	// text is prose, its lines joined; lines are code; rows the cells of a table.
	text  string
	lines []string
	rows  [][]string
}

var (
	fenceForm   = regexp.MustCompile("^( *)(`{3,}|~{3,})[^`]*$")
	headingForm = regexp.MustCompile(`^(#{1,6}) +(.*?)(?: +#+)?$`)
	itemForm    = regexp.MustCompile(`^( *)([-*+]|\d{1,9}[.)]) +(.*)$`)
	ruleForm    = regexp.MustCompile(`^\|[ :|-]*-[ :|-]*$`)
)

// parser reads a page line by line.
type parser struct {
	lines  []string
	blocks []block
	// open says that the next line of prose goes on with the last block.
	open bool
}

func parse(text string) []block {
	p := parser{lines: strings.Split(text, "\n")}
	for len(p.lines) > 0 {
		p.next()
	}
	return p.blocks
}

// next reads one line, or all lines of a comment, of code or of a table.
func (p *parser) next() {
	line := strings.TrimRight(p.lines[0], " ")
	inner := strings.TrimLeft(line, " ")
	switch {
	case inner == "":
		p.open, p.lines = false, p.lines[1:]
	case strings.HasPrefix(inner, "<!--"):
		p.comment()
	case fenceForm.MatchString(line):
		p.fenced(fenceForm.FindStringSubmatch(line))
	case strings.HasPrefix(inner, "|"):
		p.table()
	case headingForm.MatchString(line):
		m := headingForm.FindStringSubmatch(line)
		p.add(block{kind: heading, level: len(m[1]), text: m[2]}, false)
	case itemForm.MatchString(line):
		m := itemForm.FindStringSubmatch(line)
		p.add(block{kind: item, indent: len(m[1]), marker: m[2], text: m[3]}, true)
	case p.open:
		p.blocks[len(p.blocks)-1].text += " " + inner
		p.lines = p.lines[1:]
	default:
		p.add(block{kind: paragraph, indent: p.under(len(line) - len(inner)), text: inner}, true)
	}
}

// add adds a block of one line, which more prose may go on with.
func (p *parser) add(b block, open bool) {
	p.blocks = append(p.blocks, b)
	p.open, p.lines = open, p.lines[1:]
}

// under is the column of a block that is written at some column: 0, unless the
// block belongs to the item above.
func (p *parser) under(column int) int {
	if column == 0 || len(p.blocks) == 0 {
		return 0
	}
	last := p.blocks[len(p.blocks)-1]
	if last.kind == item {
		return last.indent + len(last.marker) + 1
	}
	return min(last.indent, column)
}

// comment drops lines up to the end of a comment.
func (p *parser) comment() {
	for len(p.lines) > 0 {
		line := p.lines[0]
		p.lines = p.lines[1:]
		if strings.Contains(line, "-->") {
			break
		}
	}
	p.open = false
}

// fenced reads code up to a fence at least as long as the one that opens it.
func (p *parser) fenced(opening []string) {
	margin, mark := opening[1], opening[2]
	b := block{kind: code, indent: p.under(len(margin))}
	p.open, p.lines = false, p.lines[1:]
	for len(p.lines) > 0 {
		line := p.lines[0]
		p.lines = p.lines[1:]
		if end := strings.TrimSpace(line); len(end) >= len(mark) && strings.Trim(end, mark[:1]) == "" {
			break
		}
		for range margin {
			line = strings.TrimPrefix(line, " ")
		}
		b.lines = append(b.lines, line)
	}
	p.blocks = append(p.blocks, b)
}

// table reads rows; the line below the header only says that there is one.
func (p *parser) table() {
	b := block{kind: table}
	for len(p.lines) > 0 && strings.HasPrefix(strings.TrimSpace(p.lines[0]), "|") {
		if line := strings.TrimSpace(p.lines[0]); !ruleForm.MatchString(line) {
			b.rows = append(b.rows, cells(line))
		}
		p.lines = p.lines[1:]
	}
	p.open = false
	if len(b.rows) > 0 {
		p.blocks = append(p.blocks, b)
	}
}

// cells parts a row at the bars that no backslash stands before.
func cells(line string) []string {
	const bar = "\x00"
	line = strings.ReplaceAll(strings.TrimPrefix(line, "|"), `\|`, bar)
	list := strings.Split(strings.TrimSuffix(line, "|"), "|")
	for i := range list {
		list[i] = strings.TrimSpace(strings.ReplaceAll(list[i], bar, "|"))
	}
	return list
}
