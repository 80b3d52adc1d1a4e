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

const dapi = "dapi0123456789abcdef0123456789abcdef"

// known knows the endpoints and services of the tests.
func known(text string) bool { return text == "chat" || text == "main.llm.chat" }

func TestRedactTakesTheSecretsOutOfAnObject(t *testing.T) {
	t.Parallel()
	const stars = secret.RedactedCredential
	for name, test := range map[string]struct{ in, want string }{
		"plain text":                      {`{"openai_api_key_plaintext": "hunter2", "plaintext": "hunter2"}`, `{"openai_api_key_plaintext": "[redacted credential]", "plaintext": "[redacted]"}`},
		"of a provider service":           {`{"direct": {"api_key": {"plaintext": "hunter2"}}}`, `{"direct": {"api_key": {"plaintext": "[redacted credential]"}}}`},
		"that the platform left out":      {`{"direct": {"api_key": {}}}`, `{"direct": {"api_key": {}}}`},
		"a key instead of a reference":    {`{"openai_config": {"openai_api_key": "hunter2"}}`, `{"openai_config": {"openai_api_key": "[redacted credential]"}}`},
		"a reference that is wrong":       {`{"openai_config": {"openai_api_key": "{{secrets/llm}}"}}`, `{"openai_config": {"openai_api_key": "{{secrets/llm}}"}}`},
		"a reference":                     {`{"openai_config": {"openai_api_key": "{{secrets/llm/openai}}"}}`, `{"openai_config": {"openai_api_key": "{{secrets/llm/openai}}"}}`},
		"of a field with a plain name":    {`{"api_key_auth": {"key": "x-api-key", "value": "hunter2"}, "bearer_token_auth": {"token": "hunter2"}}`, `{"api_key_auth": {"key": "x-api-key", "value": "[redacted credential]"}, "bearer_token_auth": {"token": "[redacted credential]"}}`},
		"a placeholder":                   {`{"openai_api_key": "<your-key>"}`, `{"openai_api_key": "<your-key>"}`},
		"what is not whole":               {`{"openai_api_key": "hunter2-${var.rest}"}`, `{"openai_api_key": "[redacted]"}`},
		"nothing":                         {`{"openai_api_key": "", "token": null}`, `{"openai_api_key": "", "token": null}`},
		"by its name":                     {`{"password": "hunter2", "clientSecret": "a", "secrets": ["a", {"b": ["c"]}]}`, `{"password": "[redacted]", "clientSecret": "[redacted]", "secrets": ["[redacted]", {"b": ["[redacted]"]}]}`},
		"a number by its name":            {`{"password": 12345678, "pat": 1234567, "openai_api_key": 12345678}`, `{"password": "[redacted]", "pat": 1234567, "openai_api_key": "[redacted credential]"}`},
		"a pair by its name":              {`[{"key": "api_token", "value": "hunter2"}, {"name": "password", "value": "hunter2"}, {"key": "team", "value": "search"}]`, `[{"key": "api_token", "value": "[redacted]"}, {"name": "password", "value": "[redacted]"}, {"key": "team", "value": "search"}]`},
		"in a text":                       {`{"description": "use ` + dapi + ` or https://ana:hunter2@example.com"}`, `{"description": "use ` + stars + ` or https://` + stars + `@example.com"}`},
		"in SQL":                          {`{"query_text": "SELECT 1 -- Bearer abc123def456"}`, `{"query_text": "SELECT 1 -- Bearer ` + stars + `"}`},
		"by its name, and by its look":    {`{"password": "hunter2horse", "openai_key": "0c1d2e3f405162738495a6b7c8d9eaf0", "zz": "0c1d2e3f405162738495a6b7c8d9eaf0"}`, `{"password": "` + stars + `", "openai_key": "` + stars + `", "zz": "[redacted]"}`},
		"behind a flag":                   {`{"command": ["run", "--token", "Zx9Kq27LmPv48TnWc53RdYb6", "--password=hunter2horse", "--region", "eu"]}`, `{"command": ["run", "--token", "` + stars + `", "--password=` + stars + `", "--region", "eu"]}`},
		"a word that looks random":        {`{"description": "see Zx9Kq27LmPv48TnWc53RdYb6, key Zx9Kq27LmPv48TnWc53RdYb6"}`, `{"description": "see ********, key ` + stars + `"}`},
		"a list in a field for one":       {`{"openai_api_key_plaintext": ["hunter2", "<your-key>"]}`, `{"openai_api_key_plaintext": ["` + stars + `", "<your-key>"]}`},
		"in a key":                        {`{"` + dapi + `": "a"}`, `{"` + stars + `": "a"}`},
		"in two keys that become one":     {`{"` + dapi + `": "a", "` + dapi[:35] + `0": "b", "` + stars + `": "c"}`, `{"` + stars + `": "c", "` + stars + `~2": "b", "` + stars + `~3": "a"}`},
		"where a secret is kept":          {`{"resources": [{"name": "key", "secret": {"scope": "llm", "key": "openai", "permission": "READ"}}]}`, `{"resources": [{"name": "key", "secret": {"scope": "llm", "key": "openai", "permission": "READ"}}]}`},
		"a credential of Unity Catalog":   {`{"direct": {"service_credential": {"name": "credentials/bedrock"}}}`, `{"direct": {"service_credential": {"name": "credentials/bedrock"}}}`},
		"what has been redacted already":  {`{"password": "[redacted]", "environment_vars": {"A": "[redacted credential]"}}`, `{"password": "[redacted]", "environment_vars": {"A": "[redacted credential]"}}`},
		"of an object that is a list":     {`["` + dapi + `", 1, true, null]`, `["` + stars + `", 1, true, null]`},
		"a number that is a text":         {`{"tokens": "50000", "private_key": "12345678"}`, `{"tokens": "50000", "private_key": "[redacted credential]"}`},
		"a name that is somebody's token": {`{"user_name": "` + dapi + `"}`, `{"user_name": "` + stars + `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			redactsTo(t, test.in, test.want)
		})
	}
}

func TestRedactLeavesLittleOfAServedEnvironment(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"a reference":              {`{"A": "{{secrets/llm/openai}}"}`, `{"A": "{{secrets/llm/openai}}"}`},
		"a credential by its form": {`{"A": "` + dapi + `"}`, `{"A": "[redacted credential]"}`},
		"a credential by its name": {`{"DB_PASSWORD": "correct-horse"}`, `{"DB_PASSWORD": "[redacted credential]"}`},
		"a short one by its name":  {`{"DB_PASSWORD": "hunter2"}`, `{"DB_PASSWORD": "[redacted]"}`},
		"any other literal":        {`{"REGION": "eu", "B": "chat", "C": "https://example.com/serving-endpoints/chat/invocations"}`, `{"REGION": "[redacted]", "B": "[redacted]", "C": "[redacted]"}`},
		"a placeholder":            {`{"OPENAI_API_KEY": "<your-key>"}`, `{"OPENAI_API_KEY": "<your-key>"}`},
		"what no API returns":      {`{"A": 12, "B": true, "C": ["x", {"d": "y"}]}`, `{"A": "[redacted]", "B": true, "C": ["[redacted]", {"d": "[redacted]"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			redactsTo(t, `{"served_entities": [{"environment_vars": `+test.in+`}]}`, `{"served_entities": [{"environment_vars": `+test.want+`}]}`)
		})
	}
}

func TestRedactLeavesOfAnAppsEnvironmentWhatItCalls(t *testing.T) {
	t.Parallel()
	const host = "https://example.cloud.databricks.com"
	random := strings.Repeat("a1B2c3D4", 4)
	for name, test := range map[string]struct{ variable, in, want string }{
		"an endpoint":                     {"MODEL", "chat", "chat"},
		"a service":                       {"MODEL", "main.llm.chat", "main.llm.chat"},
		"by a variable named as a secret": {"MODEL_TOKEN", "chat", "chat"},
		"any other text":                  {"REGION", "eu", "[redacted]"},
		"another's endpoint":              {"URL", host + "/serving-endpoints/other/invocations", "[redacted]"},
		"a secret by its form":            {"A", dapi, "[redacted credential]"},
		"a secret by what stands around":  {"A", "postgresql://ana:hunter2@example.com/x", "[redacted credential]"},
		"a secret by its name":            {"DB_PASSWORD", "hunter22", "[redacted credential]"},
		"a short one by its name":         {"DB_PASSWORD", "hunter2", "[redacted]"},
		"a reference":                     {"A", "{{secrets/llm/openai}}", "[redacted]"},
		"the address of an endpoint":      {"URL", host + "/serving-endpoints/chat/invocations", host + "/serving-endpoints/chat/invocations"},
		"the same without an end":         {"URL", host + "/serving-endpoints/chat", host + "/serving-endpoints/chat"},
		"the same without a host":         {"URL", "/serving-endpoints/chat/invocations", "/serving-endpoints/chat/invocations"},
		"the address of all endpoints":    {"URL", host + "/serving-endpoints", "[redacted]"},
		"with a user, query and fragment": {"URL", "https://ana:hunter2@example.com/serving-endpoints/chat/invocations?key=hunter2#hunter2", "https://example.com/serving-endpoints/chat/invocations"},
		"with a key in its path":          {"URL", host + "/" + random + "/serving-endpoints/chat/invocations", "[redacted]"},
		"with a secret in its path":       {"URL", host + "/serving-endpoints/chat/" + dapi, "[redacted credential]"},
		"in another language":             {"URL", "jdbc://example.com/serving-endpoints/chat/invocations", "[redacted]"},
		"the address of a gateway":        {"URL", host + "/ai-gateway/mlflow/v1/chat/completions", host + "/ai-gateway/mlflow/v1/chat/completions"},
		"the gateway and nothing":         {"URL", host + "/ai-gateway/", "[redacted]"},
		"no address":                      {"URL", "https://%zz/serving-endpoints/chat/", "[redacted]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := func(value string) string {
				return `{"active_deployment": {"env_vars": [{"name": "` + test.variable + `", "value": "` + value + `"}, {"name": "B", "value_from": "key"}]}}`
			}
			redactsTo(t, app(test.in), app(test.want))
		})
	}
}

