package gateway_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

// interpolations are the ways to write what is yet to be filled in, one of each tool.
var interpolations = []string{
	"${X}", "${var.x}", "${{ secrets.X }}", "$X", "$x", "$env:X", "$(X)", "$[ variables.x ]", "%X%", "#{X}#", "#{X}", "@@X@@", "@x.y@", "__X__",
	"{{ .Values.x }}", "{{env.X}}", "{{ secrets.X }}", "{{{x}}}", "{x}", "[[.x]]", "((x))", "<%= x %>", "<x>", "<작업공간>", "【キー】",
}

func TestWhatIsYetToBeFilledInIsUnseenAndNoFault(t *testing.T) {
	t.Parallel()
	const entity = `config: {served_entities: [{name: e, external_model: {name: m, provider: openai, task: llm/v1/chat, openai_config: {%s}}}]}`
	for name, test := range map[string]struct{ in, facet string }{
		"calls":            {`{name: a, ai_gateway: {rate_limits: [{key: user, calls: %q, renewal_period: minute}]}}`, "rate_limits.calls"},
		"tokens":           {`{name: a, ai_gateway: {rate_limits: [{key: user, tokens: %q, renewal_period: minute}]}}`, "rate_limits.tokens"},
		"a scope":          {`{name: a, ai_gateway: {rate_limits: [{key: %q, calls: 5, renewal_period: minute}]}}`, "rate_limits.scope"},
		"a period":         {`{name: a, ai_gateway: {rate_limits: [{key: user, calls: 5, renewal_period: %q}]}}`, "rate_limits.period"},
		"a limit":          {`{name: a, ai_gateway: {rate_limits: [%q]}}`, "rate_limits"},
		"all limits":       {`{name: a, ai_gateway: {rate_limits: %q}}`, "rate_limits"},
		"a switch":         {`{name: a, ai_gateway: {usage_tracking_config: {enabled: %q}}}`, "usage_tracking.enabled"},
		"a filter":         {`{name: a, ai_gateway: {guardrails: {input: {pii: {behavior: %q}}}}}`, "guardrails.input.pii"},
		"a safety switch":  {`{name: a, ai_gateway: {guardrails: {output: {safety: %q}}}}`, "guardrails.output.safety"},
		"all guardrails":   {`{name: a, ai_gateway: {guardrails: %q}}`, "guardrails"},
		"a catalog":        {`{name: a, ai_gateway: {inference_table_config: {enabled: true, catalog_name: %q}}}`, "inference_table.catalog"},
		"a prefix":         {`{name: a, ai_gateway: {inference_table_config: {enabled: true, table_name_prefix: %q}}}`, "inference_table.prefix_written"},
		"an entity":        {`{name: a, ai_gateway: {}, config: {served_entities: [{entity_name: %q, entity_version: "1"}]}}`, "destinations.entity"},
		"all entities":     {`{name: a, ai_gateway: {}, config: {served_entities: %q}}`, "destinations"},
		"a share":          {`{name: a, ai_gateway: {}, config: {served_entities: [{name: e}], traffic_config: {routes: [{served_entity_name: e, traffic_percentage: %q}]}}}`, "routes.share"},
		"the gateway":      {`{name: a, ai_gateway: %q}`, "declared"},
		"the config":       {`{name: a, ai_gateway: {}, config: %q}`, "destinations"},
		"a key's slot":     {`{name: a, ai_gateway: {}, ` + fmt.Sprintf(entity, "openai_api_key: %q") + `}`, ""},
		"a plaintext slot": {`{name: a, ai_gateway: {}, ` + fmt.Sprintf(entity, "openai_api_key_plaintext: %q") + `}`, ""},
		"a variable":       {`{name: a, ai_gateway: {}, config: {served_entities: [{entity_name: m.s.x, environment_vars: {OPENAI_API_KEY: %q}}]}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, value := range interpolations {
				s := only(t, fmt.Sprintf(test.in, value))
				if diff := cmp.Diff([]gateway.InvalidValue{}, s.Text.InvalidValues); diff != "" {
					t.Errorf("%s is a wrong value: %s", value, diff)
				}
				if len(s.Text.Credentials) > 0 {
					t.Errorf("%s is a credential", value)
				}
				mark, unseen := s.Unseen(test.facet)
				if test.facet != "" && (!unseen || mark.Reason != "`"+value+"` is not resolved") {
					t.Errorf("%s: unseen %v, %q", value, unseen, mark.Reason)
				}
			}
		})
	}
}

func TestAPartThatIsYetToBeFilledInLeavesTheWholeUnseen(t *testing.T) {
	t.Parallel()
	const in = `{name: a, ai_gateway: {inference_table_config: {enabled: true, table_name_prefix: %q}}}`
	for _, value := range interpolations {
		for text, open := range map[string]bool{"gw-" + value + "-logs": false, "gw-" + value: true} {
			if strings.Contains(text, "__") || strings.Contains(text, "@x") {
				continue // a name may go on there
			}
			s := only(t, fmt.Sprintf(in, text))
			if mark, unseen := s.Unseen("inference_table.prefix"); !unseen || mark.Reason != "`"+value+"` is not resolved" {
				t.Errorf("%s: unseen %v, %q", text, unseen, mark.Reason)
			}
			if _, unseen := s.Unseen("inference_table.prefix_written"); unseen != open {
				t.Errorf("%s: its end is unseen: %v, want %v", text, unseen, open)
			}
		}
	}
}

func TestAKeyThatIsYetToBeFilledInIsNotUnknown(t *testing.T) {
	t.Parallel()
	for key, known := range map[string]bool{
		"${var.k}": true, "$KEY": true, "$(k)": true, "%K%": true, "#{k}#": true, "@@k@@": true, "{{ .Values.k }}": true, "__K__": true, "<%= k %>": true,
		"$schema": false, "<key>": false, "key": false,
	} {
		s := only(t, fmt.Sprintf(`{name: a, ai_gateway: {%q: 1}}`, key))
		if got := len(s.Text.UnknownKeys) == 0; got != known {
			t.Errorf("%s: taken for one that is yet to be filled in: %v, want %v", key, got, known)
		}
	}
}

func TestAReferenceThatIsNoneIsAWrongValue(t *testing.T) {
	t.Parallel()
	for text, wrong := range map[string]bool{
		"{{secrets/s}}": true, "{{secrets/s/}}": true, "{{secrets//k}}": true, "{{secrets/a/b/c}}": true,
		"{{secret/s/k}}": true, "{secrets/s/k}": true, "secrets/s/k": true, "{{Secrets/s/k}}": true,
		"{{secrets/s/k}}": false, "{{ secrets/s/k }}": false, "{{secrets/${scope}/k}}": false, "{{ secrets.KEY }}": false,
	} {
		s := only(t, fmt.Sprintf(`{name: a, ai_gateway: {}, config: {served_entities: [{external_model: {name: m, provider: openai, task: llm/v1/chat, openai_config: {openai_api_key: %q}}}]}}`, text))
		if len(s.Text.Credentials) > 0 {
			t.Errorf("%s is a credential", text)
		}
		want := []gateway.InvalidValue{}
		if wrong {
			want = append(want, gateway.InvalidValue{
				Key:      "config.served_entities[0].external_model.openai_config.openai_api_key",
				Expected: "a reference such as {{secrets/scope/key}}",
			})
		}
		if diff := cmp.Diff(want, s.Text.InvalidValues); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestWhatIsMissingMayStandUnderAKeyThatIsYetToBeFilledIn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in, facet string
		unseen    bool
	}{
		"a section":                   {`{name: a, ai_gateway: {"{{ .k }}": {}}}`, "guardrails.input.pii", true},
		"a section that is written":   {`{name: a, ai_gateway: {"{{ .k }}": {}, guardrails: {input: {safety: true}}}}`, "guardrails.input.safety", false},
		"a part of it":                {`{name: a, ai_gateway: {guardrails: {"$SIDE": {}}}}`, "guardrails.output.safety", true},
		"a limit's amount":            {`{name: a, ai_gateway: {rate_limits: [{key: user, "%UNIT%": 5, renewal_period: minute}]}}`, "rate_limits.calls", true},
		"the table's prefix":          {`{name: a, ai_gateway: {inference_table_config: {enabled: true, "#{k}#": x}}}`, "inference_table.prefix", true},
		"the table's prefix's end":    {`{name: a, ai_gateway: {inference_table_config: {enabled: true, "#{k}#": x}}}`, "inference_table.prefix_written", true},
		"the gateway":                 {`{name: a, "@@k@@": {}, config: {served_entities: []}}`, "declared", true},
		"the gateway that is written": {`{name: a, "@@k@@": {}, ai_gateway: {}}`, "declared", false},
		"the config":                  {`{name: a, "${k}": {}, ai_gateway: {}}`, "destinations", true},
		"the sections of a PUT body":  {`{"${k}": {}, usage_tracking_config: {enabled: true}}`, "sections", true},
		"another section":             {`{name: a, ai_gateway: {guardrails: {"$SIDE": {}}}}`, "usage_tracking.enabled", false},
		"beside a schema":             {`{"$schema": x, name: a, ai_gateway: {}}`, "guardrails.input.pii", false},
		"beside a placeholder":        {`{name: a, ai_gateway: {"<key>": 1}}`, "guardrails.input.pii", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if mark, unseen := only(t, test.in).Unseen(test.facet); unseen != test.unseen {
				t.Errorf("unseen %v (%q), want %v", unseen, mark.Reason, test.unseen)
			}
		})
	}
}

func TestATaskThatIsYetToBeFilledInMayBeOneWithoutOutputFilters(t *testing.T) {
	t.Parallel()
	const in = `{name: a, ai_gateway: {guardrails: {output: {safety: true}}}, config: {served_entities: [{external_model: {name: m, provider: openai, task: %q}}]}}`
	for task, want := range map[string]bool{"$TASK": true, "llm/v1/chat": false} {
		s := only(t, fmt.Sprintf(in, task))
		if _, unseen := s.Unseen("guardrails.output.pii"); unseen != want {
			t.Errorf("%s: the filter that is off is unseen: %v, want %v", task, unseen, want)
		}
		if _, unseen := s.Unseen("guardrails.output.safety"); unseen {
			t.Errorf("%s: the filter that is on is unseen", task)
		}
	}
}
