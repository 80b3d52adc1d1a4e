package bundle

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// preset returns a tree with what the target's mode and presets change of resources: names
// with their prefixes, paused alerts, permissions that all resources get. What the CLI does
// to resources before that is done as well: lists whose elements have names are merged by
// these, and schemas that the bundle declares are found by name. Empty texts, which it
// drops at the end, become null.
func preset(r *resolution, root *source.Node) *source.Node {
	if root == nil {
		return nil
	}
	p := &presets{resolution: r}
	p.read(root)
	resources := root.Entry("resources")
	if resources == nil || !p.isSeen(resources, "resources") {
		return root
	}
	p.schemas = declaredSchemas(p, resources.Value.Get("schemas"))
	again := *resources
	again.Value = mapEntries(resources.Value, p.kind)
	return withEntry(root, again)
}

// presets are what a target's mode and presets change of its resources.
type presets struct {
	*resolution

	mode    *source.Node // development or production, nil where there is none
	prefix  prefix
	pause   *source.Node                    // what alerts have whose schedule does not say, nil for nothing
	literal bool                            // schemas keep their names
	given   permissions                     // what all resources get
	schemas map[declaredSchema]*source.Node // the names in the target, by what is declared
}

// The modes of a target, and what a schedule can be.
const (
	development = "development"
	production  = "production"
	paused      = "PAUSED"
	unpaused    = "UNPAUSED"
)

// shortName refers to the name of who deploys, which no file says.
const shortName = "${workspace.current_user.short_name}"

// reasonUser is why a name is not known that has the name of who deploys in it.
const reasonUser = "`" + shortName + "` depends on who deploys"

// read reads the mode and the presets.
func (p *presets) read(root *source.Node) {
	own := root.Get("presets")
	p.readMode(root.Get("bundle").Get("mode"))
	p.readPrefix(setting(own, "name_prefix"))
	p.readPause(setting(own, "trigger_pause_status"))
	skip := root.Get("experimental").Get("skip_name_prefix_for_schema")
	p.literal = skip != nil && skip.Kind == source.Bool && skip.Text == "true"
	p.given = p.readPermissions(root.Entry("permissions"))
}

// setting is the value of a key: what stands for the whole map where that is not known.
func setting(n *source.Node, key string) *source.Node {
	if n != nil && isUnresolved(n) {
		return n
	}
	return n.Get(key)
}

// isSet says whether a setting has a value: null, an empty text and what is of a wrong kind
// count as none.
func isSet(n *source.Node) bool {
	return n != nil && n.Kind == source.String && !isUnfit(n) && (n.Text != "" || isUnresolved(n))
}

func (p *presets) readMode(mode *source.Node) {
	if !isSet(mode) {
		return
	}
	p.mode = mode
	if !isUnresolved(mode) && mode.Text != development && mode.Text != production {
		p.refuse(faultAt(mode, mode.Range(), "`mode` takes `development` or `production` and nothing else; write one of them or remove the key"))
	}
}

// develops says whether the mode is development; unknown is why that is not known.
func (p *presets) develops() (is bool, unknown string) {
	switch {
	case p.mode == nil:
		return false, ""
	case isUnresolved(p.mode):
		return false, "`mode` is not known: " + p.mode.Origin.Unresolved
	}
	return p.mode.Text == development, ""
}

func (p *presets) readPrefix(own *source.Node) {
	develops, unknown := p.develops()
	switch {
	case isSet(own):
		p.prefix = prefix{text: own.Text, unresolved: originOf(own).Unresolved, from: own}
		if develops && !isUnresolved(own) {
			p.refuse(faultAt(own, own.Range(), "`name_prefix` lacks the name of who deploys, without which the Databricks CLI "+
				"refuses it in `mode: development`; add `%s`", shortName))
		}
	case develops:
		p.prefix = prefix{text: "[dev " + shortName + "] ", unresolved: reasonUser, from: p.mode}
	case unknown != "":
		p.prefix = prefix{text: p.mode.Text, unresolved: unknown, from: p.mode}
	}
	p.prefix.target = p.target
}

