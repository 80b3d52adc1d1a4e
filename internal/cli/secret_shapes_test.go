package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Kinds of secrets that the shapes are filled with; the digits are the shape's own.
const (
	randomSecret   = "Zx9Kq%03dLmPv48TnWc53RdYb6"
	hexSecret      = "0c1d2e3f405162%03d95a6b7c8d9eaf0"
	passwordSecret = "hunter%03dhorse"
	tokenSecret    = "da" + "pi0123456789abcdef01234567%03d" + "abcde"
	numberSecret   = "98765432%03d1987"
)

// shape is one way in which a secret stands in a file.
type shape struct {
	kind string // of the secret, which stands for each § in the rest
	// top, model and entity are lines that stand at the root, in the block of an
	// external model's provider and in its served entity; gateway in ai_gateway.
	top, model, entity, gateway string
	// found says that GW007 finds it.
	found bool
}

// document is the file of a shape: a gateway with faults all around the secret.
func (s shape) document(n int) string {
	var b strings.Builder
	line := func(indent int, text string) {
		for _, one := range strings.Split(text, "\n") {
			if text != "" {
				b.WriteString(strings.Repeat(" ", indent) + one + "\n")
			}
		}
	}
	fmt.Fprintf(&b, "name: shape-%d\n", n)
	line(0, s.top)
	b.WriteString("descripton: x\nconfig:\n  served_entities:\n  - name: c\n    nam: d\n")
	line(4, s.entity)
	b.WriteString("    external_model:\n      name: g\n      provider: openai\n      task: llm/v1/chat\n      openai_config:\n        opena_base: x\n")
	line(8, s.model)
	b.WriteString("        opena_base_2: x\nai_gateway:\n  usage_tracking_confg: {}\n")
	line(2, s.gateway)
	b.WriteString("  inference_table_confg: {}\n")
	return strings.ReplaceAll(b.String(), "§", s.secret(n))
}

func (s shape) secret(n int) string { return fmt.Sprintf(s.kind, n) }

