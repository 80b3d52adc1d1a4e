package gateway_test

import "testing"

func TestWhatIsFilledInLaterIsNoFault(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"a value":       `{name: a, ai_gateway: {guardrails: {input: {safety: "${var.x}"}}}}`,
		"an element":    `{name: a, ai_gateway: {rate_limits: ["${var.limit}"]}}`,
		"an object":     `{name: a, ai_gateway: {guardrails: {input: "${var.input}"}}}`,
		"a key":         `{name: a, ai_gateway: {"${var.key}": {enabled: true}}}`,
		"part of a key": `{name: a, config: {served_entities: [{name: m, external_model: {name: m, provider: openai, task: t, openai_config: {"openai_${var.key}": x}}}]}}`,
		"an entity":     `{name: a, config: {served_entities: ["${var.entity}"], traffic_config: {routes: ["${var.route}"]}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, in)
			for _, v := range s.Text.InvalidValues {
				t.Errorf("%s must be %s", v.Key, v.Expected)
			}
			for _, k := range s.Text.UnknownKeys {
				t.Errorf("%s is unknown", k.Key)
			}
		})
	}
}
