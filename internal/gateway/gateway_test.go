package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// read parses a text and normalises all of its documents.
func read(t testing.TB, file, text string) []*gateway.Subject {
	t.Helper()
	var all []*gateway.Subject
	for _, doc := range documents(t, file, text) {
		subjects, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, subjects...)
	}
	return all
}

func documents(t testing.TB, file, content string) []*source.Document {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// only returns the single gateway of a text.
func only(t testing.TB, text string) *gateway.Subject {
	t.Helper()
	subjects := read(t, "gw.yaml", text)
	if len(subjects) != 1 {
		t.Fatalf("got %d gateways, want 1", len(subjects))
	}
	return subjects[0]
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
		"a GET answer":                             {`{name: a, id: "1", state: {ready: READY}, config: {served_entities: []}}`, []gist{{"get", "a"}}},
		"a list answer":                            {`{endpoints: [{name: a, id: "1", ai_gateway: {}}, {name: b, creator: c, config: {served_entities: []}}]}`, []gist{{"list", "a"}, {"list", "b"}}},
		"a list answer of provided endpoints":      {`{endpoints: [{name: databricks-x, state: {ready: READY, config_update: NOT_UPDATING}}]}`, []gist{{"list", "databricks-x"}}},
		"a bare array of list items":               {`[{name: a, id: "1", ai_gateway: {}}]`, []gist{{"list", "a"}}},
		"a bare array of GET answers":              {`[{name: a, id: "1", permission_level: CAN_VIEW, ai_gateway: {}}]`, []gist{{"get", "a"}}},
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

func TestHostingIsToldByShape(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"an external model":                    {`{external_model: {name: gpt-4o, provider: openai, task: llm/v1/chat}}`, "external"},
		"a model of Databricks":                {`{entity_name: databricks-claude-sonnet-4-6, entity_version: "1", workload_size: Small}`, "foundation"},
		"a model of Databricks by its catalog": {`{entity_name: system.ai.llama_v3}`, "foundation"},
		"throughput bought in advance":         {`{entity_name: main.ml.llama, min_provisioned_throughput: 0, max_provisioned_throughput: 100}`, "provisioned"},
		"a model of the customer":              {`{entity_name: main.ml.churn, entity_version: "3"}`, "custom"},
		"an agent":                             {`{entity_name: main.ml.agent, task: agent/v1/responses}`, "agent"},
		"a model that a template names":        {`{entity_name: "${var.model}"}`, "unknown"},
		"nothing at all":                       {`{}`, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: a, ai_gateway: {}, config: {served_entities: [`+test.in+`]}}`)
			if s.Hosting != test.want {
				t.Errorf("hosting %q, want %q", s.Hosting, test.want)
			}
		})
	}
}

func TestRoutesFindEntitiesByTheirDefaultNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		entity, route string
		served        bool
	}{
		"a written name":                      {`{name: a, entity_name: m, entity_version: "1"}`, "a", true},
		"a default name beside a written one": {`{name: a, entity_name: m, entity_version: "1"}`, "m-1", false},
		"an external model":                   {`{external_model: {name: "gpt-4.1:mini", provider: openai}}`, "gpt-4-1-mini", true},
		"the last part of a catalog model":    {`{entity_name: main.ml.churn, entity_version: 3}`, "churn-3", true},
		"a catalog model in full":             {`{entity_name: main.ml.churn, entity_version: "3"}`, "main-ml-churn-3", true},
		"another version of a catalog model":  {`{entity_name: main.ml.churn, entity_version: "3"}`, "churn-4", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: x, config: {served_entities: [`+test.entity+`], traffic_config: {routes: [{served_model_name: `+test.route+`, traffic_percentage: 100}]}}}`)
			want := []gateway.Route{{Name: test.route, Share: 100, Served: test.served}}
			if diff := cmp.Diff(want, s.Routes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatASourceCannotShowIsUnseen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in     string
		facet  string
		unseen bool
	}{
		"a list leaves out the gateway":           {`{endpoints: [{name: a, id: "1", config: {served_entities: []}}]}`, "guardrails.input.pii", true},
		"a list leaves out a section":             {`{endpoints: [{name: a, id: "1", ai_gateway: {usage_tracking_config: {enabled: true}}}]}`, "rate_limits.scope", true},
		"a list shows a section":                  {`{endpoints: [{name: a, id: "1", ai_gateway: {usage_tracking_config: {enabled: true}}}]}`, "usage_tracking.enabled", false},
		"a list leaves out routes":                {`{endpoints: [{name: a, id: "1", ai_gateway: {}}]}`, "routes", true},
		"a GET answer shows what is not there":    {`{name: a, id: "1", ai_gateway: {}}`, "rate_limits", false},
		"a put body does not show routes":         {`{usage_tracking_config: {enabled: true}}`, "routes.share", true},
		"a put body shows what is not there":      {`{usage_tracking_config: {enabled: true}}`, "guardrails", false},
		"a template fills in the prefix":          {`{name: a, ai_gateway: {inference_table_config: {table_name_prefix: "${var.p}"}}}`, "inference_table.prefix", true},
		"a template leaves the catalog alone":     {`{name: a, ai_gateway: {inference_table_config: {table_name_prefix: "${var.p}"}}}`, "inference_table.catalog", false},
		"what is derived from a template":         {`{name: a, ai_gateway: {inference_table_config: {enabled: true, table_name_prefix: "${var.p}"}}}`, "inference_table.table", true},
		"a template fills in an amount":           {`{name: a, ai_gateway: {rate_limits: [{key: user, calls: "${var.n}"}]}}`, "rate_limits.calls", true},
		"the scope beside a templated amount":     {`{name: a, ai_gateway: {rate_limits: [{key: user, calls: "${var.n}"}]}}`, "rate_limits.scope", false},
		"a template fills in the gateway":         {`{name: a, ai_gateway: "${var.gateway}"}`, "fallback.enabled", true},
		"a template fills in the config":          {`{name: a, ai_gateway: {}, config: "${var.c}"}`, "legacy.auto_capture", true},
		"and with it the shares":                  {`{name: a, ai_gateway: {}, config: "${var.c}"}`, "traffic.shares", true},
		"and with it the credentials":             {`{name: a, ai_gateway: {}, config: "${var.c}"}`, "text.credentials", true},
		"an answer does not show a plaintext key": {`{name: a, id: "1", config: {served_entities: [{external_model: {name: m, provider: openai, openai_config: {}}}]}}`, "text.credentials", true},
		"an answer shows the reference":           {`{name: a, id: "1", config: {served_entities: [{external_model: {name: m, provider: openai, openai_config: {openai_api_key: "{{secrets/s/k}}"}}}]}}`, "text.credentials", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark, unseen := only(t, test.in).Unseen(test.facet)
			if unseen != test.unseen {
				t.Errorf("unseen %v (%q), want %v", unseen, mark.Reason, test.unseen)
			}
		})
	}
}

