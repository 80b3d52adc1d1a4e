package evidence_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/terraform"
)

// ternModule are the gateways and the apps of a root module of files by name.
func ternModule(tb testing.TB, files map[string]string) []*gateway.Subject {
	tb.Helper()
	dir := tb.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	c := terraform.Load(dir, terraform.Options{Dir: dir, Root: dir})
	doc := c.Resolve(func(string) bool { return true })
	if doc == nil {
		tb.Fatal("the module has no resource")
	}
	subjects, err := gateway.Normalise(doc, gateway.Auto)
	if err != nil {
		tb.Fatal(err)
	}
	return evidence.OfTerraform(doc, subjects)
}

func TestPermissionsOfAModuleAreThoseOfItsEndpoints(t *testing.T) {
	t.Parallel()
	subjects := ternModule(t, map[string]string{
		"main.tf": `
locals { regions = toset(["eu", "us"]) }
resource "databricks_model_serving" "chat" {
  for_each = local.regions
  name     = "chat-${each.key}"
}
resource "databricks_permissions" "chat" {
  for_each            = local.regions
  serving_endpoint_id = databricks_model_serving.chat[each.key].serving_endpoint_id
  access_control {
    group_name       = "team-${each.key}"
    permission_level = "CAN_QUERY"
  }
}
module "search" {
  source = "./endpoint"
  name   = "search"
}
resource "databricks_permissions" "search" {
  serving_endpoint_id = module.search.id
  access_control {
    group_name       = "searchers"
    permission_level = "CAN_MANAGE"
  }
}
module "access" {
  source   = "./access"
  endpoint = databricks_model_serving.lone.serving_endpoint_id
}
resource "databricks_model_serving" "lone" {
  name = "lone"
}
resource "databricks_permissions" "other" {
  serving_endpoint_id = var.other
  access_control {
    group_name       = "others"
    permission_level = "CAN_MANAGE"
  }
}
variable "other" {}
`,
		"endpoint/main.tf": `
variable "name" {}
resource "databricks_model_serving" "this" { name = var.name }
output "id" { value = databricks_model_serving.this.serving_endpoint_id }
`,
		"access/main.tf": `
variable "endpoint" {}
resource "databricks_permissions" "this" {
  serving_endpoint_id = var.endpoint
  access_control {
    user_name        = "ana@example.com"
    permission_level = "CAN_MANAGE"
  }
}
`,
	})
	if diff := cmp.Diff(map[string][]string{
		`databricks_model_serving.chat["eu"]`:         {"team-eu CAN_QUERY"},
		`databricks_model_serving.chat["us"]`:         {"team-us CAN_QUERY"},
		"databricks_model_serving.lone":               {"ana@example.com CAN_MANAGE"},
		"module.search.databricks_model_serving.this": {"searchers CAN_MANAGE"},
	}, accessOf(subjects)); diff != "" {
		t.Error(diff)
	}
}

// ternFindings are the failures of a rule.
func ternFindings(tb *testing.T, subjects []*gateway.Subject, rule string) []finding.Finding {
	tb.Helper()
	return slices.DeleteFunc(judged(tb, offlineEngine(tb), subjects).Findings, func(f finding.Finding) bool {
		return f.Rule != rule || f.Outcome != finding.Fail
	})
}

func TestAFindingOfTerraformShowsWhereTheValueIsUsed(t *testing.T) {
	t.Parallel()
	const main = `
resource "databricks_model_serving" "chat" {
  name = "chat"
  ai_gateway {
    inference_table_config {
      enabled           = true
      catalog_name      = "main"
      schema_name       = "audit"
      table_name_prefix = var.prefix
    }
  }
}
`
	for name, test := range map[string]struct{ variable, message string }{
		"a value":  {`variable "prefix" {}`, "the table prefix `tern_` of endpoint `chat` ends in an underscore: the table becomes `tern__payload`"},
		"a secret": {`variable "prefix" { sensitive = true }`, "the table prefix `********` of endpoint `chat` ends in an underscore: the table becomes `********_payload`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := ternFindings(t, ternModule(t, map[string]string{"main.tf": test.variable + main, "terraform.tfvars": "prefix = \"tern_\"\n"}), "GW103")
			if len(found) != 1 {
				t.Fatalf("%d findings", len(found))
			}
			f := found[0]
			if f.Location.File != "terraform.tfvars" || f.Location.StartLine != 1 || f.Message != test.message || f.Pointer != "/prefix" {
				t.Errorf("%s:%d (%s): %s", f.Location.File, f.Location.StartLine, f.Pointer, f.Message)
			}
			if len(f.Related) != 1 || f.Related[0].Location.File != "main.tf" || f.Related[0].Location.StartLine != 9 || !f.Related[0].Use {
				t.Errorf("related: %+v", f.Related)
			}
			if shown := strings.Join(f.Excerpt.Lines, "\n"); strings.Contains(shown, "tern_") == (name == "a secret") {
				t.Errorf("the excerpt is %s", shown)
			}
		})
	}
}

func TestAFindingOfInstancesThatAreNotKnownSaysSo(t *testing.T) {
	t.Parallel()
	found := ternFindings(t, ternModule(t, map[string]string{"main.tf": `
variable "names" { type = set(string) }
resource "databricks_model_serving" "any" {
  for_each = var.names
  name     = each.key
}
`}), "GW012")
	const end = "; its instances are not known, since `var.names` has no value"
	if len(found) != 1 || !strings.HasSuffix(found[0].Message, end) {
		t.Errorf("found: %+v", found)
	}
}

func TestALimitOfZeroInAModuleIsNoLimit(t *testing.T) {
	t.Parallel()
	result := judged(t, offlineEngine(t), ternModule(t, map[string]string{"main.tf": `
resource "databricks_model_serving" "chat" {
  name = "chat"
  ai_gateway {
    rate_limits {
      key            = "endpoint"
      calls          = 0
      renewal_period = "minute"
    }
  }
}
`}))
	for rule, want := range map[string]string{
		"GW301": "fail main.tf:5 endpoint `chat` has no rate limit",
		"GW305": "fail main.tf:7 endpoint `chat` has a limit of 0 calls for the key `endpoint`, which Terraform does not send: there is no such limit",
		"GW309": "pass",
		"GW102": "fail main.tf:4 endpoint `chat` logs no requests and responses: `inference_table_config` is missing",
	} {
		if diff := cmp.Diff(want, said(result, rule, "endpoint")); diff != "" {
			t.Errorf("%s: %s", rule, diff)
		}
	}
	i := slices.IndexFunc(result.Findings, func(f finding.Finding) bool { return f.Rule == "GW305" })
	if i < 0 || result.Findings[i].Level != finding.Error {
		t.Error("GW305 is no error")
	}
}
