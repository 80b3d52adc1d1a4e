package gateway

import "strings"

// PayPerToken is a call of a subject to an endpoint whose name is one of those that
// Databricks provides and bills by the token.
type PayPerToken struct {
	Name string `json:"name"`
	// Source is resource or environment for an app, external_model for an endpoint and
	// destination for a model service; Key is the name of that one.
	Source string `json:"source"`
	Key    string `json:"key"`
	// Service is the model service that takes the endpoint's place, "" where it is not known.
	Service string `json:"service"`
	// Provided says that Databricks provides the endpoint, and in the workspace of the subject.
	Provided bool `json:"provided"`
	// Unsure says why that is not known, "" where it is.
	Unsure string `json:"unsure"`

	address string // of the workspace, "" for the subject's own
}

// Databricks keeps this beginning of names for the endpoints that it provides.
const providedPrefix = "databricks-"

const reasonOtherHost = "files do not show whether the workspace that an external model names is the endpoint's own; scan the workspace"

// calls records a call to an endpoint where its name is one of those that Databricks
// provides. A name that is not resolved may be any.
func (r reader) calls(c PayPerToken, at part) {
	switch {
	case at.node == nil:
		return
	case unresolved(at.node):
		r.someCalls(at)
		return
	case !strings.HasPrefix(c.Name, providedPrefix):
		return
	}
	c.Provided = c.Unsure == ""
	r.in(len(r.subject.PayPerToken)).written("pay_per_token", at)
	r.subject.PayPerToken = append(r.subject.PayPerToken, c)
}

// someCalls says that not all calls are known, for what is written there.
func (r reader) someCalls(at part) {
	r.addUnseen(Unseen{Facet: "pay_per_token", Reason: notResolved(at.node), Partial: true, node: at.node})
	if r.recorder != nil {
		r.recorder.unresolved = append(r.recorder.unresolved, at)
	}
}

// externalCall records the serving endpoint that an external model is.
func (r reader) externalCall(entity part) {
	model := r.key(entity, "external_model")
	if model.node == nil {
		return
	}
	name, provider := r.key(model, "name"), r.key(model, "provider")
	switch {
	case unresolved(model.node):
		r.someCalls(model)
		return
	case provider.node != nil && unresolved(provider.node):
		if strings.HasPrefix(plain(name.node), providedPrefix) {
			r.someCalls(provider)
		}
		return
	case plain(provider.node) != servingProvider:
		return
	}
	url := r.key(r.key(model, "databricks_model_serving_config"), "databricks_workspace_url")
	call := PayPerToken{Name: plain(name.node), Source: "external_model", Key: plain(entity.node.Get("name"))}
	if !absent(url.node) && plain(url.node) != "" {
		call.address, call.Unsure = plain(url.node), reasonOtherHost
		if unresolved(url.node) {
			call.Unsure = notResolved(url.node)
		}
	}
	r.calls(call, name)
}

// Resolve says of each call to a provided endpoint what the workspace at host shows of it.
// Of provided, service is the model service that takes the endpoint's place, and unsure why
// it is not known who made the endpoint.
func (s *Subject) Resolve(host string, provided func(name string) (service string, ok bool, unsure string)) {
	for i := range s.PayPerToken {
		c := &s.PayPerToken[i]
		c.Provided, c.Unsure = false, ""
		if c.address == "" || SameHost(c.address, host) {
			c.Service, c.Provided, c.Unsure = provided(c.Name)
		}
		if c.Unsure = Scrub(c.Unsure); c.Unsure != "" {
			s.unseen = append(s.unseen, Unseen{Facet: "pay_per_token", Reason: c.Unsure, Partial: true})
		}
	}
}

// destinationCall records the serving endpoint that a destination of a model service is.
func (r reader) destinationCall(destination, model part) {
	name := r.key(model, "model_serving_endpoint")
	r.calls(PayPerToken{
		Name: strings.TrimPrefix(strings.TrimPrefix(plain(name.node), endpointPrefix), "endpoints/"), Source: "destination", Key: plain(destination.node.Get("name")),
	}, name)
}
