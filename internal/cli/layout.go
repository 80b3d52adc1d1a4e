package cli

import (
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/report"
)

// leastColumn is the number of columns below which text in a table reads worse than
// below it.
const leastColumn = 20

// writeTable writes rows with the cells below each other, within so many columns, or as
// long as they are for 0. The last cell of a row goes on below itself.
func writeTable(w io.Writer, width int, rows [][]string) error {
	var widths []int
	for _, row := range rows {
		for i, cell := range row[:len(row)-1] {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], displaywidth.String(cell))
		}
	}
	used := 0
	for _, columns := range widths {
		used += columns + 2
	}
	var text strings.Builder
	for _, row := range rows {
		writeRow(&text, width, used, widths, row)
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// writeRow writes one row, of which all cells but the last take so many columns.
func writeRow(text *strings.Builder, width, used int, widths []int, row []string) {
	last := row[len(row)-1]
	lines, indent := []string{last}, used
	switch {
	case width > 0 && width-used < leastColumn:
		last = strings.TrimSpace(strings.Join(row, " "))
		lines, indent = report.Wrap(last, width-2), 2
		row = row[:0]
	case width > 0:
		lines = report.Wrap(last, width-used)
	}
	line := ""
	for i := 0; i < len(row)-1; i++ {
		line += row[i] + strings.Repeat(" ", widths[i]-displaywidth.String(row[i])+2)
	}
	text.WriteString(strings.TrimRight(line+lines[0], " ") + "\n")
	for _, more := range lines[1:] {
		text.WriteString(strings.Repeat(" ", indent) + more + "\n")
	}
}

// reflow lays prose out within so many columns. Paragraphs that are lists or code keep
// their lines, and so does what fits already.
func reflow(text string, width int) string {
	if width <= 0 {
		return text
	}
	paragraphs := strings.Split(text, "\n\n")
	for i, paragraph := range paragraphs {
		lines := strings.Split(paragraph, "\n")
		fits, prose := true, true
		for _, line := range lines {
			fits = fits && displaywidth.String(line) <= width
			prose = prose && line != "" && !strings.HasPrefix(line, "```") && !strings.ContainsAny(line[:1], " \t-*|#")
		}
		if !fits && prose {
			paragraphs[i] = strings.Join(report.Wrap(paragraph, width), "\n")
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// layHelp has the help of all commands stay within so many columns; examples stay as
// they are, to be copied.
func layHelp(root *cobra.Command, width int) {
	if width <= 0 {
		return
	}
	var lay func(command *cobra.Command)
	lay = func(command *cobra.Command) {
		command.Long = reflow(command.Long, width)
		for _, below := range command.Commands() {
			lay(below)
		}
	}
	lay(root)
}
