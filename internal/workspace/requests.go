package workspace

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Request asks for one object, or for all pages of a list.
type Request struct {
	// Path is where the answer goes in a snapshot. Two requests with one path are
	// the same request.
	Path string
	// API is the path to GET, its parts escaped; Query goes with it.
	API   string
	Query url.Values
	// What names what is asked for, for the message that it could not be read: "list
	// of serving endpoints", "permissions of a serving endpoint".
	What string
	// Needed says that without an answer the run is incomplete: a subject, or a
	// list of subjects. Evidence is not.
	Needed bool
	// List is the key of the elements in a list answer, of which all pages are
	// read by page_token and next_page_token; "" for one object.
	List string
	// Items, for a list, gives each element a place of its own in the snapshot: it
	// can be fetched by that path afterwards, and the list keeps only what Index
	// leaves of it.
	Items func(item map[string]any) (path string)
	Index func(item map[string]any) map[string]any
	// Naming says that the elements of a list are endpoints, services or apps: their
	// names are no secrets, whatever they look like, and may stand in the environment
	// of an app, where else nothing is kept.
	Naming bool
	// Shape keeps of an object, or of each element of a list, what is wanted: what
	// changes by itself goes, and what no rule needs. Nil
	// keeps all. It may change the map that it is given.
	Shape func(item map[string]any) map[string]any
	// About says why an object, or an element of a list, is not what is asked for: it has
	// another name. Nil takes any.
	About func(item map[string]any) error
	// Distinct says that Sort tells the elements of a list apart: no two are the same.
	Distinct bool
	// Sort names the field by which a list is put in order; "" keeps the order.
	Sort string
	// Listed is what a list has shown of an object, which stands in for it where it
	// cannot be read: the record then has this body beside its outcome.
	Listed map[string]any
	// Element says that it is an element of a list, which Items gave its place: it is
	// never asked for by itself.
	Element bool
	// Shared says that many ask for it: a Collector keeps the answer.
	Shared bool
	// SQL makes it a statement for a SQL warehouse instead of a GET.
	SQL *Statement
}

// Statement is a read-only query on a SQL warehouse.
type Statement struct {
	Warehouse string
	Text      string
	// Parameters are named parameters, all of them strings.
	Parameters map[string]string
	// Rows bounds the rows of the answer.
	Rows int
}

// record is what an answer says before anybody looks into its body.
func (r Request) record(answer Answer) Record {
	return Record{
		Path: r.Path, API: r.API, What: r.What, Needed: r.Needed,
		Outcome: answer.Outcome, Status: answer.Status, Message: answer.Problem,
	}
}

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

// EndpointsAPI lists the serving endpoints.
const EndpointsAPI = servingAPI

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
	Path: "identity.json", API: identityAPI, What: "identity of the caller", Needed: true, Shape: identityNames, About: aCaller,
}

// endpointsRequest lists the serving endpoints: an index, since the list leaves
// out half of what GET shows.
var endpointsRequest = Request{
	Path: "serving-endpoints.json", API: servingAPI, What: "list of serving endpoints", Needed: true,
	List: "endpoints", Sort: "name", Naming: true, Shape: endpointIndex,
	About: having("name"), Distinct: true,
}

func endpointRequest(name string, listed map[string]any) Request {
	return Request{
		Path: Place("serving-endpoints", name), API: servingAPI + "/" + escape(name),
		What: "serving endpoint", Needed: true, Listed: listed, About: sameEndpoint(name, listed),
	}
}

// endpointAccessRequest asks by id: a name is answered with an error.
func endpointAccessRequest(name, id string) Request {
	return Request{
		Path: Place("permissions/serving-endpoints", name), API: permissionsAPI + "serving-endpoints/" + escape(id),
		What: "permissions of a serving endpoint", Shape: sortedAccess, About: sameObject(id),
	}
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
		About: within("full_name", catalog+"."+schema), Distinct: true,
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
		About: having("schema"), Distinct: true,
	}
}

// systemSchemaRequest looks at one system schema, for those who may not list
// them.
func systemSchemaRequest(schema string) Request {
	return Request{
		Path: Place("schemas", "system."+schema), API: catalogAPI + "schemas/system." + escape(schema),
		What: "system schema", Shape: only("full_name", "name"), Shared: true, About: sameSchema(schema),
	}
}

var catalogsRequest = Request{
	Path: "catalogs.json", API: catalogAPI + "catalogs", What: "list of catalogs", Needed: true,
	List: "catalogs", Sort: "name", Shape: only("name"), Shared: true, About: having("name"), Distinct: true,
}

func schemasRequest(catalog string) Request {
	return Request{
		Path: Place("schemas/in", catalog), API: catalogAPI + "schemas", What: "list of the schemas of a catalog", Needed: true,
		Query: url.Values{"catalog_name": {catalog}}, List: "schemas", Sort: "full_name", Shape: only("full_name", "name"), Shared: true,
		About: schemaOf(catalog), Distinct: true,
	}
}

