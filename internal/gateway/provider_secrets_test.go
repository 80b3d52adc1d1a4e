package gateway_test

import (
	"strings"
	"testing"
)

func provider(block string) string {
	return `{parent: schemas/a.b, model_provider_service_id: c, config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI, ` + block + `}}`
}

func TestTheKeysThatAProviderServiceHoldsItself(t *testing.T) {
	t.Parallel()
	const key, answer = "config.openai.direct.api_key", `{name: model-provider-services/a.b.c, etag: x, config: `
	for name, test := range map[string]struct{ in, inline, unseen, unknown, credentials string }{
		"a variable":                       {in: provider(`openai: {direct: {api_key: {plaintext: "${var.k}"}}}`), inline: key + ".plaintext"},
		"a part of a text":                 {in: provider(`openai: {direct: {api_key: {plaintext: "sk-${var.k}"}}}`), inline: key + ".plaintext"},
		"what looks like a reference":      {in: provider(`openai: {direct: {api_key: {plaintext: "{{secrets/s/k}}"}}}`), inline: key + ".plaintext"},
		"a reference without its object":   {in: provider(`openai: {direct: {api_key: "{{secrets/s/k}}"}}`), inline: key},
		"a key of AWS":                     {in: provider(`amazon_bedrock: {direct: {aws_access_key: {access_key_id: "${var.i}", secret_access_key: {plaintext: "${var.k}"}}}}`), inline: "config.amazon_bedrock.direct.aws_access_key.secret_access_key.plaintext"},
		"a secret of Entra ID":             {in: provider(`azure_openai: {direct: {entra_service_principal: {client_id: a, client_secret: {plaintext: "${var.k}"}}}}`), inline: "config.azure_openai.direct.entra_service_principal.client_secret.plaintext"},
		"a header":                         {in: provider(`custom: {direct: {header_auth: {api_key_name: x, api_key_value: {plaintext: "${var.k}"}}}}`), inline: "config.custom.direct.header_auth.api_key_value.plaintext"},
		"two keys":                         {in: provider(`openai: {direct: {api_key: {plaintext: "${var.k}"}}}, anthropic: {direct: {api_key: {plaintext: "${var.l}"}}}`), inline: "config.anthropic.direct.api_key.plaintext " + key + ".plaintext"},
		"a key in plain text":              {in: provider(`openai: {direct: {api_key: {plaintext: hunter2-hunter2}}}`), credentials: key + ".plaintext"},
		"an empty key":                     {in: provider(`openai: {direct: {api_key: {plaintext: ""}}}`)},
		"null":                             {in: provider(`openai: {direct: {api_key: {plaintext: null}}}`)},
		"a key that is a list":             {in: provider(`openai: {direct: {api_key: [a]}}`), credentials: key},
		"the token of the caller":          {in: provider(`anthropic: {relayed: {}}`)},
		"a service credential":             {in: provider(`amazon_bedrock: {direct: {service_credential: {name: credentials/c}}}`)},
		"a name of a secret":               {in: provider(`openai: {direct: {api_key: {secret: secrets/main.ai.openai_key2}}}`)},
		"a name of three parts":            {in: provider(`openai: {direct: {api_key: {uc_secret: main.ai.openai_key2}}}`)},
		"an object with a name":            {in: provider(`openai: {direct: {api_key: {secret: {name: secrets/main.ai.key}}}}`)},
		"a name yet to come":               {in: provider(`openai: {direct: {api_key: {secret: "secrets/${var.c}.ai.key"}}}`)},
		"a name of one part":               {in: provider(`openai: {direct: {api_key: {secret: mine}}}`), unknown: "secret"},
		"a name of two parts":              {in: provider(`openai: {direct: {api_key: {secret: main.ai}}}`), unknown: "secret"},
		"a number":                         {in: provider(`openai: {direct: {api_key: {secret: 5}}}`), unknown: "secret"},
		"a misspelt key":                   {in: provider(`openai: {direct: {api_key: {plaintxt: main.ai.key}}}`), unknown: "plaintxt"},
		"a name where no key stands":       {in: provider(`openai: {direct: {api_kee: {secret: main.ai.key}}}`), unknown: "api_kee"},
		"a token of three parts":           {in: provider(`openai: {direct: {api_key: {secret: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U}}}`), unknown: "secret", credentials: key + ".secret"},
		"a name as the plain text":         {in: provider(`openai: {direct: {api_key: {plaintext: main.ai.key}}}`), credentials: key + ".plaintext"},
		"a key object yet to come":         {in: provider(`openai: {direct: {api_key: "${var.k}"}}`), unseen: "is not resolved"},
		"a provider yet to come":           {in: provider(`openai: "${var.k}"`), unseen: "is not resolved"},
		"a config yet to come":             {in: `{name: model-provider-services/a.b.c, config: "${var.c}"}`, unseen: "is not resolved"},
		"an answer":                        {in: answer + `{provider_type: X, openai: {direct: {api_key: {}}}}}`, unseen: "never returns"},
		"an answer that names a secret":    {in: answer + `{provider_type: X, openai: {direct: {api_key: {secret: main.ai.key}}}}}`, unseen: "never returns"},
		"an answer without a provider":     {in: answer + `{provider_type: X}}`, unseen: "never returns"},
		"an answer with a credential":      {in: answer + `{provider_type: X, amazon_bedrock: {direct: {service_credential: {name: c}}}}}`},
		"a list with view=BASIC":           {in: `{model_provider_services: [{name: model-provider-services/a.b.c}]}`, unseen: "view=BASIC"},
		"a key in lowerCamelCase is a key": {in: provider(`openai: {direct: {apiKey: {plaintext: "${var.k}"}}}`), inline: key + ".plaintext"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, test.in)
			if got := strings.Join(s.Provider.InlineKeys, " "); got != test.inline {
				t.Errorf("inline keys %q, want %q", got, test.inline)
			}
			mark, _ := s.Unseen("provider.inline_keys")
			if (mark.Reason == "") != (test.unseen == "") || !strings.Contains(mark.Reason, test.unseen) {
				t.Errorf("unseen: %q", mark.Reason)
			}
			var unknown, credentials []string
			for _, v := range s.Text.UnknownKeys {
				unknown = append(unknown, v.Key)
			}
			for _, v := range s.Text.Credentials {
				credentials = append(credentials, v.Key)
			}
			if got := strings.Join(unknown, " "); got != test.unknown {
				t.Errorf("unknown keys %q, want %q", got, test.unknown)
			}
			if got := strings.Join(credentials, " "); got != test.credentials {
				t.Errorf("credentials %q, want %q", got, test.credentials)
			}
		})
	}
}

func TestPlacesOfInlineKeys(t *testing.T) {
	t.Parallel()
	s := only(t, provider(`openai: {direct: {api_key: {plaintext: "${var.k}"}}}`))
	if got := s.Place([]string{"provider", "inline_keys", "0"}).Pointer; got != "/config/openai/direct/api_key/plaintext" {
		t.Error(got)
	}
}
