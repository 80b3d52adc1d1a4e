package workspace

import (
	"net/url"
	"strings"
)

// service is how one kind of services is listed, and its grants are asked for.
type service struct {
	kind      Kind
	list      string // the key of the list; with dashes, the part of the path
	what      string
	grants    string // what its grants are called
	securable string
}

// providers is the index of provider services among the kinds of services.
const providers = 2

var services = []service{
	{ModelService, "model_services", "model services", "grants of a model service", "model_service"},
	{MCPService, "mcp_services", "MCP services", "grants of an MCP service", "mcp_service"},
	{ProviderService, "model_provider_services", "model provider services", "grants of a model provider service", "model_provider_service"},
}

func (s service) folder() string { return strings.ReplaceAll(s.list, "_", "-") }

// request lists the services of a schema, or of all where it is "".
func (s service) request(schema string) Request {
	r := Request{
		Path: s.folder() + ".json", API: catalogAPI + s.folder(), What: "list of " + s.what, Needed: true,
		Query: url.Values{"view": {"FULL"}, "page_size": {"100"}},
		List:  s.list, Sort: "name", Naming: true, Items: s.placeOf, Index: s.index(),
	}
	if schema != "" {
		r.Path = Place("lists/"+s.folder(), schema)
		r.About = s.in(schema)
		r.Query.Set("parent", "schemas/"+schema)
	}
	return r
}

// index is what the list keeps of a service: its name, and who owns a provider service, which
// decides what the owner of a model service may do with it.
func (s service) index() func(map[string]any) map[string]any {
	if s.kind == ProviderService {
		return only("effective_owner", "name")
	}
	return only("name")
}

// in wants a service that lies in a schema.
func (s service) in(schema string) func(map[string]any) error {
	return func(item map[string]any) error {
		return within("name", schema)(map[string]any{"name": s.nameOf(item)})
	}
}

// named wants the service of a name.
func (s service) named(name string) func(map[string]any) error {
	return func(item map[string]any) error {
		return sameText("name", name)(map[string]any{"name": s.nameOf(item)})
	}
}

// nameOf is the full name of a service in three parts.
func (s service) nameOf(item map[string]any) string {
	name, _ := item["name"].(string)
	return strings.TrimPrefix(name, s.folder()+"/")
}

func (s service) placeOf(item map[string]any) string {
	if s.nameOf(item) == "" {
		return ""
	}
	return Place(s.folder(), s.nameOf(item))
}

// elementRequest is what the list had of a service.
func (s service) elementRequest(name string) Request {
	return Request{
		Path: Place(s.folder(), name), API: catalogAPI + s.folder(), What: strings.TrimSuffix(s.what, "s"), Needed: true, Element: true,
		About: s.named(name),
	}
}

// accessRequest asks for the privileges on a service. Those on a provider service are asked for
// by the model services that use it too.
func (s service) accessRequest(name string) Request {
	r := grantsRequest(Place("grants/"+s.folder(), name), s.grants, s.securable, name)
	r.Shared, r.About = s.kind == ProviderService, anAssignment
	return r
}

// listing is what came of listing one kind of services.
type listing struct {
	found []Listed
	// failed says that some of it could not be read, absent that the workspace has
	// no such list.
	failed, absent bool
}

// listed are the services that a list names.
func (s service) listed(record Record) []Listed {
	var list []Listed
	for _, item := range elements(record, s.list) {
		name := s.nameOf(item)
		owner, _ := item["effective_owner"].(string)
		list = append(list, Listed{
			Kind: s.kind, Name: name, request: s.elementRequest(name), owner: owner,
			access: func(*subjectBody) (Request, bool) { return s.accessRequest(name), true },
		})
	}
	return list
}
