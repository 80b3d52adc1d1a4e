package bundle

import (
	"maps"

	"github.com/gwlint/gwlint/internal/source"
)

// field is what the CLI expects at a place of the configuration.
type field struct {
	// kind is what a value must be; Null takes anything.
	kind source.Kind
	// whole says that a Number must be whole.
	whole bool
	// fields are the known keys of a Map, nil where its keys are free.
	fields fields
	// later finds fields that take time to find, when the first is asked for.
	later func() fields
	// each is what the elements of a List are, or the values of a Map with free keys.
	each *field
}

// fields are what is expected at the keys of a map.
type fields map[string]*field

// at returns what is expected at a key, nil where nothing is known of it.
func (f *field) at(key string) *field {
	switch {
	case f == nil:
		return nil
	case f.later != nil:
		return f.later()[key]
	case f.fields != nil:
		return f.fields[key]
	default:
		return f.each
	}
}

// The fields that hold nothing else.
var (
	anyField     = &field{}
	textField    = &field{kind: source.String}
	boolField    = &field{kind: source.Bool}
	numberField  = &field{kind: source.Number}
	wholeField   = &field{kind: source.Number, whole: true}
	textsField   = listField(textField)
	textMapField = mapField(textField)
)

func objectField(known fields) *field { return &field{kind: source.Map, fields: known} }
func mapField(each *field) *field     { return &field{kind: source.Map, each: each} }
func listField(each *field) *field    { return &field{kind: source.List, each: each} }

// textFields are an object whose known keys all hold texts.
func textFields(keys ...string) *field {
	known := make(fields, len(keys))
	for _, key := range keys {
		known[key] = textField
	}
	return objectField(known)
}

// rootField is what the root of a bundle is. Of what no gateway depends on, such as
// artifacts, the keys are not listed: nothing that is written there is of a wrong kind.
// Source: Databricks CLI v1.10.0, `databricks bundle schema`.
var rootField = objectField(withFields(sharedFields(), fields{
	"environments": mapField(targetField), "experimental": experimentalField, "include": textsField,
	"python": anyField, "scripts": anyField, "targets": mapField(targetField), "variables": mapField(variableField),
}))

// targetField is what a target is. The value of a variable may stand there in place of its
// declaration.
var targetField = objectField(withFields(sharedFields(), fields{
	"cluster_id": textField, "compute_id": textField, "default": boolField, "mode": textField,
	"git": textFields("branch", "origin_url"), "variables": mapField(anyField),
}))

// withFields adds fields to others.
func withFields(known, more fields) fields {
	maps.Copy(known, more)
	return known
}

// sharedFields are those that the root and a target have.
func sharedFields() fields {
	return fields{
		"artifacts": anyField, "bundle": bundleField, "permissions": listField(permissionField), "presets": presetsField,
		"resources": resourcesField, "run_as": runAsField, "sync": anyField, "workspace": workspaceField,
	}
}

var (
	bundleField = objectField(fields{
		"cluster_id": textField, "compute_id": textField, "databricks_cli_version": textField, "deployment": anyField,
		"engine": textField, "git": textFields("branch", "origin_url"), "name": textField, "uuid": textField,
	})
	experimentalField = objectField(fields{
		"immutable_folder": boolField, "pydabs": anyField, "python": anyField, "python_wheel_wrapper": boolField,
		"record_deployment_history": boolField, "scripts": textMapField, "skip_artifact_cleanup": boolField,
		"skip_name_prefix_for_schema": boolField, "use_legacy_run_as": boolField,
	})
	permissionField = textFields("group_name", "level", "service_principal_name", "user_name")
	presetsField    = objectField(fields{
		"artifacts_dynamic_version": boolField, "jobs_max_concurrent_runs": wholeField, "name_prefix": textField,
		"pipelines_development": boolField, "source_linked_deployment": boolField, "tags": textMapField, "trigger_pause_status": textField,
	})
	runAsField = textFields("group_name", "service_principal_name", "user_name")
	// variableField is how a variable is declared.
	variableField = objectField(fields{
		"default": anyField, "description": textField, "type": textField,
		"lookup": textFields("alert", "cluster", "cluster_policy", "dashboard", "instance_pool", "job", "metastore",
			"notification_destination", "pipeline", "query", "service_principal", "warehouse"),
	})
	workspaceField = objectField(withFields(textFields("account_id", "artifact_path", "auth_type", "azure_client_id", "azure_environment",
		"azure_login_app_id", "azure_tenant_id", "azure_workspace_resource_id", "client_id", "file_path",
		"google_service_account", "host", "profile", "resource_path", "root_path", "state_path", "workspace_id").fields,
		fields{"azure_use_msi": boolField, "experimental_is_unified_host": boolField}))
)
