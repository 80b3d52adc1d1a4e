package gateway

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Answer returns the gateway that a workspace has answered with: to GET, or as an
// item of a list with view=FULL. Whatever it lacks is off: such an answer leaves
// nothing out. kind is Endpoint or that of a service. Secrets are masked in the
// document's text, wherever they stand.
//
// An error means that gwlint's own schema of the API is broken, or the kind is
// none of these.
func Answer(doc *source.Document, kind Kind) (*Subject, error) {
	i := slices.IndexFunc(forms, func(f *form) bool {
		return f.read != nil && f.kind == kind && kind != PutAIGateway && kind != PutConfig
	})
	if i < 0 {
		return nil, fmt.Errorf("kind %q: no workspace answers with it", kind)
	}
	hideSecrets(doc)
	if forms[i].service == nil {
		return normalise(doc, candidate{node: doc.Root, form: FormGet, is: forms[i]})
	}
	respell(doc, kind)
	s, err := normalise(doc, candidate{node: doc.Root, form: FormGet, is: forms[i]})
	if err == nil {
		respelt([]*Subject{s})
	}
	return s, err
}

// Unreadable returns a subject that a list has named and that could not be read.
// The document holds what the list has shown of it, which shows its hosting and
// whether Databricks provides it, if anything does. All else is unseen, and no
// rule that concerns it can pass or fail. Its form is that of the answer that was
// asked for: it is not excused from what lists do not show.
func Unreadable(doc *source.Document, kind Kind, name, reason string) *Subject {
	hideSecrets(doc)
	n := doc.Root
	s := blank(Kind(strings.ReplaceAll(string(kind), "-", "_")), doc, candidate{node: n, form: FormGet})
	s.Name = name
	s.read = func(r reader, n part) { r.written("name", r.key(n, "name")) }
	switch kind { //nolint:exhaustive // what else there is has neither hosting nor task
	case Endpoint:
		s.Hosting = hosting(n, n.Get("config"), true)
		s.Task = task(n, n.Get("config"), true)
		s.Provided = provided(n, s)
	case ModelService, MCPService:
		s.Provided = strings.HasPrefix(name, systemPrefix)
	case ProviderService:
		s.Hosting, s.Provided = external, strings.HasPrefix(name, systemPrefix)
	}
	s.unread = &Unseen{Facet: "name", Reason: secret.Erase(reason)}
	return s
}

// systemPrefix begins the names of the services that Databricks provides.
const systemPrefix = "system.ai."
