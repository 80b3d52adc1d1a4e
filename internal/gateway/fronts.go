package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// servingProvider is the provider of an external model that is a serving endpoint.
const servingProvider = "databricks-model-serving"

// Fronts returns the serving endpoints of the workspace at host that the gateway
// stands before, in order of name: those that an endpoint reaches as external
// models, also as those of another provider by its address, and those that a model service serves from. Destinations that stand by,
// get no share of the traffic or are gone count as well: whoever put them behind
// the gateway wants them called through it.
func (s *Subject) Fronts(host string) []string {
	names := []string{}
	add := func(name string) {
		if name != "" && name != s.Name {
			names = append(names, name)
		}
	}
	config := s.node.Get("config")
	switch s.Kind {
	case string(Endpoint):
		for _, entity := range entities(config) {
			add(reached(entity.Get("external_model"), host))
		}
	case "model_service":
		routing := config.Get("routing")
		for _, list := range []*source.Node{routing.Get("destinations"), routing.Get("fallback").Get("destinations")} {
			for _, n := range elements(list) {
				add(strings.TrimPrefix(plain(n.Get("provisioned_throughput_config").Get("model_serving_endpoint")), endpointPrefix))
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

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
