package secret_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/secret"
)

func TestWhatIsNamedAsASecretIsKnown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"token", "access_token", "apiToken", "session_token", "OPENAI_API_KEY", "x-api_key", "password", "db_passwd",
		"client_secret", "clientSecret", "aws_access_key_id", "private_key", "openai_api_key_plaintext", "Authorization",
		"pat", "GITHUB_PAT", "credentials", "passphrase", "apiKeys", "secrets",
	} {
		if !secret.Named(name) {
			t.Errorf("%s names no secret", name)
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
		if secret.Named(name) {
			t.Errorf("%s names a secret", name)
		}
	}
}
