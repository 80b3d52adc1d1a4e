package state

import (
	"slices"
	"strconv"

	"github.com/gwlint/gwlint/internal/source"
)

// Repeat is a key that is written again: in the same map, or, of a part of the
// state, in another document of the file.
type Repeat struct {
	// Pointer leads to it in Document.
	Pointer []string
	// Range is where the later one stands.
	Range source.Range
}

// Repeats lists the repeated keys in the parts of the state, in the order that
// they are written.
func (s *State) Repeats() []Repeat {
	all := slices.Clone(s.repeats)
	for _, e := range s.doc.Root.Entries {
		switch e.Key {
		case AuditKey, RolesKey, otelKey, foundationKey:
			all = below(all, []string{e.Key}, e)
		}
	}
	slices.SortStableFunc(all, func(a, b Repeat) int { return a.Range.Start - b.Range.Start })
	return slices.CompactFunc(all, func(a, b Repeat) bool { return a.Range == b.Range })
}

// below adds what is repeated at an entry and below it. Of the foundation only
// what the gateway's step has is looked at.
func below(all []Repeat, at []string, e source.Entry) []Repeat {
	if e.Repeats {
		all = append(all, Repeat{Pointer: slices.Clone(at), Range: e.KeyRange})
	}
	for _, child := range e.Value.Entries {
		if len(at) == 1 && at[0] == foundationKey && child.Key != stepKey {
			continue
		}
		all = below(all, append(at, child.Key), child)
	}
	for i, item := range e.Value.Items {
		all = below(all, append(at, strconv.Itoa(i)), source.Entry{Value: item})
	}
	return all
}
