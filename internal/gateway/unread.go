package gateway

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Unread says of a document that holds no gateway in a form that is read
// whether it holds one in a form that is not, and what to do then. To skip such
// a file would pass for a check of it. "" when there is nothing of the kind.
func Unread(doc *source.Document) string {
	root := doc.Root
	switch {
	case root == nil || root.Kind != source.Map && root.Kind != source.List:
		return ""
	case bundled(root.Get("resources")) || bundledTargets(root.Get("targets")):
		return "holds serving endpoints of a bundle, which are not read yet: check the body of each endpoint in a file of its own"
	case hasAny(root, "planned_values", "values", "resource_changes") && bytes.Contains(doc.Text.Bytes, []byte("databricks_model_serving")):
		return "is Terraform's JSON, which is not read yet: check the endpoint's own JSON"
	case listsServices(root):
		return "holds Unity Gateway services, which are not read yet"
	}
	if key := buried(root); key != "" {
		return "holds '" + key + "' where it is not read: check the endpoint's own document"
	}
	return ""
}

// buried names a gateway's block that stands where no document of ours has it,
// "" when there is none. It must show its shape: a schema or a manual of the API
// names the same keys.
func buried(n *source.Node) string {
	for _, item := range n.Items {
		if key := buried(item); key != "" {
			return key
		}
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		switch e.Key {
		case "ai_gateway":
			if hasAny(e.Value, sections...) {
				return e.Key
			}
		case "aiGateway":
			if hasAny(e.Value, "usageTrackingConfig", "inferenceTableConfig", "rateLimits", "guardrails", "fallbackConfig") {
				return e.Key
			}
		case "served_entities", "served_models":
			if slices.ContainsFunc(e.Value.Items, isServed) {
				return e.Key
			}
		}
		if key := buried(e.Value); key != "" {
			return key
		}
	}
	return ""
}

func isServed(n *source.Node) bool {
	return hasAny(n, "entity_name", "model_name", "external_model", "foundation_model")
}

// bundledKinds are the resources of a bundle that are gateways, and what they
// are mistaken for.
var bundledKinds = []string{"model_serving_endpoints", "serving_endpoints", "model_services", "mcp_services", "model_provider_services"}

func bundled(resources *source.Node) bool {
	return slices.ContainsFunc(bundledKinds, func(kind string) bool {
		v := resources.Get(kind)
		return v != nil && len(v.Entries)+len(v.Items) > 0
	})
}

func bundledTargets(targets *source.Node) bool {
	if targets == nil {
		return false
	}
	for _, target := range targets.Entries {
		if bundled(target.Value.Get("resources")) {
			return true
		}
	}
	return false
}

// services are the first words of a service's full name, by the list it comes in.
var services = map[string]string{
	"model_services": "model-services/", "mcp_services": "mcp-services/", "model_provider_services": "model-provider-services/",
}

func listsServices(root *source.Node) bool {
	for list, prefix := range services {
		if isNamed(root, prefix) {
			return true
		}
		if items := root.Get(list); items != nil && slices.ContainsFunc(items.Items, func(n *source.Node) bool { return isNamed(n, prefix) }) {
			return true
		}
	}
	return false
}

func isNamed(n *source.Node, prefix string) bool {
	return strings.HasPrefix(plain(n.Get("name")), prefix)
}

// UnreadText does for a text of another syntax what Unread does for a document.
func UnreadText(file string, text []byte) string {
	if ext := path.Ext(file); ext != ".tf" && ext != ".tfvars" {
		return ""
	}
	if bytes.Contains(text, []byte("databricks_model_serving")) {
		return "holds serving endpoints in Terraform's language, which is not read yet: check the endpoint's own JSON"
	}
	return ""
}
