package engine_test

import (
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// shipped is what an engine of the shipped rules and policy is made of. It proves the
// suspects of rules: one that says something where its suspect does not hold is an error.
func shipped(t testing.TB) engine.Options {
	t.Helper()
	list, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	_, decide, err := policies.Load(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	return engine.Options{
		Rules: list, RuleModules: modules, PolicyModules: decide, Policy: "policies.f4_checklist",
		Schemas: schema.Rego(), ProvesSuspects: true,
		Facts: facts(t),
	}
}

// facts are those of a run without a configuration, a state file and a workspace.
func facts(t testing.TB) engine.Facts {
	t.Helper()
	params, err := config.Default().Params.Value()
	if err != nil {
		t.Fatal(err)
	}
	return engine.Facts{Params: params, AsOf: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)}
}

func compiledRule(t testing.TB, o engine.Options) *engine.Engine {
	t.Helper()
	e, err := engine.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// parsed reads the documents of a text.
func parsed(t testing.TB, file string, content []byte) (*source.Text, []*source.Document) {
	t.Helper()
	text, err := source.NewText(file, content)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return text, documents
}

// subjects reads the gateways of a text.
func subjects(t testing.TB, file string, content []byte) []*gateway.Subject {
	t.Helper()
	_, documents := parsed(t, file, content)
	var all []*gateway.Subject
	for _, doc := range documents {
		found, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	return all
}

// judge applies every rule to subjects and wants no errors.
func judge(t testing.TB, e *engine.Engine, all []*gateway.Subject) engine.Result {
	t.Helper()
	result := judged(t, e, all)
	for _, err := range result.Errors {
		t.Error(err)
	}
	return result
}

// judged applies every rule to subjects.
func judged(t testing.TB, e *engine.Engine, all []*gateway.Subject) engine.Result {
	t.Helper()
	v, err := e.NewWorker(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		v.Judge(t.Context(), s)
	}
	result, err := e.Finish(t.Context(), []*engine.Worker{v})
	if err != nil {
		t.Fatal(err)
	}
	finding.Sort(result.Findings)
	return result
}
