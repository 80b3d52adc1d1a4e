package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// routing reads where a model service sends requests: to its primary
// destinations by their shares, and after a failure to its fallbacks in their
// order.
func (r serviceReader) routing(config *source.Node, basic bool) {
	s := r.subject
	if basic {
		for _, facet := range []string{"destinations", "traffic", "fallback"} {
			r.unseen(facet, reasonBasic)
		}
	}
	routing := r.part(config, "routing", "destinations", "traffic", "fallback")
	r.value(routing, "destinations", "traffic")
	primary := r.list(routing, "destinations", "destinations")
	fallback := r.part(routing, "fallback", "destinations", "fallback", "traffic.fallbacks")
	r.value(fallback, "destinations", "fallback")
	r.value(fallback, "destinations", "traffic.fallbacks")
	standby := r.list(fallback, "destinations", "destinations")

	s.Sections.Fallback = fallback != nil
	s.Fallback.Enabled = len(standby) > 0
	s.Traffic.Destinations, s.Traffic.Fallbacks = int64(len(primary)), int64(len(standby))
	for _, n := range primary {
		s.Destinations = append(s.Destinations, r.destination(n))
		r.share(n, len(primary))
	}
	for _, n := range standby {
		d := r.destination(n)
		d.Standby = true
		s.Destinations = append(s.Destinations, d)
	}
	s.Hosting = common(slices.Concat(primary, standby), destinationHosting)
}

// share adds a primary destination's share of the traffic. One that is alone
// gets all of it, whatever is written. Source: doc comment on TrafficPercentage,
// databricks-sdk-go v0.182.0 service/catalog/model.go.
func (r serviceReader) share(n *source.Node, of int) {
	d := &r.subject.Destinations[len(r.subject.Destinations)-1]
	if of == 1 {
		d.Share = 100
	} else {
		d.Share = r.amount(n, "traffic_percentage", "destinations.share")
		r.value(n, "traffic_percentage", "traffic.shares")
	}
	r.subject.Traffic.Shares = append(r.subject.Traffic.Shares, d.Share)
}

func (r serviceReader) destination(n *source.Node) Destination {
	if unresolved(n) {
		r.pending("destinations", n)
		r.pending("traffic.shares", n)
	}
	d := Destination{
		Name:    r.text(n, "name", "destinations.name"),
		Deleted: r.bool(n, "is_deleted", "destinations.deleted"),
		Share:   -1,
	}
	if model := r.object(n, "external_model_config", "destinations.entity"); model != nil {
		d.Entity = r.text(r.object(model, "target", "destinations.entity"), "model", "destinations.entity")
		d.Provider = strings.TrimPrefix(r.text(model, "model_provider_service", "destinations.provider"), "model-provider-services/")
	}
	if model := r.object(n, "pay_per_token_config", "destinations.entity"); model != nil {
		d.Entity = strings.TrimPrefix(r.text(model, "model", "destinations.entity"), modelPrefix)
	}
	if model := r.object(n, "provisioned_throughput_config", "destinations.entity"); model != nil {
		d.Entity = strings.TrimPrefix(r.text(model, "model_serving_endpoint", "destinations.entity"), endpointPrefix)
		if d.Entity == "" {
			d.Entity = strings.TrimPrefix(r.text(model, "model", "destinations.entity"), modelPrefix)
		}
	}
	if d.Provider == "" && destinationHosting(n) == external {
		d.Provider = external // so that nobody takes it for a model of Databricks
	}
	return d
}

func destinationHosting(n *source.Node) string {
	for _, known := range []struct{ kind, config, hosting string }{
		{"DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL", "external_model_config", external},
		{"DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL", "pay_per_token_config", foundation},
		{"DESTINATION_TYPE_PROVISIONED_THROUGHPUT_FOUNDATION_MODEL", "provisioned_throughput_config", provisioned},
	} {
		if kind := plain(n.Get("destination_type")); kind == known.kind || kind == "" && hasAny(n, known.config) {
			return known.hosting
		}
	}
	return unknown
}