func (p *presets) readPause(own *source.Node) {
	develops, unknown := p.develops()
	switch {
	case !isSet(own) && develops:
		p.pause = &source.Node{Kind: source.String, Text: paused, Span: p.mode.Span, Origin: &source.Origin{Text: originOf(p.mode).Text}}
	case !isSet(own) && unknown != "":
		p.pause = &source.Node{
			Kind: source.String, Text: p.mode.Text, Span: p.mode.Span,
			Origin: &source.Origin{Text: originOf(p.mode).Text, Unresolved: unknown},
		}
	case !isSet(own):
	case isUnresolved(own) || own.Text == paused || own.Text == unpaused && !develops:
		p.pause = own
	case own.Text == unpaused:
		p.refuse(faultAt(own, own.Range(), "`trigger_pause_status` cannot be `UNPAUSED` in `mode: development`; remove it"))
	default:
		p.refuse(faultAt(own, own.Range(), "`trigger_pause_status` takes `PAUSED` or `UNPAUSED` and nothing else; write one of them or remove the key"))
	}
}

// kind returns the resources of a kind as the target deploys them.
func (p *presets) kind(e *source.Entry) *source.Node {
	f := rootField.at("resources").at(e.Key)
	if f == nil || !p.isSeen(e, "resources", e.Key) {
		return e.Value
	}
	kind := e.Key
	return mapEntries(e.Value, func(e *source.Entry) *source.Node {
		if !p.isSeen(e, "resources", kind, e.Key) {
			return e.Value
		}
		p.checkServed(kind, e)
		p.checkCode(kind, e)
		resource := joinElements(p, kind, e.Value)
		resource = tablesIn(p, kind, resource)
		resource = nameResource(p, kind, e, resource)
		resource = p.paused(kind, resource)
		resource = p.permit(kind, resource)
		return withoutEmpty(resource, f.at(e.Key), []string{kind})
	})
}

// isSeen says whether what resources are is known. Where it is not, and a gateway may be
// among them or depend on them, that is a fault: nothing else would say it.
func (p *presets) isSeen(e *source.Entry, path ...string) bool {
	if isUnresolved(e.Value) && e.Value.Text != unknownText && (len(path) < 2 || concernsGateways(path[1])) {
		p.refuse(faultAt(e.Value, e.Value.Range(), "`%s` is not known and not checked: %s", strings.Join(path, "."), e.Value.Origin.Unresolved))
	}
	return e.Value.Kind == source.Map
}

// undeciding are kinds of resources whose fields are listed, because references name them, and
// on which nothing hangs that is said of a gateway.
var undeciding = []string{"registered_models", "secret_scopes", "sql_warehouses", "volumes"}

// concernsGateways says whether a gateway is of a kind of resources or depends on them.
func concernsGateways(kind string) bool {
	f := rootField.at("resources").at(kind)
	return f != nil && f.each != nil && f.each.fields != nil && !slices.Contains(undeciding, kind)
}

// checkServed says that an endpoint serves entities by both of their names.
func (p *presets) checkServed(kind string, e *source.Entry) {
	config := e.Value.Get("config")
	entities, models := config.Get("served_entities"), config.Entry("served_models")
	if kind == "model_serving_endpoints" && entities != nil && models != nil && len(entities.Items()) > 0 && len(models.Value.Items()) > 0 {
		p.refuse(faultAt(models.Value, models.KeyRange(),
			"`served_models` stands beside `served_entities`, which is its new name; move what it holds into `served_entities`"))
	}
}

// checkCode says that an app has no code, or that its code is in two places.
func (p *presets) checkCode(kind string, e *source.Entry) {
	if kind != "apps" {
		return
	}
	git := e.Value.Get("git_source")
	isInGit := git != nil && git.Kind != source.Null && !isUnfit(git)
	switch isBeside := isSet(e.Value.Get("source_code_path")); {
	case isInGit && isBeside:
		p.refuse(faultAt(e.Value, e.KeyRange(), "`resources.apps.%s` has both `source_code_path` and `git_source`, of which the Databricks CLI takes one; remove the other", e.Key))
	case !isInGit && !isBeside:
		p.refuse(faultAt(e.Value, e.KeyRange(), "`resources.apps.%s` has no code; set `source_code_path` or `git_source`", e.Key))
	}
}

