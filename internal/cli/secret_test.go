package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// hexDigits is 32 digits, as tokens have them.
const hexDigits = "0123456789abcdef0123456789abcdef"

// The secrets are put together here so that no file holds what looks like one.
// Each is told by its own form, or by none.
var secrets = map[string]string{
	"a Databricks token":   "da" + "pi" + hexDigits,
	"a Databricks secret":  "do" + "se" + hexDigits,
	"an OpenAI key":        "s" + "k-proj-" + hexDigits,
	"an AWS key":           "AK" + "IA0123456789ABCDEF",
	"a GitHub token":       "gh" + "p_" + hexDigits + "abcd",
	"a Google key":         "AI" + "za" + hexDigits + "abc",
	"a Slack token":        "xo" + "xb-0123456789-abcdef",
	"a JSON web token":     "ey" + "J0123456789abc.ey" + "J0123456789abc.0123456789",
	"a private key's name": "-----BEGIN RSA PRIVATE KEY-----",
}

// formless is a secret that only its place gives away.
const formless = "correct-horse-battery-staple"

// key is a private key as it stands on several lines.
var key = []string{
	"-----BEGIN " + "PRIVATE KEY-----", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "BKcwggSjAgEAAoIBAQDExampleBody01", "-----END " + "PRIVATE KEY-----",
}

// gateway is a document with faults on nearly every line; rest stands among
// them.
func gatewayWith(name, rest string) string {
	return fmt.Sprintf(`name: %s
ai_gateway:
  usage_tracking: {enabled: true}
%s
  inference_table: {}
config:
  served_entitys: []
`, name, rest)
}

func entity(config string) string {
	return fmt.Sprintf(`name: chat
config:
  served_entities:
    - name: a
      nam: b
      external_model:
        taks: x
%s
        nome: y
      nome: z
`, config)
}

