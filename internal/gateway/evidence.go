package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Mark says that a facet of the model could not be seen.
type Mark struct {
	// Facet is a dotted path in the model, without list indices.
	Facet  string
	Reason string
	// Partly says that some of it was seen: what was seen is judged, and only
	// the rest is unknown.
	Partly bool

	node *source.Node // what is written there and not resolved, if anything is
}

// Written says that something is written where the facet belongs, and is not
// resolved.
func (m Mark) Written() bool { return m.node != nil }

// Unseen returns the first mark that touches any of some facets: one on a facet
// itself, on what it is part of, or on a part of it. A mark on what was seen in
// part comes only where there is no other. A subject that could not be read has
// one whatever is asked for, also where that is nothing.
func (s *Subject) Unseen(facets ...string) (Mark, bool) {
	if s.unread != nil {
		return *s.unread, true
	}
	var partly Mark
	found := false
	for _, facet := range facets {
		for _, mark := range s.marks {
			switch {
			case !within(mark.Facet, facet) && !within(facet, mark.Facet):
			case !mark.Partly:
				return mark, true
			case !found:
				partly, found = mark, true
			}
		}
	}
	return partly, found
}

// PlaceOf says where a mark's facet is written: what is not resolved itself, or
// the nearest written ancestor of what is not there.
func (s *Subject) PlaceOf(mark Mark) source.Place {
	if mark.node != nil {
		if pointer, ok := pointerTo(s.node, mark.node, nil); ok {
			return s.locate(pointer)
		}
	}
	return s.Place(strings.Split(mark.Facet, "."))
}

// pointerTo searches below a node for another.
func pointerTo(n, wanted *source.Node, at way) ([]string, bool) {
	if n == wanted {
		return at.pointer(), true
	}
	for i, item := range n.Items {
		if pointer, ok := pointerTo(item, wanted, append(at, step{index: i})); ok {
			return pointer, true
		}
	}
	for i := range n.Entries {
		if pointer, ok := pointerTo(n.Entries[i].Value, wanted, at.to(n.Entries[i].Key)); ok {
			return pointer, true
		}
	}
	return nil, false
}

// Source returns the text the subject is written in.
func (s *Subject) Source() *source.Text { return s.doc.Text }

// Identity is what tells a subject from others once its model is forgotten.
type Identity struct {
	ID, Kind, Name, Form, Hosting string
	Provided                      bool
}

// Identity returns who the subject is. It shares nothing with the text, so that
// the text can be forgotten.
func (s *Subject) Identity() Identity {
	return Identity{ID: s.ID, Kind: s.Kind, Name: strings.Clone(Scrub(s.Name)), Form: s.Form, Hosting: s.Hosting, Provided: s.Provided}
}

// kindWords are what a sentence calls each kind.
var kindWords = map[string]string{
	"endpoint": "endpoint", "model_service": "model service", "mcp_service": "MCP service",
	"provider_service": "provider service", "app": "app", "call": "call", "role": "role", "state": "state file",
}

// String names the subject in a sentence: endpoint 'chat'.
func (i Identity) String() string {
	if i.Name == "" {
		return "this gateway"
	}
	return kindWords[i.Kind] + " '" + i.Name + "'"
}

// within says whether a dotted path is another or a part of it.
func within(part, whole string) bool {
	rest, ok := strings.CutPrefix(part, whole)
	return ok && (rest == "" || rest[0] == '.')
}

// derivedFrom says which facets are worked out from others, and so cannot be
// seen where those cannot.
var derivedFrom = []struct{ facet, from string }{
	{"inference_table.table", "inference_table.enabled"},
	{"inference_table.table", "inference_table.catalog"},
	{"inference_table.table", "inference_table.schema"},
	{"inference_table.table", "inference_table.prefix"},
	{"inference_table.named", "inference_table.table"},
	{"inference_table.prefixed", "inference_table.prefix"},
	{"traffic.destinations", "destinations"},
	{"traffic.shares", "routes"},
	{"traffic.shares", "routes.share"},
	{"routes.served", "routes.name"},
	{"routes.served", "destinations"},
	{"routes.served", "destinations.name"},
	{"routes.served", "destinations.entity"},
	{"destinations.share", "routes"},
	{"destinations.share", "routes.name"},
	{"destinations.share", "routes.share"},
	{"destinations.standby", "destinations.share"},
}

func (r reader) derived() {
	table := &r.subject.InferenceTable
	table.Named, table.Prefixed = table.Table != "", table.Prefix != ""
	for _, d := range derivedFrom {
		for _, mark := range r.subject.marks {
			if mark.Facet == d.from {
				r.mark(Mark{Facet: d.facet, Reason: mark.Reason, node: mark.node})
			}
		}
	}
}
