package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/schema"
)

// CheckFacet says why METADATA may not require a facet: the model does not have it. One
// that does not exist would never be unseen, and a rule that requires it would judge
// what was not seen.
func CheckFacet(facet string) error {
	path := strings.Split(facet, ".")
	return facetRoot(path[0]).has(path)
}

// CheckParam says why METADATA may not name a parameter: there is none of that name.
func CheckParam(name string) error {
	return model().Properties["context"].Properties["params"].has([]string{name})
}

// facetRoot is what a facet is a part of: the context of all subjects where its first
// name is one of what surrounds them, else the subject.
func facetRoot(first string) *field {
	context := model().Properties["context"]
	if first != "params" && context.Properties[first] != nil {
		return context
	}
	return model().Definitions["subject"]
}

// has reports the first name of a path that there is not.
func (f *field) has(path []string) error {
	for _, name := range path {
		for f.Items != nil {
			f = f.Items
		}
		next := f.Properties[name]
		if next == nil {
			return fmt.Errorf("the model has no %q there%s", name, instead(name, slices.Sorted(maps.Keys(f.Properties))))
		}
		f = next
	}
	return nil
}

// instead is the near name that was meant, or all that there are.
func instead(name string, known []string) string {
	switch near := schema.Nearest(name, known); {
	case near != "":
		return fmt.Sprintf("; did you mean %q?", near)
	case len(known) > 0:
		return "; it has: " + strings.Join(known, ", ")
	default:
		return ""
	}
}
