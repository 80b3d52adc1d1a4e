package secret_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/secret"
)

func TestErasingTakesSecretsOutOfATextAndLeavesTheRest(t *testing.T) {
	t.Parallel()
	random := strings.Repeat("a1B2c3D4", 8)
	for name, test := range map[string]struct{ before, secret, after string }{
		"a token of Databricks":     {"use ", dapi, " here"},
		"a bearer token":            {"Authorization: Bearer ", "abc123def456", ""},
		"a bearer token in JSON":    {`{"Authorization": "Bearer `, "abc123def456", `"}`},
		"a bearer token in capital": {"BEARER ", "abc123def456", ""},
		"a login in base64":         {"Basic ", base64.StdEncoding.EncodeToString([]byte("ana:hunter2")), " x"},
		"a login in an address":     {"postgresql://", "ana:hunter2", "@db.example.com/x?y#z"},
		"with an @ in it":           {"https://", "ana:hunter@2", "@example.com/a"},
		"a token in an address":     {"https://", random[:20], "@github.example.com/x.git"},
		"a query of an address":     {"https://example.com/a?sv=2024&sig=", "abc%2Fdef123", "&se=2030"},
		"a key of a connection":     {"AccountName=a;AccountKey=", "abcd/efgh123=", ";EndpointSuffix=x"},
		"a password":                {"log in with password: ", "correct-horse", " and go"},
		"a password in SQL":         {"SELECT 1 -- PWD='", "correct-horse", "'"},
		"a key in JSON in a text":   {`curl -d "{\"api_key\": \"`, "abc123def", `\"}"`},
		"a client secret of Entra":  {"id ", "abc8Q~" + random[:32], ""},
		"a key of Azure AI":         {"", random[:52] + "JQQJ9" + random[:27], ""},
		"a token of Google":         {"", "ya29." + random, ""},
		"a secret of Google":        {"", "GOCSPX-" + random[:28], ""},
		"a token of GitLab":         {"", "glpat-" + random[:20], " x"},
		"a token of Hugging Face":   {"", "hf_" + random[:34], " x"},
		"a key of Bedrock":          {"", "ABSK" + random + "=", " x"},
		"a key of Stripe":           {"", "sk_live_" + random[:24], " x"},
		"a hook of Slack":           {"https://", "hooks.slack.com/services/T0/B0/abc", " x"},
		"a token in five parts":     {"", jwt + ".abc.def", " x"},
		"another glued to a first":  {"", "AKIAIOSFODNN7EXAMPLE" + "sk-0123456789abcdef0", " x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := test.before + secret.Mask + test.after
			if got := secret.Erase(test.before + test.secret + test.after); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

func TestErasingLeavesWhatIsNoSecret(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "ana@example.com", "50000", "5f0d3a5c9d6b4e1f8a7b6c5d4e3f2a1b", "3d9e1a52-5f0c-4c1b-9b6b-1f2e3d4c5b6a",
		"AAAAAWgrjqk=", "2026-11-22T18:49:19Z", "1700000000000", "abfss://container@account.dfs.core.windows.net/path",
		"https://example.com/users/ana@example.com", "https://example.cloud.databricks.com/serving-endpoints/chat/invocations",
		"arn:aws:iam::123456789012:role/bedrock", "s3://bucket/key=value", "main.llm.gpt_payload", "claude-3-5-haiku",
		"{{secrets/llm/openai}}", "secret: {{secrets/llm/openai}}", "${var.token}", "token: ${var.token}",
		"Basic information about the endpoint", "Bearer authentication is used", "Basic gpt-4o-mini endpoint",
		"tokens: 50000 per minute", "max_tokens=500000", "limit tokens = 1000000", "a token: the unit of text",
		"SELECT sum(total_tokens) AS tokens FROM system.serving.endpoint_usage WHERE requester = 'ana@example.com'",
		"JOIN x ON a.token = b.token_id", "SELECT secret('llm', 'openai')", "CAN_MANAGE", "EXTERNAL_USE_SCHEMA",
		secret.Redacted, secret.RedactedCredential, "password: ********",
	} {
		if got := secret.Erase(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// planted are secrets that are found by their form wherever they stand.
var planted = []string{
	dapi, jwt, "sk-proj-Zq8fT3nV7wLx2KpR9sYb", "AKIAIOSFODNN7EXAMPLE", "glpat-AbCdEfGhIjKlMnOpQ123", "hf_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
	"github_pat_Zq8fT3nV7wLx2KpR9sYb", "xoxb-0123456789-abc", "https://ana:hunter2horse@example.com", "Bearer Zx9Kq27LmPv48TnWc53RdYb6",
	"?sig=Zx9Kq27LmPv48TnWc53RdYb6&", ";AccountKey=Zx9Kq27LmPv48TnWc53RdYb6;", " password=hunter2horse ", " --token Zx9Kq27LmPv48TnWc53RdYb6 ",
	"https://example.com:hunter2horse/",
}

// hiddenParts are what must not be left of planted.
var hiddenParts = []string{
	dapi, jwt, "Zq8fT3nV7wLx2KpR9sYb", "AKIAIOSFODNN7EXAMPLE", "glpat-AbCdEfGhIjKlMnOpQ123", "hf_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789",
	"xoxb-0123456789-abc", "hunter2horse", "Zx9Kq27LmPv48TnWc53RdYb6",
}

// FuzzErase asks that nothing is left that would be erased, which is what makes
// two snapshots of one workspace equal, and that no secret is left that stands
// between any two lines.
func FuzzErase(f *testing.F) {
	for _, text := range []string{
		dapi, "Bearer abc123def456", "https://ana:hunter2@example.com", "password=correct-horse token=abc123",
		strings.Repeat("AKIAIOSFODNN7EXAMPLE", 20), "secret=pwd=token=abc123x", "https://a:b@https://c:d@e",
		"-----BEGIN PRIVATE KEY-----AKIAIOSFODNN7EXAMPLE", "Basic YW5hOmh1bnRlcjI=Basic YW5hOmh1bnRlcjI=", "\xff\xfesk-0123456789abcdef0",
		"--token --password x1y2z3a4 --", "https://h:1a:b@c?sig=x1y2z3a4", "${x}password=${y}", "********password=********x", "[redacted credential]=[redacted]",
	} {
		f.Add(text, uint8(len(text)))
	}
	f.Fuzz(func(t *testing.T, text string, which uint8) {
		for name, erase := range map[string]func(string) string{"Erase": secret.Erase, "EraseWords": secret.EraseWords, "EraseKeys": secret.EraseKeys, "Redact": secret.Redact, "Blank": secret.Blank} {
			once := erase(text)
			if twice := erase(once); twice != once {
				t.Errorf("%s: %q became %q, and then %q", name, text, once, twice)
			}
			if secret.In(once) {
				t.Errorf("%s: %q became %q, which looks like a secret", name, text, once)
			}
			with := text + "\n" + planted[int(which)%len(planted)] + "\n" + text
			for _, part := range hiddenParts {
				if !strings.Contains(text, part) && strings.Contains(erase(with), part) {
					t.Errorf("%s: %q became %q", name, with, erase(with))
				}
			}
		}
		if once := secret.Redact(text); secret.Holds(text) != secret.Holds(once) && once != secret.RedactedCredential {
			t.Errorf("%q holds a credential: %v; %q: %v", text, secret.Holds(text), once, secret.Holds(once))
		}
		secret.Address(text)
		secret.Form(text, "openai_key", "environment_vars")
		secret.IsLikelyName(text)
	})
}

// TestErasingTakesTimeInProportionToTheText would take minutes if it did not.
func TestErasingTakesTimeInProportionToTheText(t *testing.T) {
	t.Parallel()
	const size = 1 << 18
	for _, part := range []string{
		"a://x@", "password=", "password: ", "-----BEGIN PRIVATE KEY-----", "eyJaaaaaaaaaa.", "Bearer ", "--token ", "${", "<", "sk-", "sk-0123456789abcdef0 ",
		"https://h:", "hooks.slack.com/services/", "Ab1", "a", "\\\"", "?sig=a1b2c3d4&", "{{secrets/a/b}}", "a:b@", "key Zx9Kq27LmPv48TnWc53RdYb6 ",
	} {
		text := strings.Repeat(part, size/len(part))
		secret.Erase(text)
		secret.Redact(text)
		secret.Blank(text)
		secret.Holds(text)
		secret.IsKey(text)
		secret.FindOdd(text)
	}
}

func BenchmarkErase(b *testing.B) {
	for name, text := range map[string]string{
		"name":   "databricks-claude-sonnet-4-5",
		"prose":  strings.Repeat("An endpoint of the search team: it answers questions, at most 50000 tokens. ", 10),
		"secret": "use " + dapi + " here",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				secret.Erase(text)
			}
		})
	}
}
