package rules.services.provider_inline_secret_test

import data.rules.lib.fixture
import data.rules.services.provider_inline_secret as rule

_input(keys) := fixture.with_subject({"kind": "provider_service", "provider": {"inline_keys": keys}})

_found(i, key, instead) := {
	"path": ["provider", "inline_keys", i],
	"message": sprintf("{subject} holds its key itself in `%v`: refer to %v", [key, instead]),
}

test_silent_without_a_key if {
	rule.findings == set() with input as _input([])
}

test_found_in_a_provider_without_service_credentials if {
	key := "config.openai.direct.api_key.plaintext"
	rule.findings == {_found(0, key, "a secret of Unity Catalog")} with input as _input([key])
}

test_found_in_each_provider_with_service_credentials if {
	keys := [
		"config.amazon_bedrock.direct.aws_access_key.secret_access_key.plaintext",
		"config.azure_openai.direct.api_key.plaintext",
		"config.microsoft_foundry.direct.entra_service_principal.client_secret.plaintext",
	]
	rule.findings == {_found(i, key, "a service credential") | some i, key in keys} with input as _input(keys)
}

test_found_in_a_header_of_a_custom_provider if {
	key := "config.custom.direct.header_auth.api_key_value.plaintext"
	rule.findings == {_found(0, key, "a secret of Unity Catalog")} with input as _input([key])
}
