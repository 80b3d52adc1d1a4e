package gateway

import (
	"cmp"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// table reads the inference table, which is on where it is written.
func (r serviceReader) table(config *source.Node, basic bool) {
	n := r.object(config, "inference_table", "inference_table")
	if basic {
		r.tableHidden(n)
	}
	if n == nil {
		return
	}
	prefix := n.Get("table_name_prefix")
	if prefix != nil && unresolved(prefix) && endsOpen(prefix.Text) {
		r.pending("inference_table.prefix_written", prefix)
	}
	r.value(n, "parent", "inference_table.schema")
	parent := strings.TrimPrefix(r.text(n, "parent", "inference_table.catalog"), schemaPrefix)
	full := strings.TrimPrefix(r.text(n, "table", "inference_table.table"), tablePrefix)
	catalog, rest, _ := strings.Cut(cmp.Or(parent, full), ".")
	schema, _, _ := strings.Cut(rest, ".")
	table := InferenceTable{
		Enabled: !r.bool(n, "disabled", "inference_table.enabled"),
		Catalog: catalog,
		Schema:  schema,
		Prefix:  r.text(n, "table_name_prefix", "inference_table.prefix"),
		Written: plain(prefix),
		Deleted: r.bool(n, "is_deleted", "inference_table.deleted"),
	}
	if table.Enabled {
		table.Table = strings.ToLower(cmp.Or(full, r.expected(table)))
	}
	r.subject.InferenceTable = table
}

// expected is the table that the platform makes: <prefix>_payload, the prefix
// being the last part of the service's name by default. Source: doc comment on
// InferenceTableConfig, databricks-sdk-go v0.182.0 service/catalog/model.go.
func (r serviceReader) expected(t InferenceTable) string {
	name := r.subject.Name
	prefix := cmp.Or(t.Prefix, name[strings.LastIndexByte(name, '.')+1:])
	if t.Catalog == "" || t.Schema == "" || prefix == "" {
		return ""
	}
	return t.Catalog + "." + t.Schema + "." + prefix + "_payload"
}

// tableHidden marks what a list with view=BASIC leaves out of a table.
func (r serviceReader) tableHidden(n *source.Node) {
	if n == nil {
		r.unseen("inference_table", reasonBasic)
		return
	}
	for _, part := range []struct{ key, facet string }{
		{"parent", "catalog"},
		{"parent", "schema"},
		{"is_deleted", "deleted"},
		{"table_name_prefix", "prefix"},
		{"table_name_prefix", "prefix_written"},
	} {
		if !hasAny(n, part.key) {
			r.unseen("inference_table."+part.facet, reasonBasic)
		}
	}
}