func shapes() map[string]shape {
	all := map[string]shape{
		"a token in a description":                     {kind: tokenSecret, top: "description: §", found: true},
		"a token in prose":                             {kind: tokenSecret, top: "description: use § here", found: true},
		"a password in prose":                          {kind: passwordSecret, top: "description: log in with password=§ here", found: true},
		"a password behind a colon in prose":           {kind: passwordSecret, top: "description: 'password: § here'", found: true},
		"a random key in prose":                        {kind: randomSecret, top: "description: the key is § today", found: true},
		"a random word in prose":                       {kind: randomSecret, top: "description: see § today"},
		"a bearer token in prose":                      {kind: randomSecret, top: "description: 'Authorization: Bearer §'", found: true},
		"a login in prose":                             {kind: passwordSecret, top: "description: see https://ana:§@example.com/x", found: true},
		"a signature in prose":                         {kind: randomSecret, top: "description: 'https://example.com/x?sv=1&sig=§&se=2'", found: true},
		"a flag in prose":                              {kind: passwordSecret, top: "description: run --password § --region eu", found: true},
		"a token in a folded text":                     {kind: tokenSecret, top: "description: >-\n  use\n  §\n  here", found: true},
		"a token in a tag":                             {kind: tokenSecret, top: "tags: [{key: a, value: §}]", found: true},
		"a password in a tag":                          {kind: passwordSecret, top: "tags: [{key: password, value: §}]", found: true},
		"a key in a tag":                               {kind: hexSecret, top: "tags: [{key: openai_key, value: §}]", found: true},
		"a token for the key of a tag":                 {kind: tokenSecret, top: "tags: [{key: §, value: a}]", found: true},
		"a token in a comment":                         {kind: tokenSecret, top: "tags: [] # §"},
		"a key in a comment":                           {kind: hexSecret, top: "# old: §\ntags: []"},
		"a password in a comment":                      {kind: passwordSecret, top: "# was § once\ntags: []"},
		"a comment that sets a key":                    {kind: passwordSecret, top: "# OPENAI_KEY = §\ntags: []"},
		"a key that is a token":                        {kind: tokenSecret, top: "§: 1", found: true},
		"a key that is random":                         {kind: randomSecret, top: "§: 1"},
		"a key that is a number in hexadecimal":        {kind: hexSecret, top: "§: 1"},
		"a repeated key that is random":                {kind: randomSecret, top: "§: 1\n§: 2"},
		"an unknown key at the root":                   {kind: randomSecret, top: "foo: §"},
		"a list under an unknown key":                  {kind: randomSecret, top: "foo: [a, §]"},
		"a map under an unknown key":                   {kind: hexSecret, top: "foo: {bar: {baz: §}}"},
		"a number under an unknown key":                {kind: numberSecret, top: "foo: §"},
		"a repeated unknown key":                       {kind: passwordSecret, top: "foo: §\nfoo: x"},
		"a command under an unknown key":               {kind: randomSecret, top: "command: [run, --token, §]", found: true},
		"a field for plain text":                       {kind: passwordSecret, model: "openai_api_key_plaintext: §", found: true},
		"a number in a field for plain text":           {kind: numberSecret, model: "openai_api_key_plaintext: §", found: true},
		"a list in a field for plain text":             {kind: passwordSecret, model: "openai_api_key_plaintext: [§]", found: true},
		"a map in a field for plain text":              {kind: passwordSecret, model: "openai_api_key_plaintext: {a: §}", found: true},
		"a field for plain text in capitals":           {kind: passwordSecret, model: "OPENAI_API_KEY_PLAINTEXT: §", found: true},
		"a raw key":                                    {kind: passwordSecret, model: "openai_api_key: §", found: true},
		"a raw key in another case":                    {kind: passwordSecret, model: "OpenAI_API_Key: §", found: true},
		"a number for a reference":                     {kind: numberSecret, model: "openai_api_key: §", found: true},
		"a key in angle brackets":                      {kind: randomSecret, model: "openai_api_key_plaintext: <§>", found: true},
		"a number in hexadecimal in angle brackets":    {kind: hexSecret, model: "openai_api_key_plaintext: <§>", found: true},
		"a key before a variable":                      {kind: randomSecret, model: "openai_api_key_plaintext: §${x}", found: true},
		"a key behind a variable":                      {kind: hexSecret, model: "openai_api_key: ${x}§", found: true},
		"a key between variables":                      {kind: randomSecret, model: "openai_api_key: ${x}§${y}", found: true},
		"a comment behind a reference":                 {kind: randomSecret, model: "openai_api_key: '{{secrets/a/b}}' # §"},
		"a login in the base of an API":                {kind: passwordSecret, model: "openai_api_base: https://ana:§@example.com/v1", found: true},
		"a query in the base of an API":                {kind: randomSecret, model: "openai_api_base: https://example.com/v1?api_key=§", found: true},
		"a password for a port in the base of an API":  {kind: passwordSecret, model: "openai_api_base: https://example.com:§", found: true},
		"a token for an organization":                  {kind: tokenSecret, model: "openai_organization: §", found: true},
		"an unknown key without a name of a secret":    {kind: hexSecret, model: "openai_id_x: §"},
		"a database of an environment":                 {kind: passwordSecret, entity: "environment_vars: {DATABASE_URL: 'postgres://u:§@db/x'}", found: true},
		"a connection string of an environment":        {kind: randomSecret, entity: "environment_vars: {STORE: 'AccountName=a;AccountKey=§;EndpointSuffix=x'}", found: true},
		"a connection with a password":                 {kind: passwordSecret, entity: "environment_vars: {DB: 'Server=a;Uid=b;Pwd=§;'}", found: true},
		"a header of an environment":                   {kind: randomSecret, entity: "environment_vars: {HEADER: 'Bearer §'}", found: true},
		"a token of Hugging Face":                      {kind: "hf_AbCdEfGhIjKlMnOpQrStUvWxYz%03d123", entity: "environment_vars: {HF: §}", found: true},
		"a token of GitLab":                            {kind: "glpat-AbCdEfGhIjKlMnOpQ%03d", entity: "environment_vars: {GL: §}", found: true},
		"a password of an environment":                 {kind: "correcthorse%03dbattery", entity: "environment_vars: {DB_PWD: §}", found: true},
		"a key of an environment":                      {kind: hexSecret, entity: "environment_vars: {OPENAI_KEY: §}", found: true},
		"a number of an environment":                   {kind: numberSecret, entity: "environment_vars: {DB_PASSWORD: §}", found: true},
		"a word of an environment":                     {kind: "correct-horse-%03d", entity: "environment_vars: {ANYTHING: §}"},
		"a list in an environment":                     {kind: randomSecret, entity: "environment_vars: {ANYTHING: [§]}"},
		"a variable of an environment that is a blank": {kind: randomSecret, entity: "environment_vars: {ANYTHING: <§>}"},
		"a wrong boolean":                              {kind: passwordSecret, gateway: "fallback_config: {enabled: §}"},
		"a wrong enumeration":                          {kind: randomSecret, gateway: "guardrails: {input: {pii: {behavior: §}}}"},
		"a wrong number":                               {kind: passwordSecret, gateway: "rate_limits: [{calls: §, key: user, renewal_period: minute}]"},
		"a number of a wrong enumeration":              {kind: numberSecret, gateway: "guardrails: {input: {pii: {behavior: §}}}"},
		"words for a wrong enumeration":                {kind: "correct-horse-battery-%03d", gateway: "guardrails: {input: {pii: {behavior: §}}}"},
		"a list for a text":                            {kind: randomSecret, gateway: "inference_table_config: {enabled: true, catalog_name: [§], schema_name: a}"},
		"a blank that is a key":                        {kind: randomSecret, gateway: "inference_table_config: {enabled: true, catalog_name: <§>, schema_name: a}"},
		"a variable that is a key":                     {kind: randomSecret, gateway: "inference_table_config: {enabled: true, catalog_name: '${§}', schema_name: a}"},
		"a variable that is a number in hexadecimal":   {kind: hexSecret, gateway: "inference_table_config: {enabled: true, catalog_name: '${§}', schema_name: a}"},
		"a wrong variable that is a key":               {kind: randomSecret, gateway: "inference_table_config: {enabled: true, catalog_name: '${{ § }}', schema_name: a}"},
		"a token for a keyword":                        {kind: tokenSecret, gateway: "guardrails: {input: {invalid_keywords: [a, §]}}", found: true},
		"a password in a topic":                        {kind: passwordSecret, gateway: "guardrails: {input: {valid_topics: ['password=§']}}", found: true},
		"a block that is misspelt":                     {kind: randomSecret, gateway: "guardrail: {input: {behavior: §}}"},
		"the name of the endpoint in a list beside it": {kind: passwordSecret, top: "aliases: [{name: password, value: §}]", found: true},
		"a secret in an anchor":                        {kind: randomSecret, top: "x-token: &t §", model: "openai_api_key: *t", found: true},
		"a document that follows":                      {kind: randomSecret, gateway: "fallback_config: {enabled: false}\n", top: "# §"},
		"a private key":                                {kind: "MIIEvQIBADANBgkqhki%03dw0BAQEFAASC", top: "foo: |\n  -----BEGIN PRIVATE KEY-----\n  §\n  -----END PRIVATE KEY-----", found: true},
		"a private key in a description":               {kind: "MIIEvQIBADANBgkqhki%03dw0BAQEFAASC", top: "description: |\n  -----BEGIN PRIVATE KEY-----\n  §\n  -----END PRIVATE KEY-----", found: true},
	}
	for _, key := range []string{
		"openai_key", "opeani_key", "openai_api_keyz", "token1", "pass", "pwd", "bearer", "auth", "client_secret_value", "passwort", "X-Auth", "X-Api-Key", "apiToken", "OPENAI_KEY",
	} {
		all["a key under "+key] = shape{kind: hexSecret, model: key + ": §", found: true}
		all["a random key under "+key+" at the root"] = shape{kind: randomSecret, top: key + ": §", found: true}
		all["a word under "+key] = shape{kind: "correct-horse-%03d", top: key + ": §"}
	}
	return all
}

