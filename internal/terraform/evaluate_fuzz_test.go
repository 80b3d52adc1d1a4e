package terraform

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// FuzzEvaluate holds that an evaluation ends, panics nowhere, and says nothing of what is
// not known: what is known without the values of variables is the same with any of them.
func FuzzEvaluate(f *testing.F) {
	for _, seed := range []string{
		`it = var.team`,
		`it = var.on ? "a" : "b"`,
		`it = try(var.object.name, "none")`,
		`it = can(var.object.name)`,
		`it = { for k, v in var.map : k => upper(v) if v != "x" }`,
		`it = [for a in range(100) : [for b in range(100) : [for c in range(100) : a]]]`,
		`it = local.it`,
		"it = [local.b]\n b = local.it",
		`it = "${var.team}-%{if var.on}on%{else}off%{endif}"`,
		`it = length(var.list) > 0 && contains(var.list, "x")`,
		`it = databricks_schema.gw.name == null`,
		`it = merge({ a = 1 }, var.map)["a"]`,
		`it = var.list[*].name`,
		`it = coalesce(var.team, "none")`,
		`it = jsonencode({ a = var.number, b = 1e300 * 1e300 })`,
		`it = module.child.name`,
		`it = lookup(var.map, "a", "none")`,
		`it = var.team == null ? 1 : 2`,
		`it = provider::acme::f(1) || true`,
		`it = toset([var.team, "a"])`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, locals string) {
		if len(locals) > 4096 || strings.ContainsRune(locals, 0) {
			return
		}
		text := `
variable "team" {}
variable "on" { type = bool }
variable "number" { type = number }
variable "list" { type = list(string) }
variable "map" { type = map(string) }
variable "object" { type = object({ name = optional(string) }) }
resource "databricks_schema" "gw" { name = var.team }
module "child" {
  source = "./child"
  name   = var.team
}
locals {
 ` + locals + `
}
resource "databricks_model_serving" "it" {
  for_each = try(local.each, {})
  name     = local.it
}
`
		child := "variable \"name\" {}\noutput \"name\" { value = \"gw-${var.name}\" }\n"
		files := map[string]string{"main.tf": text, "child/main.tf": child}
		open := evaluationOf(t, files)
		files["terraform.tfvars"] = "team = \"a\"\non = true\nnumber = 3\nlist = [\"x\"]\nmap = { a = \"b\" }\nobject = {}\n"
		closed := evaluationOf(t, files)
		for _, e := range []*evaluation{open, closed} {
			e.budget.left = 50_000 // more takes as long, and finds no more
			e.document(func(string) bool { return true })
		}
		for name := range open.root.module.locals {
			without, with := open.root.local(name, hcl.Range{}), closed.root.local(name, hcl.Range{})
			a, _ := without.value.UnmarkDeep()
			b, _ := with.value.UnmarkDeep()
			if a.IsWhollyKnown() && b.IsWhollyKnown() && !a.RawEquals(b) {
				t.Errorf("%s is known without values to be %#v, and is %#v", name, a, b)
			}
			if !a.IsWhollyKnown() && without.reason == "" {
				t.Errorf("%s is not known, for no reason", name)
			}
		}
	})
}
