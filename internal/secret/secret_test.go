package secret_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/secret"
)

const (
	dapi = "dapi0123456789abcdef0123456789abcdef"
	jwt  = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbmEifQ.c2lnbmF0dXJl"
)

func TestACredentialIsToldByItsPlaceAndItsText(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, key, block, want string }{
		"in a field for plain text":          {"hunter2", "openai_api_key_plaintext", "openai_config", secret.Plaintext},
		"of a provider service":              {"hunter2", "plaintext", "api_key", secret.Plaintext},
		"of a provider without the wrapper":  {"hunter2", "api_key", "openai", secret.Plaintext},
		"of a provider, directly":            {"hunter2", "api_key", "direct", secret.Plaintext},
		"where a reference belongs":          {"hunter2", "openai_api_key", "openai_config", secret.Raw},
		"in a block that says so":            {"hunter2", "token", "bearer_token_auth", secret.Raw},
		"in a block that says nothing":       {"hunter2", "token", "other", ""},
		"in the environment, by its form":    {dapi, "A", "environment_vars", secret.Environment},
		"in the environment, by its name":    {"hunter2-hunter2", "DB_PASSWORD", "environment_vars", secret.Environment},
		"in the environment, too short":      {"hunter2", "DB_PASSWORD", "environment_vars", ""},
		"in the environment, of no secret":   {"hunter2-hunter2", "REGION", "environment_vars", ""},
		"a reference":                        {"{{secrets/llm/openai}}", "openai_api_key", "openai_config", ""},
		"a reference with spaces":            {" {{ secrets/llm/openai }} ", "openai_api_key", "openai_config", ""},
		"no whole reference":                 {"{{secrets/llm}}", "openai_api_key", "openai_config", secret.Raw},
		"more than a reference":              {"{{secrets/llm/openai/key}}", "openai_api_key", "openai_config", secret.Raw},
		"yet to be filled in":                {"${var.key}", "openai_api_key", "openai_config", ""},
		"yet to be filled in after a secret": {dapi + "${var.key}", "openai_api_key", "openai_config", secret.Raw},
		"a blank":                            {"<your-key>", "openai_api_key", "openai_config", ""},
		"a word for a blank":                 {"TODO", "openai_api_key", "openai_config", ""},
		"nothing":                            {"", "openai_api_key", "openai_config", ""},
		"by no key":                          {dapi, "", "", ""},
		"that was redacted, as plain text":   {secret.RedactedCredential, "token_plaintext", "x", secret.Plaintext},
		"that was redacted, as a reference":  {secret.RedactedCredential, "value", "api_key_auth", secret.Raw},
		"that was redacted, as a variable":   {secret.RedactedCredential, "A", "environment_vars", secret.Environment},
		"none that was redacted":             {secret.Redacted, "OPENAI_API_KEY", "environment_vars", ""},
		"none that was, in a field for one":  {secret.Redacted, "openai_api_key_plaintext", "openai_config", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := secret.Form(test.text, test.key, test.block); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestEveryProviderTakesAKey(t *testing.T) {
	t.Parallel()
	for _, provider := range secret.Providers() {
		if got := secret.Field("api_key", provider); got != secret.Plaintext {
			t.Errorf("api_key of %s is %q", provider, got)
		}
	}
}

func TestASecretIsFoundAndErasedWhereverItStands(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		dapi, dapi + "-2", "dose" + dapi[4:], "sk-proj-0123456789abcdef", "AKIAIOSFODNN7EXAMPLE", jwt,
		"ghp_" + strings.Repeat("a1", 18), "github_pat_" + strings.Repeat("a1", 12), "AIza" + strings.Repeat("xY7-k", 7),
		"xoxb-0123456789-abc", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
	} {
		in := "before " + text + " after"
		if want := "before " + secret.Mask + " after"; secret.Erase(in) != want {
			t.Errorf("%q became %q", in, secret.Erase(in))
		}
		if at := secret.Find(in); len(at) != 1 || in[at[0].Start:at[0].End] != text || !secret.In(in) || !secret.Holds(in) {
			t.Errorf("%q: found %v", in, at)
		}
	}
}

func TestWhatHasNoFormOfASecretIsNone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "sk-short", "task-0123456789abcdef0", "dapi", "sk-learn-forecast-v2-production"} {
		if secret.In(text) || secret.Erase(text) != text || secret.Find(text) != nil || secret.Holds(text) {
			t.Errorf("%q looks like a secret", text)
		}
	}
}

func TestAPlaceholderHoldsNoSecret(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"<your-key>": true, "<API_KEY>": true, "${var.key}": true, "${{ var.key }}": true, "todo": true, "ChangeMe": true,
		"<hunter2>": false, "x<key>": false, "${var.key}x": false, "${" + dapi + "}": false, "": false, "<>": false, "todo ": false,
	} {
		if got := secret.IsPlaceholder(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestWhatIsNamedAsASecretIsKnown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"token", "access_token", "apiToken", "session_token", "OPENAI_API_KEY", "x-api_key", "password", "db_passwd",
		"client_secret", "clientSecret", "aws_access_key_id", "private_key", "openai_api_key_plaintext", "Authorization",
		"pat", "GITHUB_PAT", "credentials", "passphrase", "apiKeys", "secrets",
	} {
		if !secret.IsName(name) {
			t.Errorf("%s names no secret", name)
		}
	}
}

func TestNamesAreKnownBeyondThoseThatAreRemembered(t *testing.T) {
	t.Parallel()
	for i := range 10_000 {
		name := fmt.Sprintf("gateway_%d", i)
		if secret.IsLikelyName(name) || !secret.IsName(name+"_token") {
			t.Fatal(name)
		}
	}
	want := secret.Name{Secret: true, Likely: true}
	if diff := cmp.Diff(want, *secret.NameOf("api_token")); diff != "" {
		t.Error(diff)
	}
}

func TestAKeyMayBeASecretItself(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]secret.Name{
		"inference_table_config": {},
		"x-auth":                 {Likely: true},
		dapi:                     {Suspect: true},
		"q7Zr2LmX9vKp4TbW8sHd":   {Suspect: true},
	} {
		if diff := cmp.Diff(want, *secret.NameOf(key)); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
	}
}

func TestWhatOnlySoundsLikeASecretIsNone(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "next_page_token", "page_token", "tokens", "max_tokens", "total_tokens", "prompt_tokens", "TOKEN_LIMIT",
		"tokens_per_minute", "token_type", "pay_per_token_config", "key", "tag_key", "primary_key", "path", "compat",
		"secret_scope", "credential_name", "credential_id", "api_key_auth", "api_key_name", "uc_service_credential_name",
		"keyword", "invalid_keywords", "id", "etag", "client_id", "private_key_id", "metastore_id",
	} {
		if secret.IsName(name) {
			t.Errorf("%s names a secret", name)
		}
	}
}
