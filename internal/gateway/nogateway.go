package gateway

import (
	"regexp"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// ListsNothing says whether a document is the answer to a list that has no elements:
// an empty list, or an empty page of one.
func ListsNothing(doc *source.Document) bool {
	root := doc.Root
	return root != nil && (root.Kind == source.List && len(root.Items) == 0 || root.Kind == source.Map && isEmptyPage(root))
}

// errorCode is how the API writes what kind of error an answer is.
var errorCode = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,60}$`)

// AnswerError says which error of the API a document is, "" where it is none.
func AnswerError(doc *source.Document) string {
	code := plain(doc.Root.Get("error_code"))
	if doc.Root.Get("message") == nil || !errorCode.MatchString(code) {
		return ""
	}
	return code
}

// bundleRoots are the names that the root of a bundle may have.
var bundleRoots = []string{"databricks.yml", "databricks.yaml", "bundle.yml", "bundle.yaml"}

// BundleRoots are the names that the root of a bundle may have.
func BundleRoots() []string { return slices.Clone(bundleRoots) }

// IsBundleRoot says by a file's name whether it may be the root of a bundle.
func IsBundleRoot(name string) bool { return slices.Contains(bundleRoots, name) }
