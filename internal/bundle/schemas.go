package bundle

import "github.com/gwlint/gwlint/internal/source"

// declaredSchema is a schema as the bundle declares it.
type declaredSchema struct{ catalog, name string }

// declaredSchemas are the names in the target of the bundle's schemas, where a prefix
// changes them. Of two that are declared alike the first counts.
func declaredSchemas(p *presets, n *source.Node) map[declaredSchema]*source.Node {
	if n == nil || n.Kind != source.Map || p.prefix.text == "" || p.literal {
		return nil
	}
	schemas := map[declaredSchema]*source.Node{}
	for _, e := range n.Entries() {
		catalog, name := e.Value.Get("catalog_name"), e.Value.Get("name")
		if !isSet(catalog) || !isSet(name) {
			continue
		}
		declared := declaredSchema{catalog.Text, name.Text}
		if schemas[declared] == nil {
			schemas[declared] = p.prefix.before(name, namings["schemas"])
		}
	}
	return schemas
}

// schemaNames are the settings that name a schema, by the kind of resource: keys that lead
// to the map with `catalog_name` and `schema_name`.
var schemaNames = map[string][][]string{
	"model_serving_endpoints": {{"ai_gateway", "inference_table_config"}, {"config", "auto_capture_config"}},
	"registered_models":       {{}},
	"volumes":                 {{}},
}

// tablesIn returns a resource in which the names of schemas that the bundle declares are those
// that they have in the target. The CLI takes a text that is the name of such a schema, in
// the same catalog, for a reference to it. Source: Databricks CLI v1.10.0.
func tablesIn(p *presets, kind string, n *source.Node) *source.Node {
	if len(p.schemas) == 0 {
		return n
	}
	for _, path := range schemaNames[kind] {
		n = inSchema(p, n, path)
	}
	return n
}

// inSchema returns a map in which the name of the schema below a path is the deployed one.
func inSchema(p *presets, n *source.Node, path []string) *source.Node {
	if len(path) > 0 {
		e := n.Entry(path[0])
		if e == nil {
			return n
		}
		again := *e
		if again.Value = inSchema(p, e.Value, path[1:]); again.Value == e.Value {
			return n
		}
		return withEntry(n, again)
	}
	catalog, name := n.Get("catalog_name"), n.Entry("schema_name")
	if name == nil || !isSet(catalog) || !isSet(name.Value) {
		return n
	}
	deployed := p.schemas[declaredSchema{catalog.Text, name.Value.Text}]
	if deployed == nil {
		return n
	}
	again := *name
	again.Value = inPlace(name.Value, deployed)
	return withEntry(n, again)
}

// inPlace returns the name of a schema in the target, in the place of what names it.
func inPlace(name, deployed *source.Node) *source.Node {
	origin := originOf(name)
	if origin.Written == "" {
		origin.Written = name.Text
	}
	is := originOf(deployed)
	origin.From = &source.Spot{Text: is.Text, Range: deployed.Range()}
	origin.Unresolved, origin.Known = is.Unresolved, is.Known
	return &source.Node{Kind: source.String, Span: name.Span, Text: deployed.Text, Origin: &origin}
}
