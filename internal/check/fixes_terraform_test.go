package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// servedChat is the resource of an endpoint with a gateway.
func servedChat(gateway string) string {
	return "resource \"databricks_model_serving\" \"chat\" {\n  name = \"chat\"\n  ai_gateway {\n" + gateway + "  }\n}\n"
}

func TestFixesOfTerraform(t *testing.T) {
	t.Parallel()
	const module = "module \"gw\" {\n  source = \"../../gw\"\n}\n"
	for name, test := range map[string]struct {
		rule  string
		files map[string]string
		want  []string
	}{
		"a literal": {
			"GW103",
			map[string]string{"main.tf": servedChat("    inference_table_config {\n      table_name_prefix = \"gw_\" // prefix\n    }\n")},
			[]string{"main.tf:\n" + servedChat("    inference_table_config {\n      table_name_prefix = \"gw\" // prefix\n    }\n")},
		},
		"a variable": {
			"GW103",
			map[string]string{"main.tf": "variable \"p\" {\n  default = \"gw_\"\n}\n" + servedChat("    inference_table_config {\n      table_name_prefix = var.p\n    }\n")},
			[]string{"the value comes from elsewhere: change it there"},
		},
		"a text with a variable in it": {
			"GW103",
			map[string]string{"main.tf": "variable \"p\" {\n  default = \"gw\"\n}\n" + servedChat("    inference_table_config {\n      table_name_prefix = \"${var.p}_\"\n    }\n")},
			[]string{"the value comes from elsewhere: change it there"},
		},
		"an argument below the last one, aligned": {
			"GW311",
			map[string]string{"main.tf": servedChat("    rate_limits {\n      calls          = 5 # five\n      renewal_period = \"minute\"\n    }\n    rate_limits { calls = 6 }\n")},
			[]string{
				"main.tf:\n" + servedChat("    rate_limits {\n      calls          = 5 # five\n      renewal_period = \"minute\"\n    }\n    rate_limits {\n      calls = 6\n      key   = \"endpoint\"\n    }\n"),
				"main.tf:\n" + servedChat("    rate_limits {\n      calls          = 5 # five\n      renewal_period = \"minute\"\n      key            = \"endpoint\"\n    }\n    rate_limits { calls = 6 }\n"),
			},
		},
		"a dynamic block": {
			"GW311",
			map[string]string{"main.tf": servedChat("    dynamic \"rate_limits\" {\n      for_each = [5]\n      content {\n        calls = rate_limits.value\n      }\n    }\n")},
			[]string{"a dynamic block makes it: change it by hand"},
		},
		"an argument before blocks": {
			"GW403",
			map[string]string{"main.tf": servedChat("    guardrails {\n      input { # in\n        pii {\n          behavior = \"MASK\"\n        }\n      }\n    }\n")},
			[]string{"main.tf:\n" + servedChat("    guardrails {\n      input { # in\n        safety = true\n        pii {\n          behavior = \"MASK\"\n        }\n      }\n    }\n")},
		},
		"blocks that are not written": {
			"GW403",
			map[string]string{"main.tf": servedChat("    usage_tracking_config {\n      enabled = true\n    } # usage\n")},
			[]string{"main.tf:\n" + servedChat("    usage_tracking_config {\n      enabled = true\n    } # usage\n    guardrails {\n      input {\n        safety = true\n      }\n    }\n")},
		},
		"a block that is empty": {
			"GW101",
			map[string]string{"main.tf": servedChat("    usage_tracking_config {}\n")},
			[]string{"main.tf:\n" + servedChat("    usage_tracking_config {\n      enabled = true\n    }\n")},
		},
		"a module that two roots call": {
			"GW101",
			map[string]string{"gw/main.tf": servedChat(""), "env/dev/main.tf": module, "env/prod/main.tf": module},
			[]string{"gw/main.tf:\n" + servedChat("    usage_tracking_config {\n      enabled = true\n    }\n")},
		},
		"a module that one of two roots gives a value": {
			"GW101",
			map[string]string{
				"gw/main.tf":       "variable \"on\" {\n  default = false\n}\n" + servedChat("    usage_tracking_config {\n      enabled = var.on ? true : null\n    }\n"),
				"env/dev/main.tf":  module,
				"env/prod/main.tf": "module \"gw\" {\n  source = \"../../gw\"\n  on     = true\n}\n",
			},
			[]string{"the value is made of others: change it by hand"},
		},
		"a module that one of two roots deploys": {
			"GW101",
			map[string]string{"gw/main.tf": servedChat(""), "env/dev/main.tf": module, "env/prod/main.tf": "module \"gw\" {\n  source = \"../../gw\"\n  count  = 0\n}\n"},
			[]string{"it holds in 1 of 2 root modules, which share what would be edited: write it for those"},
		},
		"beside other root modules": {
			"GW101",
			map[string]string{"a/main.tf": servedChat(""), "b/main.tf": servedChat("    usage_tracking_config {\n      enabled = true\n    }\n")},
			[]string{"a/main.tf:\n" + servedChat("    usage_tracking_config {\n      enabled = true\n    }\n")},
		},
		"in JSON": {
			"GW103",
			map[string]string{"main.tf.json": `{"resource": {"databricks_model_serving": {"chat": {"name": "chat", "ai_gateway": {"inference_table_config": {"table_name_prefix": "gw_"}}}}}}`},
			[]string{"main.tf.json:\n" + `{"resource": {"databricks_model_serving": {"chat": {"name": "chat", "ai_gateway": {"inference_table_config": {"table_name_prefix": "gw"}}}}}}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := fixesOf(t, test.rule, test.files)
			slices.Sort(got)
			slices.Sort(test.want)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(strings.ReplaceAll(diff, "\u00a0", " "))
			}
		})
	}
}