// leaks are documents by what would leak from them.
func leaks() map[string]string {
	all := map[string]string{
		"a text of several lines":             entity("        google_cloud_vertex_ai_config:\n          private_key_plaintext: |\n" + indented(12, key...)),
		"a folded text":                       entity("        openai_config:\n          opena_key: x\n          openai_api_key: >-\n            " + formless + "\n            " + formless + "-2"),
		"a text in quotes over two lines":     entity("        openai_config:\n          opena_key: x\n          openai_api_key: \"" + formless + "\n            " + formless + "\""),
		"a private key in a comment":          gatewayWith("chat", "  # "+strings.Join(key, "\n  # ")),
		"a private key under an unknown key":  gatewayWith("chat", "  x: |\n"+indented(4, key...)),
		"a private key on one line":           gatewayWith("chat", `  x: "`+strings.Join(key, `\n`)+`"`),
		"a private key as a name":             gatewayWith(`"`+strings.Join(key, `\n`)+`"`, "  x: y"),
		"a private key to be replaced":        gatewayWith("chat", `  x: "`+strings.Join(key, `\n`)+` TODO"`),
		"a token with an escape as a value":   gatewayWith("chat", `  x: "\x64`+secrets["a Databricks token"][1:]+`"`),
		"a token with an escape as a key":     gatewayWith("chat", `  "\u0064`+secrets["a Databricks token"][1:]+`": 1`),
		"an environment variable":             entity("        x: y\n      environment_vars:\n        OPENAI_API_KEY: " + formless + "\n        other: z"),
		"an environment variable of a number": entity("        x: y\n      environment_vars:\n        DB_PASSWORD: 987654321987654321\n        other: z"),
		"a secret under an unknown key":       gatewayWith("chat", "  api_key: "+formless),
		"a number under an unknown key":       gatewayWith("chat", "  password: 987654321987654321"),
		"a list under an unknown key":         gatewayWith("chat", "  api_keys: ["+formless+", x]"),
		"an object under an unknown key":      gatewayWith("chat", "  credentials: {user: "+formless+"}"),
		"a secret in another case":            gatewayWith("chat", "  apiKey: "+formless+"\n  clientSecret: "+formless+"\n  Authorization: Bearer "+formless),
		"an anchored secret":                  gatewayWith("chat", "  x: &k "+formless+"\n  api_key: *k"),
		"the document that follows":           gatewayWith("chat", "  x: y") + "---\npassword: " + formless + "\n" + entity("        openai_config: {openai_api_key: "+formless+"}"),
		"the document before":                 "password: " + formless + "\n--- # next\nname: chat\nai_gatway: {}\nai_gateway: {a: b}\n",
		"a part that holds no gateway":        "- {token: " + formless + "}\n- name: chat\n  ai_gateway: {usage: 1}\n- {token: " + formless + "}\n",
		"where it stops parsing":              gatewayWith("chat", "  api_key: "+formless+"\n  \"token: [ "+secrets["an OpenAI key"]),
		"a repeated key":                      gatewayWith("chat", "  api_key: "+formless+"\n  api_key: "+formless),
	}
	for _, field := range []string{
		"openai_config.openai_api_key", "openai_config.microsoft_entra_client_secret", "anthropic_config.anthropic_api_key", "cohere_config.cohere_api_key",
		"ai21labs_config.ai21labs_api_key", "palm_config.palm_api_key", "google_cloud_vertex_ai_config.private_key", "amazon_bedrock_config.aws_access_key_id",
		"amazon_bedrock_config.aws_secret_access_key", "databricks_model_serving_config.databricks_api_token", "custom_provider_config.api_key_auth.value", "custom_provider_config.bearer_token_auth.token",
	} {
		for _, ending := range []string{"", "_plaintext"} {
			config, indent := "", 8
			for _, name := range strings.Split(field+ending, ".") {
				config += strings.Repeat(" ", indent) + name + ":\n"
				indent += 2
			}
			all["a field"+ending] += "---\n" + entity(strings.TrimSuffix(config, "\n")+" "+formless)
		}
	}
	for form, secret := range secrets {
		quoted := `"` + secret + `"`
		all[form] += "---\n" + gatewayWith("chat", "  # "+secret+"\n  x: 1 # "+secret)
		all[form] += "---\n" + gatewayWith("chat", "  x: "+quoted)
		all[form] += "---\n" + gatewayWith("chat", `  x: "https://me:`+secret+`@example.com/TODO"`)
		all[form] += "---\n" + gatewayWith("chat", "  "+quoted+": 1\n  y:\n    "+quoted+":\n      a: {"+quoted+": [1]}\n      a: 1")
		all[form] += "---\n" + gatewayWith(quoted, "  x: y")
		all[form] += "---\n" + gatewayWith("chat", "  guardrails: {input: {pii: {behavior: "+quoted+"}, safety: "+quoted+", invalid_keywords: ["+quoted+"]}, output: {valid_topics: ["+quoted+"]}}")
		all[form] += "---\n" + gatewayWith("chat", "  rate_limits: [{key: "+quoted+", calls: "+quoted+"}, {key: user, principal: "+quoted+"}, {key: user, calls: 1, renewal_period: "+quoted+"}]")
		all[form] += "---\n" + gatewayWith("chat", "  inference_table_config: {enabled: true, catalog_name: "+quoted+", schema_name: default, table_name_prefix: "+quoted+"}")
		all[form] += "---\nname: chat\nai_gateway: {}\nconfig: {served_entities: [{name: " + quoted + ", entity_name: " + quoted + "}], traffic_config: {routes: [{served_entity_name: \"x-" + secret + "\", traffic_percentage: 0}, {served_entity_name: " + quoted + ", traffic_percentage: 0}]}}\n"
		all[form] += "---\n" + gatewayWith("chat", `  inference_table_config: {enabled: "${x == '`+secret+`'}"}`)
	}
	return all
}

func indented(n int, lines ...string) string {
	pad := strings.Repeat(" ", n)
	return pad + strings.Join(lines, "\n"+pad)
}

// fragments are what none of may be shown, of any of the secrets above.
func fragments() []string {
	all := []string{formless, "987654321987654321", key[1], key[2], hexDigits}
	for _, secret := range secrets {
		if !strings.Contains(secret, "BEGIN") {
			all = append(all, secret)
		}
	}
	return all
}

func TestNoReportShowsASecret(t *testing.T) {
	t.Parallel()
	for name, document := range leaks() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code := 1
			if name == "where it stops parsing" {
				code = 3
			}
			shows(t, "gw.yaml", document, code)
		})
	}
}

// TestNoLineOfAnotherDocumentShowsASecret is about JSON lines, in which a line
// above or below a finding is another document.
func TestNoLineOfAnotherDocumentShowsASecret(t *testing.T) {
	t.Parallel()
	line := `{"name": "chat", "ai_gateway": {"x": 1}, "config": {"served_entities": [{"external_model": {"openai_config": {"openai_api_key": "` + formless + `"}}}]}}`
	shows(t, "gw.jsonl", line+"\n"+line+"\n"+`{"token": "`+formless+`"}`+"\n"+line+"\n", 1)
}

