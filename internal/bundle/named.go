package bundle

import (
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// named returns the value that a reference names, by the root of its path.
func (v *values) named(name string, path []pathStep) resolved {
	switch path[0].key {
	case "var", variablesKey:
		return v.variable(name, path)
	case "resources":
		return v.resource(name, path)
	case "artifacts":
		return unresolved(name, "`"+name+"` is known only once the artifacts are built")
	}
	if len(path) == 1 {
		return refused(name, "`"+name+"` names no value: add a field, as in `${bundle.target}`")
	}
	if path[0].key == "bundle" {
		return v.bundleField(name, path[1:])
	}
	return v.workspaceField(name, path[1:])
}

// variable returns what ${var.x} names, and ${variables.x.default}.
func (v *values) variable(name string, path []pathStep) resolved {
	if len(path) < 2 || path[1].key == "" {
		return refused(name, "`"+name+"` names no variable: add its name, as in `${var.catalog}`")
	}
	x := v.variables[path[1].key]
	if x == nil {
		return refused(name, "`"+name+"` names a variable that the bundle does not declare: declare it under `variables`, or correct the name")
	}
	if path[0].key == variablesKey {
		return v.definition(x, name, path[2:])
	}
	return v.assigned(x, name, path[2:])
}

// assigned returns what a path leads to from the value of a variable.
func (v *values) assigned(x *variable, name string, path []pathStep) resolved {
	if x.value == nil {
		return unresolved(name, x.reason)
	}
	return v.below(x.value, path, name)
}

// definition returns what ${variables.x.default} names.
func (v *values) definition(x *variable, name string, path []pathStep) resolved {
	field := ""
	if len(path) > 0 {
		field = path[0].key
	}
	switch {
	case field == "value":
		return v.assigned(x, strings.Replace(name, "variables."+x.name+".value", "var."+x.name, 1), path[1:])
	case field == "default" && x.fallback == nil:
		return unresolved(name, "the variable `"+x.name+"` has no default")
	case field == "default":
		return v.below(x.fallback, path[1:], name)
	case len(path) != 1 || field != "description" && field != "type":
		return refused(name, "`"+name+"` names no value of a variable: write `${var."+x.name+"}`")
	case notNull(x.declared.Value.Get(field)) != nil:
		return v.below(x.declared.Value, path, name)
	}
	return known("")
}

// below returns what a path leads to from a value.
func (v *values) below(n *source.Node, path []pathStep, name string) resolved {
	label := strings.TrimSuffix(strings.TrimPrefix(name, "${"), "}")
	for _, step := range path {
		if n.Kind == source.String && len(references(n.Text)) > 0 {
			got := v.valueOf(n, label)
			if why := got.unknown(); why != "" || got.refused != "" {
				hole := unresolved(name, why)
				hole.refused, hole.again = got.refused, got.again
				return hole
			}
			n = got.node
		}
		below := step.in(n)
		if below == nil {
			return refused(name, "`"+name+"` leads to no value: correct the keys and indices in it")
		}
		n = below
	}
	return v.valueOf(n, label)
}

// Fields of a bundle that references may name. Source: the schema of Databricks CLI
// v1.10.0. What nothing sets is an empty text there.
var (
	bundleFields = []string{
		"name", "mode", "engine", "uuid", "cluster_id", "compute_id", "databricks_cli_version", "deployment", "git", "force",
	}
	gitFields       = []string{"branch", "origin_url", "commit", "actual_branch", "bundle_root_path"}
	workspaceFields = []string{
		"host", "profile", "auth_type", "metadata_service_url", "client_id", "google_service_account", "azure_workspace_resource_id",
		"azure_use_msi", "azure_client_id", "azure_tenant_id", "azure_environment", "azure_login_app_id", "account_id", "workspace_id",
		"experimental_is_unified_host", "snapshot_path",
	}
	userFields = []string{
		"userName", "short_name", "domain_friendly_name", "displayName", "id", "active", "emails", "entitlements", "externalId",
		"groups", "name", "roles", "schemas",
	}
)

// workspacePaths are the folders of a workspace that have a default below its root path.
var workspacePaths = map[string]string{
	"file_path": "files", "resource_path": "resources", "artifact_path": "artifacts", "state_path": "state",
}

// bundleField returns what ${bundle.name} names, and its like.
func (v *values) bundleField(name string, path []pathStep) resolved {
	first := path[0].key
	switch first {
	case "target", "environment":
		return v.valueOf(v.target, "bundle.target")
	case "git":
		return v.git(name, path)
	}
	n := v.root.Get("bundle")
	switch {
	case !slices.Contains(bundleFields, first):
		return refused(name, "`"+name+"` names a field that a bundle does not have: correct the name")
	case first == "deployment":
		return v.deployment(n, name, path)
	case notNull(n.Get(first)) != nil:
		return v.below(n, path, name)
	case first == "name":
		return unresolved(name, "the bundle has no name")
	}
	return unset(path)
}

// deployment returns what ${bundle.deployment.lock.force} names.
func (v *values) deployment(n *source.Node, name string, path []pathStep) resolved {
	for _, step := range path {
		if n = notNull(n.Get(step.key)); n == nil {
			return unset(path)
		}
	}
	return v.valueOf(n, strings.Trim(name, "${}"))
}

// flags are the fields that hold a boolean, which is false where nothing sets it. Source:
// Databricks CLI v1.10.0.
var flags = []string{"force", "fail_on_active_runs", "enabled", "azure_use_msi", "experimental_is_unified_host"}

// unset is what a field is that nothing sets: no, or an empty text.
func unset(path []pathStep) resolved {
	if slices.Contains(flags, path[len(path)-1].key) {
		return resolved{node: &source.Node{Kind: source.Bool, Text: "false"}}
	}
	return known("")
}

// known is a value that is written nowhere.
func known(text string) resolved {
	return resolved{node: &source.Node{Kind: source.String, Text: text}}
}

// git returns what ${bundle.git.branch} names: what the bundle says of its repository, and
// else what the checkout says that it is deployed from.
func (v *values) git(name string, path []pathStep) resolved {
	switch n := v.root.Get("bundle"); {
	case len(path) != 2 || !slices.Contains(gitFields, path[1].key):
		return refused(name, "`"+name+"` names a field that `bundle.git` does not have: correct the name")
	case notNull(n.Get("git").Get(path[1].key)) != nil:
		return v.below(n, path, name)
	}
	return unresolved(name, "`"+name+"` depends on the checkout that is deployed")
}

// workspaceField returns what ${workspace.host} names, and its like.
func (v *values) workspaceField(name string, path []pathStep) resolved {
	first, n := path[0].key, v.root.Get("workspace")
	below, isPath := workspacePaths[first]
	switch {
	case first == "current_user":
		return currentUser(name, path[1:])
	case first == "root_path":
		return v.rootPath(name, path)
	case isPath && notNull(n.Get(first)) != nil:
		return v.home(v.below(n, path, name))
	case isPath:
		return v.text(&source.Node{Kind: source.String, Text: "${workspace.root_path}/" + below})
	case !slices.Contains(workspaceFields, first):
		return refused(name, "`"+name+"` names a field that a workspace does not have: correct the name")
	case first == "host" && hasReferences(n.Get(first)):
		return unresolved(name, "`workspace.host` takes no reference")
	case notNull(n.Get(first)) != nil:
		return v.below(n, path, name)
	case first == "host":
		return unresolved(name, "the bundle does not write `workspace.host`, and no profile sets it for references")
	}
	return unset(path)
}

// currentUser returns what ${workspace.current_user.userName} names: only the one who
// deploys is known by that.
func currentUser(name string, path []pathStep) resolved {
	if len(path) == 0 || !slices.Contains(userFields, path[0].key) {
		return refused(name, "`"+name+"` names a field that a user does not have: correct the name, as in `${workspace.current_user.userName}`")
	}
	return unresolved(name, "`"+name+"` depends on who deploys")
}

// rootPath returns the folder that a bundle is deployed to. Source of the default:
// Databricks CLI v1.10.0.
func (v *values) rootPath(name string, path []pathStep) resolved {
	if n := v.root.Get("workspace"); notNull(n.Get("root_path")) != nil {
		return v.home(v.below(n, path, name))
	}
	return v.text(&source.Node{Kind: source.String, Text: userFolder + "/.bundle/${bundle.name}/${bundle.target}"})
}

const userFolder = "/Workspace/Users/${workspace.current_user.userName}"

// home returns a path of a workspace from its root: `~` is the folder of the user, and
// folders of users and shared ones lie below /Workspace.
func (v *values) home(got resolved) resolved {
	n := got.node
	text := n.Text
	switch {
	case n.Kind != source.String:
		return got
	case strings.HasPrefix(text, "~/"):
		text = path.Join(userFolder, text[2:])
	case strings.HasPrefix(text, "/Users/"), strings.HasPrefix(text, "/Shared/"):
		text = "/Workspace" + text
	default:
		return got
	}
	changed := v.text(&source.Node{Kind: source.String, Text: text})
	changed.from, changed.parts = got.from, join(changed.parts, nil, got.parts)
	return changed
}

// resource returns what ${resources.schemas.audit.name} names, once the resources have
// the names that they are deployed with. What the configuration does not have is known
// only after deployment.
func (v *values) resource(name string, path []pathStep) resolved {
	if len(path) < 3 || path[1].key == "" || path[2].key == "" {
		return refused(name, "`"+name+"` names no resource: write its kind and its key, as in `${resources.schemas.audit.name}`")
	}
	n := v.root.Get("resources").Get(path[1].key).Get(path[2].key)
	if n == nil {
		return refused(name, "`"+name+"` names a resource that the bundle does not declare: declare it, or correct the name")
	}
	if below := path[3:]; v.linked && len(below) > 0 && below[0].in(n) != nil && below[0].key != "id" {
		return v.below(n, below, name)
	}
	return unresolved(name, "`"+name+"` is known only after deployment")
}
