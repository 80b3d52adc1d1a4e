package fakeworkspace

import (
	"maps"
	"net/http"
	"strings"
)

// serviceHandlers is one kind of services of Unity Gateway.
type serviceHandlers struct {
	server    *Server
	key       string // of the list; with dashes, the folder
	folder    string
	securable string
	items     []Object
	basic     func(config Object)
}

// list answers a page. BASIC, which leaves configuration out, is the view
// without a parameter. Source: databricks-sdk-go v0.182.0
// service/catalog/model.go, ListModelServicesRequest.
func (s serviceHandlers) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	parent, view := query.Get("parent"), query.Get("view")
	if why := s.wrong(parent, view); why != "" {
		invalid(w, why)
		return
	}
	var found []Object
	for _, item := range s.items {
		in := parent == "" || strings.HasPrefix(s.name(item), strings.TrimPrefix(parent, "schemas/")+".")
		if in && !s.server.hides(s.securable, s.name(item)) {
			found = append(found, s.view(item, view))
		}
	}
	s.server.page(w, r, pages{key: s.key, size: "page_size", most: 100}, found)
}

// wrong says what is wrong with a question, "" when nothing is.
func (s serviceHandlers) wrong(parent, view string) string {
	switch {
	case parent == "" && s.server.options.ParentRequired:
		return "parent is required: schemas/{catalog}.{schema}"
	case parent != "" && (!strings.HasPrefix(parent, "schemas/") || strings.Count(parent, ".") != 1):
		return "parent '" + parent + "' is not of the form schemas/{catalog}.{schema}"
	case view != "" && view != "BASIC" && view != "FULL":
		return "view '" + view + "' is not one of BASIC, FULL"
	default:
		return ""
	}
}

func (s serviceHandlers) one(w http.ResponseWriter, r *http.Request) {
	item := s.server.object(s.securable, r.PathValue("name"))
	if item == nil {
		missing(w, "RESOURCE_DOES_NOT_EXIST", s.securable+" '"+r.PathValue("name")+"' does not exist.")
		return
	}
	s.server.answer(w, item)
}

func (s serviceHandlers) name(item Object) string {
	return strings.TrimPrefix(text(item, "name"), s.folder+"/")
}

func (s serviceHandlers) view(item Object, view string) Object {
	config, ok := item["config"].(Object)
	if view == "FULL" || !ok {
		return item
	}
	item, config = maps.Clone(item), maps.Clone(config)
	if limits, has := config["rate_limits"].([]any); has {
		config["rate_limits"] = withoutPrincipals(limits)
	}
	s.basic(config)
	item["config"] = config
	return item
}

// basicModel leaves out destinations, inference-table details and policies. Whether the
// platform leaves out policies is not documented; gwlint asks for the view FULL.
func basicModel(config Object) {
	delete(config, "routing")
	delete(config, "inference_table")
	delete(config, "service_policies")
}

// basicMCP leaves out the source connection and policies.
func basicMCP(config Object) {
	delete(config, "source_connection")
	delete(config, "service_policies")
}

// basicProvider leaves out service credentials and inference-table details.
func basicProvider(config Object) {
	delete(config, "inference_table")
	for key, value := range config {
		block, _ := value.(Object)
		direct, ok := block["direct"].(Object)
		if !ok || direct["service_credential"] == nil {
			continue
		}
		direct, block = maps.Clone(direct), maps.Clone(block)
		delete(direct, "service_credential")
		block["direct"] = direct
		config[key] = block
	}
}

func withoutPrincipals(limits []any) []any {
	out := make([]any, len(limits))
	for i, limit := range limits {
		out[i] = limit
		if object, ok := limit.(Object); ok {
			object = maps.Clone(object)
			delete(object, "principal")
			out[i] = object
		}
	}
	return out
}
