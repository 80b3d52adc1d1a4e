package terraform

import "github.com/gwlint/gwlint/internal/source"

// checkWhole says so where a plan has a resource among its values that is wanted and of which
// its changes say nothing: Terraform has a change for each, also where nothing is to do.
func (s *shown) checkWhole() {
	changed := map[string]bool{}
	for _, item := range s.listOf(s.doc.Root, keyChanges) {
		changed[stringOf(item.Get(keyAddress))] = true
	}
	for _, item := range s.listOf(s.doc.Root, keyDeferred) {
		changed[stringOf(item.Get(keyDeferredChange).Get(keyAddress))] = true
	}
	if resource := s.unchanged(s.doc.Root.Get(keyPlanned).Get(keyRootModule), changed); resource != nil {
		s.fault(resource, "is planned, and `"+keyChanges+"` says nothing of it: check the whole of what `terraform show -json` prints")
	}
}

// unchanged is a managed resource of a module, or of those in it, that is wanted and has no
// change; nil where there is none.
func (s *shown) unchanged(module *source.Node, changed map[string]bool) *source.Node {
	for _, resource := range s.listOf(module, keyResources) {
		if s.wanted(stringOf(resource.Get(keyType))) && stringOf(resource.Get(keyMode)) != "data" && !changed[stringOf(resource.Get(keyAddress))] {
			return resource
		}
	}
	for _, child := range s.listOf(module, keyChildModules) {
		if resource := s.unchanged(child, changed); resource != nil {
			return resource
		}
	}
	return nil
}
