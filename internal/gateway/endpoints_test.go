package gateway_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

func TestAPutBodyIsTiedToTheEndpointOfItsName(t *testing.T) {
	t.Parallel()
	const (
		put     = `{name: a, usage_tracking_config: {enabled: true}}`
		custom  = `{name: a, config: {served_entities: [{entity_name: main.ml.churn, entity_version: "3"}]}}`
		chat    = `{name: a, config: {served_entities: [{entity_name: system.ai.claude_sonnet_4, entity_version: "1"}]}}`
		outside = `{name: a, config: {served_entities: [{external_model: {name: m, provider: openai, task: llm/v1/embeddings}}]}}`
		agent   = `{name: a, id: "1", creator: me, state: {ready: READY}, task: agent/v1/responses, config: {served_entities: [{entity_name: main.ml.agent, entity_version: "3"}]}}`
		listed  = `{endpoints: [{name: a, id: "1", creator: me, state: {ready: READY, config_update: NOT_UPDATING}, endpoint_type: FOUNDATION_MODEL_API, config: {served_entities: []}}]}`
		open    = `{name: a, config: {served_entities: [{entity_name: "${var.m}", entity_version: "1"}]}}`
	)
	for name, test := range map[string]struct {
		put             string
		others          []string
		hosting, called string
	}{
		"a create body":                        {put, []string{custom}, "custom", "a"},
		"a create body of a model of ours":     {put, []string{chat}, "foundation", "a"},
		"an external model":                    {put, []string{outside}, "external", "a"},
		"a GET answer":                         {put, []string{agent}, "agent", "a"},
		"an item of a list answer":             {put, []string{listed}, "foundation", "a"},
		"one that is shown twice":              {put, []string{custom, custom}, "custom", "a"},
		"two that disagree":                    {put, []string{custom, chat}, "unknown", "a"},
		"two that disagree, the other first":   {put, []string{chat, custom, chat}, "unknown", "a"},
		"one whose model is not known":         {put, []string{open}, "unknown", "a"},
		"one that is known once":               {put, []string{open, custom}, "unknown", "a"},
		"another's name":                       {`{name: b, usage_tracking_config: {enabled: true}}`, []string{custom}, "unknown", "b"},
		"another case":                         {`{name: A, usage_tracking_config: {enabled: true}}`, []string{custom}, "unknown", "A"},
		"no name":                              {`{usage_tracking_config: {enabled: true}}`, []string{custom}, "unknown", ""},
		"a name that is yet to be filled in":   {`{name: "${n}", usage_tracking_config: {enabled: true}}`, []string{`{name: "${n}", ai_gateway: {}, config: {served_entities: [{entity_name: main.ml.x}]}}`}, "unknown", "${n}"},
		"a name that is no text":               {`{name: 5, usage_tracking_config: {enabled: true}}`, []string{custom}, "unknown", ""},
		"a model service of that name":         {put, []string{`{name: a, full_name: a, config: {routing: {destinations: []}}}`}, "unknown", "a"},
		"another put body of that name":        {put, []string{put}, "unknown", "a"},
		"nothing":                              {put, nil, "unknown", "a"},
		"a create body that is no put body":    {custom, []string{chat}, "custom", "a"},
		"a put body in a list, by its own key": {`[{name: a, usage_tracking_config: {enabled: true}}]`, []string{custom}, "custom", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			orders := [][]string{test.others, slices.Clone(test.others)}
			slices.Reverse(orders[1])
			for _, others := range orders {
				var shown gateway.Endpoints
				for _, other := range others {
					shown.Add(read(t, "other.yaml", other))
				}
				s := only(t, test.put)
				shown.Add([]*gateway.Subject{s})
				shown.Tie([]*gateway.Subject{s})
				if diff := cmp.Diff([]string{test.hosting, test.called}, []string{s.Hosting, s.Name}); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func TestATiedPutBodyHasTheTaskOfItsEndpoint(t *testing.T) {
	t.Parallel()
	embeddings := `{name: a, config: {served_entities: [{external_model: {name: m, provider: openai, task: llm/v1/embeddings}}]}}`
	chat := `{name: a, config: {served_entities: [{external_model: {name: m, provider: openai, task: llm/v1/chat}}]}}`
	for want, others := range map[string][]string{"llm/v1/embeddings": {embeddings, embeddings}, "llm/v1/chat": {chat}, "": {chat, embeddings}} {
		var shown gateway.Endpoints
		for _, other := range others {
			shown.Add(read(t, "other.yaml", other))
		}
		s := only(t, `{name: a, usage_tracking_config: {enabled: true}, rate_limits: [{key: user, calls: 5, renewal_period: minute}]}`)
		shown.Tie([]*gateway.Subject{s})
		if s.Task != want || s.Hosting != "external" {
			t.Errorf("task %q, hosting %q; want %q", s.Task, s.Hosting, want)
		}
	}
}

func TestANamedPutBodyIsShownAtItsName(t *testing.T) {
	t.Parallel()
	s := only(t, `{usage_tracking_config: {enabled: true}, name: a}`)
	if at := s.Place([]string{"name"}); at.Missing || at.Pointer != "/name" {
		t.Errorf("missing %v at %q", at.Missing, at.Pointer)
	}
}
