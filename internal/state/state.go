// Package state reads a state file: which endpoint serves which role, and what
// the probes of each endpoint found. It knows where each of them is written and
// what is unresolved, and refuses to know what a rule makes of it.
package state

import (
	"maps"
	"slices"
	"strconv"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// The keys of a state file, at the top of any of its documents.
const (
	AuditKey      = "endpoint_guardrail_audit"
	RolesKey      = "llm_role_endpoints"
	otelKey       = "otel_table_prefix"
	foundationKey = "Foundation"
	stepKey       = "f4_gateway"
	prefixKey     = "inference_table_prefix"
)

// State is what a state file says.
type State struct {
	documents  []*source.Document
	incomplete bool             // there is more in the file, which cannot be read
	document   *source.Document // all of them as one
	repeats    []Repeat

	audit      map[string]auditEntry // by the endpoint's bare name
	roles      []Role
	values     map[string]string // the two prefixes
	unseen     map[string]string // why, by facet
	violations []schema.Violation
}

// Role is what a state file says of one role.
type Role struct {
	Name string
	// Endpoint is the name that the role is bound to, "" while it is not.
	Endpoint string
	// Pending says that no endpoint is bound to the role yet.
	Pending bool
	// Candidates are the endpoints that may serve the role, best first; the bound
	// endpoint alone where none are written. An unresolved one is "".
	Candidates []string
	// Selected is selected_after_probe.
	Selected bool
	// Streaming is streaming_required, which is true where it is not written.
	Streaming bool
	// Bare says that an endpoint is written, and nothing of candidates and of a
	// probe's choice.
	Bare bool
	// Open are the keys beside the endpoint whose values are unresolved.
	Unresolved []string
}

// auditEntry is the audit of one endpoint.
type auditEntry struct {
	written    string // its name as it is written
	probes     map[string]bool
	at         map[string]string // the key that each probe is written under
	audited    string            // RFC 3339, "" when it is not known
	unresolved []string          // keys that may be a probe's and hold no result
}

// Holds says whether a document has any of a state file's keys in its place.
func Holds(doc *source.Document) bool {
	root := doc.Root
	if root == nil || root.Kind != source.Map {
		return false
	}
	return root.Get(AuditKey) != nil || root.Get(RolesKey) != nil || root.Get(otelKey) != nil ||
		root.Get(foundationKey).Get(stepKey) != nil
}

// New reads the documents of one file. What several of them hold is put
// together; of a part that two of them hold the first one counts.
func New(text *source.Text, documents []*source.Document) *State {
	return build(text, documents, false)
}

// Text is the text of the whole file.
func (s *State) Text() *source.Text { return s.document.Text }

// Documents are those that the state was read from, in their order.
func (s *State) Documents() []*source.Document { return s.documents }

// Document is all of them as one, in which the parts of the state lie as if
// they were written together. Its places are those of the file.
func (s *State) Document() *source.Document { return s.document }

// Roles lists the roles in the order they are written. Names of endpoints are
// without the catalog of Databricks' own models.
func (s *State) Roles() []Role { return slices.Clone(s.roles) }

// Value is the state as rules read it: context.state of the model's schema.
// Names of endpoints are without the catalog of Databricks' own models; a probe
// whose result is not written is not there, nor is whether a role needs streaming
// while that is unresolved. The zero State is that of a run without a
// state file.
func (s *State) Value() map[string]any {
	audit := make(map[string]any, len(s.audit))
	for name, e := range s.audit {
		probes := make(map[string]any, len(e.probes))
		for probe, ok := range e.probes {
			probes[probe] = ok
		}
		audit[name] = map[string]any{"probes": probes, "audited_at": e.audited, "open": anyList(e.unresolved)}
	}
	roles := make(map[string]any, len(s.roles))
	for _, r := range s.roles {
		role := map[string]any{
			"listed": true, "endpoint": r.Endpoint, "pending": r.Pending, "candidates": anyList(r.Candidates),
			"selected_after_probe": r.Selected, "streaming_required": r.Streaming, "bare": r.Bare,
		}
		if slices.Contains(r.Unresolved, "streaming_required") {
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

func anyList(list []string) []any {
	all := make([]any, 0, len(list))
	for _, text := range list {
		all = append(all, text)
	}
	return all
}

// Unseen says of which parts nothing is known, and why, by their facets:
// state.audit, state.roles, state.otel_table_prefix, state.inference_table_prefix.
func (s *State) Unseen() map[string]string { return maps.Clone(s.unseen) }

// Violations lists where the parts of the state depart from their schema, with
// pointers into Document. An error means that the schema itself is broken.
func (s *State) Violations() ([]schema.Violation, error) {
	ours := map[string]any{}
	for _, key := range []string{AuditKey, RolesKey, otelKey} {
		if n := s.document.Root.Get(key); n != nil {
			ours[key] = n.Plain(unresolved)
		}
	}
	if foundation := s.document.Root.Get(foundationKey); foundation.Get(stepKey) != nil {
		ours[foundationKey] = map[string]any{stepKey: foundation.Get(stepKey).Plain(unresolved)}
	}
	found, err := schema.Validate(schema.State, ours)
	if err != nil {
		return nil, err
	}
	return append(found, s.violations...), nil
}

// Place says where a path of Value is written, or the nearest written thing
// above it: audit, <name>, probes, streaming_ok. It is false for a path that no
// part of the state has.
func (s *State) Place(path []string) (source.Place, bool) {
	pointer, ok := s.pointer(path)
	if !ok {
		return source.Place{}, false
	}
	return s.document.Locate(pointer), true
}

func (s *State) pointer(path []string) ([]string, bool) {
	if len(path) == 0 {
		return nil, true
	}
	switch path[0] {
	case "audit":
		return s.auditPointer(path[1:]), true
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

func (s *State) auditPointer(path []string) []string {
	at := []string{AuditKey}
	if len(path) == 0 {
		return at
	}
	e, ok := s.audit[BareName(path[0])]
	if !ok {
		return append(at, path[0])
	}
	at = append(at, e.written)
	switch {
	case len(path) == 2 && path[1] == auditedAt:
		return append(at, auditedAt)
	case len(path) == 3 && path[1] == "probes":
		return append(at, s.probeKey(e, at, path[2]))
	}
	return at
}

// probeKey is the key that a probe is written under, also where its value is not
// one.
func (s *State) probeKey(e auditEntry, at []string, probe string) string {
	if key, ok := e.at[probe]; ok {
		return key
	}
	written := s.document.Root.Get(at[0]).Get(at[1])
	if names := []string{streaming, streamingOld}; slices.Contains(names, probe) {
		for _, name := range names {
			if written.Get(name) != nil {
				return name
			}
		}
	}
	return probe
}

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
	for _, e := range s.document.Root.Entries() {
		switch e.Key {
		case AuditKey, RolesKey, otelKey, foundationKey:
			all = addRepeats(all, []string{e.Key}, e)
		}
	}
	slices.SortStableFunc(all, func(a, b Repeat) int { return a.Range.Start - b.Range.Start })
	return slices.CompactFunc(all, func(a, b Repeat) bool { return a.Range == b.Range })
}

// addRepeats adds what is repeated at an entry and below it. Of the foundation only
// what the gateway's step has is looked at.
func addRepeats(all []Repeat, at []string, e source.Entry) []Repeat {
	if e.Repeats {
		all = append(all, Repeat{Pointer: slices.Clone(at), Range: e.KeyRange()})
	}
	for _, again := range e.Value.MergeRepeats() {
		all = append(all, Repeat{Pointer: append(slices.Clone(at), again.Key), Range: again.Range})
	}
	for _, child := range e.Value.Entries() {
		if len(at) == 1 && at[0] == foundationKey && child.Key != stepKey {
			continue
		}
		all = addRepeats(all, append(at, child.Key), child)
	}
	for i, item := range e.Value.Items() {
		all = addRepeats(all, append(at, strconv.Itoa(i)), source.Entry{Value: item})
	}
	return all
}
