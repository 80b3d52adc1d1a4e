package gateway

import "github.com/gwlint/gwlint/internal/source"

// secretsUnseen marks what no answer shows: a provider service that holds a
// credential of its own got it in plain text from somewhere. One that refers to a
// service credential, or passes on the caller's token, holds none.
func (r serviceReader) secretsUnseen(config *source.Node) {
	if r.subject.Form == FormCreate {
		return
	}
	for _, name := range providers {
		block := config.Get(name)
		if hasAny(block, "relayed") || hasAny(block.Get("direct"), "service_credential") {
			return
		}
	}
	r.mark(Mark{Facet: "text.credentials", Reason: reasonKey, Partly: true})
}