// TestNoShapeOfASecretIsShown has one file for each shape, and looks for its secret in
// everything that is written about it, in every format.
func TestNoShapeOfASecretIsShown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	all := shapes()
	names := slices.Sorted(maps.Keys(all))
	if len(names) < 60 {
		t.Errorf("%d shapes", len(names))
	}
	for i, name := range names {
		put(t, filepath.Join(dir, fmt.Sprintf("%03d.yaml", i)), all[name].document(i))
	}
	if err := os.Mkdir(filepath.Join(dir, "report"), 0o700); err != nil {
		t.Fatal(err)
	}
	ran := runIn(t, dir, "check", ".", "-v", "-f", "text", "-f", "json=report/json", "-f", "sarif=report/sarif")
	if ran.code != 1 {
		t.Errorf("exit code %d: %s", ran.code, ran.err)
	}
	written := map[string]string{"text": ran.out, "standard error": ran.err, "JSON": read(t, dir+"/report/json"), "SARIF": read(t, dir+"/report/sarif")}
	found := credentialsFound(t, written["JSON"])
	for i, name := range names {
		for format, text := range written {
			if at := strings.Index(text, all[name].secret(i)); at >= 0 {
				t.Errorf("%s: %s shows %s", name, format, around(text, at))
			}
		}
		if file := fmt.Sprintf("%03d.yaml", i); found[file] != all[name].found {
			t.Errorf("%s: found: %v, want %v in\n%s", name, found[file], all[name].found, all[name].document(i))
		}
	}
}

