package state

import (
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Value is the state as rules read it: context.state of the model's schema.
// Names of endpoints are without the catalog of Databricks' own models; a probe
// whose result is not written is not there, nor is whether a role needs streaming
// while that is yet to be filled in. The zero State is that of a run without a
// state file.
func (s *State) Value() map[string]any {
	audit := make(map[string]any, len(s.audit))
	for name, e := range s.audit {
		probes := make(map[string]any, len(e.probes))
		for probe, ok := range e.probes {
			probes[probe] = ok
		}
		audit[name] = map[string]any{"probes": probes, "audited_at": e.audited, "open": texts(e.open)}
	}
	roles := make(map[string]any, len(s.roles))
	for _, r := range s.roles {
		role := map[string]any{
			"listed": true, "endpoint": r.Endpoint, "pending": r.Pending, "candidates": texts(r.Candidates),
			"selected_after_probe": r.Selected, "streaming_required": r.Streaming, "bare": r.Bare,
		}
		if slices.Contains(r.Open, "streaming_required") {
			delete(role, "streaming_required")
		}
		roles[r.Name] = role
	}
	return map[string]any{
		"audit": audit, "roles": roles,
		"otel_table_prefix":      s.values["otel_table_prefix"],
		"inference_table_prefix": s.values["inference_table_prefix"],
	}
}

func texts(list []string) []any {
	all := make([]any, 0, len(list))
	for _, text := range list {
		all = append(all, text)
	}
	return all
}

// Unseen says of which parts nothing is known, and why, by their facets:
// state.audit, state.roles, state.otel_table_prefix, state.inference_table_prefix.
func (s *State) Unseen() map[string]string { return maps.Clone(s.unseen) }

// object returns a part that must be a map, nil when it is not to be seen.
func (s *State) object(n *source.Node, key, facet string) *source.Node {
	if n != nil && n.Kind == source.Map {
		return n
	}
	s.unseen[facet] = s.why(n, key, "an object")
	return nil
}

func (s *State) readPrefix(n *source.Node, key, name string) {
	if isText(n) {
		s.values[name] = n.Text
		return
	}
	s.unseen["state."+name] = s.why(n, key, "a string")
}

// why says what keeps a part from being seen.
func (s *State) why(n *source.Node, key, expected string) string {
	switch {
	case n == nil && s.broken:
		return "a part of the state file cannot be read, and the rest has no '" + key + "'"
	case n == nil:
		return "the state file has no '" + key + "'"
	case n.Kind == source.Null || n.Kind == source.String && strings.TrimSpace(n.Text) == "":
		return "'" + key + "' is empty in the state file"
	case unresolved(n):
		return "'" + key + "' is not filled in yet in the state file"
	default:
		return "'" + key + "' must be " + expected + ", and counts as not read"
	}
}

// isText says whether a value is a text that somebody has filled in.
func isText(n *source.Node) bool {
	return n != nil && n.Kind == source.String && strings.TrimSpace(n.Text) != "" && !unresolved(n)
}

// blanks are how what is yet to be filled in begins and ends. No name of an
// endpoint or a table has any of these.
var blanks = [][2]string{{"<", ">"}, {"${", "}"}, {"{{", "}}"}}

// unresolved says whether a value, or a part of it, is yet to be filled in:
// <pending>, ${var.x}.
func unresolved(n *source.Node) bool {
	if n.Kind != source.String {
		return false
	}
	for _, b := range blanks {
		if start := strings.Index(n.Text, b[0]); start >= 0 && strings.Contains(n.Text[start:], b[1]) {
			return true
		}
	}
	return false
}
