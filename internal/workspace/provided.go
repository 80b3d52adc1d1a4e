package workspace

import "strings"

// endpointIndex keeps of a listed endpoint what says which it is, and of one without a maker
// the model that it serves.
func endpointIndex(item map[string]any) map[string]any {
	model := foundationModel(item)
	item = only("creator", "endpoint_type", "id", "name", "task")(item)
	if model != "" && item["id"] == nil && item["creator"] == nil {
		item["foundation_model"] = model
	}
	return item
}

// foundationModel is the model of system.ai that a listed endpoint serves first, "" where it
// shows none. Source: ServedEntitySpec.FoundationModel, databricks-sdk-go v0.182.0
// service/serving/model.go.
func foundationModel(item map[string]any) string {
	config, _ := item["config"].(map[string]any)
	entities, _ := config["served_entities"].([]any)
	if len(entities) == 0 {
		return ""
	}
	entity, _ := entities[0].(map[string]any)
	model, _ := entity["foundation_model"].(map[string]any)
	if name, _ := model["name"].(string); strings.HasPrefix(name, "system.ai.") {
		return name
	}
	return ""
}

// keepProvided keeps of the list of endpoints which of them Databricks provides, with the
// model services that take their places: a service has the model's name.
func (i *Inventory) keepProvided() {
	i.provided = map[string]string{}
	for _, l := range i.Listed {
		if l.Kind == Endpoint && l.isProvided() {
			service, _ := l.request.Listed["foundation_model"].(string)
			i.provided[l.Name] = strings.Clone(service)
		}
	}
}

// Provided says whether Databricks provides an endpoint, and the model service that takes its
// place, "" where that is not known. An endpoint that is not listed is judged by its name, whose
// beginning is kept for those; unsure says why that cannot be relied on, where not all were listed.
func (i *Inventory) Provided(name string) (service string, ok bool, unsure string) {
	if service, ok := i.provided[name]; ok {
		return service, true, ""
	}
	if _, listed := i.endpointIDs[name]; listed {
		return "", false, ""
	}
	return "", i.endpointsUnread == "" && strings.HasPrefix(name, "databricks-"), i.endpointsUnread
}

// EndpointsUnread says why there may be endpoints that the list does not show, "" where it
// shows them all.
func (i *Inventory) EndpointsUnread() string { return i.endpointsUnread }
