package rego

import (
	"slices"
	"strings"
)

// Fields says of the model's fields what their Go types do not. All of it is
// about speed but Identity, WorkspaceIdentity, Facts and FactLists.
type Fields struct {
	// Identity are the fields of a subject that every source shows, so that no
	// rule needs to require them.
	Identity []string
	// WorkspaceIdentity are the fields by which a workspace rule tells subjects
	// apart.
	WorkspaceIdentity [][]string
	// Facts are the parts of the context that may be unseen, and FactLists the
	// lists in them.
	Facts, FactLists []string
	// PerSubject are the texts that hardly two subjects share, and LowCardinality
	// those that have only a few values.
	PerSubject, LowCardinality []string
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

func (f Fields) isLiveOnly(path string) bool {
	return path == f.LiveOnly || strings.HasPrefix(path, f.LiveOnly+".")
}
