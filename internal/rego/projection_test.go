package rego

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

func sample() *gateway.Subject {
	return &gateway.Subject{
		ID: "gw.json#0", Name: "a\"b\\c\n\u202eé𝄞", Form: "create", Declared: true,
		RateLimits: []gateway.RateLimit{{Scope: "user", Calls: 5, Tokens: -1, Period: "minute"}},
		Guardrails: gateway.Guardrails{Input: gateway.Guardrail{PII: "BLOCK", Safety: true, Keywords: []string{"x"}, Topics: []string{}}},
		Routes:     []gateway.Route{}, Destinations: []gateway.Destination{{Name: "d", Share: 100}},
	}
}

// A projection is both a key and an input: what it writes and what it hands to
// OPA must be the same, or one verdict would answer for another view.
func TestAProjectionWritesWhatItHandsOver(t *testing.T) {
	t.Parallel()
	for name, paths := range map[string][][]string{
		"nothing":           nil,
		"a scalar":          {{"form"}},
		"a text to escape":  {{"name"}},
		"a list":            {{"rate_limits"}},
		"an empty list":     {{"routes"}},
		"deep in an object": {{"guardrails", "input", "pii"}, {"guardrails", "output", "safety"}},
		"a part and all":    {{"guardrails", "input", "pii"}, {"guardrails"}},
		"below a list":      {{"destinations", "share"}, {"declared"}},
		"everything":        {{"guardrails"}, {"text"}, {"legacy"}, {"traffic"}, {"inference_table"}, {"sections"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := project(paths)
			if err != nil {
				t.Fatal(err)
			}
			var written any
			if err := json.Unmarshal(p.append(nil, sample()), &written); err != nil {
				t.Fatal(err)
			}
			handed, err := ast.JSON(p.term(sample()).Value)
			if err != nil {
				t.Fatal(err)
			}
			var same any
			text, err := json.Marshal(handed)
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &same); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(written, same); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAProjectionShowsOnlyItsPaths(t *testing.T) {
	t.Parallel()
	p, err := project([][]string{{"guardrails", "input", "pii"}, {"form"}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"form":"create","guardrails":{"input":{"pii":"BLOCK"}}}`, string(p.append(nil, sample()))); diff != "" {
		t.Error(diff)
	}
}

func TestAProjectionOfAFieldThatIsNotThereIsRefused(t *testing.T) {
	t.Parallel()
	_, err := project([][]string{{"guardrails", "inputs"}})
	if diff := cmp.Diff(`the model has no field "inputs"`, err.Error()); diff != "" {
		t.Error(diff)
	}
}

func TestARuleComparesSubjectsByAFacetOfTheModel(t *testing.T) {
	t.Parallel()
	for facet, want := range map[string]string{
		"form":                    "create",
		"guardrails.input.pii":    "BLOCK",
		"":                        "",
		"guardrails.inputs.pii":   "",
		"guardrails.input.pii.of": "",
	} {
		r := Rule{groupBy: fieldsTo(facet)}
		if got := r.Group(sample()); got != want {
			t.Errorf("%q: %q, want %q", facet, got, want)
		}
	}
}
