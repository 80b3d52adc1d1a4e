package check

import (
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

// asked says whether a person asked for an input: it is standard input, or was named.
// What cannot be read of it is then not passed over.
func (f *Files) asked(input source.Input) bool {
	return input.Piped() || input.Named() && !f.Hook
}

// blank is what came of an input without a character: a file may be, and a command
// that prints nothing failed.
func blank(input source.Input) fileResult {
	if !input.Piped() {
		return fileResult{skipped: true}
	}
	return fileResult{problems: []report.Problem{{File: input.File, Message: "is empty: did the command before it fail?"}}}
}

// unparsed is what came of a file in a language that is not parsed.
func unparsed(fault *source.Error) fileResult {
	if fault == nil {
		return fileResult{skipped: true}
	}
	return fileResult{problems: []report.Problem{problem(fault)}}
}

// answerErrors says which documents of an input that was asked for are errors of the
// API: whoever asked for several gateways at once has not got all of them.
func (f *Files) answerErrors(input source.Input, documents []*source.Document) []report.Problem {
	if !f.asked(input) {
		return nil
	}
	var list []report.Problem
	for _, doc := range documents {
		if code := gateway.AnswerError(doc); code != "" {
			list = append(list, problem(&source.Error{
				File: input.File, At: doc.Text.Position(doc.Root.Range.Start),
				Message: "is the error " + code + " of the API and no gateway configuration: correct what was asked for",
			}))
		}
	}
	return list
}

// askedInVain says of an input without a gateway what was asked for and is not there,
// nil where it may be passed over: a file that is something else may be named.
func (f *Files) askedInVain(input source.Input, text *source.Text, documents []*source.Document) []report.Problem {
	if !f.asked(input) || slices.ContainsFunc(documents, gateway.ListsNothing) {
		return nil
	}
	message := ""
	switch {
	case input.Piped() && slices.ContainsFunc(documents, state.Holds):
		message = "standard input holds a state file and no gateway configuration: name the file with --state"
	case input.Piped():
		message = "standard input holds no gateway configuration: did the command before it fail?"
	case f.Kind != gateway.Auto:
		message = "holds nothing that can be read as " + string(f.Kind) + ": leave --kind out to have it recognised"
	case isMarkdown(input.File) && len(documents) == 0 && gateway.WritesGateway(text.Bytes):
		message = "is Markdown and holds a gateway outside of a fenced yaml or json block: put it into one, or into a file of its own"
	default:
		return nil
	}
	return []report.Problem{{File: input.File, Message: message}}
}

// isMarkdown says by a file's name whether only its fenced blocks are read.
func isMarkdown(file string) bool {
	return slices.Contains([]string{".md", ".markdown"}, strings.ToLower(path.Ext(file)))
}
