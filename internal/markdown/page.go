package markdown

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

const (
	margin = 4  // columns before code
	narrow = 20 // columns that text gets even where there are fewer
)

// page is a page in the making.
type page struct {
	strings.Builder

	style style
	width int
	// last is the kind of the block above.
	last kind
}

// block writes a block, a line below the one before; items stand together.
func (p *page) block(b block, first bool) {
	if !first && (b.kind != item || p.last != item) {
		p.WriteString("\n")
	}
	p.last = b.kind
	switch b.kind {
	case heading:
		p.heading(b)
	case item:
		indent := strings.Repeat(" ", b.indent)
		p.prose(spans(b.text), indent+b.marker+" ", indent+strings.Repeat(" ", len(b.marker)+1))
	case code:
		p.code(b)
	case table:
		p.table(b.rows)
	case paragraph:
		indent := strings.Repeat(" ", b.indent)
		p.prose(spans(b.text), indent, indent)
	}
}

func (p *page) heading(b block) {
	ink := p.style.heading
	if b.level == 1 {
		ink = p.style.title
	}
	for _, line := range p.style.flat().wrap(spans(b.text), p.width) {
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

func (p *page) code(b block) {
	indent := strings.Repeat(" ", b.indent+margin)
	for _, line := range b.lines {
		if strings.TrimSpace(line) != "" {
			p.WriteString(indent + p.style.code.Sprint(line))
		}
		p.WriteString("\n")
	}
}
