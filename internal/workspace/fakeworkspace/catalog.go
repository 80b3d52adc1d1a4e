package fakeworkspace

import (
	"maps"
	"net/http"
	"strings"
)

// The lists of Unity Catalog come whole where no size is asked for; 0 asks for
// the platform's. Source: databricks-sdk-go v0.182.0 service/catalog/model.go.
var (
	catalogPages = pages{key: "catalogs", size: "max_results", most: 1000, whole: true}
	schemaPages  = pages{key: "schemas", size: "max_results", most: 1000, whole: true}
	tablePages   = pages{key: "tables", size: "max_results", most: 50, whole: true}
	grantPages   = pages{key: "privilege_assignments", size: "max_results", most: 1000, whole: true, least: 150}
)

// catalogHandlers answer for Unity Catalog.
type catalogHandlers struct{ *Server }

func (c catalogHandlers) catalogs(w http.ResponseWriter, r *http.Request) {
	c.page(w, r, catalogPages, c.visible("catalog", "name", c.workspace.Catalogs))
}

func (c catalogHandlers) schemas(w http.ResponseWriter, r *http.Request) {
	catalog := r.URL.Query().Get("catalog_name")
	if !c.hasCatalog(w, catalog) {
		return
	}
	c.page(w, r, schemaPages, filter(c.visible("schema", "full_name", c.workspace.Schemas), "catalog_name", catalog))
}

func (c catalogHandlers) schema(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	schema := c.object("schema", name)
	if schema == nil {
		missing(w, "SCHEMA_DOES_NOT_EXIST", "Schema '"+name+"' does not exist.")
		return
	}
	c.answer(w, schema)
}

// tables lists a schema. Who may not use it sees an empty list.
func (c catalogHandlers) tables(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	catalog, schema := query.Get("catalog_name"), query.Get("schema_name")
	if !c.hasCatalog(w, catalog) {
		return
	}
	if schema == "" || c.index.objects["schema/"+catalog+"."+schema] == nil {
		missing(w, "SCHEMA_DOES_NOT_EXIST", "Schema '"+catalog+"."+schema+"' does not exist.")
		return
	}
	list := c.visible("table", "full_name", c.index.tables[catalog+"."+schema])
	if c.workspace.Hidden["schema/"+catalog+"."+schema] {
		list = nil
	}
	var shown []Object
	for _, table := range list {
		if table["browse_only"] == true && query.Get("include_browse") != "true" {
			continue
		}
		table = maps.Clone(table)
		if query.Get("omit_columns") == "true" {
			delete(table, "columns")
		}
		if query.Get("omit_properties") == "true" {
			delete(table, "properties")
		}
		shown = append(shown, table)
	}
	c.page(w, r, tablePages, shown)
}

func (c catalogHandlers) table(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	table := c.object("table", name)
	if table == nil || table["browse_only"] == true && r.URL.Query().Get("include_browse") != "true" {
		missing(w, "TABLE_DOES_NOT_EXIST", "Table '"+name+"' does not exist.")
		return
	}
	c.answer(w, table)
}

// grants answers for what there is, with an empty list where nothing is granted.
func (c catalogHandlers) grants(w http.ResponseWriter, r *http.Request) {
	kind, name := strings.ToLower(r.PathValue("kind")), r.PathValue("name")
	switch {
	case !c.securable(kind, name):
		missing(w, strings.ToUpper(kind)+"_DOES_NOT_EXIST", kind+" '"+name+"' does not exist.")
		return
	case c.options.NoGrants:
		denied(w, "User does not have MANAGE on "+kind+" '"+name+"'.")
		return
	}
	var list []Object
	for _, assignment := range c.workspace.Grants[kind+"/"+name] {
		if principal := r.URL.Query().Get("principal"); principal == "" || principal == assignment["principal"] {
			list = append(list, assignment)
		}
	}
	c.page(w, r, grantPages, list)
}

// securable says whether there is something, and the caller sees it. What no
// list here holds is there when something is granted on it.
func (c catalogHandlers) securable(kind, name string) bool {
	switch kind {
	case "catalog", "schema", "table", "model_service", "mcp_service", "model_provider_service":
		return c.object(kind, name) != nil
	default:
		return c.workspace.Grants[kind+"/"+name] != nil
	}
}

func (c catalogHandlers) metastore(w http.ResponseWriter, _ *http.Request) {
	if c.workspace.Metastore == nil {
		missing(w, "METASTORE_DOES_NOT_EXIST", "No metastore assigned for the current workspace.")
		return
	}
	c.answer(w, c.workspace.Metastore)
}

func (c catalogHandlers) systemSchemas(w http.ResponseWriter, r *http.Request) {
	switch {
	case c.options.NotAdmin:
		denied(w, "User is not an owner of Metastore '"+r.PathValue("id")+"'.")
	case text(c.workspace.Metastore, "metastore_id") != r.PathValue("id"):
		missing(w, "METASTORE_DOES_NOT_EXIST", "Metastore '"+r.PathValue("id")+"' does not exist.")
	default:
		c.page(w, r, schemaPages, c.workspace.SystemSchemas)
	}
}

func (c catalogHandlers) hasCatalog(w http.ResponseWriter, name string) bool {
	switch {
	case name == "":
		invalid(w, "catalog_name is required")
	case c.object("catalog", name) == nil:
		missing(w, "CATALOG_DOES_NOT_EXIST", "Catalog '"+name+"' does not exist.")
	default:
		return true
	}
	return false
}

func filter(list []Object, key, wanted string) []Object {
	var found []Object
	for _, item := range list {
		if text(item, key) == wanted {
			found = append(found, item)
		}
	}
	return found
}