// credentialsFound returns the files of a report in JSON in which GW007 found one.
func credentialsFound(t *testing.T, text string) map[string]bool {
	t.Helper()
	var r struct {
		Findings []struct {
			Rule, Outcome string
			Location      struct{ File string }
		}
	}
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range r.Findings {
		if f.Rule == "GW007" && f.Outcome == "fail" {
			found[f.Location.File] = true
		}
	}
	return found
}

// TestWhatIsNoCredentialIsNotCalledOne is about what looks random and is none.
func TestWhatIsNoCredentialIsNotCalledOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := map[string]string{}
	for name, s := range map[string]shape{
		"a reference":                     {model: "openai_api_key: '{{secrets/llm/openai}}'"},
		"a variable":                      {model: "openai_api_key_plaintext: ${var.openai_key}"},
		"two variables":                   {model: "openai_api_key_plaintext: ${var.prefix}-${var.openai_key}"},
		"a blank":                         {model: "openai_api_key_plaintext: <your-key>"},
		"a word for a blank":              {model: "openai_api_key_plaintext: changeme"},
		"a UUID":                          {model: "microsoft_entra_client_id: 3d9e1a52-5f0c-4c1b-9b6b-1f2e3d4c5b6a"},
		"a UUID under the name of a key":  {entity: "environment_vars: {KMS_KEY: 3d9e1a52-5f0c-4c1b-9b6b-1f2e3d4c5b6a}"},
		"the ID of a key":                 {entity: "environment_vars: {KMS_KEY_ID: mrk-0c1d2e3f405162738495a6b7c8d9eaf0}"},
		"a commit":                        {entity: "environment_vars: {GIT_COMMIT: 0c1d2e3f405162738495a6b7c8d9eaf012345678}"},
		"a commit in prose":               {top: "description: built from 0c1d2e3f405162738495a6b7c8d9eaf012345678"},
		"a digest":                        {top: "tags: [{key: image, value: 'sha256:0c1d2e3f405162738495a6b7c8d9eaf00c1d2e3f405162738495a6b7c8d9eaf0'}]"},
		"an address in prose":             {top: "description: 'see https://host/path?x=y'"},
		"a document's address in prose":   {top: "description: see https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit"},
		"a picture in prose":              {top: "description: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'"},
		"a picture in a tag":              {top: "tags: [{key: icon, value: iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk}]"},
		"a role of AWS":                   {model: "instance_profile_arn: 'arn:aws:iam::123456789012:instance-profile/AbCdEf123GhIjKl456MnOp'"},
		"the address of a workspace":      {model: "openai_api_base: https://adb-1234567890123456.7.azuredatabricks.net/serving-endpoints"},
		"a database without a password":   {entity: "environment_vars: {DB: 'postgresql://db.example.com:5432/x'}"},
		"a password of a variable":        {entity: "environment_vars: {DB: 'postgresql://u:${var.password}@db.example.com:5432/x'}"},
		"a password that is a word":       {top: "description: 'connect to postgres://user:password@localhost/x'"},
		"a sentence about passwords":      {top: "description: 'Reset password: contact the helpdesk. Token: see the handbook. Secret: rotated 2024-11'"},
		"a sentence about bearers":        {top: "description: Bearer authentication is used, Basic gpt-4o-mini endpoint"},
		"words that are refused":          {gateway: "guardrails: {input: {invalid_keywords: ['password=', 'api_key:', token, 'secret key']}}"},
		"a name like a key":               {entity: "entity_name: sk-learn-forecast-v2-production"},
		"a name in camel case":            {entity: "entity_name: main.llm.GetCustomerOrdersByRegionV2"},
		"a model of the platform":         {entity: "entity_name: system.ai.databricks-meta-llama-3-1-405b-instruct"},
		"a fine-tuned model":              {entity: "environment_vars: {MODEL: 'ft:gpt-4o-mini-2024-07-18:acme:support:9aBcDeF1'}"},
		"a key for a cache":               {entity: "environment_vars: {CACHE_KEY: user-embeddings-v2-2024}"},
		"the columns of a key":            {entity: "environment_vars: {PRIMARY_KEY: customer_id, PARTITION_KEY: order_date_2024}"},
		"a limit of tokens":               {entity: "environment_vars: {MAX_TOKENS: '500000', TOKEN_LIMIT: '123456789012', LOG_FORMAT: 'time=%t token=%k'}"},
		"a scope of secrets":              {entity: "environment_vars: {SECRET_SCOPE: llm-production-2024, OPENAI_KEY: '{{secrets/llm/openai}}', KEY_PATH: scope/openai}"},
		"a short variable":                {entity: "environment_vars: {DB_PASSWORD: hunter2}"},
		"a vault":                         {entity: "environment_vars: {KEY_VAULT: 'https://my-vault-2024.vault.azure.net/'}"},
		"a tag about tokens":              {top: "tags: [{key: token_policy, value: rotated-90-days}, {key: data-secret, value: confidential-level-3}]"},
		"a token that is a placeholder":   {top: "description: 'set sk-xxxxxxxxxxxxxxxxxxxxxxxx or dapiXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX'"},
		"a container of Azure":            {entity: "environment_vars: {DATA: 'abfss://container2024@account.dfs.core.windows.net/path'}"},
		"the port of an address":          {model: "openai_api_base: http://localhost:8080/v1"},
		"the key of a limit":              {gateway: "rate_limits: [{key: user, calls: 10, renewal_period: minute, principal: 3d9e1a52-5f0c-4c1b-9b6b-1f2e3d4c5b6a}]"},
		"a credential of Unity Catalog":   {model: "uc_service_credential_name: bedrock_prod_2024a1b2c3"},
		"a table":                         {gateway: "inference_table_config: {enabled: true, catalog_name: main_2024q4, schema_name: ops_a1b2c3d4e5, table_name_prefix: gw_a1b2c3d4}"},
		"a date, a version and an e-mail": {top: "description: 2026-11-22T18:49:19Z v1.2.3-rc.4+build.20240723 ana@example.com", entity: "entity_version: '12'"},
	} {
		files[name] = strings.ReplaceAll(name, " ", "-") + ".yaml"
		put(t, filepath.Join(dir, files[name]), s.document(0))
	}
	ran := runIn(t, dir, "check", ".", "-f", "json")
	found := credentialsFound(t, ran.out)
	for name, file := range files {
		if found[file] {
			t.Errorf("%s is called a credential", name)
		}
	}
	if len(found) > 0 && !t.Failed() {
		t.Errorf("found %v", found)
	}
}

