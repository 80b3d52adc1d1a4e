package secret

import "slices"

// references are the fields that take {{secrets/scope/key}}. Source: the
// *_plaintext siblings in databricks-sdk-go v0.182.0 service/serving/model.go.
var references = map[string]bool{
	"ai21labs_api_key": true, "aws_access_key_id": true, "aws_secret_access_key": true,
	"anthropic_api_key": true, "cohere_api_key": true, "databricks_api_token": true,
	"private_key": true, "openai_api_key": true, "microsoft_entra_client_secret": true,
	"palm_api_key": true,
}

// nested are reference fields with a name too plain to stand alone, by the
// block they stand in.
var nested = map[string]string{"value": "api_key_auth", "token": "bearer_token_auth"} //nolint:gosec // G101: names of fields, no secrets

// providerSecrets are the fields of a provider service that hold a credential,
// each with the block it stands in: {"api_key": {"plaintext": "…"}}. Source:
// ModelProviderServiceConfigProviderSecret and what refers to it,
// databricks-sdk-go v0.182.0 service/catalog/model.go.
var providerSecrets = map[string]string{ //nolint:gosec // G101: names of fields, no secrets
	"api_key": "direct", "api_key_value": "header_auth",
	"client_secret": "entra_service_principal", "secret_access_key": "aws_access_key",
}

// Providers are the blocks of a provider service that say how to reach one. What
// is returned is not to be changed.
func Providers() []string { return providers }

var providers = []string{"amazon_bedrock", "anthropic", "azure_openai", "custom", "gemini_enterprise", "microsoft_foundry", "openai"}

// isProviderSecret says whether a text is such a credential by the last two keys
// on the way to it. Written without the block around it, it is one as well.
func isProviderSecret(key, block string) bool {
	if key == "plaintext" {
		return providerSecrets[block] != ""
	}
	return block != "" && providerSecrets[key] == block || key == "api_key" && slices.Contains(providers, block)
}
