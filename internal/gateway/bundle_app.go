package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// DeclaredApp returns the app that a bundle or Terraform declares at a path of its document: the
// serving endpoints and model services that its resources and the environment in its config name.
// host and known are those of FromApp. A name that is not resolved counts where known
// knows it: the bundle then gives the same name to an endpoint of its own.
func DeclaredApp(doc *source.Document, path []string, host string, known func(name string) bool) *Subject {
	r, _, inTerraform := terraformResourceAt(doc, path)
	node := r.Values
	if !inTerraform {
		node = doc.Root
		for _, key := range path {
			node = node.Get(key)
		}
	}
	s := blank(AppKind, doc, candidate{node: node, base: path, form: FormBundle})
	s.Name = plain(node.Get("name"))
	s.read = func(r reader, n part) {
		appReader{reader: r, host: host, known: known, declared: true}.app(n)
	}
	if inTerraform {
		s.Form = FormTerraform
		s.declaredAs(r, secretsIn(doc))
		s.read(reader{subject: s}, part{node: node})
		return s
	}
	b := bundleOf(doc)
	s.address, s.target = strings.Join(path, "."), b.target
	s.read(reader{subject: s}, part{node: node})
	b.deploy(s)
	return s
}

// IsBundle says whether a document is read as a bundle that one target deploys, given what
// the caller forces it to be read as.
func IsBundle(doc *source.Document, kind Kind) bool {
	return doc.Dialect == "" && (kind == Auto || doc.Variant != "") && bundleOf(doc) != nil
}

// reasonNoApp is why the endpoints that an app of a bundle names may not all be seen.
const reasonNoApp = "the app declares no serving endpoint and no model service, and app.yaml beside its code is not read"

// variables are those of the environment of an app. Source: databricks-sdk-go v0.182.0,
// service/apps/model.go, AppDeployment, and `databricks bundle schema` of Databricks CLI
// v1.10.0, resources.App.
func (a appReader) variables(app part) part {
	if a.declared {
		return a.key(a.key(app, "config"), "env")
	}
	return a.key(a.key(app, "active_deployment"), "env_vars")
}

// reasonNone is why an app that names no endpoint may name one where nothing shows it.
func (a appReader) reasonNone() string {
	if a.declared {
		return reasonNoApp
	}
	return reasonAppFile
}

// open says whether a name that a bundle declares is not known, and marks it then.
func (a appReader) open(name string, at part) bool {
	if !a.declared || at.node == nil || !unresolved(at.node) || a.known(name) || nameLike().MatchString(name) {
		return false
	}
	for _, facet := range []string{"app.endpoints", "pay_per_token"} {
		a.addUnseen(Unseen{Facet: facet, Reason: notResolved(at.node), Partial: true, node: at.node})
	}
	a.reader.open(at)
	return true
}

// elsewhere marks that an address in the environment is not of the app's own workspace, as
// far as that is known.
func (a appReader) elsewhere() {
	if a.declared && secret.Interpolation(a.host) != "" {
		a.lacking()
		return
	}
	a.partly(reasonElse)
}

// lacking marks that a workspace would show more of the endpoints that the app names.
func (a appReader) lacking() {
	for _, facet := range []string{"app.endpoints", "pay_per_token"} {
		a.addUnseen(Unseen{Facet: facet, Reason: NotInFiles, Needs: NeedsWorkspace, Partial: true})
	}
}

// nameLike is what the name of a serving endpoint may be.
var nameLike = regex.Lazy(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// word reads a text in the environment of an app that a bundle declares, which is the name
// of an endpoint where the workspace has one of that name. The names that Databricks keeps
// for its own endpoints need no look there.
func (a appReader) word(key string, value part) {
	text := plain(value.node)
	switch {
	case !a.declared || a.open(text, value) || !nameLike().MatchString(text):
	case strings.HasPrefix(text, providedPrefix):
		a.uses(AppEndpoint{Name: text, Source: "environment", Key: key}, value)
	default:
		a.addUnseen(Unseen{Facet: "app.endpoints", Reason: NotInFiles, Needs: NeedsWorkspace, Partial: true})
	}
}
