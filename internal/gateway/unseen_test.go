package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
