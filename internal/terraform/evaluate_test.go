package terraform

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// evaluationOf is one of the files of a folder: their text by path, main.tf for the root
// module.
func evaluationOf(t testing.TB, files map[string]string) *evaluation {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return newEvaluation(Load(folder, Options{Dir: folder, Root: folder}))
}

// shownResult is a value in JSON, or ? and why it is not known.
func shownResult(t testing.TB, r result) string {
	t.Helper()
	v, _ := r.value.UnmarkDeep()
	if !v.IsWhollyKnown() {
		return "? " + r.reason
	}
	text, err := ctyjson.Marshal(v, v.Type())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shownFaults are what is wrong, with the places.
func shownFaults(e *evaluation) []string {
	list := []string{}
	for _, fault := range e.configuration.loader.faults {
		list = append(list, fault.Error())
	}
	return list
}

func TestALocalHasTheValueOfItsExpression(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, values, want string }{
		"a literal": {text: `locals { it = "a" }`, want: `"a"`},
		"a variable's default": {
			text: "variable \"name\" {\n default = \"a\"\n}\nlocals { it = \"${var.name}-b\" }", want: `"a-b"`,
		},
		"an assigned value before the default": {
			text: "variable \"name\" {\n default = \"a\"\n}\nlocals { it = var.name }", values: "name = \"b\"", want: `"b"`,
		},
		"a value of the variable's type": {
			text: "variable \"calls\" {\n type = number\n default = \"5\"\n}\nlocals { it = var.calls }", want: `5`,
		},
		"the defaults of optional attributes": {
			text: "variable \"it\" {\n type = object({ key = optional(string, \"user\"), calls = number })\n}\nlocals { it = var.it }", values: "it = { calls = 3 }",
			want: `{"calls":3,"key":"user"}`,
		},
		"null where a variable may be null": {
			text: "variable \"it\" {\n default = 1\n}\nlocals { it = var.it == null }", values: "it = null", want: `true`,
		},
		"the default where a variable may not be null": {
			text: "variable \"it\" {\n default = 1\n nullable = false\n}\nlocals { it = var.it }", values: "it = null", want: `1`,
		},
		"a variable without a value": {
			text: "variable \"team\" {}\nlocals { it = \"gw-${var.team}\" }", want: "? `var.team` has no value",
		},
		"a local of a local of a variable without a value": {
			text: "variable \"team\" {}\nlocals {\n it = [local.b]\n b = var.team\n}", want: "? `var.team` has no value",
		},
		"an attribute that a resource has written": {
			text: "resource \"databricks_schema\" \"gw\" {\n name = \"gateways\"\n}\nlocals { it = databricks_schema.gw.name }", want: `"gateways"`,
		},
		"an attribute that it has not": {
			text: "resource \"databricks_schema\" \"gw\" {\n name = \"gateways\"\n}\nlocals { it = databricks_schema.gw.id }",
			want: "? `databricks_schema.gw.id` is known after apply",
		},
		"an attribute that is null": {
			text: "resource \"databricks_schema\" \"gw\" {\n name = null\n}\nlocals { it = databricks_schema.gw.name }",
			want: "? `databricks_schema.gw.name` is known after apply",
		},
		"an attribute of a resource with count": {
			text: "resource \"databricks_schema\" \"gw\" {\n count = 2\n name = \"g${count.index}\"\n}\nlocals { it = databricks_schema.gw[1].name }", want: `"g1"`,
		},
		"an attribute that a resource with count has not": {
			text: "resource \"databricks_schema\" \"gw\" {\n count = 2\n}\nlocals { it = databricks_schema.gw[1].name }",
			want: "? `databricks_schema.gw[1].name` is known after apply",
		},
		"an attribute of a resource with for_each": {
			text: "resource \"databricks_schema\" \"gw\" {\n for_each = { eu = \"e\", us = \"u\" }\n name = each.value\n}\nlocals { it = databricks_schema.gw[\"us\"].name }", want: `"u"`,
		},
		"an attribute of an instance that is not there": {
			text: "resource \"databricks_schema\" \"gw\" {\n for_each = { eu = \"e\" }\n name = each.value\n}\nlocals { it = databricks_schema.gw[\"us\"].name }",
			want: "? `databricks_schema.gw[\"us\"].name` cannot be evaluated: invalid index",
		},
		"an attribute of a resource whose instances are not known": {
			text: "variable \"all\" {}\nresource \"databricks_schema\" \"gw\" {\n for_each = var.all\n name = each.value\n}\nlocals { it = databricks_schema.gw[\"us\"].name }",
			want: "? `var.all` has no value",
		},
		"an attribute of an instance that is computed": {
			text: "variable \"key\" { default = \"eu\" }\nresource \"databricks_schema\" \"gw\" {\n for_each = { eu = \"e\" }\n name = each.value\n}\nlocals { it = databricks_schema.gw[var.key].name }",
			want: "? `databricks_schema.gw` is known after apply",
		},
		"a data source": {
			text: "data \"databricks_current_user\" \"me\" {}\nlocals { it = data.databricks_current_user.me.home }",
			want: "? `data.databricks_current_user.me.home` is read when Terraform runs",
		},
		"the workspace":          {text: `locals { it = terraform.workspace }`, want: "? `terraform.workspace` is not known before Terraform runs"},
		"the path of the module": {text: `locals { it = "${path.module}/${path.root}" }`, want: `"./."`},
		"a resource by the keyword": {
			text: "resource \"databricks_schema\" \"gw\" {\n name = \"gateways\"\n}\nlocals { it = resource.databricks_schema.gw.name }", want: `"gateways"`,
		},
		"a resource as a whole": {
			text: "resource \"databricks_schema\" \"gw\" {\n name = \"gateways\"\n}\nlocals { it = databricks_schema.gw }",
			want: "? `databricks_schema.gw` is known after apply",
		},
		"an ephemeral resource":      {text: `locals { it = ephemeral.random_password.p.result }`, want: "? `ephemeral.random_password.p.result` is known when Terraform runs"},
		"count outside of a count":   {text: `locals { it = count.index }`, want: "? `count.index` has no value here"},
		"each outside of for_each":   {text: `locals { it = each.value.name }`, want: "? `each.value.name` has no value here"},
		"self outside of a resource": {text: `locals { it = self.id }`, want: "? `self.id` has no value here"},
		"the first reason of several": {
			text: "variable \"team\" {}\nvariable \"env\" {}\nlocals {\n all = { a = var.team, b = var.env }\n it = local.all.b\n}", want: "? `var.env` has no value",
		},
		"a reason in try()":       {text: "variable \"team\" {}\nlocals { it = try(var.team.name, 1) }", want: "? `var.team` has no value"},
		"a reason in a loop":      {text: "variable \"team\" {}\nlocals { it = [for k, v in { a = var.team } : upper(v)] }", want: "? `var.team` has no value"},
		"a reason in a condition": {text: "variable \"on\" { type = bool }\nlocals { it = var.on ? 1 : 2 }", want: "? `var.on` has no value"},
		"what no value can change": {
			text: "variable \"on\" { type = bool }\nlocals { it = var.on && false }", want: "false",
		},
		"a variable that may not be null is not null": {
			text: "variable \"team\" {\n type = string\n nullable = false\n}\nlocals { it = var.team == null }", want: "false",
		},
		"what cannot be evaluated, without its texts": {
			text: `locals { it = 1 + "secret" }`, want: "? `1 + \"…\"` cannot be evaluated: invalid operand",
		},
		"a failure that try() takes": {text: `locals { it = try({ a = 1 }.b, "none") }`, want: `"none"`},
		"a default that is an object": {
			text: "variable \"it\" {\n type = map(object({ calls = optional(number, 5) }))\n default = { a = {}, b = { calls = \"7\" } }\n}\nlocals { it = var.it }",
			want: `{"a":{"calls":5},"b":{"calls":7}}`,
		},
		"a function of a provider in try()": {
			text: `locals { it = try(provider::acme::safe("out"), true) }`, want: "? `provider::acme::safe()` is a function that gwlint does not know",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := evaluationOf(t, map[string]string{"main.tf": test.text, "terraform.tfvars": test.values})
			got := shownResult(t, e.root.local("it", hcl.Range{}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if faults := shownFaults(e); len(faults) > 0 {
				t.Error(faults)
			}
		})
	}
}

func TestWhatTerraformRefusesIsAFaultAndNotKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text, want string
		faults     []string
	}{
		"a variable that is not declared": {
			text: "locals { it = var.nobody }", want: "? `var.nobody` is not declared",
			faults: []string{"main.tf: line 1, column 15: `var.nobody` is not declared: declare the variable"},
		},
		"a resource that is not declared": {
			text: "locals { it = databricks_schema.nobody.name }", want: "? `databricks_schema.nobody` is not declared",
			faults: []string{"main.tf: line 1, column 15: `databricks_schema.nobody` is not declared: declare the resource"},
		},
		"a default of another type": {
			text: "variable \"calls\" {\n type = number\n default = \"many\"\n}\nlocals { it = var.calls }", want: "? the value of `var.calls` is not of its type",
			faults: []string{"main.tf: line 3, column 12: the value of the variable `calls` is not of its type, `number`: correct the value or the type"},
		},
		"a data source that is not declared": {
			text: "locals { it = data.databricks_schema.nobody.name }", want: "? `data.databricks_schema.nobody` is not declared",
			faults: []string{"main.tf: line 1, column 15: `data.databricks_schema.nobody` is not declared: declare the data source"},
		},
		"a module that is not declared": {
			text: "locals { it = module.nobody.name }", want: "? `module.nobody` is not declared",
			faults: []string{"main.tf: line 1, column 15: `module.nobody` is not declared: declare the module"},
		},
		"try() of a variable that is not declared": {
			text: "locals { it = try(var.nobody, 1) }", want: "? `var.nobody` is not declared",
			faults: []string{"main.tf: line 1, column 19: `var.nobody` is not declared: declare the variable"},
		},
		"null for a variable that may not be null": {
			text: "variable \"it\" {\n nullable = false\n default = null\n}\nlocals { it = var.it }", want: "? `var.it` is null, which it may not be",
			faults: []string{"main.tf: line 3, column 12: the variable `it` may not be null: give it a value"},
		},
		"instances that refer to themselves": {
			text:   "resource \"databricks_schema\" \"gw\" {\n count = databricks_schema.gw[0].n\n n = 1\n}\nlocals { it = databricks_schema.gw[0].n }",
			want:   "? `databricks_schema.gw` refers to itself",
			faults: []string{"main.tf: line 1, column 1: `databricks_schema.gw` refers to itself: take one of the references out"},
		},
		"a local that refers to itself": {
			text: "locals { it = [local.it] }", want: "? `local.it` refers to itself",
			faults: []string{"main.tf: line 1, column 16: `local.it` refers to itself: take one of the references out"},
		},
		"locals that refer to each other": {
			text: "locals {\n it = local.b\n b = local.c\n c = local.it\n}", want: "? `local.it` refers to itself through `local.b`, `local.c`",
			faults: []string{"main.tf: line 4, column 6: `local.it` refers to itself through `local.b`, `local.c`: take one of the references out"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := evaluationOf(t, map[string]string{"main.tf": test.text})
			got := shownResult(t, e.root.local("it", hcl.Range{}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.faults, shownFaults(e)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAResourceHasTheInstancesOfCountAndForEach(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text    string
		keys    []string
		unknown string
	}{
		"neither":           {text: ``, keys: []string{""}},
		"a count":           {text: `count = 2`, keys: []string{"[0]", "[1]"}},
		"a count as text":   {text: `count = "1"`, keys: []string{"[0]"}},
		"a literal of none": {text: `count = 0`},
		"a map":             {text: `for_each = { b = 1, a = 2 }`, keys: []string{`["a"]`, `["b"]`}},
		"an empty map":      {text: `for_each = {}`},
		"a count that a variable decides": {
			text: `count = var.on ? 1 : 0`, keys: []string{"[?]"},
			unknown: "`count` makes none with the default of `var.on`, and may with another value",
		},
		"a map by default empty": {
			text: `for_each = local.all`, keys: []string{"[?]"},
			unknown: "`for_each` makes none with the default of `var.all`, and may with another value",
		},
		"a count without a value": {
			text: `count = var.team == "a" ? 1 : 0`, keys: []string{"[?]"}, unknown: "`var.team` has no value",
		},
		"a map without a value": {text: `for_each = var.team`, keys: []string{"[?]"}, unknown: "`var.team` has no value"},
		"a map with a key that is not known": {
			text: `for_each = { "${var.team}" = 1 }`, keys: []string{"[?]"}, unknown: "`var.team` has no value",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := evaluationOf(t, map[string]string{"main.tf": `
variable "on" { default = false }
variable "all" { default = {} }
variable "team" {}
locals { all = { for k, v in var.all : k => v } }
resource "databricks_model_serving" "it" {
` + test.text + `
}`})
			found := repeater{e.root}.instances(e.configuration.root.resources["databricks_model_serving.it"])
			var keys []string
			for _, i := range found.list {
				keys = append(keys, i.key)
			}
			if diff := cmp.Diff(test.keys, keys); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.unknown, found.unknown); diff != "" {
				t.Error(diff)
			}
			if faults := shownFaults(e); len(faults) > 0 {
				t.Error(faults)
			}
		})
	}
}

func TestACalledModuleTakesArgumentsAndGivesOutputs(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": `
module "one" {
  source = "./gateway"
  team   = "support"
}
module "each" {
  source   = "./gateway"
  for_each = { a = "x", b = "y" }
  team     = each.value
}
module "two" {
  source = "./gateway"
  count  = 2
  team   = "t${count.index}"
}
locals {
  it = [module.one.name, module.each["b"].name, module.two[1].name, [for m in module.each : m.name], module.two[*].name]
}`,
		"gateway/main.tf": `
variable "team" { type = string }
output "name" { value = "gw-${var.team}-${path.module}" }
`,
	})
	got := shownResult(t, e.root.local("it", hcl.Range{}))
	want := `["gw-support-gateway","gw-y-gateway","gw-t1-gateway",["gw-x-gateway","gw-y-gateway"],["gw-t0-gateway","gw-t1-gateway"]]`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var addresses []string
	for _, child := range append(caller{e.root}.calls("each"), caller{e.root}.calls("two")...) {
		addresses = append(addresses, child.address)
	}
	if diff := cmp.Diff([]string{`module.each["a"].`, `module.each["b"].`, "module.two[0].", "module.two[1]."}, addresses); diff != "" {
		t.Error(diff)
	}
	if faults := shownFaults(e); len(faults) > 0 {
		t.Error(faults)
	}
}

func TestACallOfAModuleThatIsNotReadIsAFaultOnlyWhereItSpeaksOfWhatIsWanted(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": `
module "vpc" {
  source = "terraform-aws-modules/vpc/aws"
}
module "gateway" {
  source    = "acme/gateway/databricks"
  endpoints = { a = { rate_limits = [] } }
}
module "off" {
  source = "acme/rate_limits/databricks"
  count  = 0
}
module "gone" { source = "./gone" }
module "outside" { source = "../.." }
module "fetched" { source = "acme/other/databricks" }
module "child" { source = "./child" }
locals { it = [module.vpc.id, module.fetched.name, module.child.name] }
`,
		"child/main.tf":                         "module \"deep\" { source = \"acme/deep/databricks\" }\noutput \"name\" { value = module.deep.name }\n",
		".terraform/modules/modules.json":       `{"Modules":[{"Key":"","Dir":"."},{"Key":"fetched","Dir":".terraform/modules/fetched"},{"Key":"child.deep","Dir":".terraform/modules/child.deep"}]}`,
		".terraform/modules/fetched/main.tf":    "output \"name\" { value = \"f\" }\n",
		".terraform/modules/child.deep/main.tf": "output \"name\" { value = \"d\" }\n",
	})
	e.configuration.options.Speaks = func(call []byte) bool { return bytes.Contains(call, []byte("rate_limits")) }
	e.configuration.evaluation = e
	e.configuration.Resolve(func(string) bool { return true })
	got := shownFaults(e)
	for _, u := range e.configuration.Unread {
		got = append(got, fmt.Sprintf("%s %s:%d: %s", u.Address, u.File, u.At.Line, u.Reason))
	}
	want := []string{
		"main.tf: line 5, column 1: `module.gateway` is not on disk: run `terraform init` in the root module's folder",
		"main.tf: line 13, column 26: the source of `module.gone` is no folder: correct it",
		"module.vpc main.tf:2: `module.vpc` is not on disk",
		"module.outside main.tf:14: `module.outside` lies outside of the folder that is checked",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("? `module.vpc` is not on disk", shownResult(t, e.root.local("it", hcl.Range{}))); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{"fetched": `"f"`, "child": `"d"`} {
		if diff := cmp.Diff(want, shownResult(t, caller{caller{e.root}.calls(name)[0]}.output("name", hcl.Range{}))); diff != "" {
			t.Error(diff)
		}
	}
}

func TestModulesThatCallEachOtherWithoutEndAreAFault(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf":   "module \"a\" { source = \"./a\" }\nlocals { it = module.a.name }",
		"a/main.tf": "module \"b\" { source = \"../b\" }\noutput \"name\" { value = module.b.name }",
		"b/main.tf": "module \"a\" { source = \"../a\" }\noutput \"name\" { value = module.a.name }",
	})
	e.configuration.evaluation = e
	e.configuration.Resolve(func(string) bool { return true })
	want := []string{"b/main.tf: line 1, column 1: `module.a` is called from itself without end: give it another source"}
	if diff := cmp.Diff(want, shownFaults(e)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("? `module.a` calls itself", shownResult(t, e.root.local("it", hcl.Range{}))); diff != "" {
		t.Error(diff)
	}
}

func TestAModuleWhoseInstancesRefersToItselfIsAFault(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf":   "module \"a\" {\n source = \"./a\"\n count = module.a.n\n}\nlocals { it = module.a.n }",
		"a/main.tf": "output \"n\" { value = 1 }",
	})
	e.root.local("it", hcl.Range{})
	want := []string{"main.tf: line 3, column 10: `module.a` refers to itself: take one of the references out"}
	if diff := cmp.Diff(want, shownFaults(e)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsDeclaredSensitiveStaysSo(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": `
variable "key" {
  sensitive = true
  default   = "k-123"
}
module "child" { source = "./child" }
resource "databricks_schema" "gw" { name = var.key }
locals {
  list   = [var.key, "plain", "a-${var.key}", module.child.key, module.child.name, databricks_schema.gw.name]
  secret = toset([var.key])
}
resource "databricks_model_serving" "it" { for_each = local.secret }
`,
		"child/main.tf": "output \"key\" {\n value = \"o-1\"\n sensitive = true\n}\noutput \"name\" { value = \"n\" }",
	})
	r := e.root.local("list", hcl.Range{})
	var got []bool
	for _, element := range r.value.AsValueSlice() {
		got = append(got, element.HasMark(sensitive{}))
	}
	if diff := cmp.Diff([]bool{true, false, true, true, false, true}, got); diff != "" {
		t.Error(diff)
	}
	found := repeater{e.root}.instances(e.root.module.resources["databricks_model_serving.it"])
	if diff := cmp.Diff("`for_each` is sensitive", found.unknown); diff != "" {
		t.Error(diff)
	}
	want := []string{"main.tf: line 12, column 55: `for_each` may not be sensitive, since its keys are shown: take keys that are no secrets"}
	if diff := cmp.Diff(want, shownFaults(e)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatABrokenFileMayDeclareIsNotKnownAndNoFault(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": "locals { it = [try(var.nobody, 1), databricks_schema.nobody.name, module.child.nobody, try(local.nobody, 1)] }\n" +
			"module \"child\" {\n source = \"./child\"\n more = 1\n}",
		"variables.tf":       "variable \"nobody\" {\n type = string",
		"child/main.tf":      "output \"name\" { value = 1 }",
		"child/variables.tf": "variable \"more\" {",
	})
	r := e.root.local("it", hcl.Range{})
	for i, element := range r.value.AsValueSlice() {
		if element.IsKnown() {
			t.Errorf("element %d is known", i)
		}
	}
	want := []string{
		"child/variables.tf: line 1, column 17",
		"variables.tf: line 1, column 19",
	}
	var got []string
	for _, fault := range shownFaults(e) {
		at, _, _ := strings.Cut(fault, ": a block")
		got = append(got, at)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestACallGivesWhatItsModuleDeclares(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf":       "module \"child\" {\n source = \"./child\"\n more = 1\n calls = \"many\"\n}\nlocals { it = module.child.calls }",
		"child/main.tf": "variable \"name\" {}\nvariable \"calls\" { type = number }\noutput \"calls\" { value = var.calls }",
	})
	got := shownResult(t, e.root.local("it", hcl.Range{}))
	if diff := cmp.Diff("? the value of `module.child.var.calls` is not of its type", got); diff != "" {
		t.Error(diff)
	}
	want := []string{
		"main.tf: line 3, column 2: module `child` has no variable `more`: take the argument out, or declare it there",
		"main.tf: line 1, column 1: module `child` needs the argument `name`: write it",
		"main.tf: line 4, column 10: the value of the variable `calls` is not of its type, `number`: correct the value or the type",
	}
	if diff := cmp.Diff(want, shownFaults(e)); diff != "" {
		t.Error(diff)
	}
}

func TestInstancesOfACallThatAreNotKnownAreThoseOfItsResources(t *testing.T) {
	t.Parallel()
	e := evaluationOf(t, map[string]string{
		"main.tf": `
variable "on" { default = false }
variable "teams" { type = map(object({ name = string })) }
module "switched" {
  source = "./child"
  count  = var.on ? 1 : 0
  name   = "a"
}
module "each" {
  source   = "./child"
  for_each = var.teams
  name     = each.value.name
}
module "off" {
  source = "./child"
  count  = 0
  name   = "b"
}
module "optional" {
  source = "./child"
  name   = "c"
}
`,
		"child/main.tf": `
variable "name" {}
variable "more" { default = false }
resource "databricks_model_serving" "it" { name = var.name }
resource "databricks_model_serving" "more" { count = var.more ? 1 : 0 }
`,
	})
	e.configuration.evaluation = e
	var got []string
	for _, resource := range e.configuration.Resolve(func(string) bool { return true }).Root.Get(keyResources).Items() {
		line := resource.Get(keyAddress).Text
		if unknown := resource.Get(keyInstances); unknown != nil {
			line += ": " + unknown.Text
		}
		got = append(got, line)
	}
	want := []string{
		"module.switched[?].databricks_model_serving.it: `count` makes none with the default of `var.on`, and may with another value",
		"module.each[?].databricks_model_serving.it: `var.teams` has no value",
		"module.optional.databricks_model_serving.it",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if faults := shownFaults(e); len(faults) > 0 {
		t.Error(faults)
	}
}

func TestJSONIsEvaluatedLikeTheOtherSyntax(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ value, want string }{
		"a text":                    {value: `"a"`, want: `"a"`},
		"a number":                  {value: `5`, want: `5`},
		"a template":                {value: `"${local.a}-${upper(local.a)}"`, want: `"x-X"`},
		"a template that is a list": {value: `"${[1, local.a]}"`, want: `[1,"x"]`},
		"an object":                 {value: `{"${local.a}": ["${local.a}", true, null]}`, want: `{"x":["x",true,null]}`},
		"an empty list and object":  {value: `[[], {}]`, want: `[[],{}]`},
		"a variable without value":  {value: `"${var.team}"`, want: "? `var.team` has no value"},
		"a function in try()": {
			value: `"${try(provider::acme::f(1), 2)}"`, want: "? `provider::acme::f()` is a function that gwlint does not know",
		},
		"loops in loops": {
			value: `"${[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : 1]]]}"`, want: "? the expression is larger than gwlint evaluates",
		},
		"a number's digits": {value: `"${1e600000000}"`, want: "? a number with so many digits is larger than gwlint evaluates"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := evaluationOf(t, map[string]string{
				"main.tf.json": `{"variable": {"team": {}}, "locals": {"a": "x", "it": ` + test.value + `}}`,
			})
			if diff := cmp.Diff(test.want, shownResult(t, e.root.local("it", hcl.Range{}))); diff != "" {
				t.Error(diff)
			}
			if faults := shownFaults(e); len(faults) > 0 {
				t.Error(faults)
			}
		})
	}
}
