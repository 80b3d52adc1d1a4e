package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// nested finds a gateway's block that stands where no document of ours has it.
// It must show its shape: a schema or a manual of the API names the same keys.
func nested(n *source.Node) *source.Entry {
	for _, item := range n.Items {
		if e := nested(item); e != nil {
			return e
		}
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if isBlock(e) {
			return e
		}
		if e := nested(e.Value); e != nil {
			return e
		}
	}
	return nil
}

func isBlock(e *source.Entry) bool {
	switch e.Key {
	case "ai_gateway":
		return hasAny(e.Value, sections...) || slices.ContainsFunc(e.Value.Items, func(n *source.Node) bool { return hasAny(n, sections...) })
	case "aiGateway": // as Pulumi writes it
		return hasAny(e.Value, "usageTrackingConfig", "inferenceTableConfig", "rateLimits", "guardrails", "fallbackConfig")
	case "served_entities", "served_models":
		return slices.ContainsFunc(e.Value.Items, isServed)
	case "model_services", "mcp_services", "model_provider_services":
		return e.Value.Kind == source.List && listedUnder(e, Auto) != nil
	case "config":
		return slices.ContainsFunc(forms, func(f *form) bool {
			return f.service != nil && f.service.shaped(e.Value) && (f.kind != ProviderService || hasAny(e.Value, "provider_type"))
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
