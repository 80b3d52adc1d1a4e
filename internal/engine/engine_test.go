package engine

import (
	"context"
	"testing"

	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		list, modules, err := rules.Load(rules.Embedded)
		if err != nil {
			b.Fatal(err)
		}
		_, err = New(context.Background(), Options{Rules: list, Modules: modules, Policy: "policies.f4_checklist",
			Schemas: map[string][]byte{"model": schema.Text(schema.Model)}})
		if err != nil {
			b.Fatal(err)
		}
	}
}