// shows checks a document and looks for secrets in all that is written, in
// every format.
func shows(t *testing.T, file, document string, code int) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, file), []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	ran := runIn(t, dir, "check", file, "-v", "-f", "text", "-f", "json=json", "-f", "sarif=sarif")
	if ran.code != code {
		t.Errorf("exit code %d, want %d", ran.code, code)
	}
	written := content(t, dir)
	for format, text := range map[string]string{"text": ran.out, "standard error": ran.err, "JSON": written["json"], "SARIF": written["sarif"]} {
		if !strings.Contains(text, file) && format != "standard error" {
			t.Errorf("%s: nothing is said of the file", format)
		}
		for _, secret := range fragments() {
			if at := strings.Index(text, secret); at >= 0 {
				t.Errorf("%s shows %s", format, around(text, at))
			}
		}
	}
}

func around(text string, at int) string {
	return fmt.Sprintf("%q", text[max(at-80, 0):min(at+60, len(text))])
}

// echoes are the ways to fail in which an answer holds what nobody should see, and
// none.
var echoes = []fakeworkspace.FaultKind{
	"", fakeworkspace.Internal, fakeworkspace.Forbidden, fakeworkspace.Expired, fakeworkspace.Gone, fakeworkspace.LoginPage,
	fakeworkspace.Malformed, fakeworkspace.Truncated,
}

// TestNoSecretOfAWorkspaceIsShown looks for the token, and for every secret that a
// workspace holds or puts into its errors, in all that live commands write.
func TestNoSecretOfAWorkspaceIsShown(t *testing.T) {
	f := newFleet(t)
	for i, kind := range echoes {
		if raced && i > 1 {
			break
		}
		t.Run("when it answers "+string(kind), func(t *testing.T) {
			t.Parallel()
			s := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
			if kind != "" {
				s.Fault(fakeworkspace.Fault{Kind: kind, Path: "/api/2.0/alerts"})
				s.FaultEvery(0.4, 3, kind)
			}
			dir := configured(t, principals)
			s.silent(t, dir, "scan", "-o", filepath.Join(dir, "snapshot"))
			s.silent(t, dir, "dump", "-o", filepath.Join(dir, "dump"))
			s.silent(t, dir, "verify", filepath.Join(dir, "snapshot"))
		})
	}
}

// TestNoSecretOfAStatementIsShown looks for them where a warehouse is asked.
func TestNoSecretOfAStatementIsShown(t *testing.T) {
	f := newFleet(t)
	kinds := []fakeworkspace.FaultKind{"", fakeworkspace.Forbidden, fakeworkspace.Malformed}
	if raced {
		kinds = kinds[1:2] // the others go the same ways at once
	}
	for _, kind := range kinds {
		t.Run("when it answers "+string(kind), func(t *testing.T) {
			t.Parallel()
			s := f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
			if kind != "" {
				s.Fault(fakeworkspace.Fault{Kind: kind, Path: "/api/2.0/sql/statements"})
			}
			dir := configured(t, principals)
			s.silent(t, dir, "scan", "--warehouse", "a1b2c3d4e5f60718", "-o", filepath.Join(dir, "snapshot"))
		})
	}
}

// silent runs a command as somebody who wants to see all of it.
func (s *site) silent(t *testing.T, dir, command string, args ...string) {
	t.Helper()
	args = append([]string{command}, args...)
	if command != "verify" {
		args = append(args, "--profile", s.profile, "--retry-for", "100ms")
	}
	if command == "scan" {
		args = append(args, "-v", "-f", "text")
		for _, format := range report.Formats() {
			args = append(args, "-f", format+"="+filepath.Join(dir, format))
		}
	}
	var out, complaints bytes.Buffer
	Main(t.Context(), Streams{
		In: strings.NewReader(""), Out: &out, Err: &complaints, Dir: dir, Now: func() time.Time { return now }, ErrTerminal: true,
	}, args)
	written := tree(t, dir)
	written["standard output"], written["standard error"] = out.String(), complaints.String()
	for where, text := range written {
		for _, secret := range s.Secrets() {
			if strings.Contains(where+text, secret) {
				t.Errorf("%s: %s holds %.12s…", command, where, secret)
			}
		}
	}
	if command != "verify" && out.Len() == 0 {
		t.Errorf("%s says nothing: %s", command, complaints.String())
	}
}