func TestRedactLeavesNothingOfAnEnvironmentInAnotherForm(t *testing.T) {
	t.Parallel()
	redactsTo(t, `{"env_vars": {"A": "x", "PASSWORD": "y", "M": "chat"}}`, `{"env_vars": {"A": "[redacted]", "PASSWORD": "[redacted]", "M": "chat"}}`)
	redactsTo(t, `{"env_vars": ["A=x", {"name": "A", "values": ["x", 1, {"b": "y"}]}]}`, `{"env_vars": ["[redacted]", {"name": "A", "values": ["[redacted]", "[redacted]", {"b": "[redacted]"}]}]}`)
	redactsTo(t, `{"env_vars": "A=x"}`, `{"env_vars": "[redacted]"}`)
}

func redactsTo(t *testing.T, in, want string) {
	t.Helper()
	value := decoded(t, in)
	once := Redact(value, known)
	if diff := cmp.Diff(decoded(t, want), once); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(decoded(t, in), value); diff != "" {
		t.Errorf("the object itself was changed: %s", diff)
	}
	if diff := cmp.Diff(once, Redact(once, known)); diff != "" {
		t.Errorf("once more: %s", diff)
	}
}

func TestRedactLeavesAnObjectWithoutSecretsAsItIs(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		strings.Replace(sampleEndpoint, `"REGION": "eu", `, "", 1),
		`{"rate_limits": [{"key": "RATE_LIMIT_KEY_USER", "tokens": "50000", "requests": "-1"}, {"key": "token", "tokens": 12345678, "renewal_period": "minute"}]}`,
		`{"max_tokens": 12345678, "token_type": "bearer", "total_tokens": "123456789", "pay_per_token_config": {"a": "b"}, "tokens_per_minute": 100000000}`,
		`{"id": "5f0d3a5c9d6b4e1f8a7b6c5d4e3f2a1b", "etag": "AAAAAWgrjqk=", "metastore_id": "3d9e1a52-5f0c-4c1b-9b6b-1f2e3d4c5b6a", "workspace_id": 1234567890123456}`,
		`{"userName": "ana@example.com", "application_id": "3d9e1a52-5f0c-4c1b-9b6b-1f2e3d4c5b6a", "service_principal_client_id": "3d9e1a52-5f0c-4c1b-9b6b-1f2e3d4c5b6a"}`,
		`{"access_control_list": [{"group_name": "users", "all_permissions": [{"permission_level": "CAN_QUERY", "inherited": false}]}]}`,
		`{"privilege_assignments": [{"principal": "ana@example.com", "privileges": [{"privilege": "SELECT", "inherited_from_type": "CATALOG"}]}]}`,
		`{"amazon_bedrock_config": {"aws_region": "eu-west-1", "instance_profile_arn": "arn:aws:iam::123456789012:instance-profile/x", "uc_service_credential_name": "bedrock"}}`,
		`{"query_text": "SELECT sum(total_tokens) AS tokens FROM system.serving.endpoint_usage", "schedule": {"quartz_cron_schedule": "0 0 * * * ?", "pause_status": "UNPAUSED"}}`,
		`{"microsoft_entra_client_id": "3d9e1a52", "microsoft_entra_tenant_id": "3d9e1a52", "openai_organization": "org-1", "openai_api_base": "https://x.openai.azure.com/", "forward_user_access_token": true}`,
		`{"creation_timestamp": 1700000000000, "traffic_percentage": 1e2, "share": 0.10, "deleted": false, "comment": null, "storage": "abfss://data@account.dfs.core.windows.net/x"}`,
		`{"tags": [{"key": "env", "value": "prod"}, {"key": "env_vars", "value": "x"}], "custom_tags": {"env": "prod"}, "keywords": ["password", "api_key", "token"]}`,
	} {
		redactsTo(t, in, in)
	}
}

