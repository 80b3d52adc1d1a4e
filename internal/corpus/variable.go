package corpus

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// WithVariables returns the forms that have variables, with each value in one of its own.
// They have the names of the forms without.
func WithVariables() []Form {
	return []Form{
		{"bundle", func(folder string, endpoints []map[string]any) error {
			var all variables
			if err := bundleOfOneTarget(folder, all.replace(endpoints)); err != nil {
				return err
			}
			text, err := yaml.Marshal(object("variables", all.inBundle()))
			if err != nil {
				return err
			}
			return writeFile(folder, "resources/variables.yml", text)
		}},
		{"terraform", func(folder string, endpoints []map[string]any) error {
			var all variables
			if err := terraformModule(folder, all.replace(endpoints)); err != nil {
				return err
			}
			return writeFile(folder, "variables.tf", []byte(all.inModule()))
		}},
	}
}

// variables are values by the numbers of the variables that hold them.
type variables []any

// reference is a text that stands for a variable: ${var.v1}.
type reference string

// replace returns endpoints with references for all values.
func (v *variables) replace(endpoints []map[string]any) []map[string]any {
	var list []map[string]any
	for _, endpoint := range endpoints {
		list = append(list, v.inObject(endpoint))
	}
	return list
}

func (v *variables) inObject(n map[string]any) map[string]any {
	out := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(n)) {
		out[key] = v.in(n[key])
	}
	return out
}

func (v *variables) in(value any) any {
	switch value := value.(type) {
	case map[string]any:
		return v.inObject(value)
	case []any:
		list := make([]any, 0, len(value))
		for _, item := range value {
			list = append(list, v.in(item))
		}
		return list
	case nil:
		return nil
	default:
		*v = append(*v, value)
		return reference(fmt.Sprintf("${var.v%d}", len(*v)-1))
	}
}

func (v *variables) inBundle() map[string]any {
	declared := map[string]any{}
	for i, value := range *v {
		declared[fmt.Sprintf("v%d", i)] = object("default", value)
	}
	return declared
}

func (v *variables) inModule() string {
	var b strings.Builder
	for i, value := range *v {
		fmt.Fprintf(&b, "variable \"v%d\" {\n  default = %s\n}\n", i, expression(value))
	}
	return b.String()
}
