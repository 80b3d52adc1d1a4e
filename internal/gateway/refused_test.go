package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// refusedOf are the keys that GW003 speaks of in a document.
func refusedOf(t *testing.T, text string) []string {
	t.Helper()
	keys := []string{}
	for _, v := range only(t, text).Text.InvalidValues {
		keys = append(keys, v.Key)
	}
	return keys
}

const (
	model  = `external_model: {name: gpt-4o, provider: openai, task: llm/v1/chat}`
	entity = "config.served_entities[0]."
)

func TestWhatThePlatformRefusesIsFound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want []string
	}{
		"an unknown provider":                  {`{name: a, config: {served_entities: [{external_model: {name: m, provider: azure_openai, task: t}}]}}`, []string{entity + "external_model.provider"}},
		"a provider in capitals":               {`{name: a, config: {served_entities: [{external_model: {name: m, provider: OpenAI, task: t}}]}}`, []string{entity + "external_model.provider"}},
		"a provider that is a number":          {`{name: a, config: {served_entities: [{external_model: {name: m, provider: 1, task: t}}]}}`, []string{entity + "external_model.provider"}},
		"no task":                              {`{name: a, config: {served_entities: [{external_model: {name: m, provider: openai}}]}}`, []string{entity + "external_model.task"}},
		"a task that is null":                  {`{name: a, config: {served_entities: [{external_model: {name: m, provider: openai, task: null}}]}}`, []string{entity + "external_model.task"}},
		"an empty task":                        {`{name: a, config: {served_entities: [{external_model: {name: m, provider: openai, task: ""}}]}}`, []string{entity + "external_model.task"}},
		"a task beside the model":              {`{name: a, config: {served_entities: [{external_model: {name: m, provider: openai}, task: llm/v1/chat}]}}`, []string{entity + "external_model.task"}},
		"served_models beside served_entities": {`{name: a, config: {served_entities: [{entity_name: a.b.c}], served_models: [{model_name: a.b.c}]}}`, []string{"config.served_models"}},
		"a registered model beside":            {`{name: a, config: {served_entities: [{entity_name: a.b.c, entity_version: 1, ` + model + `}]}}`, []string{entity + "entity_name", entity + "entity_version"}},
		"a workload beside":                    {`{name: a, config: {served_entities: [{workload_size: Small, workload_type: CPU, scale_to_zero_enabled: true, ` + model + `}]}}`, []string{entity + "workload_size", entity + "workload_type", entity + "scale_to_zero_enabled"}},
		"a slash in a name by default":         {`{name: a, config: {served_entities: [{external_model: {name: meta/llama, provider: custom, task: t}}]}}`, []string{entity + "external_model.name"}},
		"a reserved name":                      {`{name: databricks-chat, config: {served_entities: [{` + model + `}]}}`, []string{"name"}},
		"a reserved name of a custom model":    {`{name: databricks-mine, config: {served_models: [{model_name: a.b.c}]}}`, []string{"name"}},
		"a body that changes what is served":   {`{served_entities: [{entity_name: a.b.c, external_model: {name: m, provider: palm2000}}], served_models: [{model_name: a.b.c}]}`, []string{"served_entities[0].external_model.provider", "served_entities[0].entity_name", "served_entities[0].external_model.task", "served_models"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, refusedOf(t, test.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is right in an unusual way, open, or the platform's own is not refused.
func TestWhatThePlatformTakesIsNotRefused(t *testing.T) {
	t.Parallel()
	const ready = `, state: {ready: READY, config_update: NOT_UPDATING}`
	for name, in := range map[string]string{
		"each provider":                        `{name: a, config: {served_entities: [{name: m, external_model: {name: m, provider: databricks-model-serving, task: t}}, {name: n, external_model: {name: m, provider: google-cloud-vertex-ai, task: t}}]}}`,
		"a provider to fill in":                `{name: a, config: {served_entities: [{external_model: {name: m, provider: "${var.provider}", task: t}}]}}`,
		"a task to fill in":                    `{name: a, config: {served_entities: [{external_model: {name: m, provider: openai, task: "${var.task}"}}]}}`,
		"a key to fill in":                     `{name: a, config: {served_entities: [{external_model: {name: m, provider: openai, "${var.key}": t}}]}}`,
		"a model to fill in":                   `{name: a, config: {served_entities: [{entity_name: a.b.c, external_model: "${var.model}"}]}}`,
		"an external model that is null":       `{name: a, config: {served_entities: [{entity_name: a.b.c, workload_size: Small, external_model: null}]}}`,
		"an external model that is empty":      `{name: a, config: {served_entities: [{entity_name: a.b.c, external_model: {}}]}}`,
		"keys of a custom model that are null": `{name: a, config: {served_entities: [{entity_name: null, workload_size: "", scale_to_zero_enabled: false, ` + model + `}]}}`,
		"an instance profile":                  `{name: a, config: {served_entities: [{instance_profile_arn: a, environment_vars: {A: "{{secrets/a/b}}"}, ` + model + `}]}}`,
		"one list that is null":                `{name: a, config: {served_entities: [{entity_name: a.b.c}], served_models: null}}`,
		"one list that is empty":               `{name: a, config: {served_entities: [], served_models: [{model_name: a.b.c}]}}`,
		"a slash beside a name":                `{name: a, config: {served_entities: [{name: llama, external_model: {name: meta/llama, provider: custom, task: t}}]}}`,
		"a name to fill in":                    `{name: "databricks-${var.env}", config: {served_entities: [{` + model + `}]}}`,
		"a name that holds the word":           `{name: my-databricks-chat, config: {served_entities: [{` + model + `}]}}`,
		"a reserved name that creates nothing": `{name: databricks-gpt-5, ai_gateway: {usage_tracking_config: {enabled: true}}}`,
		"a kept answer of a provided endpoint": `{name: databricks-gpt-5, config: {served_entities: [{name: g, entity_name: system.ai.gpt-5, foundation_model: {name: g}}]}}`,
		"an answer":                            `{name: databricks-x, id: a, config: {config_version: 1, served_entities: [{entity_name: e, workload_size: Small, external_model: {name: m/n, provider: brand-new}}], served_models: [{model_name: e}]}` + ready + `}`,
		"an item of a list answer":             `[{name: databricks-x, id: a, config: {served_entities: [{entity_name: e, external_model: {name: m/n, provider: brand-new}}]}` + ready + `}]`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff([]string{}, refusedOf(t, in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Where a key is wrong, or which object lacks one.
func TestWhatIsRefusedHasAPlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"a key that is missing":  {`{name: a, config: {served_entities: [{external_model: {name: m, provider: openai}}]}}`, "external_model"},
		"a key beside another":   {`{name: a, config: {served_entities: [{entity_name: a.b.c, ` + model + `}]}}`, "entity_name"},
		"an unknown provider":    {`{name: a, config: {served_entities: [{external_model: {name: m, provider: gpt, task: t}}]}}`, "gpt"},
		"a list beside another":  {`{name: a, config: {served_entities: [{entity_name: a.b.c}], served_models: [{model_name: a.b.c}]}}`, "served_models"},
		"a name that is reserve": {`{name: databricks-chat, config: {served_entities: [{` + model + `}]}}`, "databricks-chat"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place := only(t, test.in).Place([]string{"text", "invalid_values", "0"})
			if got := test.in[place.Range.Start:place.Range.End]; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// What the author cannot have seen as wrong is guessed: one list of models is the
// deprecated one, whose other finding follows from this one.
func TestWhatIsRefusedIsMended(t *testing.T) {
	t.Parallel()
	s := only(t, `{name: a, config: {served_entities: [{entity_name: a.b.c}], served_models: [{model_name: a.b.c}]}}`)
	ways := s.Mend([]string{"text", "invalid_values", "0"})
	if len(ways) != 1 || ways[0].Subject.Legacy.ServedModels || !s.Legacy.ServedModels {
		t.Errorf("got %+v", ways)
	}
}
