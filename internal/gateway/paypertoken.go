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

// callReader reads which endpoints of Databricks a subject calls.
type callReader struct{ reader }

// add records a call to an endpoint where its name is one of those that Databricks
// provides. A name that is not resolved may be any.
func (c callReader) add(call PayPerToken, at part) {
	switch {
	case at.node == nil:
		return
	case unresolved(at.node):
		c.someUnknown(at)
		return
	case !strings.HasPrefix(call.Name, providedPrefix):
		return
	}
	call.Provided = call.Unsure == ""
	c.in(len(c.subject.PayPerToken)).written("pay_per_token", at)
	c.subject.PayPerToken = append(c.subject.PayPerToken, call)
}

// someUnknown says that not all calls are known, for what is written there.
func (c callReader) someUnknown(at part) {
	c.addUnseen(Unseen{Facet: "pay_per_token", Reason: notResolved(at.node), Partial: true, node: at.node})
	c.open(at)
}

// external records the serving endpoint that an external model is.
func (c callReader) external(entity part) {
	model := c.key(entity, "external_model")
	if model.node == nil {
		return
	}
	name, provider := c.key(model, "name"), c.key(model, "provider")
	switch {
	case unresolved(model.node):
		c.someUnknown(model)
		return
	case provider.node != nil && unresolved(provider.node):
		if strings.HasPrefix(plain(name.node), providedPrefix) {
			c.someUnknown(provider)
		}
		return
	case plain(provider.node) != servingProvider:
		return
	}
	url := c.key(c.key(model, "databricks_model_serving_config"), "databricks_workspace_url")
	call := PayPerToken{Name: plain(name.node), Source: "external_model", Key: plain(entity.node.Get("name"))}
	if !absent(url.node) && plain(url.node) != "" {
		call.address, call.Unsure = plain(url.node), reasonOtherHost
		if unresolved(url.node) {
			call.Unsure = notResolved(url.node)
		}
	}
	c.add(call, name)
}

// destination records the serving endpoint that a destination of a model service is.
func (c callReader) destination(destination, model part) {
	name := c.key(model, "model_serving_endpoint")
	c.add(PayPerToken{
		Name: strings.TrimPrefix(strings.TrimPrefix(plain(name.node), endpointPrefix), "endpoints/"), Source: "destination", Key: plain(destination.node.Get("name")),
	}, name)
}
