package terraform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

func TestAValueIsAtTheLiteralThatItIs(t *testing.T) {
	t.Parallel()
	runBodies(t, map[string]bodyCase{
		"a variable's default": {
			text: "variable \"name\" {\n  default = \"chat\"\n}\n" + endpoint("name = var.name"),
			want: []string{"name chat main:2:13-2:19 via main:5:8-5:16"},
		},
		"a line of terraform.tfvars": {
			text:  "variable \"name\" {\n  default = \"chat\"\n}\n" + endpoint("name = \"${var.name}\""),
			files: map[string]string{"terraform.tfvars": "\n\nname = \"search\"\n"},
			want:  []string{"name search terraform.tfvars:3:8-3:16 via main:5:8-5:21"},
		},
		"a line of a .tfvars.json": {
			text:  "variable \"it\" {}\n" + endpoint("name = var.it.name[0]"),
			files: map[string]string{"a.auto.tfvars.json": "{\"it\": {\"name\": [\"search\"]}}"},
			want:  []string{"name search a.auto.tfvars.json:1:18-1:26 via main:3:8-3:22"},
		},
		"a local value's own local value": {
			text: "locals {\n  a = local.b\n  b = { name = \"chat\" }\n}\n" + endpoint("name = local.a.name"),
			want: []string{"name chat main:3:16-3:22 via main:6:8-6:20"},
		},
		"an argument of the module's call, and of the call around it": {
			text: "module \"outer\" {\n  source = \"./outer\"\n  name = \"chat\"\n}\n",
			files: map[string]string{
				"outer/main.tf": "variable \"name\" {}\nmodule \"inner\" {\n  source = \"./inner\"\n  label = var.name\n}\n", "outer/inner/main.tf": "variable \"label\" {\n  type = string\n}\n" + endpoint("name = var.label"),
			},
			want: []string{"name chat main:3:10-3:16 via outer/inner/main:5:8-5:17"},
		},
		"an element of a map, by a loop over it": {
			text: "locals {\n  all = { for k, v in { a = { calls = 5 } } : upper_ => v }\n  it = [for k, v in { a = { calls = \"5\" } } : v.calls][0]\n}\n" +
				endpoint("rate_limits {\n  calls = local.it\n}"),
			want: []string{
				"rate_limits array main:6:1-6:12",
				"rate_limits[0] object main:6:1-6:12",
				"rate_limits[0].calls 5 main:3:37-3:40 via main:7:11-7:19",
			},
		},
		"what a condition compares may read the same: then it is in the resource": {
			text: "variable \"env\" {\n  default = \"prod\"\n}\nlocals {\n  name = var.env == \"prod\" ? \"prod\" : \"dev\"\n}\n" + endpoint("name = local.name"),
			want: []string{"name prod main:8:8-8:18"},
		},
		"a literal in the place itself is there, and by nothing": {
			text: "variable \"on\" {\n  default = true\n}\n" + endpoint("name = var.on ? \"a\" : \"b\""),
			want: []string{"name a main:5:17-5:20"},
		},
		"a value after conversion": {
			text: "variable \"calls\" {\n  type = string\n  default = 5\n}\n" + endpoint("rate_limits {\n  calls = var.calls\n}\nname = 7"),
			want: []string{
				"rate_limits array main:6:1-6:12", "rate_limits[0] object main:6:1-6:12",
				"rate_limits[0].calls 5 main:3:13-3:14 via main:7:11-7:20",
				"name 7 main:9:8-9:9",
			},
		},
		"an attribute that another resource has written": {
			text: "resource \"other_schema\" \"gw\" {\n  name = \"gateways\"\n}\n" + endpoint("name = other_schema.gw.name"),
			want: []string{"name gateways main:2:10-2:20 via main:5:8-5:28"},
		},
		"each element of for_each": {
			text: "resource \"databricks_model_serving\" \"it\" {\n  for_each = { a = { name = \"chat\" } }\n  name = each.value.name\n  description = each.key\n}\n",
			want: []string{"name chat main:2:29-2:35 via main:3:10-3:25", "description a main:4:17-4:25"},
		},
		"objects in a set": {
			text: "variable \"it\" {\n  type = set(object({ key = string }))\n  default = [{ key = \"user\" }]\n}\n" + endpoint("dynamic \"rate_limits\" {\n  for_each = var.it\n  content {\n    key = rate_limits.value.key\n  }\n}"),
			want: []string{
				"rate_limits array main:6:1-6:8", "rate_limits[0] object main:6:1-6:8",
				"rate_limits[0].key user main:3:22-3:28 via main:9:11-9:32",
			},
		},
		"the default of an optional attribute": {
			text: "variable \"it\" {\n  type = map(object({\n    name = optional(string, \"chat\")\n    limits = optional(list(object({ calls = optional(number, 5) })), [{}, { calls = 6 }])\n  }))\n  default = { a = {} }\n}\n" +
				"resource \"databricks_model_serving\" \"it\" {\n  for_each = var.it\n  name = each.value.name\n  dynamic \"rate_limits\" {\n    for_each = each.value.limits\n    content {\n      calls = rate_limits.value.calls\n    }\n  }\n}\n",
			want: []string{
				"name chat main:3:29-3:35 via main:10:10-10:25",
				"rate_limits array main:11:3-11:10",
				"rate_limits[0] object main:11:3-11:10", "rate_limits[0].calls 5 main:4:62-4:63 via main:14:15-14:38",
				"rate_limits[1] object main:11:3-11:10", "rate_limits[1].calls 6 main:4:85-4:86 via main:14:15-14:38",
			},
		},
		"each element of a set": {
			text: "variable \"names\" {\n  type = set(string)\n  default = [\"a\", \"b\"]\n}\nresource \"databricks_model_serving\" \"it\" {\n  for_each = var.names\n  name = each.value\n  description = each.key\n}\n",
			want: []string{
				"name a main:3:14-3:17 via main:7:10-7:20", "description a main:3:14-3:17 via main:8:17-8:25",
				"name b main:3:19-3:22 via main:7:10-7:20", "description b main:3:19-3:22 via main:8:17-8:25",
			},
		},
	})
}

