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

// joinElements returns a resource whose lists of named elements have each name once, also where
// it stands twice in one file: of the resources of an app the last one stays, and grants of
// a principal are united. Source: Databricks CLI v1.10.0.
func joinElements(p *presets, kind string, n *source.Node) *source.Node {
	switch {
	case kind == "apps":
		return withList(n, "resources", func(list *source.Node) *source.Node {
			return byName(list, "name", func(_, last *source.Node) *source.Node { return last })
		})
	case slices.Contains(grantKinds, kind):
		return withList(n, "grants", func(list *source.Node) *source.Node {
			return mapItems(byName(list, "principal", func(first, last *source.Node) *source.Node { return unite(p, first, last) }), func(grant *source.Node) *source.Node {
				return withList(grant, "privileges", once)
			})
		})
	}
	return n
}

// withList returns a map with what a function makes of the list under a key, the map itself
// where that changes nothing.
func withList(n *source.Node, key string, change func(list *source.Node) *source.Node) *source.Node {
	e := n.Entry(key)
	if e == nil || e.Value.Kind != source.List {
		return n
	}
	again := *e
	if again.Value = change(e.Value); again.Value == e.Value {
		return n
	}
	return withEntry(n, again)
}

// withItems returns a list with other elements, the list itself where they are as many.
func withItems(list *source.Node, items []*source.Node) *source.Node {
	if len(items) == len(list.Items()) {
		return list
	}
	again := *list
	again.SetItems(items)
	return &again
}

// byName returns a list in which each name stands once, in the place of the first.
func byName(list *source.Node, name string, both func(first, last *source.Node) *source.Node) *source.Node {
	var items []*source.Node
	first := map[string]int{}
	for _, item := range list.Items() {
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
	return withItems(list, items)
}

// unite returns two grants of one principal as one.
func unite(p *presets, first, last *source.Node) *source.Node {
	m := &merger{refuse: p.refuse}
	return m.maps([]*source.Node{first, last}, grantsField.each, []string{"grants"})
}

// once returns a list in which each text stands once.
func once(list *source.Node) *source.Node {
	var items []*source.Node
	seen := map[string]bool{}
	for _, item := range list.Items() {
		if item.Kind == source.String && seen[item.Text] {
			continue
		}
		seen[item.Text] = item.Kind == source.String || seen[item.Text]
		items = append(items, item)
	}
	return withItems(list, items)
}
