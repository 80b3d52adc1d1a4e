package check

import (
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// blank is what came of an input without a character: a file may be, and a command
// that prints nothing failed.
func blank(input source.Input) fileResult {
	if !input.Piped() {
		return fileResult{skipped: true}
	}
	return fileResult{problems: []report.Problem{{File: input.File, Message: "is empty: did the command before it fail?"}}}
}

// isMarkdown says by a file's name whether only its fenced blocks are read.
func isMarkdown(file string) bool {
	return slices.Contains([]string{".md", ".markdown"}, strings.ToLower(path.Ext(file)))
}
