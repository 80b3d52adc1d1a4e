package workspace

import (
	"net/url"
	"strings"
)

// The APIs of a workspace. Source: databricks-sdk-go v0.182.0, the impl.go of
// service/serving, catalog, sql, apps and iam.
const (
	servingAPI     = "/api/2.0/serving-endpoints"
	permissionsAPI = "/api/2.0/permissions/"
	catalogAPI     = "/api/2.1/unity-catalog/"
	warehousesAPI  = "/api/2.0/sql/warehouses"
	appsAPI        = "/api/2.0/apps"
	identityAPI    = "/api/2.0/preview/scim/v2/Me"
)

// escape makes a name one part of a path: what a name is made of is not up to us.
func escape(name string) string {
	switch escaped := url.PathEscape(name); escaped {
	case ".", "..": // a path would be shortened by these
		return strings.ReplaceAll(escaped, ".", "%2E")
	default:
		return escaped
	}
}

var identityRequest = Request{
	Path: "identity.json", API: identityAPI, What: "identity of the caller", Shape: identityNames,
}

// endpointsRequest lists the serving endpoints: an index, since the list leaves
// out half of what GET shows.
var endpointsRequest = Request{
	Path: "serving-endpoints.json", API: servingAPI, What: "list of serving endpoints", Needed: true,
	List: "endpoints", Sort: "name", Naming: true, Shape: only("creator", "endpoint_type", "id", "name", "task"),
}

func endpointRequest(name string, listed map[string]any) Request {
	return Request{
		Path: Place("serving-endpoints", name), API: servingAPI + "/" + escape(name),
		What: "serving endpoint", Needed: true, Listed: listed,
	}
}

// endpointAccessRequest asks by id: a name is answered with an error.
func endpointAccessRequest(name, id string) Request {
	return Request{
		Path: Place("permissions/serving-endpoints", name), API: permissionsAPI + "serving-endpoints/" + escape(id),
		What: "permissions of a serving endpoint", Shape: sortedAccess,
	}
}

// service is how one kind of services is listed, and its grants are asked for.
type service struct {
	kind      Kind
	list      string // the key of the list; with dashes, the part of the path
	what      string
	grants    string // what its grants are called
	securable string
}

var services = []service{
	{ModelService, "model_services", "model services", "grants of a model service", "model_service"},
	{MCPService, "mcp_services", "MCP services", "grants of an MCP service", "mcp_service"},
	{ProviderService, "model_provider_services", "model provider services", "grants of a model provider service", "model_provider_service"},
}

func (s service) folder() string { return strings.ReplaceAll(s.list, "_", "-") }

// request lists the services of a schema, or of all where it is "".
func (s service) request(schema string) Request {
	r := Request{
		Path: s.folder() + ".json", API: catalogAPI + s.folder(), What: "list of " + s.what, Needed: true,
		Query: url.Values{"view": {"FULL"}, "page_size": {"100"}},
		List:  s.list, Sort: "name", Naming: true, Items: s.place, Index: only("name"),
	}
	if schema != "" {
		r.Path = Place("lists/"+s.folder(), schema)
		r.Query.Set("parent", "schemas/"+schema)
	}
	return r
}

// name is the full name of a service in three parts.
func (s service) name(item map[string]any) string {
	name, _ := item["name"].(string)
	return strings.TrimPrefix(name, s.folder()+"/")
}

func (s service) place(item map[string]any) string {
	if s.name(item) == "" {
		return ""
	}
	return Place(s.folder(), s.name(item))
}

// item is what the list had of a service.
func (s service) item(name string) Request {
	return Request{Path: Place(s.folder(), name), API: catalogAPI + s.folder(), What: strings.TrimSuffix(s.what, "s"), Needed: true, Element: true}
}

func (s service) accessRequest(name string) Request {
	return grantsRequest(Place("grants/"+s.folder(), name), s.grants, s.securable, name)
}

func grantsRequest(path, what, securable, name string) Request {
	return Request{
		Path: path, API: catalogAPI + "effective-permissions/" + securable + "/" + escape(name),
		What: what, List: "privilege_assignments", Sort: "principal",
	}
}

// tableGrantsRequest asks for the grants of a table, which may be that of many.
func tableGrantsRequest(table string) Request {
	r := grantsRequest(Place("grants/tables", table), "grants of a table", "table", table)
	r.Shared = true
	return r
}

// tablesRequest lists a schema once for all the gateways that log there. Tables
// that one may only browse count: whether they are there is the question.
func tablesRequest(catalog, schema string) Request {
	return Request{
		Path: Place("tables", catalog+"."+schema), API: catalogAPI + "tables", What: "list of the tables of a schema",
		Query: url.Values{
			"catalog_name": {catalog}, "schema_name": {schema}, "include_browse": {"true"},
			"omit_columns": {"true"}, "omit_properties": {"true"},
		},
		List: "tables", Sort: "full_name", Shape: only("full_name", "owner", "table_type"), Shared: true,
	}
}

var metastoreRequest = Request{
	Path: "metastore.json", API: catalogAPI + "current-metastore-assignment", What: "metastore of the workspace",
	Shape: only("metastore_id", "workspace_id"), Shared: true,
}

func systemSchemasRequest(metastore string) Request {
	return Request{
		Path: "system-schemas.json", API: catalogAPI + "metastores/" + escape(metastore) + "/systemschemas",
		What: "list of system schemas", Query: url.Values{"max_results": {"0"}},
		List: "schemas", Sort: "schema", Shape: only("schema", "state"), Shared: true,
	}
}

// systemSchemaRequest looks at one system schema, for those who may not list
// them.
func systemSchemaRequest(schema string) Request {
	return Request{
		Path: Place("schemas", "system."+schema), API: catalogAPI + "schemas/system." + escape(schema),
		What: "system schema", Shape: only("full_name", "name"), Shared: true,
	}
}

var catalogsRequest = Request{
	Path: "catalogs.json", API: catalogAPI + "catalogs", What: "list of catalogs", Needed: true,
	List: "catalogs", Sort: "name", Shape: only("name"), Shared: true,
}

func schemasRequest(catalog string) Request {
	return Request{
		Path: Place("schemas/in", catalog), API: catalogAPI + "schemas", What: "list of the schemas of a catalog", Needed: true,
		Query: url.Values{"catalog_name": {catalog}}, List: "schemas", Sort: "full_name", Shape: only("full_name", "name"), Shared: true,
	}
}

var warehousesRequest = Request{
	Path: "warehouses.json", API: warehousesAPI, What: "list of SQL warehouses",
	List: "warehouses", Sort: "id", Shape: only("id", "name"),
}

func warehouseAccessRequest(id string) Request {
	return Request{
		Path: Place("permissions/warehouses", id), API: permissionsAPI + "warehouses/" + escape(id),
		What: "permissions of a SQL warehouse", Shape: sortedAccess,
	}
}

var appsRequest = Request{
	Path: "apps.json", API: appsAPI, What: "list of apps", Needed: true,
	List: "apps", Sort: "name", Naming: true, Shape: only("name"),
}

func appRequest(name string, listed map[string]any) Request {
	return Request{
		Path: Place("apps", name), API: appsAPI + "/" + escape(name), What: "app", Needed: true, Listed: listed,
		Shape: without("active_deployment.create_time", "active_deployment.status", "active_deployment.update_time",
			"app_status", "compute_status", "pending_deployment", "update_time"),
	}
}
