package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/schema"
)

func TestTheValueThatAWordMisspellsIsFound(t *testing.T) {
	t.Parallel()
	behaviors := []string{"BLOCK", "MASK", "NONE"}
	keys := []string{"endpoint", "user", "user_group", "service_principal"}
	period := []string{"minute"}
	long := []string{
		"RATE_LIMIT_KEY_SERVICE", "RATE_LIMIT_KEY_USER_DEFAULT", "RATE_LIMIT_KEY_USER",
		"RATE_LIMIT_KEY_USER_GROUP", "RATE_LIMIT_KEY_SERVICE_PRINCIPAL",
	}
	periods := []string{"RATE_LIMIT_RENEWAL_PERIOD_MINUTE", "RATE_LIMIT_RENEWAL_PERIOD_HOUR"}
	providers := []string{"ai21labs", "amazon-bedrock", "anthropic", "cohere", "custom", "databricks-model-serving", "google-cloud-vertex-ai", "openai", "palm"}
	types := []string{"EXTERNAL_MODEL_PROVIDER_TYPE_AZURE_OPENAI", "EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI", "EXTERNAL_MODEL_PROVIDER_TYPE_ANTHROPIC"}
	for name, test := range map[string]struct {
		word   string
		values []string
		want   string
	}{
		"a provider in capitals":              {"OpenAI", providers, "openai"},
		"Azure has no provider of its own":    {"azure_openai", providers, "openai"},
		"Azure with a dash":                   {"azure-openai", providers, "openai"},
		"Azure in one word":                   {"AzureOpenAI", providers, "openai"},
		"Azure of services has":               {"azure_openai", types, "EXTERNAL_MODEL_PROVIDER_TYPE_AZURE_OPENAI"},
		"a provider with an underscore":       {"amazon_bedrock", providers, "amazon-bedrock"},
		"a provider's short name":             {"bedrock", providers, "amazon-bedrock"},
		"a provider's product":                {"vertex-ai", providers, "google-cloud-vertex-ai"},
		"Databricks":                          {"databricks", providers, "databricks-model-serving"},
		"a provider that is none":             {"mistral", providers, ""},
		"lower case":                          {"mask", behaviors, "MASK"},
		"mixed case":                          {"Block", behaviors, "BLOCK"},
		"another word for it":                 {"REDACT", behaviors, "MASK"},
		"off":                                 {"off", behaviors, "NONE"},
		"a word that is none of them":         {"WARN", behaviors, ""},
		"a letter missing":                    {"enpoint", keys, "endpoint"},
		"two letters swapped":                 {"ednpoint", keys, "endpoint"},
		"a plural":                            {"users", keys, "user"},
		"camel case":                          {"userGroup", keys, "user_group"},
		"a hyphen":                            {"service-principal", keys, "service_principal"},
		"the long word where short ones are":  {"RATE_LIMIT_KEY_USER", keys, "user"},
		"the word of services for all":        {"service", keys, "endpoint"},
		"a word in between":                   {"tag", keys, ""},
		"upper case of the only one":          {"MINUTE", period, "minute"},
		"another period":                      {"hour", period, ""},
		"a duration":                          {"1m", period, "minute"},
		"the only one misspelt":               {"minuet", period, "minute"},
		"the short word where long ones are":  {"minute", periods, "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"},
		"the short word for the whole":        {"endpoint", long, "RATE_LIMIT_KEY_SERVICE"},
		"the short word for each user":        {"user", long, "RATE_LIMIT_KEY_USER_DEFAULT"},
		"the short word for a group":          {"user_group", long, "RATE_LIMIT_KEY_USER_GROUP"},
		"a long word that is misspelt":        {"RATE_LIMIT_KEY_SEVRICE", long, "RATE_LIMIT_KEY_SERVICE"},
		"nothing":                             {"", behaviors, ""},
		"blanks around it":                    {" minute ", period, "minute"},
		"a word of letters beyond any number": {string(make([]byte, 200)), behaviors, ""},
		"no values":                           {"x", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := schema.NearestValue(test.word, test.values); got != test.want {
				t.Errorf("%q: got %q, want %q", test.word, got, test.want)
			}
		})
	}
}

func TestAViolationSaysWhatWouldBeValid(t *testing.T) {
	t.Parallel()
	type valid struct{ Values, Types []string }
	for name, test := range map[string]struct {
		schema schema.Name
		in     string
		want   []valid
	}{
		"one of a few words": {
			schema.Endpoint, `{"ai_gateway": {"rate_limits": [{"renewal_period": "day"}]}}`,
			[]valid{{[]string{"minute"}, []string{"string"}}},
		},
		"true or false": {schema.Endpoint, `{"ai_gateway": {"usage_tracking_config": {"enabled": "yes"}}}`, []valid{{nil, []string{"boolean"}}}},
		"a number":      {schema.Endpoint, `{"ai_gateway": {"rate_limits": [{"calls": "x"}]}}`, []valid{{nil, []string{"integer"}}}},
		"a list":        {schema.Endpoint, `{"ai_gateway": {"rate_limits": 1}}`, []valid{{nil, []string{"array"}}}},
		"an object":     {schema.Endpoint, `{"ai_gateway": []}`, []valid{{nil, []string{"object"}}}},
		"words of which one is of earlier versions": {
			schema.ModelService, `{"config": {"rate_limits": [{"key": "x"}]}}`,
			[]valid{{[]string{
				"RATE_LIMIT_KEY_SERVICE", "RATE_LIMIT_KEY_USER_DEFAULT", "RATE_LIMIT_KEY_USER",
				"RATE_LIMIT_KEY_USER_GROUP", "RATE_LIMIT_KEY_SERVICE_PRINCIPAL",
			}, []string{"string"}}},
		},
		"a key that is unknown": {schema.Endpoint, `{"x": 1}`, []valid{{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []valid
			for _, v := range validate(t, test.schema, test.in) {
				got = append(got, valid{v.Values, v.Types})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
