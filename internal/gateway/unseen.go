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

// NotInFiles is why nothing is known of what only a workspace shows.
const NotInFiles = "files do not show what the workspace holds; scan the workspace"

// Why a facet cannot be seen.
const (
	reasonList = "a list answer may leave this out; check the answer of GET for the endpoint itself"
	reasonPut  = "a put-ai-gateway body does not show the endpoint it belongs to"
	reasonNew  = "the first configuration of the endpoint is still being deployed"
	reasonKey  = "the platform never returns a plaintext credential"
)
