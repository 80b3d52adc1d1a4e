package markdown

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

const (
	margin = 4  // columns before code
	narrow = 20 // columns that text gets even where there are fewer
	gap    = 2  // blanks between two columns of a table
)

// page is the text of a page for a terminal, written block by block as the tree of
// its Markdown is walked.
type page struct {
	strings.Builder

	source []byte // the Markdown
	style  style
	width  int
	// begun says that there is a block above, item that it is one of a list.
	begun, item bool
}

// blocks writes the blocks of a container, each behind an indent.
func (p *page) blocks(container ast.Node, indent string) {
	for n := container.FirstChild(); n != nil; n = n.NextSibling() {
		p.block(n, indent)
	}
}

func (p *page) block(n ast.Node, indent string) {
	switch n := n.(type) {
	case *ast.Heading:
		p.heading(n)
	case *ast.Paragraph, *ast.TextBlock:
		p.part(false)
		p.prose(spansOf(n, p.source), indent, indent)
	case *ast.List:
		p.list(n, indent)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		p.code(n.Lines(), indent)
	case *ast.HTMLBlock:
		p.html(n, indent)
	case *ast.ThematicBreak:
		p.part(false)
		p.WriteString(indent + "---\n")
	case *tables.Table:
		p.table(n)
	case *ast.Blockquote:
		p.blocks(n, indent+"> ")
	default:
		p.blocks(n, indent)
	}
}

// part leaves a line free between two blocks; items of lists stand together.
func (p *page) part(item bool) {
	if p.begun && (!item || !p.item) {
		p.WriteString("\n")
	}
	p.begun, p.item = true, item
}

func (p *page) heading(n *ast.Heading) {
	p.part(false)
	ink := p.style.heading
	if n.Level == 1 {
		ink = p.style.title
	}
	for _, line := range p.style.flat().wrap(spansOf(n, p.source), p.width) {
		p.WriteString(ink.Sprint(line) + "\n")
	}
}

// prose writes lines, the first behind a beginning of its own.
func (p *page) prose(list []span, first, others string) {
	beginning := first
	for _, line := range p.style.wrap(list, max(p.width-displaywidth.String(first), narrow)) {
		p.WriteString(strings.TrimRight(beginning+line, " ") + "\n")
		beginning = others
	}
}

// list writes items, each behind its marker; what else an item holds stands below
// its text.
func (p *page) list(n *ast.List, indent string) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		marker := string(n.Marker)
		if n.IsOrdered() {
			marker = fmt.Sprintf("%d%s", number, marker)
			number++
		}
		inner := indent + strings.Repeat(" ", len(marker)+1)
		first := item.FirstChild()
		p.part(true)
		var said []span
		if first != nil && (first.Kind() == ast.KindTextBlock || first.Kind() == ast.KindParagraph) {
			said, first = spansOf(first, p.source), first.NextSibling()
		}
		p.prose(said, indent+marker+" ", inner)
		for ; first != nil; first = first.NextSibling() {
			p.block(first, inner)
		}
	}
}

func (p *page) code(lines *text.Segments, indent string) {
	p.part(false)
	indent += strings.Repeat(" ", margin)
	for _, segment := range lines.Sliced(0, lines.Len()) {
		line := strings.TrimSuffix(string(segment.Value(p.source)), "\n")
		if strings.TrimSpace(line) != "" {
			p.WriteString(indent + p.style.code.Sprint(line))
		}
		p.WriteString("\n")
	}
}

// html writes a block of HTML as it is; a comment is left out.
func (p *page) html(n *ast.HTMLBlock, indent string) {
	if n.HTMLBlockType == ast.HTMLBlockType2 {
		return
	}
	p.part(false)
	written := string(n.Lines().Value(p.source))
	if n.HasClosure() {
		written += string(n.ClosureLine.Value(p.source))
	}
	for line := range strings.Lines(written) {
		p.WriteString(strings.TrimRight(indent+line, " \n") + "\n")
	}
}

// table writes rows in columns. What is in the last column goes on below itself
// where the page is too narrow; the others are names, and are kept whole. A
// header without words only belongs to Markdown.
func (p *page) table(n *tables.Table) {
	var rows [][][]span
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]span
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, spansOf(cell, p.source))
		}
		rows = append(rows, cells)
	}
	p.part(false)
	headed := slices.ContainsFunc(rows[0], func(cell []span) bool { return len(cell) > 0 })
	if !headed {
		rows = rows[1:]
	}
	widths := p.widths(rows)
	for i, row := range rows {
		p.row(row, widths, headed && i == 0)
	}
}

// widths are the columns that all but the last cell of a row take.
func (p *page) widths(rows [][][]span) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row[:len(row)-1] {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], p.style.columns(cell))
		}
	}
	return widths
}

func (p *page) row(row [][]span, widths []int, header bool) {
	style, ink := p.style, newStyle(Options{}).strong
	if header {
		style, ink = p.style.flat(), p.style.strong
	}
	const endless = 1 << 20
	before, used := "", 0
	last := len(row) - 1
	for i, cell := range row[:last] {
		before += ink.Sprint(style.wrap(cell, endless)[0])
		before += strings.Repeat(" ", widths[i]-style.columns(cell)+gap)
		used += widths[i] + gap
	}
	for _, line := range style.wrap(row[last], max(p.width-used, narrow)) {
		p.WriteString(strings.TrimRight(before+ink.Sprint(line), " ") + "\n")
		before = strings.Repeat(" ", used)
	}
}