// TestNoSecretOfWhatStandsBesideIsShown is about names of files and configuration.
func TestNoSecretOfWhatStandsBesideIsShown(t *testing.T) {
	t.Parallel()
	token, random := fmt.Sprintf(tokenSecret, 7), fmt.Sprintf(randomSecret, 7)
	gateway := shape{}.document(7)
	for name, test := range map[string]struct {
		files map[string]string
		args  []string
	}{
		"the name of a file":                 {map[string]string{token + ".yaml": gateway}, []string{"check", "."}},
		"a file that is not there":           {nil, []string{"check", token + ".yaml"}},
		"a file that does not parse":         {map[string]string{token + ".yaml": gateway + "["}, []string{"check", "."}},
		"a file that is skipped":             {map[string]string{token + ".yaml": "a: served_entities\n", "b.yaml": gateway}, []string{"check", "."}},
		"a key of the configuration":         {map[string]string{".gwlint.yaml": random + ": 1\n", "a.yaml": gateway}, []string{"check", "."}},
		"a rule of the configuration":        {map[string]string{".gwlint.yaml": "rules: {" + random + ": off}\n", "a.yaml": gateway}, []string{"check", "."}},
		"a policy of the configuration":      {map[string]string{".gwlint.yaml": "policy: " + random + "\n", "a.yaml": gateway}, []string{"check", "."}},
		"a level of the configuration":       {map[string]string{".gwlint.yaml": "fail_on: " + token + "\n", "a.yaml": gateway}, []string{"check", "."}},
		"a parameter of the configuration":   {map[string]string{".gwlint.yaml": "params: {" + token + ": 1, audit_max_age: " + random + "}\n", "a.yaml": gateway}, []string{"check", "."}},
		"an override of the configuration":   {map[string]string{".gwlint.yaml": "overrides: [{paths: ['*'], rules: {" + token + ": off}}]\n", "a.yaml": gateway}, []string{"check", "."}},
		"a flag":                             {map[string]string{"a.yaml": gateway}, []string{"check", "--policy", token, "."}},
		"a format":                           {map[string]string{"a.yaml": gateway}, []string{"check", "-f", token, "."}},
		"a rule that is explained":           {nil, []string{"explain", token}},
		"a command":                          {nil, []string{token}},
		"a rule of an example that is wrong": {nil, []string{"test", token}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, text := range test.files {
				put(t, filepath.Join(dir, file), text)
			}
			args := test.args
			if args[0] == "check" && name != "a format" {
				args = append(args, "-v", "-f", "text", "-f", "json=json", "-f", "sarif=sarif")
			}
			ran := runIn(t, dir, args...)
			written := map[string]string{"text": ran.out, "standard error": ran.err}
			for _, file := range []string{"json", "sarif"} {
				if content, err := os.ReadFile(filepath.Join(dir, file)); err == nil {
					written[file] = string(content)
				}
			}
			for where, text := range written {
				for _, secret := range []string{token, random} {
					if at := strings.Index(text, secret); at >= 0 {
						t.Errorf("%s shows %s", where, around(text, at))
					}
				}
			}
		})
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
