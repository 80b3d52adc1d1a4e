package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// burial looks in a document for gateways' blocks that no gateway that was read from
// it covers.
type burial struct {
	// read are the nodes of those gateways.
	read map[*source.Node]*form
	// parts are all nodes in them, nil until the first is asked for.
	parts map[*source.Node]bool
}

func newBurial(subjects []*Subject) *burial {
	b := burial{read: make(map[*source.Node]*form, len(subjects))}
	for _, s := range subjects {
		b.read[s.node] = s.is
	}
	return &b
}

// find finds a gateway's block that stands where no document of ours has it. Of a
// gateway that was read only the keys are asked that none has. A block must show its
// shape: a schema or a manual of the API names the same keys.
func (b *burial) find(n *source.Node) *source.Entry {
	for _, item := range n.Items() {
		if e := b.find(item); e != nil {
			return e
		}
	}
	var known []string
	if is := b.read[n]; is != nil {
		known = schema.Keys(is.schema)
	}
	for i := range n.Entries() {
		e := &n.Entries()[i]
		if slices.Contains(known, e.Key) {
			continue
		}
		if isBlock(e) && !b.isPart(e.Value) && !b.isListed(e.Value) {
			return e
		}
		if e := b.find(e.Value); e != nil {
			return e
		}
	}
	return nil
}

// isPart says whether a node is in a gateway that was read, by a YAML alias.
func (b *burial) isPart(n *source.Node) bool {
	if b.parts == nil {
		b.parts = map[*source.Node]bool{}
		for node, is := range b.read {
			for _, key := range schema.Keys(is.schema) {
				b.addParts(node.Get(key))
			}
		}
	}
	return b.parts[n]
}

// isListed says whether the elements of a list were read.
func (b *burial) isListed(n *source.Node) bool {
	return slices.ContainsFunc(n.Items(), func(item *source.Node) bool { return b.read[item] != nil })
}

func (b *burial) addParts(n *source.Node) {
	if n == nil || b.parts[n] || n.Kind < source.List {
		return
	}
	b.parts[n] = true
	for _, item := range n.Items() {
		b.addParts(item)
	}
	for _, e := range n.Entries() {
		b.addParts(e.Value)
	}
}

func isBlock(e *source.Entry) bool {
	switch e.Key {
	case "ai_gateway":
		return hasSections(e.Value) || slices.ContainsFunc(e.Value.Items(), hasSections)
	case "aiGateway": // as Pulumi writes it
		return hasAny(e.Value, "usageTrackingConfig", "inferenceTableConfig", "rateLimits", "guardrails", "fallbackConfig")
	case "served_entities", "served_models":
		return slices.ContainsFunc(e.Value.Items(), isServed)
	case "usage_tracking_config", "inference_table_config", "guardrails":
		return len(e.Value.Entries()) > 0 && isSection(*e)
	case "rate_limits":
		return slices.ContainsFunc(e.Value.Items(), limitsOverTime)
	case "model_services", "mcp_services", "model_provider_services", "modelServices", "mcpServices", "modelProviderServices":
		reads := source.Entry{Key: serviceKey(e.Key), Value: serviceSpelling.Read(e.Value)}
		return e.Value.Kind == source.List && listedUnder(&reads, Auto) != nil
	case "config":
		return isServiceConfig(serviceSpelling.Read(e.Value))
	default:
		return false
	}
}

func hasSections(n *source.Node) bool { return hasAny(n, sections...) }

func limitsOverTime(n *source.Node) bool {
	return hasAny(n, "renewal_period") && hasAny(n, "calls", "tokens")
}

// isServiceConfig says whether an object is the configuration of a service, or was
// meant as one: limits by levels are an invention that people write.
func isServiceConfig(n *source.Node) bool {
	return hasAny(n.Get("rate_limits"), "service_level", "user_level", "endpoint_level") ||
		slices.ContainsFunc(forms, func(f *form) bool {
			return f.service != nil && f.service.shaped(n) && (f.kind != ProviderService || hasAny(n, "provider_type"))
		})
}

func isServed(n *source.Node) bool {
	return hasAny(n, "entity_name", "model_name", "external_model", "foundation_model")
}

// bundledKinds are the resources of a bundle that are gateways, and what they
// are mistaken for.
var bundledKinds = []string{"model_serving_endpoints", "serving_endpoints", "model_services", "mcp_services", "model_provider_services"}

// isAbout says whether a map of resources says something about all of them, field by
// field, as the CLI's own metadata do: none of it is a resource.
func isAbout(n *source.Node) bool {
	return len(n.Entries()) > 0 && !slices.ContainsFunc(n.Entries(), func(e source.Entry) bool {
		return len(e.Value.Items()) == 0 || slices.ContainsFunc(e.Value.Items(), func(item *source.Node) bool { return item.Get("field") == nil })
	})
}

// IsBundlePart says whether a document declares gateways as resources of a bundle, or of
// one of its targets: what it deploys only the whole bundle shows.
func IsBundlePart(doc *source.Document) bool {
	return doc.Root != nil && bundleOf(doc) == nil && bundled(doc.Root) != nil
}

// bundled finds such resources in a bundle's root, or in one of its targets.
func bundled(root *source.Node) *source.Entry {
	for _, kind := range bundledKinds {
		if e := root.Get("resources").Entry(kind); e != nil && len(e.Value.Entries())+len(e.Value.Items()) > 0 && !isAbout(e.Value) {
			return e
		}
	}
	if targets := root.Get("targets"); targets != nil {
		for _, target := range targets.Entries() {
			if e := bundled(target.Value); e != nil {
				return e
			}
		}
	}
	return nil
}