func TestAValueThatIsMadeOfOthersSaysWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	variables := "variable \"team\" {\n  default = \"ml\"\n}\nvariable \"env\" {\n  default = \"prod\"\n}\n"
	runBodies(t, map[string]bodyCase{
		"a template": {
			text: variables + endpoint("name = \"${var.team}-${var.env}_\""),
			want: []string{"name ml-prod_ main:8:8-8:33 from main:2:13-2:17 and main:5:13-5:19"},
		},
		"a heredoc": {
			text: variables + endpoint("name = <<EOT\n${var.team}_\nEOT"),
			want: []string{"name ml_\n main:8:8-10:4 from main:2:13-2:17"},
		},
		"what only decides is no part of it": {
			text: variables + endpoint("name = var.env == \"prod\" ? \"${var.team}_\" : \"x\""),
			want: []string{"name ml_ main:8:8-8:48 from main:2:13-2:17"},
		},
		"two literals that read the same leave it in the resource": {
			text: variables + endpoint("name = [for k in [\"ml\"] : var.team if k == var.team][0]"),
			want: []string{"name ml main:8:8-8:56"},
		},
	})
}

// Values that many literals make cost no more than others.
func TestManyLiteralsAreNotKept(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range 5000 {
		_, _ = fmt.Fprintf(&b, "%q,\n", fmt.Sprint("a", i))
	}
	names := "variable \"names\" {\n  type = set(string)\n  default = [" + b.String() + "]\n}\n"
	text := names + "locals {\n  all = [for n in var.names : { name = n, description = n }]\n}\n" +
		endpoint("dynamic \"tags\" {\n  for_each = var.names\n  content {\n    key = tags.value\n    value = local.all[0].name\n  }\n}")
	e := evaluationOf(t, map[string]string{"main.tf": text})
	doc := e.configuration.Resolve(func(string) bool { return true })
	tags := doc.Root.Get(keyResources).Items()[0].Get(keyValues).Get("tags")
	if len(tags.Items()) != 5000 {
		t.Fatal(len(tags.Items()))
	}
	for _, tag := range tags.Items() {
		if tag.Get("key").Origin.Via == nil {
			t.Fatal("the key is not traced: ", tag.Get("key").Text)
		}
	}
}

// The text of a number is cty's own, which is Terraform's.
func TestANumberReadsAsTerraformWritesIt(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"0", "-0", "1", "-1", "100", "1e3", "1.50", "0.1", "-2.5e-7", "1e300",
		"9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e19", "123456789012345678901234567890.5",
	} {
		v, err := cty.ParseNumberVal(text)
		if err != nil {
			t.Fatal(err)
		}
		want, err := convert.Convert(v, cty.String)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := plainText(v); !ok || got != want.AsString() {
			t.Errorf("%s reads as %q, want %q", text, got, want.AsString())
		}
	}
	for v, want := range map[cty.Value]string{cty.True: "true", cty.False: "false"} {
		if got, ok := plainText(v); !ok || got != want {
			t.Errorf("%v reads as %q", v, got)
		}
	}
}