var warehousesRequest = Request{
	Path: "warehouses.json", API: warehousesAPI, What: "list of SQL warehouses",
	List: "warehouses", Sort: "id", Shape: only("id", "name"), About: having("id"), Distinct: true,
}

func warehouseAccessRequest(id string) Request {
	return Request{
		Path: Place("permissions/warehouses", id), API: permissionsAPI + "warehouses/" + escape(id),
		What: "permissions of a SQL warehouse", Shape: sortedAccess, About: sameObject(id),
	}
}

var appsRequest = Request{
	Path: "apps.json", API: appsAPI, What: "list of apps", Needed: true,
	List: "apps", Sort: "name", Naming: true, Shape: only("name"), About: having("name"), Distinct: true,
}

func appRequest(name string, listed map[string]any) Request {
	return Request{
		Path: Place("apps", name), API: appsAPI + "/" + escape(name), What: "app", Needed: true, Listed: listed, About: sameText("name", name),
		Shape: without("active_deployment.create_time", "active_deployment.status", "active_deployment.update_time",
			"app_status", "compute_status", "pending_deployment", "update_time"),
	}
}

// only keeps some fields of an object.
func only(fields ...string) func(map[string]any) map[string]any {
	return func(item map[string]any) map[string]any {
		maps.DeleteFunc(item, func(key string, _ any) bool { return !slices.Contains(fields, key) })
		return item
	}
}

// without leaves fields out, by dotted paths: what changes by itself.
func without(fields ...string) func(map[string]any) map[string]any {
	return func(item map[string]any) map[string]any {
		for _, field := range fields {
			removeField(item, strings.Split(field, "."))
		}
		return item
	}
}

func removeField(item map[string]any, path []string) {
	if len(path) == 1 {
		delete(item, path[0])
		return
	}
	if below, ok := item[path[0]].(map[string]any); ok {
		removeField(below, path[1:])
	}
}

// identityNames keeps of an identity the names that it goes by, and those of its
// groups: what one of them owns, it owns. Source: databricks-sdk-go v0.182.0,
// service/iam/model.go, User and ServicePrincipal.
func identityNames(item map[string]any) map[string]any {
	var groups []any
	list, _ := item["groups"].([]any)
	for _, entry := range list {
		group, _ := entry.(map[string]any)
		if name, _ := group["display"].(string); name != "" {
			groups = append(groups, map[string]any{"display": name})
		}
	}
	item = only("applicationId", "displayName", "id", "userName")(item)
	if len(groups) > 0 {
		item["groups"] = sorted(groups, "display")
	}
	return item
}

// sortedAccess puts an access control list in order, which no answer promises.
func sortedAccess(item map[string]any) map[string]any {
	list, ok := item["access_control_list"].([]any)
	if !ok {
		return item
	}
	slices.SortStableFunc(list, func(a, b any) int { return strings.Compare(principalOf(a), principalOf(b)) })
	return item
}

func principalOf(entry any) string {
	object, _ := entry.(map[string]any)
	for _, key := range []string{"group_name", "service_principal_name", "user_name"} {
		if name, ok := object[key].(string); ok {
			return key + " " + name
		}
	}
	return ""
}

// Generations of SQL alerts, newest first. Source: databricks-sdk-go v0.182.0,
// service/sql: AlertsV2, Alerts and AlertsLegacy.
const (
	AlertsV2     = "v2"
	AlertsV1     = "v1"
	AlertsLegacy = "legacy"
)

type alertGeneration struct {
	name    string
	request Request
}

// alertGenerations are the lists of alerts. What of an alert tells how its last run
// ended changes by itself, and is left out.
var alertGenerations = []alertGeneration{
	{AlertsV2, alertList("/api/2.0/alerts", "alerts", "alerts.json")},
	{AlertsV1, alertList("/api/2.0/sql/alerts", "results", "alerts-v1.json")},
	{AlertsLegacy, alertList("/api/2.0/preview/sql/alerts", "alerts", "alerts-legacy.json")},
}

func alertList(api, list, path string) Request {
	return Request{
		Path: path, API: api, What: "list of SQL alerts", List: list, Sort: "id", Items: alertPlace, Index: only("display_name", "id", "name"),
		Shape: without("evaluation.last_evaluated_at", "evaluation.state", "last_triggered_at", "state", "trigger_time"),
	}
}

func alertPlace(item map[string]any) string {
	id, _ := item["id"].(string)
	if id == "" {
		return ""
	}
	return Place("alerts", id)
}

// alertRequest is what the list had of an alert.
func alertRequest(item map[string]any, api string) Request {
	id, _ := item["id"].(string)
	return Request{Path: alertPlace(item), API: api, What: "SQL alert", Element: true, About: sameText("id", id)}
}

func queryRequest(id string) Request {
	return Request{
		Path: Place("queries", id), API: "/api/2.0/sql/queries/" + escape(id), What: "query of a SQL alert",
		Shape: only("display_name", "id", "query_text"), Shared: true, About: sameText("id", id),
	}
}
