package bundle

import (
	"slices"
	"sync"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// resourcesField is what the section of resources is: the kinds that the CLI knows, and those
// of which the types of the fields matter here with their fields.
// Source: Databricks CLI v1.10.0, `databricks bundle schema`; the three kinds of services
// are known to its versions of September 2026.
var resourcesField = &field{kind: source.Map, later: sync.OnceValue(func() fields {
	kinds := fields{}
	for _, kind := range otherKinds {
		kinds[kind] = mapField(objectField(nil))
	}
	for _, known := range []map[string]fields{gatewayKinds(), evidenceKinds()} {
		for kind, body := range known {
			body["lifecycle"] = objectField(fields{"prevent_destroy": boolField, "started": boolField})
			kinds[kind] = mapField(objectField(body))
		}
	}
	return kinds
})}

// otherKinds are kinds of resources that no gateway depends on.
var otherKinds = []string{
	"clusters", "dashboards", "database_catalogs", "database_instances", "experiments", "external_locations",
	"genie_spaces", "instance_pools", "job_runs", "jobs", "models", "pipelines", "postgres_branches", "postgres_catalogs",
	"postgres_databases", "postgres_endpoints", "postgres_projects", "postgres_roles", "postgres_synced_tables",
	"quality_monitors", "secrets", "synced_database_tables", "vector_search_endpoints", "vector_search_indexes",
}

var (
	grantsField      = listField(objectField(fields{"principal": textField, "privileges": textsField}))
	permissionsField = listField(permissionField)
)

// gatewayKinds are the kinds that are gateways: their fields are those of the API's
// requests and those that only bundles have.
func gatewayKinds() map[string]fields {
	endpoint := ofSchema(schema.Endpoint)
	endpoint["permissions"] = permissionsField
	for _, served := range []string{"served_entities", "served_models"} {
		endpoint["config"].fields[served].each.fields["environment_vars"] = textMapField
	}
	kinds := map[string]fields{"model_serving_endpoints": endpoint}
	for kind, name := range map[string]schema.Name{
		"model_services": schema.ModelService, "mcp_services": schema.MCPService, "model_provider_services": schema.ProviderService,
	} {
		kinds[kind] = ofSchema(name)
		kinds[kind]["grants"] = grantsField
	}
	return kinds
}

// ofSchema are the fields of the documents of a schema.
func ofSchema(name schema.Name) fields { return ofType(schema.Types(name)).fields }

// ofType is what the CLI expects where a schema takes a type. Where that takes a text, a
// number and a boolean, the platform takes a text, and a bundle turns the others into one.
func ofType(t *schema.Type) *field {
	switch {
	case t == nil:
		return anyField
	case slices.Contains(t.Names, "string") && (len(t.Names) == 1 || slices.Contains(t.Names, "boolean")):
		return textField
	case len(t.Names) != 1:
		return anyField
	}
	switch t.Names[0] {
	case "boolean":
		return boolField
	case "integer":
		return wholeField
	case "number":
		return numberField
	case "array":
		return listField(ofType(t.Items))
	case "object":
		return objectOfType(t)
	}
	return anyField
}

func objectOfType(t *schema.Type) *field {
	if t.Keys == nil {
		return &field{kind: source.Map}
	}
	known := make(fields, len(t.Keys))
	for key, below := range t.Keys {
		known[key] = ofType(below)
	}
	return objectField(known)
}

// evidenceKinds are the kinds that say more of gateways: who may use them, where their
// tables lie, what watches them.
func evidenceKinds() map[string]fields {
	return map[string]fields{
		"alerts": alertFields(),
		"apps":   appFields(),
		"catalogs": withFields(textFields("comment", "connection_name", "name", "provider_name", "share_name", "storage_root").fields, fields{
			"custom_max_retention_hours": wholeField, "grants": grantsField, "managed_encryption_settings": anyField,
			"options": textMapField, "properties": textMapField,
		}),
		"registered_models": withFields(textFields("catalog_name", "comment", "created_by", "full_name", "metastore_id", "name", "owner",
			"schema_name", "storage_location", "updated_by").fields, fields{
			"aliases": anyField, "created_at": wholeField, "grants": grantsField, "updated_at": wholeField,
		}),
		"schemas": withFields(textFields("catalog_name", "comment", "name", "storage_root").fields, fields{
			"custom_max_retention_hours": wholeField, "grants": grantsField, "properties": textMapField,
		}),
		"secret_scopes": withFields(textFields("backend_type", "name").fields, fields{
			"keyvault_metadata": textFields("dns_name", "resource_id"), "permissions": permissionsField,
		}),
		"sql_warehouses": withFields(textFields("cluster_size", "creator_name", "instance_profile_arn", "name", "spot_instance_policy",
			"warehouse_type").fields, fields{
			"auto_stop_mins": wholeField, "channel": textFields("dbsql_version", "name"), "enable_photon": boolField,
			"enable_serverless_compute": boolField, "max_num_clusters": wholeField, "min_num_clusters": wholeField, "permissions": permissionsField,
			"tags": objectField(fields{"custom_tags": listField(textFields("key", "value"))}),
		}),
		"volumes": withFields(textFields("catalog_name", "comment", "name", "schema_name", "storage_location", "volume_type").fields, fields{"grants": grantsField}),
	}
}

func alertFields() fields {
	operand := textFields("aggregation", "display", "name")
	threshold := objectField(fields{"bool_value": boolField, "double_value": numberField, "string_value": textField})
	return withFields(textFields("custom_description", "custom_summary", "display_name", "file_path", "parent_path", "query_text",
		"run_as_user_name", "warehouse_id").fields, fields{
		"evaluation": objectField(fields{
			"comparison_operator": textField, "empty_result_state": textField, "source": operand,
			"notification": objectField(fields{
				"notify_on_ok": boolField, "retrigger_seconds": wholeField, "subscriptions": listField(textFields("destination_id", "user_email")),
			}),
			"threshold": objectField(fields{"column": operand, "value": threshold}),
		}),
		"parameters": listField(textFields("name", "type", "value")), "permissions": permissionsField,
		"run_as":   textFields("service_principal_name", "user_name"),
		"schedule": textFields("pause_status", "quartz_cron_schedule", "timezone_id"),
	})
}

func appFields() fields {
	bound := objectField(withFields(textFields("description", "name").fields, fields{
		"app": textFields("name", "permission"), "database": textFields("database_name", "instance_name", "permission"),
		"experiment": textFields("experiment_id", "permission"), "genie_space": textFields("name", "permission", "space_id"),
		"job": textFields("id", "permission"), "postgres": textFields("branch", "database", "permission"),
		"secret": textFields("key", "permission", "scope"), "serving_endpoint": textFields("name", "permission"),
		"sql_warehouse": textFields("id", "permission"),
		"uc_securable":  textFields("permission", "securable_full_name", "securable_kind", "securable_type"),
	}))
	tables := textFields("logs_table", "metrics_table", "traces_table")
	return withFields(textFields("budget_policy_id", "compute_size", "description", "name", "source_code_path", "space", "usage_policy_id").fields, fields{
		"compute_max_instances": wholeField, "compute_min_instances": wholeField,
		"config":         objectField(fields{"command": textsField, "env": listField(textFields("name", "value", "value_from"))}),
		"git_repository": textFields("provider", "url"), "git_source": textFields("branch", "commit", "source_code_path", "tag"),
		"permissions": permissionsField, "resources": listField(bound),
		"telemetry_export_destinations": listField(objectField(fields{"unity_catalog": tables})), "user_api_scopes": textsField,
	})
}
