package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// AppKind is the kind of a Databricks app. No file is read as one.
const AppKind Kind = "app"

// AppService is the Source of a model service that a resource of an app names.
const AppService = "service"

// Why the endpoints that an app names may not all be seen.
const (
	reasonAppFile = "the app shows no serving endpoint and no model service, and the API does not show the environment in app.yaml"
	reasonElse    = "its environment names a serving endpoint of another workspace"
)

// FromApp returns a Databricks app by the answer of GET: the serving endpoints and
// model services that its resources and the environment of its deployment name, each shown where it is
// named. known says whether a name in the environment is that of an endpoint or
// a service; in an address with /serving-endpoints/<name>/ any name counts. What
// comes from a resource (value_from) is named there. host is the workspace's own.
// Secrets are masked in the document's text, wherever they stand.
func FromApp(doc *source.Document, host string, known func(name string) bool) *Subject {
	hideSecrets(doc)
	s := blank(AppKind, doc, candidate{node: doc.Root, form: FormGet})
	s.Name = plain(doc.Root.Get("name"))
	s.read = func(r reader, n part) { appReader{reader: r, host: host, known: known}.app(n) }
	s.read(reader{subject: s}, part{node: doc.Root})
	return s
}

// appReader reads a Databricks app.
type appReader struct {
	reader

	host  string
	known func(name string) bool
	// declared says that a bundle declares the app, and not an answer shows it.
	declared bool
}

func (a appReader) app(n part) {
	resources := a.key(n, "resources")
	a.written("name", a.key(n, "name"))
	a.written("app", resources)
	a.written("app.endpoints", resources)
	a.written("pay_per_token", resources)
	for i, item := range elements(resources.node) {
		name := a.key(a.key(a.item(resources, i), "serving_endpoint"), "name")
		a.uses(AppEndpoint{Name: plain(name.node), Source: "resource", Key: plain(item.Get("name"))}, name)
		a.service(a.item(resources, i))
	}
	variables := a.variables(n)
	for i := range elements(variables.node) {
		a.variable(a.item(variables, i))
	}
	if len(a.subject.App.Endpoints) == 0 {
		a.partly(a.reasonNone())
	}
}

// service reads a resource that is a model service. Other objects of Unity Catalog
// are no gateways. Source: docs.databricks.com, dev-tools/databricks-apps, resource
// Unity Gateway model service; the enum of databricks-sdk-go v0.182.0 lacks it.
func (a appReader) service(resource part) {
	object := a.key(resource, "uc_securable")
	if plain(object.node.Get("securable_type")) != "MODEL_SERVICE" {
		return
	}
	name := a.key(object, "securable_full_name")
	full := strings.TrimPrefix(plain(name.node), "model-services/")
	a.uses(AppEndpoint{Name: full, Source: AppService, Key: plain(resource.node.Get("name"))}, name)
}

// variable reads one variable of the environment.
func (a appReader) variable(n part) {
	key, value := plain(n.node.Get("name")), a.key(n, "value")
	text := plain(value.node)
	if secret.IsName(key) && text != "" && !secret.IsReference(text) {
		a.subject.doc.TextOf(value.node).Mask(value.node.Range())
	}
	name, at := EndpointIn(text)
	switch {
	case name == "" && text != "" && a.known(text):
		name = text
	case name == "":
		a.word(key, value)
		return
	case at != "" && !SameHost(at, a.host):
		a.elsewhere()
		return
	}
	a.uses(AppEndpoint{Name: name, Source: "environment", Key: key}, value)
}

// uses adds an endpoint that the app names, and where.
func (a appReader) uses(e AppEndpoint, at part) {
	if e.Name == "" || a.open(e.Name, at) {
		return
	}
	e.Gateways = []string{}
	a.in(len(a.subject.App.Endpoints)).written("app.endpoints", at)
	a.subject.App.Endpoints = append(a.subject.App.Endpoints, e)
	if e.Source != AppService && (!unresolved(at.node) || nameLike().MatchString(e.Name)) {
		callReader{a.reader}.add(PayPerToken{Name: e.Name, Source: e.Source, Key: e.Key}, at)
	}
}

func (a appReader) partly(reason string) {
	for _, facet := range []string{"app.endpoints", "pay_per_token"} {
		a.addUnseen(Unseen{Facet: facet, Reason: reason, Partial: true})
	}
}

// EndpointIn returns the serving endpoint that an address is of, and the host of
// the address where it has one; "" for any other text.
func EndpointIn(address string) (name, host string) {
	found := addressed().FindStringSubmatch(address)
	if found == nil {
		return "", ""
	}
	scheme, host, name := found[1], found[2], found[3]
	if !hostly().MatchString(host) || scheme == "" && !strings.Contains(strings.Trim(host, "."), ".") {
		host = ""
	}
	return name, host
}

// addressed finds https://<host>/serving-endpoints/<name>/invocations and what is
// like it. What stands before the first slash is a host where it has a dot, or
// https:// before it; one that a template fills in is none.
var (
	addressed = regex.Lazy(`^(?:((?i:https?)://)(?:[^/@]*@)?)?([^/]*).*/serving-endpoints/([A-Za-z0-9_-]+)(?:[/?#]|$)`)
	hostly    = regex.Lazy(`^[A-Za-z0-9.:\[\]-]+$`)
)
