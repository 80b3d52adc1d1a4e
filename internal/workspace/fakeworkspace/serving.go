package fakeworkspace

import (
	"maps"
	"net/http"
	"strings"
)

// notListed are the fields of an endpoint that only GET shows. Source:
// databricks-sdk-go v0.182.0 service/serving/model.go, ServingEndpoint against
// ServingEndpointDetailed.
var notListed = []string{
	"data_plane_info", "email_notifications", "endpoint_url", "pending_config", "permission_level", "route_optimized",
}

// configListed, entityListed and modelListed are what a list shows of a
// configuration: EndpointCoreConfigSummary, ServedEntitySpec, ServedModelSpec.
var (
	configListed = []string{"served_entities", "served_models"}
	entityListed = []string{"entity_name", "entity_version", "external_model", "foundation_model", "name"}
	modelListed  = []string{"model_name", "model_version", "name"}
)

// servingHandlers answer for serving endpoints, and for who may do what with an
// object.
type servingHandlers struct{ *Server }

// listEndpoints answers all at once: the list has no pages and no filter.
func (s servingHandlers) listEndpoints(w http.ResponseWriter, _ *http.Request) {
	list := []any{}
	for _, endpoint := range s.visible("serving-endpoint", "name", s.workspace.Endpoints) {
		list = append(list, listed(endpoint))
	}
	if len(list) == 0 {
		s.answer(w, Object{})
		return
	}
	s.answer(w, Object{"endpoints": list})
}

func (s servingHandlers) endpoint(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	endpoint := s.object("serving-endpoint", name)
	if endpoint == nil {
		missing(w, "RESOURCE_DOES_NOT_EXIST", "Endpoint with name '"+name+"' does not exist.")
		return
	}
	shown := maps.Clone(endpoint)
	delete(shown, "usage_policy_id") // only the list shows it
	s.answer(w, shown)
}

// listed is what the list shows of an endpoint.
func listed(endpoint Object) Object {
	item := maps.Clone(endpoint)
	for _, field := range notListed {
		delete(item, field)
	}
	if config, ok := item["config"].(Object); ok {
		config = pick(config, configListed)
		pickEach(config, "served_entities", entityListed)
		pickEach(config, "served_models", modelListed)
		item["config"] = config
	}
	return item
}

// permissions answers for what has an id; for an app that is its name. The name
// of an endpoint in place of its id is a mistake, and is told.
func (s servingHandlers) permissions(w http.ResponseWriter, r *http.Request) {
	kind, id := r.PathValue("kind"), r.PathValue("id")
	switch {
	case s.object(kind, id) != nil:
		s.answer(w, Object{
			"object_id": "/" + kind + "/" + id, "object_type": strings.TrimSuffix(kind, "s"),
			"access_control_list": anyList(s.workspace.Permissions[kind+"/"+id]),
		})
	case kind == "serving-endpoints" && strings.Trim(id, "0123456789abcdef") != "":
		invalid(w, "'"+id+"' is not a valid Inference Endpoint ID")
	default:
		missing(w, "RESOURCE_DOES_NOT_EXIST", kind+" "+id+" does not exist.")
	}
}

func (s servingHandlers) identity(w http.ResponseWriter, _ *http.Request) {
	s.answer(w, s.workspace.Identity)
}

// pick keeps some fields of an object.
func pick(o Object, fields []string) Object {
	kept := Object{}
	for _, field := range fields {
		if value, ok := o[field]; ok {
			kept[field] = value
		}
	}
	return kept
}

// pickEach keeps some fields of each element of a list.
func pickEach(o Object, key string, fields []string) {
	list, ok := o[key].([]any)
	if !ok {
		return
	}
	kept := make([]any, len(list))
	for i, item := range list {
		kept[i] = item
		if object, isObject := item.(Object); isObject {
			kept[i] = pick(object, fields)
		}
	}
	o[key] = kept
}
