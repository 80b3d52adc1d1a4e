package state

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// Place says where a path of Value is written, or the nearest written thing
// above it: audit, <name>, probes, streaming_ok. It is false for a path that no
// part of the state has.
func (s *State) Place(path []string) (source.Place, bool) {
	pointer, ok := s.pointer(path)
	if !ok {
		return source.Place{}, false
	}
	return s.doc.Locate(pointer), true
}

func (s *State) pointer(path []string) ([]string, bool) {
	if len(path) == 0 {
		return nil, true
	}
	switch path[0] {
	case "audit":
		return s.inAudit(path[1:]), true
	case "roles":
		at := append([]string{RolesKey}, path[1:]...)
		return at[:min(len(at), 3)], true // which of several candidates is not told by its index
	case "otel_table_prefix":
		return []string{otelKey}, true
	case "inference_table_prefix":
		return []string{foundationKey, stepKey, prefixKey}, true
	}
	return nil, false
}

func (s *State) inAudit(path []string) []string {
	at := []string{AuditKey}
	if len(path) == 0 {
		return at
	}
	e, ok := s.audit[Bare(path[0])]
	if !ok {
		return append(at, path[0])
	}
	at = append(at, e.written)
	switch {
	case len(path) == 2 && path[1] == auditedAt:
		return append(at, auditedAt)
	case len(path) == 3 && path[1] == "probes":
		return append(at, s.keyOf(e, at, path[2]))
	}
	return at
}

// keyOf is the key that a probe is written under, also where its value is not
// one.
func (s *State) keyOf(e entry, at []string, probe string) string {
	if key, ok := e.at[probe]; ok {
		return key
	}
	written := s.doc.Root.Get(at[0]).Get(at[1])
	if names := []string{streaming, older}; slices.Contains(names, probe) {
		for _, name := range names {
			if written.Get(name) != nil {
				return name
			}
		}
	}
	return probe
}
