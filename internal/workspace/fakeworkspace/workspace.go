// Package fakeworkspace is a Databricks workspace that is not there: a server
// that answers as one does, with what a test puts into it, and that fails as
// one does when it is told to. It knows paths, pages, views, what lists leave
// out and how errors look; it refuses to know what gwlint asks for and why, so
// that a request that no workspace understands is found. Nobody but tests and
// the demo uses it.
package fakeworkspace

import "slices"

// Object is an object as the API shows it.
type Object = map[string]any

// Self stands in any text of an object for the address of the server, which
// nobody knows before it runs.
const Self = "https://self.workspace.example.com"

// Workspace is what there is. Start reads it, so it is not to change afterwards.
type Workspace struct {
	// Token is what requests have to carry.
	Token string
	// OrgID is the workspace's number, which answers carry in X-Databricks-Org-Id.
	OrgID string
	// Identity is whose token it is, as SCIM's Me.
	Identity Object

	// Endpoints are serving endpoints as GET shows them; the list leaves out what
	// it leaves out.
	Endpoints []Object
	// Permissions are access control lists by kind and id: serving-endpoints/0f1e,
	// warehouses/a1. An object without one has an empty list.
	Permissions map[string][]Object

	// ModelServices, MCPServices and ProviderServices are services as the view FULL
	// shows them.
	ModelServices, MCPServices, ProviderServices []Object

	// Catalogs, Schemas and Tables are those of Unity Catalog. A table with
	// browse_only is listed only where include_browse is asked for.
	Catalogs, Schemas, Tables []Object
	// Hidden are those that the caller does not see, by kind and full name:
	// table/main.gw.t, schema/main.gw, serving-endpoint/chat, model_service/main.ai.x.
	// They are missing from lists, and GET answers 404.
	Hidden map[string]bool
	// Grants are effective privileges by kind and full name: table/main.gw.t,
	// model_service/main.ai.x.
	Grants map[string][]Object
	// Metastore is the current assignment, with metastore_id.
	Metastore Object
	// SystemSchemas are those of the metastore.
	SystemSchemas []Object

	Warehouses []Object
	Alerts     Alerts
	// Apps are Databricks Apps as GET shows them.
	Apps []Object
	// Statements are what SQL answers. The first whose text is part of a statement
	// answers it.
	Statements []Statement

	secrets []string
}

// Generation is one of the APIs for SQL alerts.
type Generation string

// The generations of the alerts API. A workspace has one; the others answer 404.
const (
	AlertsV2     Generation = "v2"
	AlertsV1     Generation = "v1"
	AlertsLegacy Generation = "legacy"
	NoAlerts     Generation = "none"
)

// Alerts are SQL alerts in the shape of their generation.
type Alerts struct {
	// Generation is v2 when "".
	Generation Generation
	Items      []Object
	// Queries are those that alerts of generation v1 name by query_id.
	Queries []Object
}

// New returns an empty workspace with somebody to ask it.
func New() *Workspace {
	return &Workspace{
		Token:       demoToken,
		OrgID:       "1234567890123456",
		Identity:    Object{"id": "1001", "userName": "auditor@example.com", "displayName": "Auditor", "active": true},
		Permissions: map[string][]Object{},
		Hidden:      map[string]bool{},
		Grants:      map[string][]Object{},
		Metastore:   Object{"metastore_id": "5f1c2a3b-0000-4000-8000-000000000001", "workspace_id": 1234567890123456, "default_catalog_name": "main"},
	}
}

// Secrets returns every secret in the workspace, the token first: none of them
// may be in anything that gwlint writes.
func (w *Workspace) Secrets() []string {
	return append([]string{w.Token}, w.secrets...)
}

// Secret registers a secret that a test put into an object, and returns it.
func (w *Workspace) Secret(text string) string {
	if !slices.Contains(w.secrets, text) {
		w.secrets = append(w.secrets, text)
	}
	return text
}

// Allow adds an entry to an access control list: kind is serving-endpoints,
// warehouses or apps, who is group_name, user_name or service_principal_name.
func (w *Workspace) Allow(kind, id, who, name, level string) {
	key := kind + "/" + id
	w.Permissions[key] = append(w.Permissions[key], Object{
		who: name, "display_name": name,
		"all_permissions": []any{Object{"permission_level": level, "inherited": false, "inherited_from_object": []any{}}},
	})
}

// Grant gives privileges on a securable: kind is table, schema, model_service,
// mcp_service, model_provider_service. A principal's second grant is added to
// its first.
func (w *Workspace) Grant(kind, name, principal string, privileges ...string) {
	for _, privilege := range privileges {
		w.grant(kind+"/"+name, principal, Object{"privilege": privilege})
	}
}

// GrantInherited gives privileges that come from what a securable lies in:
// fromKind is CATALOG or SCHEMA.
func (w *Workspace) GrantInherited(kind, name, principal, fromKind, fromName string, privileges ...string) {
	for _, privilege := range privileges {
		w.grant(kind+"/"+name, principal, Object{"privilege": privilege, "inherited_from_type": fromKind, "inherited_from_name": fromName})
	}
}

func (w *Workspace) grant(key, principal string, privilege Object) {
	for _, assignment := range w.Grants[key] {
		if assignment["principal"] == principal {
			assignment["privileges"] = append(assignment["privileges"].([]any), privilege)
			return
		}
	}
	w.Grants[key] = append(w.Grants[key], Object{"principal": principal, "privileges": []any{privilege}})
}
