package workspace

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
)

// Dependency is what a service leads to, or what it calls its provider with, and who may use it.
// A service runs with the rights of its owner, so that its callers need none on these. Source:
// "Manage model services", docs.databricks.com.
type Dependency struct {
	// Kind is model, provider_service, serving_endpoint, connection or credential, "" where what a
	// destination leads to is not known.
	Kind string
	// Name is its full name without the word for its kind.
	Name string
	// Owner is who owns it, as the list of services shows it; "" where that is not known.
	Owner string
	// Access is who may do what with it.
	Access Record
}

// dependencyBody is what of a service names its dependencies.
type dependencyBody struct {
	Config struct {
		Routing struct {
			Destinations []destinationBody `json:"destinations"`
			Fallback     struct {
				Destinations []destinationBody `json:"destinations"`
			} `json:"fallback"`
		} `json:"routing"`
		Connection struct {
			Name    string `json:"name"`
			Deleted bool   `json:"is_deleted"`
		} `json:"source_connection"`
	} `json:"config"`
}

// destinationBody is a destination of a model service. Source: databricks-sdk-go v0.182.0,
// service/catalog/model.go, Destination.
type destinationBody struct {
	Name     string `json:"name"`
	Deleted  bool   `json:"is_deleted"`
	External struct {
		Provider string `json:"model_provider_service"`
	} `json:"external_model_config"`
	PayPerToken struct {
		Model string `json:"model"`
	} `json:"pay_per_token_config"`
	Provisioned struct {
		Endpoint string `json:"model_serving_endpoint"`
		Model    string `json:"model"`
	} `json:"provisioned_throughput_config"`
}

// dependency is what a destination leads to. What leads to an endpoint names the model that is
// served there too; it is the endpoint that is called.
func (d destinationBody) dependency() Dependency {
	for _, known := range []struct{ kind, prefix, name string }{
		{"provider_service", "model-provider-services/", d.External.Provider},
		{"model", "models/", d.PayPerToken.Model},
		{"serving_endpoint", "serving-endpoints/", d.Provisioned.Endpoint},
		{"model", "models/", d.Provisioned.Model},
	} {
		if known.name != "" {
			return Dependency{Kind: known.kind, Name: strings.TrimPrefix(known.name, known.prefix)}
		}
	}
	return Dependency{Name: d.Name, Access: notAsked("rights on a destination", "it is not known what the destination leads to")}
}

// dependencies are those that a service names, each once, in its order. What is gone cannot be
// called, and is none.
func dependencies(kind Kind, body []byte) []Dependency {
	var b dependencyBody
	_ = json.Unmarshal(body, &b) // the rules judge what is malformed; here it leads nowhere
	var list []Dependency
	switch kind { //nolint:exhaustive // the other kinds have none
	case ModelService:
		for _, destinations := range [][]destinationBody{b.Config.Routing.Destinations, b.Config.Routing.Fallback.Destinations} {
			for _, d := range destinations {
				if !d.Deleted {
					list = append(list, d.dependency())
				}
			}
		}
	case MCPService:
		if c := b.Config.Connection; c.Name != "" && !c.Deleted {
			list = append(list, Dependency{Kind: "connection", Name: strings.TrimPrefix(c.Name, "connections/")})
		}
	case ProviderService:
		for _, name := range serviceCredentials(body) {
			list = append(list, Dependency{Kind: "credential", Name: name})
		}
	}
	return once(list)
}

// once keeps the first of those that are the same.
func once(list []Dependency) []Dependency {
	seen := map[[2]string]bool{}
	kept := list[:0]
	for _, d := range list {
		key := [2]string{d.Kind, d.Name}
		if !seen[key] {
			kept = append(kept, d)
		}
		seen[key] = true
	}
	return kept
}

// serviceCredentials are the service credentials that a provider service calls its provider with.
func serviceCredentials(body []byte) []string {
	var b struct {
		Config map[string]json.RawMessage `json:"config"`
	}
	_ = json.Unmarshal(body, &b) // as above
	var names []string
	for _, block := range b.Config {
		var provider struct {
			Direct struct {
				Credential struct {
					Name string `json:"name"`
				} `json:"service_credential"`
			} `json:"direct"`
		}
		if json.Unmarshal(block, &provider) == nil && provider.Direct.Credential.Name != "" {
			names = append(names, strings.TrimPrefix(provider.Direct.Credential.Name, "credentials/"))
		}
	}
	slices.Sort(names) // a service has one provider, and so one block; an answer may have more
	return names
}

// readDependencies reads who may use what a service depends on. Those of Databricks' own services
// are nobody's to judge.
func (c *Collector) readDependencies(ctx context.Context, s *Inventory, l *Listed, body []byte) []Dependency {
	if l.Kind == Endpoint || l.isProvided() {
		return nil
	}
	list := dependencies(l.Kind, body)
	for i := range list {
		d := &list[i]
		if d.Kind == "provider_service" {
			d.Owner = s.owners[d.Name]
		}
		if d.Kind != "" {
			d.Access = c.readAccess(ctx, s, *d)
		}
	}
	return list
}

func (c *Collector) readAccess(ctx context.Context, s *Inventory, d Dependency) Record {
	request := dependencyRequest(d)
	if d.Kind == "serving_endpoint" {
		id := s.endpointIDs[d.Name]
		if id == "" {
			return notAsked("permissions of a serving endpoint", cmp.Or(s.endpointsUnread, "the list of serving endpoints shows no id of it"))
		}
		request = endpointAccessRequest(d.Name, id)
		request.Shared = true
	}
	return c.read(ctx, request)
}

// dependencyRequest asks for the privileges on a dependency, which may be that of many. A model
// has those of a function. Sources: databricks-sdk-go v0.182.0, service/catalog/model.go,
// SecurableType; for models, terraform-provider-databricks, catalog/permissions/permissions.go, Mappings.
func dependencyRequest(d Dependency) Request {
	switch d.Kind {
	case "provider_service":
		return services[providers].accessRequest(d.Name)
	case "connection":
		return sharedGrants("connections", "grants of a connection", "connection", d.Name)
	case "credential":
		return sharedGrants("credentials", "grants of a service credential", "credential", d.Name)
	default:
		return sharedGrants("models", "grants of a model", "function", d.Name)
	}
}

func sharedGrants(folder, what, securable, name string) Request {
	r := grantsRequest(Place("grants/"+folder, name), what, securable, name)
	r.Shared, r.About = true, anAssignment
	return r
}
