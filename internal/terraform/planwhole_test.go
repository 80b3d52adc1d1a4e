package terraform_test

import (
	"strings"
	"testing"
)

func TestAPlanWithoutAChangeForEachResourceIsNotWhole(t *testing.T) {
	t.Parallel()
	const serving = `"mode":"managed","type":"databricks_model_serving","name":"x"`
	change := func(address string) string {
		return `{"address":"` + address + `",` + serving + `,"change":{"actions":["no-op"],"after":{"name":"n"}}}`
	}
	for name, test := range map[string]struct {
		planned, changes string
		whole            bool
	}{
		"a change for each":          {`"resources":[{"address":"a",` + serving + `}]`, `"resource_changes":[` + change("a") + `]`, true},
		"no changes at all":          {`"resources":[{"address":"a",` + serving + `}]`, `"errored":false`, false},
		"one change of two":          {`"resources":[{"address":"a",` + serving + `},{"address":"b",` + serving + `}]`, `"resource_changes":[` + change("a") + `]`, false},
		"in a module":                {`"child_modules":[{"child_modules":[{"resources":[{"address":"m.a",` + serving + `}]}]}]`, `"resource_changes":[` + change("a") + `]`, false},
		"a change that waits":        {`"resources":[{"address":"a",` + serving + `}]`, `"deferred_changes":[{"reason":"x","resource_change":` + change("a") + `}]`, true},
		"of another provider":        {`"resources":[{"address":"a","mode":"managed","type":"aws_instance","name":"x"}]`, `"resource_changes":[]`, true},
		"a data source without one":  {`"resources":[{"address":"a","mode":"data","type":"databricks_model_serving","name":"x"}]`, `"resource_changes":[]`, true},
		"modules of another shape":   {`"child_modules":{"resources":[{"address":"a",` + serving + `}]}`, `"resource_changes":[]`, false},
		"nothing of another shape":   {`"child_modules":{"resources":7}`, `"resource_changes":[]`, true},
		"nothing is planned, either": {``, `"errored":false`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, faults := shownOf(t, `{"format_version":"1.2","planned_values":{"root_module":{`+test.planned+`}},`+test.changes+`}`)
			if (len(faults) == 0) != test.whole {
				t.Error("faults:", faults)
			}
			for _, fault := range faults {
				if !strings.Contains(fault, "resource_changes") {
					t.Error(fault)
				}
			}
		})
	}
}
