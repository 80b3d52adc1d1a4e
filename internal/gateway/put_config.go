package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// isConfigBody says whether an object is the body of a call that changes what an
// endpoint serves: what a create body has in its `config` stands at the top, and
// nothing says of which endpoint.
func isConfigBody(n *source.Node) bool {
	if n.Kind != source.Map || hasAny(n, "name", "config") {
		return false
	}
	served := func(key string) bool { return slices.ContainsFunc(elements(n.Get(key)), isServed) }
	return served("served_entities") || served("served_models") ||
		slices.ContainsFunc(elements(n.Get("traffic_config").Get("routes")), isRoute) ||
		hasAny(n.Get("auto_capture_config"), "catalog_name", "schema_name", "table_name_prefix")
}

func isRoute(n *source.Node) bool { return hasAny(n, "served_entity_name", "served_model_name") }

// readConfigBody reads such a body. What it leaves out may be what it was.
func readConfigBody(r reader, n part) { endpointReader{r}.configBody(n) }
