// Package fakeworkspace is test support: a Databricks workspace on a local port,
// for tests and for the demo, and for nothing else. It answers as one does, with
// what a test puts into it, and fails as one does when it is told to. It knows
// paths, pages, views, what lists leave out and how errors look; it refuses to know
// what gwlint asks for and why, so that a request that no workspace understands is
// found.
package fakeworkspace

import (
	"slices"
	"strings"
)

// Object is an object as the API shows it.
type Object = map[string]any

// Self stands in any text of an object for the address of the server, which is not
// known before it runs.
const Self = "https://self.workspace.example.com"

// Workspace is what there is. Start reads it, so it is not to change afterwards.
type Workspace struct {
	// Token is what requests have to carry.
	Token string
	// OrgID is the workspace's number, which answers carry in X-Databricks-Org-Id.
	OrgID string
	// Identity is the owner of the token, as SCIM's Me.
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

// New returns an empty workspace with a token and an identity.
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

// demoToken asks a workspace of this package. It says what it is, so that no
// scanner takes it for a secret, and so that it is found where it does not
// belong.
const demoToken = "fakeworkspace-demo-token-grep-me"

// The secrets of a workspace have the forms that providers give theirs. They are
// put together here so that no scanner of this repository finds one.
func secretOf(kind string, n int) string {
	digits := strings.Repeat("0123456789abcdef", 3)[n%16:][:32]
	switch kind {
	case "databricks":
		return "dapi" + digits
	case "openai":
		return "sk-" + "fakeworkspace" + digits
	case "aws":
		return "AKIA" + strings.ToUpper(digits[:16])
	case "github":
		return "ghp_" + "fake" + digits
	case "google":
		return "AIza" + "fak" + digits
	case "jwt":
		return "eyJhbGciOiJub25lIn0" + "." + "eyJmYWtlIjoi" + digits + "." + digits[:12]
	default:
		return "pw-" + digits
	}
}

// plant makes a secret, registers and returns it.
func (w *Workspace) plant(kind string) string {
	return w.Secret(secretOf(kind, len(w.secrets)))
}

// AddTable adds a table, c.s.t, and what it lies in, and returns the table.
func (w *Workspace) AddTable(name, owner string) Object {
	parts := strings.SplitN(name, ".", 3)
	w.AddSchema(parts[0] + "." + parts[1])
	table := Object{
		"name": parts[2], "catalog_name": parts[0], "schema_name": parts[1], "full_name": name, "table_id": ID(name),
		"table_type": "MANAGED", "data_source_format": "DELTA", "owner": owner, "created_at": createdAt, "created_by": "ana@example.com",
		"updated_at": createdAt, "updated_by": "ana@example.com",
		"columns":    []any{Object{"name": "request_time", "type_name": "TIMESTAMP", "type_text": "timestamp", "position": 0}},
		"properties": Object{"delta.lastUpdateVersion": "12"},
	}
	w.Tables = append(w.Tables, table)
	return table
}

// AddSchema adds a schema, c.s, and its catalog, unless they are there.
func (w *Workspace) AddSchema(name string) {
	catalog, schema, _ := strings.Cut(name, ".")
	if !has(w.Catalogs, "name", catalog) {
		w.Catalogs = append(w.Catalogs, Object{"name": catalog, "owner": "platform", "catalog_type": "MANAGED_CATALOG"})
	}
	if !has(w.Schemas, "full_name", name) {
		w.Schemas = append(w.Schemas, Object{"name": schema, "catalog_name": catalog, "full_name": name, "owner": "platform"})
	}
}
