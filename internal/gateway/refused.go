package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// refusals finds what a request is refused for although each of its values is of the
// schema: a key that another one excludes or needs, and names that are not given. What
// the platform answered with was not refused. Source: the comments of
// ServedEntityInput and ExternalModel in databricks-sdk-go v0.182.0,
// service/serving/model.go.
type refusals struct{ textReader }

func (r refusals) read() {
	node := r.subject.node
	switch {
	case r.subject.isAnswer():
	case r.subject.is.kind == Endpoint:
		r.config(node.Get("config"), []string{"config"})
		r.reserved(node)
	case r.subject.is.kind == PutConfig:
		r.config(node, nil)
	}
}

// config reads what is served, which stands at a pointer.
func (r refusals) config(config *source.Node, at []string) {
	entities, models := elements(config.Get("served_entities")), elements(config.Get("served_models"))
	for i, entity := range entities {
		if model := entity.Get("external_model"); model != nil && model.Kind == source.Map && len(model.Entries()) > 0 {
			r.external(entity, model, append(slices.Clone(at), "served_entities", itoa(i)))
		}
	}
	if len(entities) > 0 && len(models) > 0 {
		r.leftOut(append(at, "served_models"), "`served_entities`")
	}
}

// ofCustomModels are the keys of a served entity that an external model excludes.
var ofCustomModels = []string{"entity_name", "entity_version", "workload_size", "workload_type", "scale_to_zero_enabled"}

// external reads a served entity that is an external model.
func (r refusals) external(entity, model *source.Node, at []string) {
	for _, key := range ofCustomModels {
		if isSet(entity.Get(key)) {
			r.leftOut(append(slices.Clone(at), key), "`external_model`")
		}
	}
	r.required(model, append(slices.Clone(at), "external_model"))
	if !isSet(entity.Get("name")) {
		r.defaultName(model.Get("name"), append(slices.Clone(at), "external_model", "name"))
	}
}

// isSet says whether a value says anything: false and an empty text are what is not
// set.
func isSet(n *source.Node) bool { return hasText(n) && (n.Kind != source.Bool || n.Text == "true") }

// required adds a task that an external model lacks. While a template has yet to fill
// in keys, it may have one.
func (r refusals) required(model *source.Node, at []string) {
	const key = "task"
	open := slices.ContainsFunc(model.Entries(), func(e source.Entry) bool {
		return interpolatedKey(e.Key) || e.Key != key && schema.Misspelt(e.Key, []string{key}) != ""
	})
	if open || hasText(model.Get(key)) {
		return
	}
	at = append(at, key)
	r.invalid(InvalidValue{Key: dotted(at), Expected: "written: `llm/v1/chat`, `llm/v1/completions` or `llm/v1/embeddings`"}, at)
}

// defaultName adds the name of a model that cannot name the served entity, which has
// none of its own: such names hold letters, digits, dashes and underscores, and only
// dots and colons of a model's name are replaced.
func (r refusals) defaultName(name *source.Node, at []string) {
	if written := plain(name); !strings.Contains(written, "/") || unresolved(name) {
		return
	}
	r.invalid(InvalidValue{
		Key: dotted(at), Written: shownName(name), Expected: "free of slashes while the served entity has no `name` of its own",
	}, at)
}

// leftOut adds a key that another one excludes, where the key is written.
func (r refusals) leftOut(at []string, beside string) {
	node, key := follow(r.subject.node, at)
	r.invalidAt(source.Place{Text: textOf(node), Range: key},
		InvalidValue{Key: dotted(at), Expected: "left out beside " + beside}, at, &source.Node{Kind: source.Null})
}

// reserved adds the name of an endpoint that a person creates and that only Databricks
// may. A body without models creates nothing, and a kept answer of a provided endpoint
// shows foundation models.
func (r refusals) reserved(n *source.Node) {
	name, served := n.Get("name"), entities(n.Get("config"))
	own := strings.TrimPrefix(plain(name), providedPrefix)
	kept := slices.ContainsFunc(served, func(entity *source.Node) bool { return hasAny(entity, "foundation_model") })
	if own == plain(name) || unresolved(name) || len(served) == 0 || kept {
		return
	}
	r.invalid(InvalidValue{
		Key: "name", Written: shownName(name), Expected: "a name that does not begin with `databricks-`, which is reserved for the endpoints that Databricks provides",
	}, []string{"name"}, text(own))
}

// shownName is a name as messages show it, "" where it may be a secret.
func shownName(n *source.Node) string {
	if quotable(n) {
		return n.Text
	}
	return ""
}
