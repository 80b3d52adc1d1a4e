package gateway

import (
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// ListsNothing says whether a document is the answer to a list that has no elements:
// an empty list, or an empty page of one.
func ListsNothing(doc *source.Document) bool {
	root := doc.Root
	return root != nil && (root.Kind == source.List && len(root.Items()) == 0 || root.Kind == source.Map && isEmptyPage(root))
}

// errorCode is how the API writes what kind of error an answer is.
var errorCode = regex.Lazy(`^[A-Z][A-Z0-9_]{0,60}$`)

// AnswerError says which error of the API a document is, "" where it is none.
func AnswerError(doc *source.Document) string {
	code := plain(doc.Root.Get("error_code"))
	if doc.Root.Get("message") == nil || !errorCode().MatchString(code) {
		return ""
	}
	return code
}
