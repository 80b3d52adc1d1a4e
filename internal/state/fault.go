package state

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// invalid adds a value that counts as not set.
func (s *State) invalid(at []string, expected string) {
	s.faults = append(s.faults, schema.Violation{
		Kind: schema.InvalidValue, Pointer: slices.Clone(at), Key: at[len(at)-1], Expected: expected,
	})
}

// misspelt adds the keys of a map that are near a known one. Others are fine:
// people keep what they like there.
func (s *State) misspelt(at []string, n *source.Node, known []string) {
	for _, e := range last(n) {
		if nearest := schema.Misspelt(e.Key, known); nearest != "" {
			s.faults = append(s.faults, schema.Violation{
				Kind: schema.UnknownKey, Pointer: append(slices.Clone(at), e.Key), Key: e.Key, Nearest: nearest,
			})
		}
	}
}

// Violations lists where the parts of the state depart from their schema, with
// pointers into Document. An error means that the schema itself is broken.
func (s *State) Violations() ([]schema.Violation, error) {
	ours := map[string]any{}
	for _, key := range []string{AuditKey, RolesKey, otelKey} {
		if n := s.doc.Root.Get(key); n != nil {
			ours[key] = n.Plain(unresolved)
		}
	}
	if foundation := s.doc.Root.Get(foundationKey); foundation.Get(stepKey) != nil {
		ours[foundationKey] = map[string]any{stepKey: foundation.Get(stepKey).Plain(unresolved)}
	}
	found, err := schema.Validate(schema.State, ours)
	if err != nil {
		return nil, err
	}
	return append(found, s.faults...), nil
}
