package gateway

import (
	"regexp"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// AppKind is the kind of a Databricks app. No file is read as one.
const AppKind Kind = "app"

// Why the endpoints that an app names may not all be seen.
const (
	reasonAppFile = "the app shows no serving endpoint, and the API does not show the environment in app.yaml"
	reasonElse    = "its environment names a serving endpoint of another workspace"
)

// appKeys maps paths of the model to the keys of an app.
var appKeys = map[string]string{"name": "name", "app": "resources", "app/endpoints": "resources"}

// FromApp returns a Databricks app by the answer of GET: the serving endpoints that
// its resources and the environment of its deployment name, each shown where it is
// named. known says whether a name in the environment is that of an endpoint or
// a service; in an address with /serving-endpoints/<name>/ any name counts. What
// comes from a resource (value_from) is named there. host is the workspace's own.
// Secrets are masked in the document's text, wherever they stand.
func FromApp(doc *source.Document, host string, known func(name string) bool) *Subject {
	hideSecrets(doc)
	s := blank(AppKind, doc, candidate{node: doc.Root, form: FormGet})
	s.Name = plain(doc.Root.Get("name"))
	s.places.written, s.places.found = appKeys, map[string][]string{}
	r := reader{s}
	for i, n := range elements(doc.Root.Get("resources")) {
		name := plain(n.Get("serving_endpoint").Get("name"))
		r.uses(AppEndpoint{Name: name, Source: "resource", Key: plain(n.Get("name"))},
			"resources", itoa(i), "serving_endpoint", "name")
	}
	for i, n := range elements(doc.Root.Get("active_deployment").Get("env_vars")) {
		r.variable(n, i, host, known)
	}
	if len(s.App.Endpoints) == 0 {
		r.partly(reasonAppFile)
	}
	return s
}

// variable reads one variable of the environment.
func (r reader) variable(n *source.Node, i int, host string, known func(string) bool) {
	key, value := plain(n.Get("name")), n.Get("value")
	text := plain(value)
	if secret.Named(key) && text != "" && !secret.IsReference(text) {
		r.subject.doc.Text.Mask(value.Range)
	}
	name, at := EndpointIn(text)
	switch {
	case name == "" && text != "" && known(text):
		name = text
	case name == "":
		return
	case at != "" && !SameHost(at, host):
		r.partly(reasonElse)
		return
	}
	r.uses(AppEndpoint{Name: name, Source: "environment", Key: key}, "active_deployment", "env_vars", itoa(i), "value")
}

// uses adds an endpoint that the app names, and where.
func (r reader) uses(e AppEndpoint, at ...string) {
	if e.Name == "" {
		return
	}
	e.Gateways = []string{}
	r.subject.places.found["app/endpoints/"+itoa(len(r.subject.App.Endpoints))] = at
	r.subject.App.Endpoints = append(r.subject.App.Endpoints, e)
}

func (r reader) partly(reason string) {
	r.mark(Mark{Facet: "app.endpoints", Reason: reason, Partly: true})
}

// EndpointIn returns the serving endpoint that an address is of, and the host of
// the address where it has one; "" for any other text.
func EndpointIn(address string) (name, host string) {
	found := addressed.FindStringSubmatch(address)
	if found == nil {
		return "", ""
	}
	scheme, host, name := found[1], found[2], found[3]
	if !hostly.MatchString(host) || scheme == "" && !strings.Contains(strings.Trim(host, "."), ".") {
		host = ""
	}
	return name, host
}

// addressed finds https://<host>/serving-endpoints/<name>/invocations and what is
// like it. What stands before the first slash is a host where it has a dot, or
// https:// before it; one that a template fills in is none.
var (
	addressed = regexp.MustCompile(`^(?:((?i:https?)://)(?:[^/@]*@)?)?([^/]*).*/serving-endpoints/([A-Za-z0-9_-]+)(?:[/?#]|$)`)
	hostly    = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+$`)
)
