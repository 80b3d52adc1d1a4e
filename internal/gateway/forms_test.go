package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

func TestOtherSystemsUseOurWords(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"an agent with guardrails of its own":      `{name: bot, model: gpt-4o, guardrails: {input: {pii: redact, jailbreak: block}}}`,
		"an agent whose guardrails are switches":   `{agent: {}, guardrails: {output: {safety: true}}}`,
		"the address of a gateway":                 `{server: {port: 80}, ai_gateway: {base_url: "https://example.com", timeout: 30}}`,
		"a switch for a gateway":                   `{name: shop, ai_gateway: true}`,
		"a list of switches":                       `[{name: shop, ai_gateway: "on"}]`,
		"a service mesh":                           `{name: web, config: {traffic_config: {mirror: true}}}`,
		"the endpoints of a service catalogue":     `{endpoints: [{name: a, endpoint_type: rest, config: {rate_limits: {}}}]}`,
		"the endpoints of a cloud":                 `{endpoints: [{name: a, endpoint_type: REGIONAL, config: {rate_limits: {}}}]}`,
		"limits of another unit":                   `{name: edge, rate_limits: [{key: user, limit: 100, window: 60s}]}`,
		"a fallback among other settings":          `{fallback_config: {enabled: true}, retries: 3}`,
		"guardrails that are a list":               `{guardrails: [{id: toxic, on: output}]}`,
		"entities of another kind of server":       `{name: a, served_entities: 9}`,
		"a gateway's name where a gateway belongs": `{name: a, config: {ai_gateway_name: b}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range read(t, "x.yaml", in) {
				t.Errorf("read as a gateway in form %s", s.Form)
			}
		})
	}
}

func TestAGatewayIsRecognisedByLittle(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, form string }{
		"a section that is misspelt":             {`{ai_gateway: {usage_trackng_config: {enabled: true}}}`, "create"},
		"a gateway and nothing else":             {`{ai_gateway: {}}`, "create"},
		"a gateway with nothing known":           {`{name: a, ai_gateway: {enabled: true}}`, "create"},
		"a gateway beside a config":              {`{ai_gateway: {enabled: true}, config: {}}`, "create"},
		"a text for a gateway":                   {`{name: a, ai_gateway: enabled, config: {}}`, "create"},
		"no gateway, in so many words":           {`{name: a, ai_gateway: null}`, "create"},
		"a gateway that is filled in later":      {`{name: a, ai_gateway: "${var.gateway}"}`, "create"},
		"a traffic split":                        {`{name: a, config: {traffic_config: {routes: []}}}`, "create"},
		"guardrails alone":                       {`{guardrails: {input: {safety: true}}}`, "put"},
		"guardrails beside a misspelt section":   {`{rate_limit: [], guardrails: {input: {safety: true}}}`, "put"},
		"guardrails beside a comment":            {`{_comment: x, guardrails: {input: {safety: true}}}`, "put"},
		"guardrails at the top of a create body": {`{name: a, tags: [], guardrails: {input: {safety: true}}}`, "put"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subjects := read(t, "x.yaml", test.in)
			if len(subjects) != 1 || subjects[0].Form != test.form {
				t.Errorf("%d gateways, want one in form %s", len(subjects), test.form)
			}
		})
	}
}

func TestGatewaysAreRecognisedByContent(t *testing.T) {
	t.Parallel()
	type gist struct{ Form, Name string }
	for name, test := range map[string]struct {
		in   string
		want []gist
	}{
		"a create body":                            {`{name: a, ai_gateway: {}}`, []gist{{"create", "a"}}},
		"a create body without a gateway":          {`{name: a, config: {served_entities: [{entity_name: m}]}}`, []gist{{"create", "a"}}},
		"a create body with a misplaced one":       {`{name: a, config: {ai_gateway: {}}}`, []gist{{"create", "a"}}},
		"served entities that lack config":         {`{name: a, served_entities: [{entity_name: m}]}`, []gist{{"create", "a"}}},
		"a GET answer":                             {`{name: a, id: "1", state: {ready: READY}, config: {served_entities: [], config_version: 1}}`, []gist{{"get", "a"}}},
		"a list answer":                            {`{endpoints: [{name: a, state: {ready: READY, config_update: NOT_UPDATING}, ai_gateway: {}}, {name: b, creator: c, state: {ready: READY}, config: {served_entities: []}}]}`, []gist{{"list", "a"}, {"list", "b"}}},
		"a list answer of provided endpoints":      {`{endpoints: [{name: databricks-x, state: {ready: READY, config_update: NOT_UPDATING}}]}`, []gist{{"list", "databricks-x"}}},
		"a bare array of list items":               {`[{name: a, id: "1", state: {ready: READY}, ai_gateway: {}}]`, []gist{{"list", "a"}}},
		"a bare array of GET answers":              {`[{name: a, state: {ready: READY, config_update: NOT_UPDATING}, config: {config_version: 1}}]`, []gist{{"get", "a"}}},
		"a bare array of create bodies":            {`[{name: a, ai_gateway: {}}, {name: b, ai_gateway: {}}]`, []gist{{"create", "a"}, {"create", "b"}}},
		"a put body":                               {`{usage_tracking_config: {enabled: true}}`, []gist{{"put", ""}}},
		"a put body with limits alone":             {`{rate_limits: [{calls: 5, renewal_period: minute}]}`, []gist{{"put", ""}}},
		"a put body with guardrails alone":         {`{guardrails: {input: {safety: true}}}`, []gist{{"put", ""}}},
		"a put body with fallback and no limit":    {`{fallback_config: {enabled: true}, rate_limits: []}`, []gist{{"put", ""}}},
		"a put body with a limit without a period": {`{rate_limits: [{key: user, calls: 5}]}`, []gist{{"put", ""}}},
		"limits of some other program":             {`{rate_limits: {api: 100}}`, nil},
		"limits of a web server":                   {`{rate_limits: [{path: /, rps: 5}]}`, nil},
		"guardrails of some other program":         {`{guardrails: [{name: no-swearing}]}`, nil},
		"endpoints of some other program":          {`{endpoints: [{name: a, url: http://x}]}`, nil},
		"a package":                                {`{name: a, version: 1.0.0, config: {port: 8080}}`, nil},
		"a fallback of some other program":         {`{fallback_config: {enabled: true}, port: 80}`, nil},
		"a scalar":                                 {`ai_gateway`, nil},
		"every document of a stream":               {"name: a\nai_gateway: {}\n---\nname: b\nai_gateway: {}\n", []gist{{"create", "a"}, {"create", "b"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []gist
			for _, s := range read(t, "gw.yaml", test.in) {
				got = append(got, gist{s.Form, s.Name})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAUnitHasTheGatewaysOfAllItsDocuments(t *testing.T) {
	t.Parallel()
	unit := gateway.Unit(documents(t, "gw.yaml", "name: a\nai_gateway: {}\n---\nnothing: here\n---\n{usage_tracking_config: {enabled: true}}\n"))
	subjects, err := unit.Normalise(gateway.Auto)
	if err != nil || len(subjects) != 2 || subjects[0].Name != "a" || subjects[1].Form != gateway.FormPut {
		t.Error(subjects, err)
	}
}
