package gateway

import (
	"bytes"
	"path"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// Unread says of a document that holds no gateway in a form that is read
// whether it holds one in a form that is not, where, and what to do then: to
// skip such a file would pass for a check of it. Nil when there is nothing of
// the kind.
func Unread(doc *source.Document) *source.Error {
	root := doc.Root
	if root == nil || root.Kind != source.Map && root.Kind != source.List || isState(doc) {
		return nil
	}
	fault := func(e *source.Entry, message string) *source.Error {
		return &source.Error{File: doc.Text.File, At: doc.Text.Position(e.KeyRange.Start), Message: message}
	}
	if e := bundled(root); e != nil {
		return fault(e, "holds gateways of a bundle, which are not read yet: check the body of each in a file of its own")
	}
	if e := planned(doc); e != nil {
		return fault(e, "is Terraform's JSON, which is not read yet: check the JSON of each gateway itself")
	}
	if e := buried(root); e != nil {
		return fault(e, "holds '"+e.Key+"' where it is not read: check the document of the gateway itself")
	}
	return nil
}

// terraform are how the names of Terraform's resources begin that are gateways.
var terraform = [][]byte{[]byte("databricks_model_serving"), []byte("databricks_ai_gateway_")}

func namesResource(text []byte) bool {
	return slices.ContainsFunc(terraform, func(name []byte) bool { return bytes.Contains(text, name) })
}

// planned finds the part of Terraform's JSON that has resources, in a file that
// names those of gateways.
func planned(doc *source.Document) *source.Entry {
	if !namesResource(doc.Text.Bytes) {
		return nil
	}
	for _, key := range []string{"planned_values", "values", "resource_changes"} {
		if e := doc.Root.Entry(key); e != nil && e.Value.Kind >= source.List {
			return e
		}
	}
	return nil
}

// buried finds a gateway's block that stands where no document of ours has it.
// It must show its shape: a schema or a manual of the API names the same keys.
func buried(n *source.Node) *source.Entry {
	for _, item := range n.Items {
		if e := buried(item); e != nil {
			return e
		}
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if isBlock(e) {
			return e
		}
		if e := buried(e.Value); e != nil {
			return e
		}
	}
	return nil
}

func isBlock(e *source.Entry) bool {
	switch e.Key {
	case "ai_gateway":
		return hasAny(e.Value, sections...)
	case "aiGateway": // as Pulumi writes it
		return hasAny(e.Value, "usageTrackingConfig", "inferenceTableConfig", "rateLimits", "guardrails", "fallbackConfig")
	case "served_entities", "served_models":
		return slices.ContainsFunc(e.Value.Items, isServed)
	case "model_services", "mcp_services", "model_provider_services":
		return listedUnder(e, Auto) != nil
	case "config":
		return slices.ContainsFunc(services, func(s *service) bool {
			return s.shaped(e.Value) && (s.kind != ProviderService || hasAny(e.Value, "provider_type"))
		})
	default:
		return false
	}
}

func isServed(n *source.Node) bool {
	return hasAny(n, "entity_name", "model_name", "external_model", "foundation_model")
}

// bundledKinds are the resources of a bundle that are gateways, and what they
// are mistaken for.
var bundledKinds = []string{"model_serving_endpoints", "serving_endpoints", "model_services", "mcp_services", "model_provider_services"}

// bundled finds such resources in a bundle's root, or in one of its targets.
func bundled(root *source.Node) *source.Entry {
	for _, kind := range bundledKinds {
		if e := root.Get("resources").Entry(kind); e != nil && len(e.Value.Entries)+len(e.Value.Items) > 0 {
			return e
		}
	}
	if targets := root.Get("targets"); targets != nil {
		for _, target := range targets.Entries {
			if e := bundled(target.Value); e != nil {
				return e
			}
		}
	}
	return nil
}

// UnreadText does for a text of another syntax what Unread does for a document.
func UnreadText(file string, text []byte) string {
	if ext := path.Ext(file); ext != ".tf" && ext != ".tfvars" {
		return ""
	}
	if namesResource(text) {
		return "holds gateways in Terraform's language, which is not read yet: check the JSON of each gateway itself"
	}
	return ""
}
