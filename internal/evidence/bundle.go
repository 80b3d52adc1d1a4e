package evidence

import (
	"slices"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// NotInBundle is why nothing is known of what a bundle does not declare.
const NotInBundle = "a bundle shows what it declares and nothing else of the workspace; run `gwlint scan`"

// OfBundle gives each gateway of a bundle, as one target deploys it, the evidence that the
// bundle declares beside it: its permissions, and the alerts and grants that concern it. It returns
// them with the apps of the bundle. Where a document has no resources, as the printed
// plan of a bundle, they are as they were.
func OfBundle(doc *source.Document, subjects []*gateway.Subject) []*gateway.Subject {
	resources := fit(doc.Root.Get("resources"))
	if resources == nil {
		return subjects
	}
	b := &bundle{doc: doc, resources: resources}
	b.alerts = readAlerts(b.of("alerts"))
	b.grants = readGrants(b)
	for _, s := range subjects {
		if base := s.Base(); len(base) == 3 && base[0] == "resources" {
			b.observe(s, base)
		}
	}
	return append(slices.Clip(subjects), addApps(b, subjects)...)
}

// bundle is a bundle as one target deploys it.
type bundle struct {
	doc       *source.Document
	resources *source.Node
	alerts    declaredAlerts
	grants    []declaredGrant
}

// of are the resources of a kind, in the order in which they are written.
func (b *bundle) of(kind string) []declared {
	var list []declared
	all := fit(b.resources.Get(kind))
	if all == nil {
		return nil
	}
	for i := range all.Entries() {
		e := &all.Entries()[i]
		if all.Entry(e.Key) == e && e.Value.Kind == source.Map {
			list = append(list, declared{key: e.Key, node: e.Value, path: []string{"resources", kind, e.Key}})
		}
	}
	return list
}

// observe gives a gateway the evidence that is declared.
func (b *bundle) observe(s *gateway.Subject, base []string) {
	d := newDeclaration(s, NotInBundle)
	own := declared{node: follow(b.doc.Root, base), path: base}
	if s.Kind == string(gateway.Endpoint) {
		d.permissions([]declared{own}, "permissions", "level")
	} else {
		d.serviceGrants(grantsOf(own, "service"), b.grants)
	}
	b.alerts.addTo(d)
	d.tableGrants(b.grants)
	s.Declare(d.Declared)
}

// follow returns what a path of keys leads to.
func follow(n *source.Node, path []string) *source.Node {
	for _, key := range path {
		n = n.Get(key)
	}
	return n
}