// paused returns an alert whose schedule is paused where it does not say otherwise.
func (p *presets) paused(kind string, n *source.Node) *source.Node {
	schedule := n.Entry("schedule")
	if kind != "alerts" || p.pause == nil || schedule == nil || !isSet(schedule.Value.Get("quartz_cron_schedule")) ||
		isSet(schedule.Value.Get("pause_status")) {
		return n
	}
	status := *p.pause
	status.Span = schedule.KeySpan
	origin := originOf(p.pause)
	origin.From = &source.Spot{Text: origin.Text, Range: p.pause.Range()}
	origin.Text = originOf(schedule.Value).Text
	status.Origin = &origin
	again := *schedule
	again.Value = withEntry(schedule.Value, source.Entry{Key: "pause_status", KeySpan: schedule.KeySpan, Value: &status})
	return withEntry(n, again)
}

// mapEntries returns a map with what a function makes of the value of each entry, the map
// itself where that changes none.
func mapEntries(n *source.Node, value func(e *source.Entry) *source.Node) *source.Node {
	changed := n
	for i := range n.Entries() {
		got := value(&n.Entries()[i])
		if got == n.Entries()[i].Value {
			continue
		}
		if changed == n {
			changed = n.WithEntries(append([]source.Entry{}, n.Entries()...))
		}
		changed.Entries()[i].Value = got
	}
	return changed
}

// mapItems returns a list with what a function makes of each element, the list itself where
// that changes none.
func mapItems(n *source.Node, value func(item *source.Node) *source.Node) *source.Node {
	changed := n
	for i, item := range n.Items() {
		got := value(item)
		if got == item {
			continue
		}
		if changed == n {
			again := *n
			again.SetItems(append([]*source.Node{}, n.Items()...))
			changed = &again
		}
		changed.Items()[i] = got
	}
	return changed
}

// withoutEmpty returns a value in which empty texts are null where the CLI drops them: in
// fields that may be left out. Keys that are free, such as names of environment variables,
// keep theirs. Source: Databricks CLI v1.10.0.
func withoutEmpty(n *source.Node, f *field, path []string) *source.Node {
	switch {
	case f == nil:
		return n
	case n.Kind == source.List:
		return mapItems(n, func(item *source.Node) *source.Node { return withoutEmpty(item, f.each, path) })
	case n.Kind != source.Map:
		return n
	}
	return mapEntries(n, func(e *source.Entry) *source.Node {
		known := f.at(e.Key)
		switch {
		case known == nil:
			return e.Value
		case e.Value.Kind != source.String:
			return withoutEmpty(e.Value, known, append(path, e.Key))
		case e.Value.Text != "" || f.each != nil || isUnresolved(e.Value) || isUnfit(e.Value) || isRequired(path, e.Key):
			return e.Value
		}
		origin := originOf(e.Value)
		origin.Known = false
		return &source.Node{Kind: source.Null, Span: e.Value.Span, Origin: &origin}
	})
}

// requiredTexts are the texts of resources that must be written, by the kind and the keys
// that lead to them: an empty one is sent as it is. Source: `databricks bundle schema`.
var requiredTexts = map[string]bool{
	"alerts.display_name": true, "alerts.query_text": true, "alerts.warehouse_id": true,
	"alerts.evaluation.comparison_operator": true, "alerts.evaluation.source.name": true,
	"alerts.schedule.quartz_cron_schedule": true, "alerts.schedule.timezone_id": true,
	"apps.name": true, "apps.resources.name": true,
	"apps.resources.serving_endpoint.name": true, "apps.resources.serving_endpoint.permission": true,
	"catalogs.name": true, "schemas.catalog_name": true, "schemas.name": true, "secret_scopes.name": true,
	"volumes.catalog_name": true, "volumes.name": true, "volumes.schema_name": true,
	"model_serving_endpoints.name":                                           true,
	"model_serving_endpoints.ai_gateway.rate_limits.renewal_period":          true,
	"model_serving_endpoints.config.served_entities.external_model.name":     true,
	"model_serving_endpoints.config.served_entities.external_model.provider": true,
	"model_serving_endpoints.config.served_entities.external_model.task":     true,
	"model_serving_endpoints.tags.key":                                       true,
}

func isRequired(path []string, key string) bool {
	return key == "level" && path[len(path)-1] == "permissions" || requiredTexts[strings.Join(path, ".")+"."+key]
}
