package rules_test

import (
	"testing"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

func TestRequiredFacetsAreInTheModel(t *testing.T) {
	t.Parallel()
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.CheckFacets(list, schema.Text(schema.Model)); err != nil {
		t.Error(err)
	}
}
