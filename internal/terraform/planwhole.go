package terraform

import "github.com/gwlint/gwlint/internal/source"

// wholeness is whether a plan has a change for each of its resources.
type wholeness struct{ *shown }

// checkWhole says so where a plan has a resource among its values that is wanted and of which
// its changes say nothing: Terraform has a change for each, also where nothing is to do.
func (s wholeness) checkWhole() {
	changed := map[string]bool{}
	for _, item := range s.listOf(s.doc.Root, keyChanges) {
		changed[stringOf(item.Get(keyAddress))] = true
	}
	for _, item := range s.listOf(s.doc.Root, keyDeferred) {
		changed[stringOf(item.Get(keyDeferredChange).Get(keyAddress))] = true
	}
	if resource := s.unchanged(s.doc.Root.Get(keyPlanned), changed); resource != nil {
		s.fault(resource, "is planned, and `"+keyChanges+"` says nothing of it: check the whole of what `terraform show -json` prints")
	}
}

// unchanged is a managed resource in a part of the planned values that is wanted and has no
// change, however that part is shaped; nil where there is none.
func (s wholeness) unchanged(n *source.Node, changed map[string]bool) *source.Node {
	if n == nil {
		return nil
	}
	if s.wanted(stringOf(n.Get(keyType))) && stringOf(n.Get(keyMode)) != "data" && !changed[stringOf(n.Get(keyAddress))] {
		return n
	}
	for _, item := range n.Items() {
		if resource := s.unchanged(item, changed); resource != nil {
			return resource
		}
	}
	for _, e := range n.Entries() {
		if resource := s.unchanged(e.Value, changed); resource != nil {
			return resource
		}
	}
	return nil
}