func TestRedactTakesWhatAProgramMakes(t *testing.T) {
	t.Parallel()
	in := map[string]any{"password": []string{"hunter2"}, "token": 123456789, "pat": int64(123456789), "pwd": 1.5, "api_key": 123456789.5, "objects": []map[string]any{{"secret": "x"}}}
	want := decoded(t, `{"password": ["[redacted]"], "token": "[redacted]", "pat": "[redacted]", "pwd": 1.5, "api_key": "[redacted]", "objects": [{"secret": "[redacted]"}]}`)
	if diff := cmp.Diff(want, Redact(in, nil)); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkRedact(b *testing.B) {
	value := decoded(b, sampleEndpoint)
	b.ReportAllocs()
	b.SetBytes(int64(len(sampleEndpoint)))
	for b.Loop() {
		Redact(value, known)
	}
}

func TestWhatIsRedactedIsJudgedAsItWas(t *testing.T) {
	t.Parallel()
	entity := func(entity string) string {
		return `{"name": "chat", "id": "1", "state": {"ready": "READY"}, "creator": "ana@example.com", "permission_level": "CAN_MANAGE", "config": {"served_entities": [` + entity + `]}, "ai_gateway": {"usage_tracking_config": {"enabled": true}}}`
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
		"a number":                  {model(`"openai_config": {"openai_api_key": 123456789}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_api_key", Form: "reference"}}},
		"a secret in a name":        {model(`"openai_config": {"openai_organization": "` + dapi + `"}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_organization", Form: "plaintext"}}},
		"a variable by its form":    {entity(`{"entity_name": "main.llm.own", "environment_vars": {"A": "` + dapi + `"}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.A", Form: "environment"}}},
		"a variable by its name":    {entity(`{"entity_name": "main.llm.own", "environment_vars": {"DB_PASSWORD": "correct-horse"}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.DB_PASSWORD", Form: "environment"}}},
		"a short variable":          {entity(`{"entity_name": "main.llm.own", "environment_vars": {"DB_PASSWORD": "hunter2"}}`), nil},
		"an address for a variable": {entity(`{"entity_name": "main.llm.own", "environment_vars": {"DB_SECRET": "https://ana:hunter2@example.com", "B": "Bearer abc123def456"}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.B", Form: "environment"}, {Key: "config.served_entities[0].environment_vars.DB_SECRET", Form: "environment"}}},
		"any other variable":        {entity(`{"entity_name": "main.llm.own", "environment_vars": {"REGION": "eu", "LIMIT": "123456789", "KEY": "{{secrets/a/b}}", "X": "TODO", "Y": "${var.y}"}}`), nil},
		"a variable by its field":   {entity(`{"entity_name": "main.llm.own", "environment_vars": {"openai_api_key": "hunter2"}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.openai_api_key", Form: "reference"}}},
		"a provider's key":          {provider(`"openai": {"direct": {"api_key": {"plaintext": "hunter2"}}}`), []gateway.Credential{{Key: "config.openai.direct.api_key.plaintext", Form: "plaintext"}}},
		"a provider's raw key":      {provider(`"openai": {"direct": {"api_key": "hunter2"}}`), []gateway.Credential{{Key: "config.openai.direct.api_key", Form: "plaintext"}}},
		"a list":                    {model(`"openai_config": {"openai_api_key_plaintext": ["hunter2"]}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_api_key_plaintext", Form: "plaintext"}}},
		"a map":                     {model(`"openai_config": {"openai_api_key_plaintext": {"a": 1}}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_api_key_plaintext", Form: "plaintext"}}},
		"a number for a variable":   {entity(`{"entity_name": "main.llm.own", "environment_vars": {"DB_PASSWORD": 987654321987654321, "PORT": 98765432}}`), []gateway.Credential{{Key: "config.served_entities[0].environment_vars.DB_PASSWORD", Form: "environment"}}},
		"an unknown key":            {model(`"openai_config": {"openai_key": "0c1d2e3f405162738495a6b7c8d9eaf0"}`), []gateway.Credential{{Key: "config.served_entities[0].external_model.openai_config.openai_key", Form: "plaintext"}}},
		"a text":                    {`{"name": "chat", "id": "1", "creator": "a", "permission_level": "CAN_MANAGE", "description": "use password=hunter2horse", "config": {"served_entities": []}, "ai_gateway": {}}`, []gateway.Credential{{Key: "description", Form: "plaintext"}}},
		"a tag":                     {`{"name": "chat", "id": "1", "creator": "a", "permission_level": "CAN_MANAGE", "tags": [{"key": "password", "value": "hunter2horse"}, {"key": "a", "value": "eu"}], "config": {"served_entities": []}, "ai_gateway": {}}`, []gateway.Credential{{Key: "tags[0].value", Form: "plaintext"}}},
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
	const in = `{"name": "chat", "id": "1", "state": {"ready": "READY"}, "config": {"served_entities": [{"entity_name": "main.llm.own", "environment_vars": {"REGION": "eu", "KEY": "` + dapi + `"}}]}, "ai_gateway": {}}`
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
			if secret.In(text) {
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
