package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/fix"
)

// fixesOf are the fixes of a rule in a bundle or in root modules: each file that they edit as
// it is then, or why there are none.
func fixesOf(t *testing.T, rule string, files map[string]string, targets ...string) []string {
	t.Helper()
	f := theFixer(t)
	r := f.request
	r.Dir, r.Targets = writtenFiles(t, files), targets
	got, err := check.Run(t.Context(), r, &check.Files{Paths: []string{"."}, Kind: "auto"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got.Errors {
		t.Errorf("%s: %s", e.File, e.Message)
	}
	fixes := []string{}
	for _, one := range got.Findings {
		switch {
		case one.Rule != rule || one.Fix == nil:
		case one.Fix.Refused != "":
			fixes = append(fixes, one.Fix.Refused)
		default:
			file := one.Fix.Edits[0].Location.File
			after, err := fix.Apply([]byte(files[file]), one.Fix.Edits)
			if err != nil {
				t.Fatal(err)
			}
			fixes = append(fixes, file+":\n"+string(after))
		}
	}
	return fixes
}

func TestFixesOfABundle(t *testing.T) {
	t.Parallel()
	const (
		root = `bundle: {name: shop}
include: [chat.yml]
variables: {prefix: {default: gw_}}
`
		chat = `resources:
  model_serving_endpoints:
    chat:
      name: chat
      ai_gateway:
        inference_table_config: {enabled: true, catalog_name: main, schema_name: gw, table_name_prefix: gw_} # table
`
		both  = "targets:\n  dev: {default: true}\n  prod: {}\n"
		prod  = "targets:\n  dev: {default: true}\n  prod:\n    resources:\n      model_serving_endpoints:\n        chat:\n          ai_gateway:\n            inference_table_config:\n              table_name_prefix: %s\n"
		alias = "resources:\n  model_serving_endpoints:\n    chat:\n      name: chat\n      ai_gateway: &gw\n        inference_table_config: {enabled: true, catalog_name: main, schema_name: gw, table_name_prefix: gw_}\n"
	)
	fixed := "chat.yml:\n" + `resources:
  model_serving_endpoints:
    chat:
      name: chat
      ai_gateway:
        inference_table_config: {enabled: true, catalog_name: main, schema_name: gw, table_name_prefix: gw} # table
`
	for name, test := range map[string]struct {
		root, chat string
		targets    []string
		want       []string
	}{
		"in the file that is included":  {root, chat, nil, []string{fixed}},
		"what two targets share":        {root + both, chat, nil, []string{fixed}},
		"what one of two targets sees":  {root + both, chat, []string{"dev"}, []string{"it holds in 1 of 2 targets, which share what would be edited: write it for those"}},
		"what all targets see, by name": {root + both, chat, []string{"dev", "prod"}, []string{fixed}},
		"what another target has right": {root + fmt.Sprintf(prod, "prod"), chat, nil, []string{"it holds in 1 of 2 targets, which share what would be edited: write it for those"}},
		"where each target has its own": {root + fmt.Sprintf(prod, "prod_"), chat, nil, []string{
			"it holds in 1 of 2 targets, which share what would be edited: write it for those",
			"databricks.yml:\n" + root + fmt.Sprintf(prod, "prod"),
		}},
		"behind an anchor":   {root, alias, nil, []string{"an anchor stands on the value, which may be used elsewhere too: change it by hand"}},
		"from a variable":    {root, strings.Replace(chat, "gw_}", "'${var.prefix}'}", 1), nil, []string{"the value comes from elsewhere: change it there"}},
		"made of a variable": {root, strings.Replace(chat, "gw_}", "'${bundle.name}_'}", 1), nil, []string{"the value comes from elsewhere: change it there"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := fixesOf(t, "GW103", map[string]string{"databricks.yml": test.root, "chat.yml": test.chat}, test.targets...)
			slices.Sort(got)
			want := slices.Sorted(slices.Values(test.want))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
