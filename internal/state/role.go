package state

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// Role is what a state file says of one role.
type Role struct {
	Name string
	// Endpoint is the name that the role is bound to, "" while it is not.
	Endpoint string
	// Pending says that the endpoint is yet to be filled in.
	Pending bool
	// Candidates are the endpoints that may serve the role, best first; the bound
	// endpoint alone where none are written. One that is yet to be filled in is "".
	Candidates []string
	// Selected is selected_after_probe.
	Selected bool
	// Streaming is streaming_required, which is true where it is not written.
	Streaming bool
	// Bare says that an endpoint is written, and nothing of candidates and of a
	// probe's choice.
	Bare bool
	// Open are the keys beside the endpoint whose values are yet to be filled in,
	// of which nothing is known.
	Open []string
}

// roleKeys are the keys of a role that we know, as in the schema.
var roleKeys = []string{"candidates", "endpoint", "min_context_chars", "rationale", "selected_after_probe", "streaming_required"}

// stepKeys are those of the step that makes the gateway.
var stepKeys = []string{prefixKey}

// Roles lists the roles in the order they are written. Names of endpoints are
// without the catalog of Databricks' own models.
func (s *State) Roles() []Role { return slices.Clone(s.roles) }

func (s *State) readRoles(n *source.Node) {
	for _, e := range last(n) {
		s.roles = append(s.roles, role(e))
		s.misspelt([]string{RolesKey, e.Key}, e.Value, roleKeys)
	}
}

// role reads one role. The endpoint is pending as long as no name is written:
// a role is listed with its candidates before one of them is chosen.
func role(e source.Entry) Role {
	n := e.Value
	endpoint := n.Get("endpoint")
	r := Role{
		Name: e.Key, Candidates: candidates(n.Get("candidates")),
		Selected:  truth(n.Get("selected_after_probe"), false),
		Streaming: truth(n.Get("streaming_required"), true),
	}
	if isText(endpoint) {
		r.Endpoint = Bare(endpoint.Text)
	}
	r.Pending = r.Endpoint == ""
	r.Bare = r.Endpoint != "" && n.Get("candidates") == nil && n.Get("selected_after_probe") == nil
	for _, key := range []string{"candidates", "selected_after_probe", "streaming_required"} {
		if unresolved(n) || isOpen(n.Get(key)) {
			r.Open = append(r.Open, key)
		}
	}
	switch {
	case len(r.Candidates) > 0 || isOpen(n.Get("candidates")):
	case r.Endpoint != "", isOpen(endpoint) && (n.Get("candidates") == nil || n.Get("candidates").Kind == source.Null):
		r.Candidates = append(r.Candidates, r.Endpoint)
	}
	return r
}

// candidates are the names in a list of which some are filled in.
func candidates(n *source.Node) []string {
	names := []string{}
	if n == nil || isOpen(n) {
		return names
	}
	for _, item := range n.Items {
		switch {
		case isText(item):
			names = append(names, Bare(item.Text))
		case unresolved(item):
			names = append(names, "")
		}
	}
	return names
}

// truth is what a boolean says; anything else counts as not set.
func truth(n *source.Node, otherwise bool) bool {
	if n == nil || n.Kind != source.Bool {
		return otherwise
	}
	return n.Text == "true"
}

// isOpen says whether a value is yet to be filled in: itself, or all there is in
// a list.
func isOpen(n *source.Node) bool {
	if n == nil {
		return false
	}
	for _, item := range n.Items {
		if !unresolved(item) {
			return false
		}
	}
	return unresolved(n) || len(n.Items) > 0
}
