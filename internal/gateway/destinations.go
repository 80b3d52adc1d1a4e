package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// destinations reads the served entities, or the deprecated served models when
// there are no entities: GET answers echo one list as the other.
func (r reader) destinations(config *source.Node) {
	list := r.list(config, "served_entities", "destinations")
	read := r.entity
	r.subject.places.destinations = "served_entities"
	if len(list) == 0 {
		if models := r.list(config, "served_models", "destinations"); len(models) > 0 {
			list, read = models, r.model
			r.subject.places.destinations = "served_models"
		}
	}
	for _, n := range list {
		if unresolved(n) {
			r.pending("destinations", n)
		}
		r.subject.Destinations = append(r.subject.Destinations, read(n))
	}
}

func (r reader) entity(n *source.Node) Destination {
	d := Destination{
		Name:    r.text(n, "name", "destinations.name"),
		Entity:  r.text(n, "entity_name", "destinations.entity"),
		Version: scalar(n.Get("entity_version")),
		Share:   -1,
	}
	if model := r.object(n, "external_model", "destinations.entity"); model != nil {
		d.Entity = r.text(model, "name", "destinations.entity")
		d.Provider = r.text(model, "provider", "destinations.provider")
	}
	if foundation := n.Get("foundation_model"); d.Entity == "" {
		d.Entity = plain(foundation.Get("name"))
	}
	return d
}

func (r reader) model(n *source.Node) Destination {
	return Destination{
		Name:    r.text(n, "name", "destinations.name"),
		Entity:  r.text(n, "model_name", "destinations.entity"),
		Version: scalar(n.Get("model_version")),
		Share:   -1,
	}
}

// routes reads the traffic split and gives each destination its share.
func (r reader) routes(config *source.Node) {
	traffic := r.object(config, "traffic_config", "routes")
	for _, n := range r.list(traffic, "routes", "routes") {
		name := r.text(n, "served_entity_name", "routes.name")
		if name == "" {
			name = r.text(n, "served_model_name", "routes.name")
		}
		route := Route{Name: name, Share: r.number(n, "traffic_percentage", "routes.share")}
		for i := range r.subject.Destinations {
			if d := &r.subject.Destinations[i]; answersTo(*d, name) {
				route.Served = true
				d.Share = route.Share
				d.Standby = route.Share == 0
			}
		}
		r.subject.Routes = append(r.subject.Routes, route)
		r.subject.Traffic.Shares = append(r.subject.Traffic.Shares, route.Share)
	}
	r.subject.Traffic.Destinations = int64(len(r.subject.Destinations))
	for i := range r.subject.Destinations {
		if d := &r.subject.Destinations[i]; d.Name == "" {
			d.Name = defaultNames(*d)[0]
		}
	}
}

// answersTo says whether a route of that name leads to a destination.
func answersTo(d Destination, name string) bool {
	if name == "" {
		return false
	}
	if d.Name != "" {
		return d.Name == name
	}
	for _, known := range defaultNames(d) {
		if known == name {
			return true
		}
	}
	return false
}

// defaultNames are the names the platform may give an unnamed entity: an
// external model its own name with `.` and `:` as `-`; a Unity Catalog model
// `<name>-<version>`, in full with dots as dashes or its last part alone.
// Source: doc comment on ServedEntityInput.Name, databricks-sdk-go v0.182.0
// service/serving/model.go.
func defaultNames(d Destination) []string {
	dashed := strings.NewReplacer(".", "-", ":", "-")
	if d.Provider != "" || d.Version == "" {
		return []string{dashed.Replace(d.Entity)}
	}
	last := d.Entity[strings.LastIndexByte(d.Entity, '.')+1:]
	return []string{
		last + "-" + d.Version,
		d.Entity + "-" + d.Version,
		dashed.Replace(d.Entity) + "-" + d.Version,
		dashed.Replace(d.Entity),
	}
}

// legacy reads the blocks that ai_gateway replaced. A workspace also shows a legacy
// table that was switched off: nothing relies on that.
func (r reader) legacy(n, config *source.Node) {
	capture := r.object(config, "auto_capture_config", "legacy.auto_capture")
	enabled := capture.Get("enabled")
	off := r.subject.Form == FormGet && enabled != nil && enabled.Kind == source.Bool && enabled.Text == "false"
	r.subject.Legacy = Legacy{
		ServedModels:      config.Get("served_models") != nil,
		AutoCapture:       capture != nil && !off,
		AutoCapturePrefix: r.text(capture, "table_name_prefix", "legacy.auto_capture_prefix"),
		RateLimits:        n.Get("rate_limits") != nil,
	}
}

// scalar returns the text of a string or a number: versions are written as
// both.
func scalar(n *source.Node) string {
	if n == nil || n.Kind != source.String && n.Kind != source.Number {
		return ""
	}
	return n.Text
}
