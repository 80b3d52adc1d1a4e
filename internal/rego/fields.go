package rego

import (
	"reflect"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// Fields says of the model's fields what their Go types do not. All of it is
// about speed but Identity, WorkspaceIdentity, Facts and FactLists.
type Fields struct {
	// Identity are the fields of a subject that every source shows, so that no
	// rule needs to require them.
	Identity []string
	// WorkspaceIdentity are the fields by which a workspace rule distinguishes subjects
	// apart.
	WorkspaceIdentity [][]string
	// Facts are the parts of the context that may be unseen, and FactLists the
	// lists in them.
	Facts, FactLists []string
	// PerSubject are the texts that hardly two subjects share, and LowCardinality
	// those that have only a few values.
	PerSubject, LowCardinality []string
	// Numbers are those that differ where all else that is read beside them agrees.
	Numbers []string
	// LiveOnly is the part that only a workspace shows.
	LiveOnly string
	// Sparse is a part of which there is seldom anything.
	Sparse string
}

// IsFact says whether a facet is not a subject's but of the facts beside all of
// them.
func (f Fields) IsFact(facet string) bool {
	name, _, _ := strings.Cut(facet, ".")
	return slices.Contains(f.Facts, name)
}

func (f Fields) isPerSubject(path string) bool { return slices.Contains(f.PerSubject, path) }

func (f Fields) isNumber(path string) bool { return slices.Contains(f.Numbers, path) }

func (f Fields) isLiveOnly(path string) bool {
	return path == f.LiveOnly || strings.HasPrefix(path, f.LiveOnly+".")
}

// covers says whether requiring one facet is enough to read a path: the path
// itself, something it is a part of, or, where the path ends in a list, what
// the rule needs of the list's elements.
func (f Fields) covers(required string, path []string) bool {
	read := strings.Join(path, ".")
	return required == read ||
		strings.HasPrefix(read, required+".") ||
		strings.HasPrefix(required, read+".") && f.isList(path)
}

// shownPaths are what a question looks at of the paths that it reads, which end at
// a list: of that, what the rule requires of its elements, and not what they are
// called. Two gateways that serve the same look the same to it then. A test holds
// the shipped rules to reading no more.
func (f Fields) shownPaths(paths [][]string, requires []string) [][]string {
	var shown [][]string
	for _, path := range paths {
		whole := strings.Join(path, ".") + "."
		n := len(shown)
		for _, facet := range requires {
			if strings.HasPrefix(facet, whole) && f.isList(path) {
				shown = append(shown, strings.Split(facet, "."))
			}
		}
		if len(shown) == n {
			shown = append(shown, path)
		}
	}
	return shown
}

func (f Fields) isList(path []string) bool {
	if len(path) > 0 && f.IsFact(path[0]) {
		return slices.Contains(f.FactLists, strings.Join(path, "."))
	}
	in := reflect.TypeFor[gateway.Subject]()
	for _, name := range path {
		if in.Kind() != reflect.Struct {
			return in.Kind() == reflect.Slice
		}
		index, ok := fieldIndex(in, name)
		if !ok {
			return false
		}
		in = in.Field(index).Type
	}
	return in.Kind() == reflect.Slice
}

// workspacePaths are what a workspace rule is shown of each subject: which one it
// is, and what the rule requires.
func (f Fields) workspacePaths(rule rules.Rule) [][]string {
	paths := slices.Clone(f.WorkspaceIdentity)
	for _, facet := range rule.Requires {
		if !f.IsFact(facet) {
			paths = append(paths, strings.Split(facet, "."))
		}
	}
	return paths
}

// factsOf are the paths of the context that may be unseen.
func (f Fields) factsOf(context [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(context), func(path []string) bool { return !f.IsFact(path[0]) })
}
