package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// matrixPrinter writes which subject has which item of the checklist: a row for each
// subject, a column for each item that concerns any and that a run can decide.
type matrixPrinter struct {
	*textWriter
	Report
}

// manyRows is how many subjects are shown unless all are wanted.
const manyRows = 50

// matrixRow is a subject with what it is called.
type matrixRow struct {
	subjectRow

	label string
}

// print writes the subjects that have findings, or all of them, and says how many have
// none.
func (mp matrixPrinter) print(w io.Writer, all bool) error {
	if len(mp.Subjects) == 0 {
		return nil
	}
	rows, hidden := mp.rows(all)
	for _, part := range mp.parts(rows) {
		if err := part.write(w, rows); err != nil {
			return err
		}
	}
	if hidden > 0 {
		mp.paragraph("", fmt.Sprintf("%s %d more with findings; --matrix=all shows all", ellipsis, hidden))
	}
	mp.paragraph("", mp.without())
	mp.WriteString("\n")
	return nil
}

// rows are the subjects to show, and how many more there are that have findings. The
// worst of those are shown, and all in the order of the report.
func (mp matrixPrinter) rows(all bool) (rows []matrixRow, hidden int) {
	labels := map[string]int{}
	for _, row := range subjectRows(mp.Subjects) {
		label := joinWords(row.called(), row.where())
		labels[label]++
		if all || row.found() {
			rows = append(rows, matrixRow{row, label})
		}
	}
	if !all {
		slices.SortStableFunc(rows, func(a, b matrixRow) int {
			return cmp.Or(cmp.Compare(b.Error, a.Error), cmp.Compare(b.Warning, a.Warning), cmp.Compare(b.Note, a.Note))
		})
		hidden = max(len(rows)-manyRows, 0)
		rows = rows[:len(rows)-hidden]
	}
	for i, row := range rows {
		switch alike := labels[row.label] > 1; {
		case alike && row.Address != "":
			rows[i].label = joinWords(row.Address, row.where())
		case row.label == "" || alike && row.File != "":
			rows[i].label = cmp.Or(row.File, kindName(row.Kind))
		}
		rows[i].label = Visible(rows[i].label)
	}
	return rows, hidden
}

// without says how many subjects have no findings, and of how many of these not
// everything is known.
func (mp matrixPrinter) without() string {
	none, open := 0, 0
	rows := subjectRows(mp.Subjects)
	for _, row := range rows {
		if row.found() {
			continue
		}
		none++
		if len(row.Items.Unknown) > 0 {
			open++
		}
	}
	said := fmt.Sprintf("%d of %d without findings", none, len(rows))
	if open > 0 {
		said += fmt.Sprintf(", %d of these with items that are not decided", open)
	}
	return said
}

// columns are the items that a subject can have.
func (mp matrixPrinter) columns() []Item {
	return slices.DeleteFunc(slices.Clone(mp.Checklist), func(item Item) bool {
		return item.Status == StatusManual || item.Status == StatusNotApplicable ||
			slices.ContainsFunc(mp.NotChecked, func(n NotChecked) bool { return slices.Contains(n.Items, item.ID) })
	})
}

// matrixPart is as many columns of the matrix as stand beside each other.
type matrixPart struct {
	*textWriter

	title string
	// names and cell are the columns of a terminal that a name and an item take.
	names, cell int
	items       []Item
	heads       []string
	// last says that the number of errors stands behind the items; rules is the room for
	// the rules behind that.
	last  bool
	rules int
}

// parts divides the columns so that each part fits the width.
func (mp matrixPrinter) parts(rows []matrixRow) []matrixPart {
	const longest, errors, rules = 40, len("  errors"), len("  GW103 +9")
	items := mp.columns()
	ids := make([]string, 0, len(items))
	for _, item := range items {
		ids = append(ids, Visible(item.ID))
	}
	part := matrixPart{textWriter: mp.textWriter, title: Visible(mp.Tool.Policy), heads: shortIDs(ids), items: items, cell: 1}
	part.names = displaywidth.String(part.title)
	for _, row := range rows {
		part.names = max(part.names, displaywidth.String(row.label))
	}
	part.names = min(part.names, longest)
	for _, head := range part.heads {
		part.cell = max(part.cell, displaywidth.String(head))
	}
	if mp.width == 0 {
		part.last, part.rules = true, longest
		return []matrixPart{part}
	}
	part.names = min(part.names, max(mp.width/3, 8))
	part.cell = min(part.cell, mp.width-part.names-1)
	room := mp.width - part.names
	fit := max(room/(part.cell+1), 1)
	var parts []matrixPart
	for len(part.items) > fit {
		beside := part
		beside.items, beside.heads = part.items[:fit], part.heads[:fit]
		parts = append(parts, beside)
		part.items, part.heads = part.items[fit:], part.heads[fit:]
	}
	left := room - len(part.items)*(part.cell+1)
	if left < errors && len(part.items) > 0 {
		parts = append(parts, part)
		part.items, part.heads, left = nil, nil, room
	}
	part.last = true
	if part.rules = left - errors - len("  "); part.rules < rules-len("  ") {
		part.rules = 0
	}
	return append(parts, part)
}

// write writes a row for each subject, under the IDs.
func (mp matrixPart) write(w io.Writer, rows []matrixRow) error {
	if len(rows) == 0 {
		return nil
	}
	var head strings.Builder
	head.WriteString(pad(cut(mp.title, mp.names), mp.names))
	for _, id := range mp.heads {
		head.WriteString(" " + pad(cut(id, mp.cell), mp.cell))
	}
	if mp.last {
		head.WriteString("  errors")
	}
	mp.printf("%s\n", mp.style.strong.Sprint(strings.TrimRight(head.String(), " ")))
	for _, row := range rows {
		mp.row(row)
		if err := mp.relieve(w); err != nil {
			return err
		}
	}
	return nil
}

// row writes what a subject is called, a sign for each item, the number of errors and
// the rules.
func (mp matrixPart) row(row matrixRow) {
	label := cut(row.label, mp.names)
	if row.label == Visible(row.File) {
		label = cutBefore(row.label, mp.names)
	}
	mp.WriteString(pad(label, mp.names))
	for i, item := range mp.items {
		sign, _, ink := mp.status(row.Status(item))
		mp.WriteString(" " + ink.Sprint(sign))
		if i < len(mp.items)-1 || mp.last {
			mp.WriteString(strings.Repeat(" ", mp.cell-1))
		}
	}
	if mp.last {
		mp.printf("  %6s", strconv.Itoa(row.Error))
		if rules := fitted(row.Rules, mp.rules); rules != "" {
			mp.printf("  %s", rules)
		}
	}
	mp.WriteString("\n")
}

// fitted is as many words as there is room for, and how many more there are.
func fitted(words []string, room int) string {
	for n := len(words); n > 0; n-- {
		said := Visible(strings.Join(words[:n], " "))
		if n < len(words) {
			said += fmt.Sprintf(" +%d", len(words)-n)
		}
		if displaywidth.String(said) <= room {
			return said
		}
	}
	return ""
}

// cutBefore shortens text to a number of columns and keeps its end.
func cutBefore(s string, columns int) string {
	for i := range s {
		if i > 0 && displaywidth.String(s[i:]) < columns {
			return ellipsis + s[i:]
		}
		if i == 0 && displaywidth.String(s) <= columns {
			return s
		}
	}
	return s
}
