package gateway_test

import "testing"

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
		"a section that is misspelt":               {`{ai_gateway: {usage_trackng_config: {enabled: true}}}`, "create"},
		"a gateway and nothing else":               {`{ai_gateway: {}}`, "create"},
		"a gateway with nothing known":             {`{name: a, ai_gateway: {enabled: true}}`, "create"},
		"a gateway beside a config":                {`{ai_gateway: {enabled: true}, config: {}}`, "create"},
		"a text for a gateway":                     {`{name: a, ai_gateway: enabled, config: {}}`, "create"},
		"no gateway, in so many words":             {`{name: a, ai_gateway: null}`, "create"},
		"a gateway that is filled in later":        {`{name: a, ai_gateway: "${var.gateway}"}`, "create"},
		"a traffic split":                          {`{name: a, config: {traffic_config: {routes: []}}}`, "create"},
		"guardrails alone":                         {`{guardrails: {input: {safety: true}}}`, "put"},
		"guardrails beside a misspelt section":     {`{rate_limit: [], guardrails: {input: {safety: true}}}`, "put"},
		"guardrails beside a comment":              {`{_comment: x, guardrails: {input: {safety: true}}}`, "put"},
		"guardrails at the top of a create body":   {`{name: a, tags: [], guardrails: {input: {safety: true}}}`, "put"},
		"guardrails that only we have":             {`{owner: me, guardrails: {input: {pii: {behavior: BLOCK}}}}`, "put"},
		"limits with a period beside another word": {`{endpoint: chat, rate_limits: [{key: user, calls: 1, renewal_period: minute}]}`, "put"},
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
