package bundle

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// grantKinds are the kinds of resources that have grants.
var grantKinds = []string{
	"catalogs", "external_locations", "mcp_services", "model_provider_services", "model_services", "registered_models",
	"schemas", "vector_search_indexes", "volumes",
}

// elements returns a resource whose lists of named elements have each name once, also where
// it stands twice in one file: of the resources of an app the last one stays, and grants of
// a principal are united. Source: Databricks CLI v1.10.0.
func (p *presets) elements(kind string, n *source.Node) *source.Node {
	switch {
	case kind == "apps":
		return withElements(n, "resources", "name", func(_, last *source.Node) *source.Node { return last })
	case slices.Contains(grantKinds, kind):
		return withElements(n, "grants", "principal", p.unite)
	}
	return n
}

// withElements returns a map in whose list under a key each element has another name.
func withElements(n *source.Node, list, name string, both func(first, last *source.Node) *source.Node) *source.Node {
	e := n.Entry(list)
	if e == nil || e.Value.Kind != source.List || len(e.Value.Items) < 2 {
		return n
	}
	var items []*source.Node
	first := map[string]int{}
	for _, item := range e.Value.Items {
		is := item.Get(name)
		if !isSet(is) {
			items = append(items, item)
			continue
		}
		if at, known := first[is.Text]; known {
			items[at] = both(items[at], item)
			continue
		}
		first[is.Text] = len(items)
		items = append(items, item)
	}
	if len(items) == len(e.Value.Items) {
		return n
	}
	again, values := *e, *e.Value
	values.Items = items
	again.Value = &values
	return withEntry(n, again)
}

// unite returns the grants of one principal as one, with each privilege once.
func (p *presets) unite(first, last *source.Node) *source.Node {
	m := &merger{refuse: p.refuse}
	both := m.maps([]*source.Node{first, last}, grantsField.each, []string{"grants"})
	privileges := both.Entry("privileges")
	if privileges == nil || privileges.Value.Kind != source.List {
		return both
	}
	again, list := *privileges, *privileges.Value
	list.Items = nil
	for _, item := range privileges.Value.Items {
		same := func(has *source.Node) bool { return has.Kind == item.Kind && has.Text == item.Text }
		if item.Kind != source.String || !slices.ContainsFunc(list.Items, same) {
			list.Items = append(list.Items, item)
		}
	}
	again.Value = &list
	return withEntry(both, again)
}
