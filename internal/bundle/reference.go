package bundle

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/source"
)

// reference is a part of a text that the CLI replaces by a value: ${var.catalog},
// ${var.limits[0].calls}. What is written in another way is text, also where another tool
// would replace it: ${{ var.x }}, ${VAR.x}, ${var.end_}.
type reference struct {
	start, end int // in the text
	path       []pathStep
}

// pathStep is one step of a reference: a key, or an index where the key is "".
type pathStep struct {
	key   string
	index int
}

// in returns what a step leads to from a value, nil where it leads to nothing.
func (s pathStep) in(n *source.Node) *source.Node {
	switch {
	case s.key != "":
		return n.Get(s.key)
	case n.Kind == source.List && s.index < len(n.Items()):
		return n.Items()[s.index]
	}
	return nil
}

// The roots of what a reference may name. A reference to anything else is text.
var referenceRoots = []string{"var", "variables", "bundle", "workspace", "resources", "artifacts"}

// references returns the references in a text, in order. Of a reference in a reference it
// is the inner one.
func references(text string) []reference {
	var found []reference
	for at := 0; ; {
		i := strings.Index(text[at:], "${")
		if i < 0 {
			return found
		}
		at += i
		ref, ok := readReference(text, at)
		if !ok {
			at += len("${")
			continue
		}
		found = append(found, ref)
		at = ref.end
	}
}

// readReference reads the reference that begins at a place; false where none does.
func readReference(text string, start int) (reference, bool) {
	ref := reference{start: start}
	for at := start + len("${"); ; at++ {
		end := keyEnd(text, at)
		if end == at {
			return ref, false
		}
		ref.path = append(ref.path, pathStep{key: text[at:end]})
		if at = end; len(ref.path) > 1 {
			at = ref.indices(text, at)
		}
		switch {
		case at < len(text) && text[at] == '}':
			ref.end = at + 1
			return ref, slices.Contains(referenceRoots, ref.path[0].key)
		case at == len(text) || text[at] != '.':
			return ref, false
		}
	}
}

// indices reads the indices that follow on a key, and returns where they end.
func (r *reference) indices(text string, at int) int {
	for at < len(text) && text[at] == '[' {
		end := at + 1
		for end < len(text) && '0' <= text[end] && text[end] <= '9' {
			end++
		}
		if end == at+1 || end == len(text) || text[end] != ']' {
			return at
		}
		index, err := strconv.Atoi(text[at+1 : end])
		if err != nil {
			index = math.MaxInt
		}
		r.path = append(r.path, pathStep{index: index})
		at = end + 1
	}
	return at
}

// keyEnd returns the end of the key that begins at a place, the place itself where none
// does: a key begins with a letter and ends in a letter or a digit, with hyphens and
// underscores between them.
func keyEnd(text string, start int) int {
	letters := false // whether it may end here
	at := start
	for at < len(text) {
		r, width := utf8.DecodeRuneInString(text[at:])
		isWord := unicode.IsLetter(r) || at > start && unicode.IsNumber(r)
		if !isWord && (at == start || r != '-' && r != '_') {
			break
		}
		letters = isWord
		at += width
	}
	if !letters {
		return start
	}
	return at
}

// whole says whether a reference is all of a text: it then stands for a value of any kind.
func (r reference) whole(text string) bool { return r.start == 0 && r.end == len(text) }

// in returns a reference as it is written in its text.
func (r reference) in(text string) string { return text[r.start:r.end] }

// takenLiterally says whether a text holds what looks as if it were yet to be replaced and
// is not: the CLI leaves it as it is. Expressions of pipelines are left out, which may be
// replaced before the CLI sees them, and so are references to secrets.
func takenLiterally(text string) bool {
	found := false
	for at := 0; at < len(text); {
		opening, closing := delimitersAt(text[at:])
		if opening == "" {
			at++
			continue
		}
		start := at + len(opening)
		inner, _, closed := strings.Cut(text[start:min(len(text), start+longestLookalike)], closing)
		first, _, _ := strings.Cut(strings.TrimSpace(inner), ".")
		switch {
		case !closed || strings.TrimSpace(inner) == "":
			at = start
			continue
		case opening == "${{" && !slices.Contains(referenceRoots, first):
			return false
		case opening != "{{" || !namesSecret(inner):
			found = true
		}
		at = start + len(inner) + len(closing)
	}
	return found
}

// longestLookalike bounds the time that a text of opening delimiters takes, in bytes.
const longestLookalike = 1024

// delimitersAt returns the delimiters of what begins at the start of a text, "" where
// nothing does.
func delimitersAt(text string) (opening, closing string) {
	switch {
	case strings.HasPrefix(text, "${{"):
		return "${{", "}}"
	case strings.HasPrefix(text, "${"):
		return "${", "}"
	case strings.HasPrefix(text, "{{"):
		return "{{", "}}"
	}
	return "", ""
}

// namesSecret says whether what stands in double braces is the path of a secret.
func namesSecret(inner string) bool {
	first, _, ok := strings.Cut(strings.TrimSpace(inner), "/")
	return ok && (strings.EqualFold(first, "secrets") || strings.EqualFold(first, "secret"))
}

// hasReferences says whether a value is a text with references.
func hasReferences(n *source.Node) bool {
	return n != nil && n.Kind == source.String && len(references(n.Text)) > 0
}
