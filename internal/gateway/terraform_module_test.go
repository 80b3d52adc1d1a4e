package gateway_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// loadedModule are the gateways of a root module of files by name, and its document.
func loadedModule(tb testing.TB, files map[string]string) (*source.Document, []*gateway.Subject) {
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
	doc := terraform.Load(dir, terraform.Options{Dir: dir, Root: dir}).Resolve(gateway.IsTerraformGateway)
	if doc == nil {
		tb.Fatal("the module has no gateway")
	}
	return doc, bundleSubjects(tb, doc)
}

func TestAModuleOfTerraformIsReadAsItsGateways(t *testing.T) {
	t.Parallel()
	_, subjects := loadedModule(t, map[string]string{
		"main.tf": `
resource "databricks_model_serving" "chat" {
  for_each = toset(["eu", "us"])
  name     = "chat-${each.key}"
  config {
    served_entities {
      external_model {
        name     = "gpt-4o"
        provider = "openai"
        task     = "llm/v1/chat"
      }
    }
  }
}
module "tools" {
  source = "./tools"
  schema = "main.ai"
}
resource "databricks_model_serving" "any" {
  for_each = var.names
  name     = each.key
}
variable "names" { type = set(string) }
`,
		"tools/main.tf": `
variable "schema" {}
resource "databricks_ai_gateway_mcp_service" "tools" {
  mcp_service_id = "tools"
  parent         = "schemas/${var.schema}"
}
`,
	})
	type shown struct{ Kind, Name, Address, File, Hosting string }
	var got []shown
	var open []string
	for _, s := range subjects {
		who := s.Identity()
		got = append(got, shown{who.Kind, who.Name, who.Address, who.File, who.Hosting})
		if who.Instances != "" {
			open = append(open, who.Address)
		}
	}
	slices.SortFunc(got, func(a, b shown) int { return strings.Compare(a.Address, b.Address) })
	if diff := cmp.Diff([]shown{
		{"endpoint", "${each.key}", "databricks_model_serving.any[?]", "main.tf", "unknown"},
		{"endpoint", "chat-eu", `databricks_model_serving.chat["eu"]`, "main.tf", "external"},
		{"endpoint", "chat-us", `databricks_model_serving.chat["us"]`, "main.tf", "external"},
		{"mcp_service", "main.ai.tools", "module.tools.databricks_ai_gateway_mcp_service.tools", "tools/main.tf", "unknown"},
	}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"databricks_model_serving.any[?]"}, open); diff != "" {
		t.Errorf("instances that are not known: %s", diff)
	}
}

func TestWhatTerraformRefusesInAModuleIsFoundAtItsKey(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ resource, want, at string }{
		"an unknown argument": {`
  name  = "a"
  names = "b"`, "GW002  names name", "main.tf:4:3"},
		"an argument twice": {`
  name = "a"
  name = "b"`, "GW004  name", "main.tf:4:3"},
		"a block that may stand once": {`
  name = "a"
  ai_gateway {
    guardrails {}
    guardrails {}
  }`, "GW004 ai_gateway guardrails", "main.tf:6:5"},
		"an argument for a block": {`
  name = "a"
  ai_gateway = { usage_tracking_config = { enabled = true } }`, "GW003 ai_gateway must be a block: write `ai_gateway {`, without `=`, write ", "main.tf:4:3"},
		"a list for blocks": {`
  name = "a"
  ai_gateway {
    rate_limits = [{ key = "user", calls = 5, renewal_period = "minute" }]
  }`, "GW003 ai_gateway.rate_limits must be a block: write `rate_limits {`, without `=`, write ", "main.tf:5:5"},
		"a block for an argument": {`
  name = "a"
  config {
    served_entities {
      entity_name = "main.a.b"
      environment_vars { A = "1" }
    }
  }`, "GW003 config.served_entities[0].environment_vars must be an argument: write `environment_vars =` before its braces, write ", "main.tf:7:7"},
		"a block in a wrong place": {`
  name = "a"
  config {
    ai_gateway {}
  }`, "GW005 config.ai_gateway belongs in ai_gateway", "main.tf:5:5"},
		"a required argument": {`
  name = "a"
  ai_gateway {
    fallback_config {}
  }`, "GW003 ai_gateway.fallback_config.enabled must be written: Terraform requires it, write ", "main.tf:5:5"},
		"what Terraform converts": {`
  name = 7
  ai_gateway {
    fallback_config { enabled = "true" }
    rate_limits {
      calls          = "12"
      renewal_period = "minute"
    }
  }`, "", ""},
		"meta-arguments": {`
  name     = "a"
  provider = databricks.other
  timeouts { create = "30m" }
  lifecycle { ignore_changes = [ai_gateway] }`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, subjects := loadedModule(t, map[string]string{"main.tf": "\nresource \"databricks_model_serving\" \"a\" {" + test.resource + "\n}\n"})
			s := subjects[0]
			if got := strings.Join(terraformFaults(s), "\n"); got != test.want {
				t.Errorf("got %s", got)
			}
			for list, n := range map[string]int{
				"unknown_keys": len(s.Text.UnknownKeys), "invalid_values": len(s.Text.InvalidValues),
				"duplicate_keys": len(s.Text.DuplicateKeys), "misplaced": len(s.Text.Misplaced),
			} {
				for range n {
					at := s.Place([]string{"text", list, "0"})
					place := at.Text.Position(at.Range.Start)
					if got := at.Text.File + ":" + strconv.Itoa(place.Line) + ":" + strconv.Itoa(place.Column); got != test.at {
						t.Errorf("it is shown at %s", got)
					}
				}
			}
		})
	}
}

