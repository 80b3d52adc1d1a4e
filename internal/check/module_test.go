package check_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/report"
)

// calledModule is a module that tracks usage nowhere; its prefix is an argument.
const calledModule = `
variable "name" {}
variable "prefix" { default = "chat" }
resource "databricks_model_serving" "this" {
  name = var.name
  config {
    served_entities {
      name           = "a"
      entity_name    = "main.models.chat"
      entity_version = "3"
    }
  }
  ai_gateway {
    usage_tracking_config {
      enabled = false
    }
    inference_table_config {
      enabled           = true
      table_name_prefix = var.prefix
    }
  }
}
`

// rootModule calls it.
func rootModule(more string) string {
	return "module \"gw\" {\n  source = \"../../modules/gw\"\n  name   = \"chat\"\n" + more + "}\n"
}

// printsOf are the fingerprints of the findings of a rule.
func printsOf(r report.Report, rule string) []string {
	var prints []string
	for _, f := range r.Findings {
		if f.Rule == rule {
			prints = append(prints, f.Fingerprint)
		}
	}
	return prints
}

func TestARootModuleMoreChangesNoFingerprint(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"modules/gw/main.tf": calledModule,
		"env/dev/main.tf":    rootModule("  prefix = \"a_\"\n"),
		"env/prod/main.tf":   rootModule("  prefix = \"a_\"\n"),
	}
	two := checkedBundle(t, files, check.Variables{}, false, ".")
	files["env/alpha/main.tf"] = rootModule("  prefix = \"a_\"\n")
	three := checkedBundle(t, files, check.Variables{}, false, ".")
	if len(two.Subjects) != 2 || len(three.Subjects) != 3 {
		t.Fatalf("%d and %d subjects", len(two.Subjects), len(three.Subjects))
	}
	if diff := cmp.Diff(printsOf(two, "GW101"), printsOf(three, "GW101")); diff != "" || len(printsOf(two, "GW101")) != 1 {
		t.Errorf("what stands in the called module is one finding: %s", diff)
	}
	before, after := printsOf(two, "GW103"), printsOf(three, "GW103")
	if len(before) != 2 || len(after) != 3 || before[0] == before[1] {
		t.Fatalf("what stands in root modules is one finding in each: %v, %v", before, after)
	}
	for _, print := range before {
		if !slices.Contains(after, print) {
			t.Errorf("%s is not found again in %v", print, after)
		}
	}
}

func TestRootModulesAreNotComparedWithEachOther(t *testing.T) {
	t.Parallel()
	got := checkedBundle(t, map[string]string{
		"modules/gw/main.tf": calledModule,
		"env/dev/main.tf":    rootModule(""),
		"env/prod/main.tf":   rootModule(""),
	}, check.Variables{}, false, ".")
	for _, f := range got.Findings {
		if strings.HasPrefix(f.Rule, "GW6") {
			t.Errorf("%s: %s", f.Rule, f.Message)
		}
	}
}

func TestAFolderIsARootModuleWhereNobodyCallsIt(t *testing.T) {
	t.Parallel()
	const call = "module \"a\" {\n  source = \"./called\"\n  name = \"x\"\n}\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"nobody calls it":              {map[string]string{"a/main.tf": calledModule}, []string{"a"}},
		"one calls it":                 {map[string]string{"a/main.tf": call, "a/called/main.tf": calledModule}, []string{"a"}},
		"one calls it in JSON":         {map[string]string{"a/main.tf.json": `{"module": {"x": {"source": "./called", "name": "x"}}}`, "a/called/main.tf": calledModule}, []string{"a"}},
		"a comment names it":           {map[string]string{"a/main.tf": "# module source = \"./called\"\n", "a/called/main.tf": calledModule}, []string{"a/called"}},
		"two levels call it":           {map[string]string{"main.tf": "module \"b\" {\n  source = \"./a\"\n}\n", "a/main.tf": call, "a/called/main.tf": calledModule}, []string{"."}},
		"they call each other":         {map[string]string{"a/main.tf": "module \"b\" {\n  source = \"../b\"\n}\n", "b/main.tf": "module \"a\" {\n  source = \"../a\"\n}\n" + calledModule}, []string{"a"}},
		"it calls itself":              {map[string]string{"a/main.tf": "module \"a\" {\n  source = \"../a\"\n}\n" + calledModule}, []string{"a"}},
		"what calls it does not parse": {map[string]string{"main.tf": "module \"a\" {\n  source = \"./a\"\n  name = [\n", "a/main.tf": calledModule}, []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := checkedBundle(t, test.files, check.Variables{}, false, ".")
			folders := map[string]bool{}
			for _, s := range got.Subjects {
				folders[s.Target] = true
			}
			if diff := cmp.Diff(test.want, slices.Sorted(maps.Keys(folders))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestAModuleThatIsNotOnDiskCountsWhereItSpeaksOfAGateway asks when it is an error.
func TestAModuleThatIsNotOnDiskCountsWhereItSpeaksOfAGateway(t *testing.T) {
	t.Parallel()
	for call, faults := range map[string]int{
		`source = "terraform-aws-modules/vpc/aws"` + "\n enable_nat_gateway = true": 0,
		`source = "terraform-aws-modules/apigateway-v2/aws"`:                        0,
		`source = "acme/ai-gateway/databricks"`:                                     1,
		`source = "git::https://git.example.com/llm_gateway.git"`:                   1,
		`source = "acme/model-serving/databricks"`:                                  1,
		`source = "acme/chat/databricks"` + "\n ai_gateway = {}":                    1,
		`source = "acme/chat/databricks"`:                                           0,
	} {
		got := checkedBundle(t, map[string]string{"main.tf": "module \"m\" {\n " + call + "\n}\n"}, check.Variables{}, false, ".")
		if len(got.Errors) != faults {
			t.Errorf("%s: %v", call, got.Errors)
		}
	}
}
