package markdown

import (
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// gap is how many blanks part two columns.
const gap = 2

// table writes rows in columns. What is in the last column goes on below itself
// where the page is too narrow; the others are names, and are kept whole. A
// header without words only belongs to Markdown.
func (p *page) table(rows [][]string) {
	headed := slices.ContainsFunc(rows[0], func(cell string) bool { return cell != "" })
	if !headed {
		rows = rows[1:]
	}
	widths := p.widths(rows)
	for i, row := range rows {
		p.row(row, widths, headed && i == 0)
	}
}

// widths are the columns that all but the last cell of a row take.
func (p *page) widths(rows [][]string) []int {
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

// columns is how many columns prose takes on one line.
func (s style) columns(text string) int {
	n := 0
	for _, p := range s.prose(spans(text)) {
		n += displaywidth.String(p.text)
	}
	return n
}

func (p *page) row(row []string, widths []int, header bool) {
	style, ink := p.style, newStyle(Options{}).strong
	if header {
		style, ink = p.style.flat(), p.style.strong
	}
	const endless = 1 << 20
	before, used := "", 0
	last := len(row) - 1
	for i, cell := range row[:last] {
		before += ink.Sprint(style.wrap(spans(cell), endless)[0])
		before += strings.Repeat(" ", widths[i]-style.columns(cell)+gap)
		used += widths[i] + gap
	}
	for _, line := range style.wrap(spans(row[last]), max(p.width-used, narrow)) {
		p.WriteString(strings.TrimRight(before+ink.Sprint(line), " ") + "\n")
		before = strings.Repeat(" ", used)
	}
}
