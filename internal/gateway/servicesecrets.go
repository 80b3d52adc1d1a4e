package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// providerSecrets are the fields of a provider service that hold a credential,
// each with the block it stands in: {"api_key": {"plaintext": "…"}}. Source:
// ModelProviderServiceConfigProviderSecret and what refers to it,
// databricks-sdk-go v0.182.0 service/catalog/model.go.
var providerSecrets = map[string]string{ //nolint:gosec // G101: names of fields, no secrets
	"api_key": "direct", "api_key_value": "header_auth",
	"client_secret": "entra_service_principal", "secret_access_key": "aws_access_key",
}

// isProviderSecret says whether a text is such a credential by the last two keys
// on the way to it. Written without the block around it, it is one as well.
func isProviderSecret(key, block string) bool {
	if key == "plaintext" {
		return providerSecrets[block] != ""
	}
	return block != "" && providerSecrets[key] == block || key == "api_key" && slices.Contains(providers, block)
}

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
