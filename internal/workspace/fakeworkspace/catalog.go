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

func (s *Server) catalogs(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, catalogPages, s.visible("catalog", "name", s.workspace.Catalogs))
}

func (s *Server) schemas(w http.ResponseWriter, r *http.Request) {
	catalog := r.URL.Query().Get("catalog_name")
	if !s.hasCatalog(w, catalog) {
		return
	}
	s.page(w, r, schemaPages, filter(s.visible("schema", "full_name", s.workspace.Schemas), "catalog_name", catalog))
}

func (s *Server) schema(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	schema := s.object("schema", name)
	if schema == nil {
		missing(w, "SCHEMA_DOES_NOT_EXIST", "Schema '"+name+"' does not exist.")
		return
	}
	s.answer(w, schema)
}

// tables lists a schema. Who may not use it sees an empty list.
func (s *Server) tables(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	catalog, schema := query.Get("catalog_name"), query.Get("schema_name")
	if !s.hasCatalog(w, catalog) {
		return
	}
	if schema == "" || s.places.objects["schema/"+catalog+"."+schema] == nil {
		missing(w, "SCHEMA_DOES_NOT_EXIST", "Schema '"+catalog+"."+schema+"' does not exist.")
		return
	}
	list := s.visible("table", "full_name", s.places.tables[catalog+"."+schema])
	if s.workspace.Hidden["schema/"+catalog+"."+schema] {
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
	s.page(w, r, tablePages, shown)
}

func (s *Server) table(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	table := s.object("table", name)
	if table == nil || table["browse_only"] == true && r.URL.Query().Get("include_browse") != "true" {
		missing(w, "TABLE_DOES_NOT_EXIST", "Table '"+name+"' does not exist.")
		return
	}
	s.answer(w, table)
}

// grants answers for what there is, with an empty list where nothing is granted.
func (s *Server) grants(w http.ResponseWriter, r *http.Request) {
	kind, name := strings.ToLower(r.PathValue("kind")), r.PathValue("name")
	switch {
	case !s.securable(kind, name):
		missing(w, strings.ToUpper(kind)+"_DOES_NOT_EXIST", kind+" '"+name+"' does not exist.")
		return
	case s.options.NoGrants:
		denied(w, "User does not have MANAGE on "+kind+" '"+name+"'.")
		return
	}
	var list []Object
	for _, assignment := range s.workspace.Grants[kind+"/"+name] {
		if principal := r.URL.Query().Get("principal"); principal == "" || principal == assignment["principal"] {
			list = append(list, assignment)
		}
	}
	s.page(w, r, grantPages, list)
}

// securable says whether there is something, and the caller sees it. What no
// list here holds is there when something is granted on it.
func (s *Server) securable(kind, name string) bool {
	switch kind {
	case "catalog", "schema", "table", "model_service", "mcp_service", "model_provider_service":
		return s.object(kind, name) != nil
	default:
		return s.workspace.Grants[kind+"/"+name] != nil
	}
}

func (s *Server) metastore(w http.ResponseWriter, _ *http.Request) {
	if s.workspace.Metastore == nil {
		missing(w, "METASTORE_DOES_NOT_EXIST", "No metastore assigned for the current workspace.")
		return
	}
	s.answer(w, s.workspace.Metastore)
}

func (s *Server) systemSchemas(w http.ResponseWriter, r *http.Request) {
	switch {
	case s.options.NotAdmin:
		denied(w, "User is not an owner of Metastore '"+r.PathValue("id")+"'.")
	case text(s.workspace.Metastore, "metastore_id") != r.PathValue("id"):
		missing(w, "METASTORE_DOES_NOT_EXIST", "Metastore '"+r.PathValue("id")+"' does not exist.")
	default:
		s.page(w, r, schemaPages, s.workspace.SystemSchemas)
	}
}

func (s *Server) hasCatalog(w http.ResponseWriter, name string) bool {
	switch {
	case name == "":
		invalid(w, "catalog_name is required")
	case s.object("catalog", name) == nil:
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