func TestWhatIsNotResolvedIsShownWhereItIsWritten(t *testing.T) {
	t.Parallel()
	const text = `{name: a, ai_gateway: {rate_limits: [{key: user, calls: 5}, {key: endpoint, calls: "${var.n}"}], inference_table_config: {enabled: true, catalog_name: "${var.c}"}}}`
	for name, test := range map[string]struct{ facet, want string }{
		"a value in a list":        {"rate_limits.calls", `"${var.n}"`},
		"a value":                  {"inference_table.catalog", `"${var.c}"`},
		"what is derived from one": {"inference_table.table", `"${var.c}"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, text)
			mark, unseen := s.Unseen(test.facet)
			if !unseen {
				t.Fatal("it is seen")
			}
			at := s.PlaceOf(mark).Range
			if diff := cmp.Diff(test.want, text[at.Start:at.End]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsNotSeenAtAllComesBeforeWhatIsSeenInPart(t *testing.T) {
	t.Parallel()
	s := only(t, `{endpoints: [{name: a, id: "1", ai_gateway: {}, config: {served_entities: []}}]}`)
	for name, facets := range map[string][]string{
		"the part first":  {"legacy.auto_capture", "inference_table.prefix_written"},
		"the whole first": {"inference_table.prefix_written", "legacy.auto_capture"},
	} {
		if mark, unseen := s.Unseen(facets...); !unseen || mark.Partly {
			t.Errorf("%s: %v, partly %v", name, unseen, mark.Partly)
		}
	}
}

func TestACommentThatSetsASecretIsMasked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"in YAML":             {"# openai_api_key_plaintext: hunter2\nname: a\n", "# openai_api_key_plaintext: *******"},
		"with words":          {"# password = correct horse\nname: a\n", "# password = ******* *****"},
		"that is a reference": {"# openai_api_key: \"{{secrets/s/k}}\"\nname: a\n", `# openai_api_key: "{{secrets/s/k}}"`},
		"that names none":     {"# keys are sorted: see below\nname: a\n", "# keys are sorted: see below"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := documents(t, "gw.yaml", test.in)[0]
			if _, err := gateway.Normalise(doc, gateway.Auto); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.want}, doc.Text.Excerpt(1, 1)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
