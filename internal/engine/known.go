package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// shape is as much of a JSON Schema as says which fields there are.
type shape struct {
	Properties  map[string]*shape `json:"properties"`
	Items       *shape            `json:"items"`
	Definitions map[string]*shape `json:"definitions"`
}

// checkNames reports what METADATA names and the model does not have. A facet
// that does not exist would never be unseen, and a rule that requires it would
// judge what nobody saw.
func checkNames(list []rules.Rule, model []byte) error {
	var root shape
	if err := json.Unmarshal(model, &root); err != nil {
		return fmt.Errorf("schema model: %w", err)
	}
	subject, around := root.Definitions["subject"], root.Properties["context"]
	var faults []error
	for _, rule := range list {
		for _, facet := range rule.Requires {
			from := subject
			if isAround(facet) {
				from = around
			}
			if err := from.has(strings.Split(facet, ".")); err != nil {
				faults = append(faults, rule.Errorf("custom.requires: %s: %w", facet, err))
			}
		}
		for _, param := range rule.Params {
			if err := around.Properties["params"].has([]string{param}); err != nil {
				faults = append(faults, rule.Errorf("custom.params: %s: %w", param, err))
			}
		}
	}
	return errors.Join(faults...)
}

// has reports the first name of a path that there is not.
func (s *shape) has(path []string) error {
	for _, name := range path {
		for s != nil && s.Items != nil {
			s = s.Items
		}
		if s == nil {
			return fmt.Errorf("the model has no %q there", name)
		}
		known := slices.Sorted(maps.Keys(s.Properties))
		if !slices.Contains(known, name) {
			return fmt.Errorf("the model has no %q there%s", name, instead(name, known))
		}
		s = s.Properties[name]
	}
	return nil
}

// instead is the near name that was meant, or all that there are.
func instead(name string, known []string) string {
	switch near := schema.Nearest(name, known); {
	case near != "":
		return fmt.Sprintf("; did you mean %q?", near)
	case len(known) > 0:
		return "; it has: " + strings.Join(known, ", ")
	default:
		return ""
	}
}
