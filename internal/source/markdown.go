package source

import "errors"

// parseMarkdown reads the documents that stand in the fenced blocks of a
// Markdown file. A block that does not parse does not keep the others from being
// read: the error joins one *Error for each such block. What is in there nobody
// knows, so it is masked.
func parseMarkdown(text *Text, limits Limits) ([]*Document, error) {
	var documents []*Document
	var faults []error
	for _, block := range fencedBlocks(text.Bytes) {
		found, err := block.parse(text, limits)
		end := block.content.Start
		for _, d := range found {
			d.Index = len(documents)
			documents = append(documents, d)
			end = max(end, d.Root.Range.End)
		}
		if err != nil {
			text.Mask(Range{Start: end, End: block.content.End})
			faults = append(faults, err)
		}
	}
	return documents, errors.Join(faults...)
}

// parse reads the documents of a block with their places in the file.
func (b fenced) parse(text *Text, limits Limits) ([]*Document, error) {
	content, move := b.dedent(text)
	read := parseYAML
	if b.syntax != yamlStream {
		read = func(text *Text, limits Limits) ([]*Document, error) { return parseJSON(text, limits, true) }
	}
	documents, err := read(content, limits)
	for _, d := range documents {
		d.Text = text
		move.node(d.Root)
	}
	if fault, ok := errors.AsType[*Error](err); ok {
		return documents, b.inFile(fault, text)
	}
	return documents, err
}

// inFile gives an error of a block its place in the file: the opening fence
// where it has none.
func (b fenced) inFile(fault *Error, text *Text) *Error {
	at := fault.At
	if at == (Position{}) {
		at = Position{Column: 1}
	} else if start := b.content.Start + lineStart(text.Bytes[b.content.Start:b.content.End], at.Line); start < b.content.End {
		at.Column += spaces(text.Bytes[start:], b.indent)
	}
	at.Line += b.line
	return &Error{File: text.File, At: at, Message: fault.Message}
}
