package workspace

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

func TestWhatIsRedactedIsJudgedAsItWas(t *testing.T) {
	t.Parallel()
	entity := func(entity string) string {
		return `{"name": "chat", "id": "1", "creator": "ana@example.com", "permission_level": "CAN_MANAGE", "config": {"served_entities": [` + entity + `]}, "ai_gateway": {"usage_tracking_config": {"enabled": true}}}`
	}
	model := func(config string) string {
		return entity(`{"name": "gpt", "external_model": {"name": "gpt", "provider": "openai", "task": "llm/v1/chat", ` + config + `}}`)
	}
	provider := func(config string) string {
		return `{"name": "model-provider-services/main.llm.openai", "id": "1", "config": {"provider_type": "OPENAI", ` + config + `}}`
	}
	for name, test := range map[string]struct {
		in   string
		want []gateway.Credential
	}{
		"plain text":                {model(`"openai_config": {"openai_api_key_plaintext": "hunter2"}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_api_key_plaintext", Form: "plaintext"}}},
		"a raw key":                 {model(`"openai_config": {"openai_api_key": "hunter2"}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_api_key", Form: "reference"}}},
		"a raw token":               {model(`"custom_provider_config": {"bearer_token_auth": {"token": "hunter2"}}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.custom_provider_config.bearer_token_auth.token", Form: "reference"}}},
		"a raw value":               {model(`"custom_provider_config": {"api_key_auth": {"key": "X-Token", "value": "` + dapi + `"}}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.custom_provider_config.api_key_auth.value", Form: "reference"}}},
		"a reference":               {model(`"openai_config": {"openai_api_key": "{{secrets/llm/openai}}"}`), nil},
		"a placeholder":             {model(`"openai_config": {"openai_api_key": "<your-key>"}`), nil},
		"another placeholder":       {model(`"openai_config": {"openai_api_key": "<hunter2>"}`), nil},
		"half a value":              {model(`"openai_config": {"openai_api_key": "hunter2${var.rest}"}`), nil},
		"an empty text":             {model(`"openai_config": {"openai_api_key": ""}`), nil},
		"a number":                  {model(`"openai_config": {"openai_api_key": 123456789}`), nil},
		"a secret in a name":        {model(`"openai_config": {"openai_organization": "` + dapi + `"}`), nil},
		"a variable by its form":    {entity(`{"entity_name": "main.llm.own", "environment_vars": {"A": "` + dapi + `"}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.A", Form: "environment"}}},
		"a variable by its name":    {entity(`{"entity_name": "main.llm.own", "environment_vars": {"DB_PASSWORD": "correct-horse"}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.DB_PASSWORD", Form: "environment"}}},
		"a short variable":          {entity(`{"entity_name": "main.llm.own", "environment_vars": {"DB_PASSWORD": "hunter2"}}`), nil},
		"an address for a variable": {entity(`{"entity_name": "main.llm.own", "environment_vars": {"DB_SECRET": "https://ana:hunter2@example.com", "B": "Bearer abc123def456"}}`), nil},
		"any other variable":        {entity(`{"entity_name": "main.llm.own", "environment_vars": {"REGION": "eu", "LIMIT": "123456789", "KEY": "{{secrets/a/b}}", "X": "TODO", "Y": "${var.y}"}}`), nil},
		"a variable by its field":   {entity(`{"entity_name": "main.llm.own", "environment_vars": {"openai_api_key": "hunter2"}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.openai_api_key", Form: "reference"}}},
		"a provider's key":          {provider(`"openai": {"direct": {"api_key": {"plaintext": "hunter2"}}}`), []gateway.Credential{{Key: "config.openai.direct.api_key.plaintext", Form: "plaintext"}}},
		"a provider's raw key":      {provider(`"openai": {"direct": {"api_key": "hunter2"}}`), []gateway.Credential{{Key: "config.openai.direct.api_key", Form: "plaintext"}}},
		"a provider without one":    {provider(`"openai": {"direct": {"api_key": {}}}`), nil},
		"a key of AWS":              {provider(`"amazon_bedrock": {"direct": {"aws_access_key": {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": {}}}}`), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, after := judged(t, decoded(t, test.in)), judged(t, Redact(decoded(t, test.in), known))
			if len(before) != 1 {
				t.Fatalf("%d gateways", len(before))
			}
			if diff := cmp.Diff(test.want, before[0].Credentials); diff != "" && len(test.want)+len(before[0].Credentials) > 0 {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, after, cmp.FilterPath(isWritten, cmp.Ignore())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// isWritten says whether a path is that of a text as it is written. The texts
// that may be placeholders are shown only where they are some.
func isWritten(path cmp.Path) bool { return strings.HasSuffix(path.String(), "Placeholders") }

func TestWhatIsRedactedIsNoPlaceholder(t *testing.T) {
	t.Parallel()
	const in = `{"name": "chat", "id": "1", "config": {"served_entities": [{"entity_name": "main.llm.own", "environment_vars": {"REGION": "eu", "KEY": "` + dapi + `"}}]}, "ai_gateway": {}}`
	for _, text := range judged(t, Redact(decoded(t, in), known)) {
		if len(text.Placeholders) > 0 || len(text.InvalidValues) > 0 || len(text.UnknownKeys) > 0 {
			t.Errorf("%+v", text)
		}
	}
}

// judged returns what is read from the text of an object's gateways.
func judged(t *testing.T, value any) []gateway.Text {
	t.Helper()
	text, err := source.NewText("gw.json", Canonical(value))
	if err != nil {
		t.Fatal(err)
	}
	documents, _ := source.Parse(text, source.Limits{}) // none where a limit is reached
	var texts []gateway.Text
	for _, doc := range documents {
		subjects, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range subjects {
			texts = append(texts, s.Text)
		}
	}
	return texts
}

// FuzzRedact asks of any object that nothing is left in it that looks like a
// secret, that redacting it again changes nothing, and that its gateways are
// judged as they were.
func FuzzRedact(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("..", "..", "rules", "document", "plaintext_secret", "*", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	for _, text := range []string{
		sampleEndpoint, `{"env_vars": [{"name": "A_TOKEN", "value": "https://a:b@x/serving-endpoints/chat/?a#b"}]}`,
		`{"dapi0123456789abcdef0123456789abcdef": 1, "dapi0123456789abcdef0123456789abcdee": {"secret": [12345678, "{{secrets/a/b}}"]}}`,
		`{"name": "a", "config": {"served_entities": [{"environment_vars": {"A": "[redacted]", "token": "<x>", "b": ["${x}", 1]}}]}}`,
		`{"endpoints": [{"name": "a", "config": {"served_entities": [{"external_model": {"openai_config": {"openai_api_key": "todo"}}}]}}]}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		value, err := decode(body)
		if err != nil {
			return
		}
		once := Redact(value, known)
		if diff := cmp.Diff(once, Redact(once, known)); diff != "" {
			t.Errorf("once more: %s", diff)
		}
		visit(once, func(text string) {
			if secret.Looks(text) {
				t.Errorf("%q is left", text)
			}
		})
		keys := true
		visitKeys(value, func(key string) { keys = keys && secret.Erase(key) == key })
		if keys {
			if diff := cmp.Diff(credentials(judged(t, value)), credentials(judged(t, once))); diff != "" {
				t.Errorf("it is judged otherwise: %s", diff)
			}
		}
	})
}

func credentials(texts []gateway.Text) (all [][]gateway.Credential) {
	for _, text := range texts {
		all = append(all, text.Credentials)
	}
	return all
}

func visit(value any, f func(text string)) {
	switch value := value.(type) {
	case string:
		f(value)
	case json.Number:
		f(string(value))
	case []any:
		for _, item := range value {
			visit(item, f)
		}
	case map[string]any:
		for key, below := range value {
			f(key)
			visit(below, f)
		}
	}
}

func visitKeys(value any, f func(key string)) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			visitKeys(item, f)
		}
	case map[string]any:
		for key, below := range value {
			f(key)
			visitKeys(below, f)
		}
	}
}
