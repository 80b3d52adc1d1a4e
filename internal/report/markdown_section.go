package report

import (
	"fmt"
	"strings"
)

// markdownSection is a part of a page that may be too long: a table, or a list where it has no
// columns.
type markdownSection struct {
	title   string
	columns []string
	rows    int
	row     func(i int) string
	// elsewhere says where those are that have no room.
	elsewhere string
	// share is how much of the page it may take, in percent.
	share int
	// takesTheRest says that it may take what all others leave.
	takesTheRest bool
}

// begin is what stands before the rows.
func (s markdownSection) begin() string {
	head := "\n### " + s.title + "\n\n"
	if len(s.columns) == 0 {
		return head
	}
	return head + "| " + strings.Join(s.columns, " | ") + " |\n|" + strings.Repeat(" --- |", len(s.columns)) + "\n"
}

// note says how many rows are left out.
func (s markdownSection) note(left int) string {
	return fmt.Sprintf("\n%d more have no room here: %s.\n", left, s.elsewhere)
}

// fixed is how many bytes it takes without any row.
func (s markdownSection) fixed() int {
	if s.rows == 0 {
		return 0
	}
	return len(s.begin()) + len(s.note(s.rows))
}

// write writes as many rows as take no more than so many bytes, and counts the others.
func (s markdownSection) write(most int) string {
	if s.rows == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(s.begin())
	for i := range s.rows {
		row := s.row(i)
		if most -= len(row); most < 0 {
			return b.String() + s.note(s.rows-i)
		}
		b.WriteString(row)
	}
	return b.String()
}

// markdownRow is a row of a table. The cells are Markdown.
func markdownRow(cells ...string) string { return "| " + strings.Join(cells, " | ") + " |\n" }