func TestSecretsOfAModuleAreShownInNoneOfItsFiles(t *testing.T) {
	t.Parallel()
	doc, subjects := loadedModule(t, map[string]string{
		"main.tf": `
# openai_api_key = "Old-Pass-9"
variable "phrase" {
  sensitive = true
  default   = "Correct-Horse"
}
variable "region" { default = "westeurope" }
locals { note = sensitive("Orange-Juice") }
resource "databricks_model_serving" "chat" {
  name        = "chat"
  description = local.note
  config {
    served_entities {
      external_model {
        name     = "gpt-4o"
        provider = "openai"
        task     = "llm/v1/chat"
        openai_config {
          openai_api_key_plaintext = var.phrase
        }
      }
    }
  }
  tags {
    key   = "password"
    value = "Zebra-Nine"
  }
  tags {
    key   = "who"
    value = "${var.given}-suffix"
  }
}
variable "given" { sensitive = true }
`,
		"terraform.tfvars":   "phrase = \"Blue-Whale\"\ngiven = \"Red-Panda\"\n",
		"more.auto.tfvars":   "region = \"eastus\"\n",
		"unused.auto.tfvars": "api_key = \"Green-Apple\"\n",
	})
	shown := ""
	for _, text := range append(doc.Texts, doc.Text) {
		shown += shownText(text) + "\n"
	}
	for _, secret := range []string{"Old-Pass-9", "Correct-Horse", "Orange-Juice", "Zebra-Nine", "Blue-Whale", "Red-Panda", "Green-Apple"} {
		if strings.Contains(shown, secret) {
			t.Errorf("%s is shown", secret)
		}
	}
	for _, plain := range []string{"westeurope", "openai_api_key_plaintext = var.phrase", "gpt-4o", "description = local.note"} {
		if !strings.Contains(shown, plain) {
			t.Errorf("%s is hidden in\n%s", plain, shown)
		}
	}
	who := subjects[0].Identity()
	if got := who.Hide("`Red-Panda-suffix`, `Orange-Juice` and `Blue-Whale`"); got != "`********`, `********` and `********`" {
		t.Errorf("a message shows %s", got)
	}
	if len(subjects[0].Text.Credentials) == 0 {
		t.Error("no credential is found")
	}
}

func TestAValueIsShownWhereItIsWrittenAndWhereItIsUsed(t *testing.T) {
	t.Parallel()
	_, subjects := loadedModule(t, map[string]string{
		"main.tf": `
variable "prefix" {}
resource "databricks_model_serving" "chat" {
  name = "chat"
  ai_gateway {
    inference_table_config {
      table_name_prefix = var.prefix
    }
  }
}
`,
		"terraform.tfvars": "prefix = \"chat_\"\n",
	})
	at := subjects[0].Place([]string{"inference_table", "prefix"})
	if at.Text.File != "terraform.tfvars" || at.Via == nil {
		t.Fatalf("it is in %s, via %v", at.Text.File, at.Via)
	}
	if got := string(at.Via.Text.Bytes[at.Via.Range.Start:at.Via.Range.End]); got != "var.prefix" || at.Via.Text.File != "main.tf" {
		t.Errorf("it is used by %s in %s", got, at.Via.Text.File)
	}
	if diff := cmp.Diff(map[string]bool{"main.tf": true, "terraform.tfvars": true}, gateway.FilesOf(subjects[0])); diff != "" {
		t.Error(diff)
	}
}
