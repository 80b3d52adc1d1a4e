package report

// What other documents that gwlint writes have in common with reports.

// JSON lays a value out as a person can read it. No character that a terminal acts on, or that
// hides, stands as itself.
func JSON(v any) ([]byte, error) {
	encoded, err := marshal(v, "")
	return append(encoded, '\n'), err
}

// MarkdownName writes a name or a place of the input as code.
func MarkdownName(s string) string { return markdownName(s) }

// MarkdownSentence writes a sentence as Markdown that shows it as it is: what stands in backticks
// is code, and nothing else means anything.
func MarkdownSentence(s string) string { return markdownSentence(s) }

// MarkdownRow writes a row of a table, of cells that are Markdown.
func MarkdownRow(cells ...string) string { return markdownRow(cells...) }

// SubjectName names a subject as a reader would: endpoint `chat`.
func SubjectName(kind, name string) string {
	if name == "" {
		return kindName(kind)
	}
	return kindName(kind) + " `" + Visible(name) + "`"
}
