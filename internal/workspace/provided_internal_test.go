package workspace

import "testing"

func TestWhichEndpointsDatabricksProvides(t *testing.T) {
	t.Parallel()
	model := func(name any) map[string]any {
		return map[string]any{"config": map[string]any{"served_entities": []any{map[string]any{"foundation_model": map[string]any{"name": name}}}}}
	}
	for name, test := range map[string]struct {
		item    map[string]any // nil where it is not listed
		unread  string
		service string
		ok      bool
		unsure  string
	}{
		"it shows its model":             {item: model("system.ai.claude_sonnet_4"), service: "system.ai.claude_sonnet_4", ok: true},
		"its model is none of system.ai": {item: model("Claude Sonnet 4"), ok: true},
		"its model is no text":           {item: model(7), ok: true},
		"it shows no model":              {item: map[string]any{}, ok: true},
		"no entities":                    {item: map[string]any{"config": map[string]any{"served_entities": []any{}}}, ok: true},
		"its config is a text":           {item: map[string]any{"config": "x"}, ok: true},
		"a person made it":               {item: map[string]any{"creator": "ana@example.com"}},
		"it has an id":                   {item: map[string]any{"id": "1"}},
		"a person made it, others open":  {item: map[string]any{"id": "1"}, unread: "denied"},
		"provided, others open":          {item: model("system.ai.x"), unread: "denied", service: "system.ai.x", ok: true},
		"not listed":                     {ok: true},
		"not listed, others open":        {unread: "denied", unsure: "denied"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := &Inventory{}
			if test.item != nil {
				i.Listed = []Listed{{Kind: Endpoint, Name: "databricks-x", request: Request{Listed: endpointIndex(test.item)}}}
			}
			i.keepDependencies(Record{Outcome: Read})
			i.endpointsUnread = test.unread
			i.keepProvided()
			service, ok, unsure := i.Provided("databricks-x")
			if service != test.service || ok != test.ok || unsure != test.unsure {
				t.Errorf("%q %v %q", service, ok, unsure)
			}
		})
	}
}
