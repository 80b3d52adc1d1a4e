package rules_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// shape is as much of a JSON Schema as says which fields there are.
type shape struct {
	Properties map[string]*shape `json:"properties"`
	Items      *shape            `json:"items"`
}

func TestRequiredFacetsAreInTheModel(t *testing.T) {
	t.Parallel()
	var model struct {
		shape
		Definitions map[string]*shape `json:"definitions"`
	}
	if err := json.Unmarshal(schema.Text(schema.Model), &model); err != nil {
		t.Fatal(err)
	}
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	subject, around := model.Definitions["subject"], model.Properties["context"]
	for _, rule := range list {
		for _, facet := range rule.Requires {
			path := strings.Split(facet, ".")
			if !subject.has(path) && (path[0] == "params" || !around.has(path)) {
				t.Errorf("%s requires %s, which the model does not have", rule.ID, facet)
			}
		}
		for _, param := range rule.Params {
			if !around.has([]string{"params", param}) {
				t.Errorf("%s reads the parameter %s, which there is not", rule.ID, param)
			}
		}
	}
}

func (s *shape) has(path []string) bool {
	for _, name := range path {
		if s.Items != nil {
			s = s.Items
		}
		next, ok := s.Properties[name]
		if !ok {
			return false
		}
		s = next
	}
	return true
}
