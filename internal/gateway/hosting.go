package gateway

import (
	"cmp"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// What serves an endpoint's requests.
const (
	external    = "external"
	foundation  = "foundation"
	provisioned = "provisioned"
	custom      = "custom"
	agent       = "agent"
	unknown     = "unknown"
)

// hosting returns what serves an endpoint. The platform says it in endpoint_type
// and task, which only raw answers show; else the entities' own shape does.
// Entities that disagree leave it unknown: nothing is then excused. What answers
// alone have says nothing in what a person wrote.
func hosting(n, config *source.Node, isAnswer bool) string {
	if isAnswer && strings.HasPrefix(plain(n.Get("task")), "agent/") {
		return agent
	}
	if h := map[string]string{"EXTERNAL_MODEL": external, "FOUNDATION_MODEL_API": foundation}[plain(n.Get("endpoint_type"))]; isAnswer && h != "" {
		return h
	}
	return common(entities(config), func(n *source.Node) string { return entityHosting(n, isAnswer) })
}

// common is the hosting that all have; those that disagree leave it unknown.
func common(list []*source.Node, hosting func(*source.Node) string) string {
	found := ""
	for _, n := range list {
		h := hosting(n)
		if found != "" && h != found {
			return unknown
		}
		found = h
	}
	return cmp.Or(found, unknown)
}

func entities(config *source.Node) []*source.Node {
	for _, key := range []string{"served_entities", "served_models"} {
		if list := config.Get(key); list != nil && list.Kind == source.List && len(list.Items()) > 0 {
			return list.Items()
		}
	}
	return nil
}

// entityHosting returns what serves one entity. Throughput that is bought in
// advance exists for foundation models only, also for those a customer has
// registered in a catalog of its own. A name in three parts is a model, a
// function or an agent in Unity Catalog; a create body does not say which.
func entityHosting(n *source.Node, isAnswer bool) string {
	name := plain(n.Get("entity_name")) + plain(n.Get("model_name"))
	switch {
	case n.Get("external_model") != nil:
		return external
	case isAnswer && strings.HasPrefix(plain(n.Get("task")), "agent/"):
		return agent
	case hasAny(n, "min_provisioned_throughput", "max_provisioned_throughput", "provisioned_model_units"):
		return provisioned
	case isAnswer && n.Get("foundation_model") != nil, isFoundation(name):
		return foundation
	case name != "" && !isUnresolved(n.Get("entity_name")) && !isUnresolved(n.Get("model_name")):
		return custom
	default:
		return unknown
	}
}

func isUnresolved(n *source.Node) bool { return n != nil && unresolved(n) }

// isFoundation says whether an entity name is one of Databricks' own models.
func isFoundation(name string) bool {
	return strings.HasPrefix(name, "system.ai.") || strings.HasPrefix(name, providedPrefix)
}

// task is what the endpoint does, where it is known: as an answer says, as its
// external models say (which all have the same), or as the name of one of Databricks'
// embedding models shows it (databricks-gte-large-en, databricks-bge-large-en,
// databricks-qwen3-embedding-0-6b).
func task(n, config *source.Node, isAnswer bool) string {
	if written := plain(n.Get("task")); isAnswer && written != "" {
		return written
	}
	for _, entity := range entities(config) {
		if written := plain(entity.Get("external_model").Get("task")); written != "" {
			return written
		}
		name := plain(entity.Get("entity_name"))
		if isFoundation(name) && (strings.Contains(name, "-gte-") || strings.Contains(name, "-bge-") || strings.Contains(name, "embedding")) {
			return "llm/v1/embeddings"
		}
	}
	return ""
}

// provided says whether Databricks made the endpoint: such endpoints have names
// of their own, and neither an id nor a creator.
func provided(n *source.Node, s *Subject) bool {
	return s.isAnswer() &&
		strings.HasPrefix(s.Name, providedPrefix) && !hasAny(n, "id", "creator")
}

// servingProvider is the provider of an external model that is a serving endpoint.
const servingProvider = "databricks-model-serving"

// reached is the serving endpoint of a host that an external model is, "" where it
// is none.
func reached(model *source.Node, host string) string {
	name := plain(model.Get("name"))
	if plain(model.Get("provider")) == servingProvider {
		at := plain(model.Get("databricks_model_serving_config").Get("databricks_workspace_url"))
		if at == "" || SameHost(at, host) {
			return name
		}
		return ""
	}
	for _, way := range [][2]string{{"custom_provider_config", "custom_provider_url"}, {"openai_config", "openai_api_base"}} {
		address := plain(model.Get(way[0]).Get(way[1]))
		if !SameHost(address, host) {
			continue
		}
		if endpoint, _ := EndpointIn(address); endpoint != "" {
			return endpoint
		}
		if strings.HasSuffix(strings.TrimRight(address, "/"), "/serving-endpoints") {
			return name
		}
	}
	return ""
}

// SameHost says whether two addresses are of one host, whether or not they have
// a scheme, a path, capitals or the port that https has anyway.
func SameHost(a, b string) bool { return hostOf(a) == hostOf(b) }

func hostOf(address string) string {
	address = strings.ToLower(strings.TrimSpace(address))
	if _, rest, ok := strings.Cut(address, "://"); ok {
		address = rest
	}
	if end := strings.IndexAny(address, "/?#"); end >= 0 {
		address = address[:end]
	}
	return strings.TrimSuffix(strings.TrimSuffix(address, ":443"), ".")
}
