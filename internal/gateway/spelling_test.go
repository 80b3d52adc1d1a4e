package gateway_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/schema"
)

var snakeKey = regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)+["']?\s*:`)

// inCamelCase writes the keys of a text in lowerCamelCase. The keys of a policy's options are those of a map, which have no other spelling.
func inCamelCase(text string) string {
	return snakeKey.ReplaceAllStringFunc(text, func(key string) string {
		if strings.Contains(key, "dry_run") {
			return key
		}
		return schema.CamelCase(key)
	})
}

// gist is the model of a subject, without what is said of spellings, and what of it is
// unseen.
func gist(t *testing.T, s *gateway.Subject) string {
	t.Helper()
	bare := *s
	bare.Text.Spellings = nil
	encoded, err := json.MarshalIndent(bare, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	unseen := ""
	for _, facet := range []string{"rate_limits", "inference_table", "destinations", "traffic", "fallback", "mcp", "provider", "guardrails", "text.credentials"} {
		if mark, ok := s.Unseen(facet); ok {
			unseen += facet + ": " + mark.Reason + "\n"
		}
	}
	return string(encoded) + unseen
}

// All examples of rules that are services, in the other spelling.
func TestAServiceInLowerCamelCaseIsTheSameService(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../rules/*/*/*/*")
	if err != nil {
		t.Fatal(err)
	}
	services := 0
	for _, file := range files {
		if info, err := os.Stat(file); err == nil && info.IsDir() {
			continue // an example of several files
		}
		if strings.Contains(file, ".input.") || strings.Contains(file, "_key/") || strings.Contains(file, "key_spelling") || filepath.Base(file) == "state.yaml" {
			continue
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all := read(t, filepath.Base(file), string(content))
		if len(all) == 0 || !strings.HasSuffix(all[0].Kind, "_service") {
			continue
		}
		services++
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			again := read(t, filepath.Base(file), inCamelCase(string(content)))
			if len(again) != len(all) {
				t.Fatalf("%d subjects, want %d", len(again), len(all))
			}
			for i := range all {
				if diff := cmp.Diff(gist(t, all[i]), gist(t, again[i])); diff != "" {
					t.Error(diff)
				}
				for _, path := range []string{"rate_limits 0 calls", "inference_table prefix", "destinations 0 entity", "mcp selectors", "provider allow_all_targets", "text invalid_values 0", "text credentials 0"} {
					if was, is := lineOf(all[i], path), lineOf(again[i], path); was != is {
						t.Errorf("%s is at %s, want %s", path, is, was)
					}
				}
			}
		})
	}
	if services < 20 {
		t.Errorf("%d services", services)
	}
}

func lineOf(s *gateway.Subject, path string) string {
	place := s.Place(strings.Fields(path))
	return fmt.Sprint(s.Source().Position(place.Range.Start).Line, place.Missing)
}

func TestServicesInLowerCamelCaseAreRecognised(t *testing.T) {
	t.Parallel()
	looks(t, "gw.yaml", map[string]struct{ in, want string }{
		"a create body":                  {`{config: {routing: {destinations: [{payPerTokenConfig: {model: m}}]}}}`, "create"},
		"a create body beside its parts": {`{parent: schemas/a.b, modelServiceId: c, config: {routing: {destinations: [{provisionedThroughputConfig: {}}]}}}`, "create"},
		"an answer of GET":               {`{name: model-services/a.b.c, etag: x, createTime: y, config: {routing: {destinations: [{payPerTokenConfig: {model: m}}]}}}`, "get"},
		"a list answer":                  {`{modelServices: [{name: model-services/a.b.c}], nextPageToken: t}`, "list"},
		"a list of MCP services":         {`{mcpServices: [{name: mcp-services/a.b.c, config: {sourceConnection: {name: connections/c}}}]}`, "list"},
		"a list of provider services":    {`{modelProviderServices: [{name: model-provider-services/a.b.c, config: {allowAllTargets: true}}]}`, "list"},
		"a bare array":                   {`[{config: {sourceConnection: {name: connections/c}}}, {name: e, ai_gateway: {}}]`, "create, create"},
		"an update of limits alone":      {`{config: {rateLimits: [{key: RATE_LIMIT_KEY_SERVICE, renewalPeriod: 1}]}}`, "update"},
		"an update of limits in numbers": {`{config: {rateLimits: [{key: 2, renewalPeriod: 1, requests: "5"}]}}`, "update"},
		"an update of a table alone":     {`{config: {inferenceTable: {parent: schemas/a.b}}}`, "update"},
		"an update of fallbacks alone":   {`{config: {routing: {fallback: {destinations: [{externalModelConfig: {}}]}}}}`, "update"},
		"a provider by its credential":   {`{config: {openai: {direct: {apiKey: {plaintext: x}}}}}`, "update"},
		"a provider by its type":         {`{config: {providerType: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI}}`, "create"},
		"a service below another key":    {`{service: {config: {routing: {destinations: [{payPerTokenConfig: {model: m}}]}}}}`, "not checked"},
		"a list below another key":       {`{result: {modelServices: [{name: model-services/a.b.c}]}}`, "not checked"},
		"a list beside an anchor":        {`{x-limits: &l [{key: RATE_LIMIT_KEY_SERVICE, renewalPeriod: 1}], modelServices: [{name: model-services/a.b.c, config: {rateLimits: *l}}]}`, "list"},
		"services and endpoints in one":  {`{modelServices: [{name: model-services/a.b.c}], endpoints: [{name: e, ai_gateway: {}, state: {ready: READY, config_update: NOT_UPDATING}}]}`, "list, list"},
	})
}

func TestWhatIsNoServiceStaysNone(t *testing.T) {
	t.Parallel()
	looks(t, "app.yaml", map[string]struct{ in, want string }{
		"limits of another program":  {`{rateLimits: [{key: user, calls: 5, renewalPeriod: minute}]}`, "skipped"},
		"a client's own key":         {`{config: {openai: {apiKey: x, baseUrl: y}}}`, "skipped"},
		"services of another one":    {`{modelServices: [{name: chat, url: https://x}]}`, "skipped"},
		"a table of another program": {`{config: {inferenceTable: {parent: div}}}`, "skipped"},
		"a connection":               {`{config: {sourceConnection: {name: kafka}}}`, "skipped"},
		"numbers of another program": {`{config: {rateLimits: [{key: 2, requests: 5}]}}`, "skipped"},
		"an endpoint":                {`{name: e, ai_gateway: {usage_tracking_config: {enabled: true}, rateLimits: []}}`, "create"},
		"a provider without its way": {`{provider: openai, direct: {apiKey: x}}`, "skipped"},
	})
}

func TestKeysOfAnEndpointAreReadAsWritten(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"limits in lowerCamelCase": `{name: e, ai_gateway: {rateLimits: [{key: user}]}}`,
		"a prefix":                 `{name: e, ai_gateway: {inference_table_config: {enabled: true, tableNamePrefix: gw}}}`,
		"in a list of both":        `{modelServices: [{name: model-services/a.b.c}], endpoints: [{name: e, ai_gateway: {rateLimits: []}}]}`,
		"in a bare array of both":  `[{config: {includeToolSelectors: [a]}}, {name: e, ai_gateway: {rateLimits: []}}]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := read(t, "gw.yaml", in)
			s := all[len(all)-1]
			if s.Kind != "endpoint" || len(s.Text.UnknownKeys) != 1 || len(s.Text.Spellings) > 0 {
				t.Errorf("%s: %+v", s.Kind, s.Text)
			}
		})
	}
}

func TestANumberOfAnEnumeration(t *testing.T) {
	t.Parallel()
	type said struct {
		Period, Unseen, Invalid string
		Values                  int64
	}
	const unknown = "what 2 means as `renewal_period` is not documented; write the name of the value"
	for name, test := range map[string]struct {
		in   string
		want said
	}{
		"a minute":                 {`1`, said{"minute", "", "", 1}},
		"a number of the other":    {`2`, said{"", unknown, "", 1}},
		"a number too large":       {`3`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
		"a number far too large":   {`1000`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
		"zero":                     {`0`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
		"a number below zero":      {`-1`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
		"a fraction":               {`1.5`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
		"a number in quotes":       {`"1"`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
		"a boolean":                {`true`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
		"the name":                 {`RATE_LIMIT_RENEWAL_PERIOD_HOUR`, said{"hour", "", "", 0}},
		"a variable":               {`"${var.period}"`, said{"", "`${var.period}` is not resolved", "", 0}},
		"nothing, which is unset":  {`null`, said{"", "", "", 0}},
		"a number in hexadecimal":  {`0x1`, said{"minute", "", "", 1}},
		"a number with a fraction": {`1.0`, said{"", "", "config.rate_limits[0].renewal_period", 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{config: {rateLimits: [{key: RATE_LIMIT_KEY_SERVICE, requests: 5, renewal_period: `+test.in+`}], inference_table: {parent: schemas/a.b}}}`)
			got := said{Period: s.RateLimits[0].Period}
			if mark, ok := s.Unseen("rate_limits.period"); ok {
				got.Unseen = mark.Reason
			}
			for _, v := range s.Text.InvalidValues {
				got.Invalid += v.Key
			}
			got.Values = s.Text.Spellings[0].Values
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAKeyInBothSpellingsIsWrittenTwice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"the documented one first":   {`{config: {rate_limits: [], rateLimits: []}, name: model-services/a.b.c}`, "config rate_limits"},
		"the documented one last":    {`{config: {rateLimits: [], rate_limits: []}, name: model-services/a.b.c}`, "config rate_limits"},
		"in a limit":                 {`{config: {rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, renewalPeriod: 1, renewal_period: 1}]}}`, "config.rate_limits[0] renewal_period"},
		"at the top":                 {`{modelServiceId: a, model_service_id: b, config: {routing: {destinations: [{payPerTokenConfig: {}}]}}}`, " model_service_id"},
		"twice in the same":          {`{config: {rateLimits: [], rateLimits: []}, name: model-services/a.b.c}`, "config rate_limits"},
		"through a merge key":        {"x-a: &a {rate_limits: []}\nname: model-services/a.b.c\nconfig: {<<: *a, rateLimits: []}", "config rate_limits"},
		"in a provider":              {`{config: {provider_type: X, openai: {direct: {api_key: {}, apiKey: {}}}}, model_provider_service_id: x}`, "config.openai.direct api_key"},
		"in the table":               {`{config: {inferenceTable: {parent: schemas/a.b, table_name_prefix: a, tableNamePrefix: b}}}`, "config.inference_table table_name_prefix"},
		"not below options":          {`{config: {source_connection: {name: connections/c, options: {base_url: a, baseUrl: b}}, includeToolSelectors: []}}`, ""},
		"not where one is misspelt":  {`{config: {rate_limits: [], ratelimits: []}, name: model-services/a.b.c}`, ""},
		"not in different documents": {"{config: {rate_limits: []}, name: model-services/a.b.c}\n---\n{config: {rateLimits: []}, name: model-services/a.b.d}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			for _, s := range read(t, "gw.yaml", test.in) {
				for _, d := range s.Text.DuplicateKeys {
					got += d.Parent + " " + d.Key
				}
			}
			if got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestASpellingIsSaidOnceForADocument(t *testing.T) {
	t.Parallel()
	const limit = `[{key: RATE_LIMIT_KEY_SERVICE, requests: 1, renewalPeriod: 1}]`
	for name, test := range map[string]struct {
		in   string
		want map[string]gateway.Spelling // by the name of the service, with the pointer
	}{
		"one service": {
			`{name: model-services/a.b.c, config: {rateLimits: ` + limit + `}}`,
			map[string]gateway.Spelling{"a.b.c /config/rateLimits": {Written: "rateLimits", Documented: "rate_limits", Keys: 2, Values: 1}},
		},
		"the second of three": {
			`{model_services: [{name: model-services/a.b.c}, {name: model-services/a.b.d, config: {rateLimits: ` + limit + `}}, {name: model-services/a.b.e, config: {rateLimits: ` + limit + `}}]}`,
			map[string]gateway.Spelling{"a.b.d /model_services/1/config/rateLimits": {Written: "rateLimits", Documented: "rate_limits", Keys: 4, Values: 2}},
		},
		"a list in lowerCamelCase": {
			`{modelServices: [{name: model-services/a.b.c, config: {rate_limits: [{key: 3}]}}]}`,
			map[string]gateway.Spelling{"a.b.c /modelServices/0/config/rate_limits/0/key": {Written: "3", Values: 1}},
		},
		"what is shared counts once": {
			`{x-l: &l ` + limit + `, modelServices: [{name: model-services/a.b.c, config: {rateLimits: *l}}, {name: model-services/a.b.d, config: {rateLimits: *l}}]}`,
			map[string]gateway.Spelling{"a.b.c /modelServices/0/config/rateLimits": {Written: "rateLimits", Documented: "rate_limits", Keys: 4, Values: 2}},
		},
		"two documents": {
			"{name: model-services/a.b.c, config: {rateLimits: []}}\n---\n{name: model-services/a.b.d, config: {inferenceTable: {}}}",
			map[string]gateway.Spelling{
				"a.b.c /config/rateLimits":     {Written: "rateLimits", Documented: "rate_limits", Keys: 1},
				"a.b.d /config/inferenceTable": {Written: "inferenceTable", Documented: "inference_table", Keys: 1},
			},
		},
		"as documented":            {`{name: model-services/a.b.c, config: {rate_limits: []}}`, map[string]gateway.Spelling{}},
		"only of an unknown key":   {`{name: model-services/a.b.c, config: {rateLimit: [], myOwnKey: 1}}`, map[string]gateway.Spelling{}},
		"only below options":       {`{name: mcp-services/a.b.c, config: {source_connection: {options: {baseUrl: x, renewal_period: 1}}}}`, map[string]gateway.Spelling{}},
		"of an answer of the same": {`{name: model-services/a.b.c, createTime: x, updateTime: y, config: {routing: {}}}`, map[string]gateway.Spelling{"a.b.c /createTime": {Written: "createTime", Documented: "create_time", Keys: 2}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := map[string]gateway.Spelling{}
			for _, s := range read(t, "gw.yaml", test.in) {
				for i, spelling := range s.Text.Spellings {
					got[s.Name+" "+s.Place([]string{"text", "spellings", fmt.Sprint(i)}).Pointer] = spelling
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCredentialsUnderKeysInLowerCamelCaseAreFoundAndMasked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ provider, key string }{
		"an API key":              {`openai: {direct: {apiKey: {plaintext: hunter2-hunter2}}}`, "config.openai.direct.api_key.plaintext"},
		"a key in a header":       {`custom: {direct: {headerAuth: {apiKeyValue: {plaintext: hunter2-hunter2}}}}`, "config.custom.direct.header_auth.api_key_value.plaintext"},
		"a secret of Entra":       {`azureOpenai: {direct: {entraServicePrincipal: {clientSecret: {plaintext: hunter2-hunter2}}}}`, "config.azure_openai.direct.entra_service_principal.client_secret.plaintext"},
		"a key of AWS":            {`amazonBedrock: {direct: {awsAccessKey: {accessKeyId: id, secretAccessKey: {plaintext: hunter2-hunter2}}}}`, "config.amazon_bedrock.direct.aws_access_key.secret_access_key.plaintext"},
		"a key of a provider":     {`openai: {apiKey: hunter2-hunter2}`, "config.openai.api_key"},
		"a key without its block": {`openai: {direct: {apiKey: hunter2-hunter2}}`, "config.openai.direct.api_key"},
		"a number":                {`openai: {direct: {apiKey: {plaintext: 12345678901234}}}`, "config.openai.direct.api_key.plaintext"},
		"a key of a list":         {`openai: {direct: {apiKey: [hunter2-hunter2]}}`, "config.openai.direct.api_key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{config: {providerType: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI, `+test.provider+`}}`)
			if diff := cmp.Diff([]gateway.Credential{{Key: test.key, Form: "plaintext"}}, s.Text.Credentials); diff != "" {
				t.Error(diff)
			}
			shown := strings.Join(s.Source().Excerpt(1, 1), "")
			if strings.Contains(shown, "hunter2") || strings.Contains(shown, "12345678901234") {
				t.Errorf("%s is shown", shown)
			}
		})
	}
}

func TestAnAnswerInLowerCamelCase(t *testing.T) {
	t.Parallel()
	s := answer(t, gateway.ModelService, `{"name": "model-services/a.b.c", "updateTime": "x", "config": {
		"rateLimits": [{"key": "RATE_LIMIT_KEY_SERVICE", "requests": "5", "renewalPeriod": 1}],
		"routing": {"destinations": [{"payPerTokenConfig": {"model": "models/system.ai.m"}, "isDeleted": true}]}}}`)
	if s.Kind != "model_service" || len(s.RateLimits) != 1 || len(s.Destinations) != 1 || !s.Destinations[0].Deleted || len(s.Text.Spellings) != 1 {
		t.Errorf("%+v", s)
	}
}

func TestAFaultUnderAKeyInLowerCamelCaseIsMended(t *testing.T) {
	t.Parallel()
	s := only(t, `{name: model-services/a.b.c, config: {rateLimits: [{key: RATE_LIMIT_KEY_SERVCE, requests: 5, renewalPeriod: RATE_LIMIT_RENEWAL_PERIOD_HOUR}]}}`)
	mended := s.Mend([]string{"text", "invalid_values", "0"})
	if len(mended) != 1 || mended[0].Subject.RateLimits[0].Scope != "endpoint" {
		t.Fatalf("%+v", mended)
	}
	place := s.Place([]string{"text", "invalid_values", "0"})
	if want := "/config/rateLimits/0/key"; place.Pointer != want {
		t.Errorf("%s, want %s", place.Pointer, want)
	}
	if _, label, ok := s.Block(place); !ok || label != "in this entry" {
		t.Errorf("%q %v", label, ok)
	}
}

func TestAKnownKeyInLowerCamelCaseIsShown(t *testing.T) {
	t.Parallel()
	for key := range lowerCamelCaseKeys(t) {
		content := `{x: {` + key + `: {model: m}}}`
		doc := documents(t, "gw.yaml", content)[0]
		if _, err := gateway.Normalise(doc, gateway.Auto); err != nil {
			t.Fatal(err)
		}
		if got := doc.Text.Excerpt(1, 1)[0]; !strings.Contains(got, key) {
			t.Errorf("%s: %s", key, got)
		}
		if got := gateway.ScrubPointer("/config/" + key + "/0"); got != "/config/"+key+"/0" {
			t.Errorf("%s: %s", key, got)
		}
		if got := gateway.Scrub("write `" + key + "`"); got != "write `"+key+"`" {
			t.Errorf("%s: %s", key, got)
		}
	}
}

// lowerCamelCaseKeys are the keys of services that have another spelling.
func lowerCamelCaseKeys(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	for _, name := range []schema.Name{schema.ModelService, schema.MCPService, schema.ProviderService} {
		for _, key := range regexp.MustCompile(`"([a-z]+(?:_[a-z]+)+)": \{`).FindAllStringSubmatch(string(schema.Text(name)), -1) {
			if camel := schema.CamelCase(key[1]); schema.ServiceKey(camel) != "" {
				keys[camel] = true
			}
		}
	}
	if len(keys) < 40 {
		t.Errorf("%d keys", len(keys))
	}
	return keys
}
