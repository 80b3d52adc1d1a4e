package gateway_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// inHCL says where a text in Terraform's language deploys a gateway, "" where it does not.
func inHCL(t testing.TB, file, content string) string {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	at, holds := gateway.InTerraform(text)
	if !holds {
		return ""
	}
	return fmt.Sprintf("line %d, column %d", at.Line, at.Column)
}

func TestAGatewayInTerraformsLanguageIsSeen(t *testing.T) {
	t.Parallel()
	const head = `resource "databricks_model_serving" "chat" {`
	for name, test := range map[string]struct{ in, want string }{
		"a resource":                        {head + "\n  name = \"chat\"\n  ai_gateway {\n  }\n}\n", "line 1, column 1"},
		"one without a gateway":             {head + "}", "line 1, column 1"},
		"one of provisioned throughput":     {`resource "databricks_model_serving_provisioned_throughput" "x" {}`, "line 1, column 1"},
		"a service":                         {`resource "databricks_ai_gateway_mcp_service" "a" {}`, "line 1, column 1"},
		"labels without quotes":             {`resource databricks_model_serving chat {}`, "line 1, column 1"},
		"a label with an escape":            {`resource "databricks_model\u005fserving" "chat" {}`, "line 1, column 1"},
		"comments between":                  {"# one\nresource /* x */ \"databricks_model_serving\" // y\n \"chat\" {}", "line 2, column 1"},
		"behind a heredoc":                  {"locals {\n  x = <<-EOT\n    \"}\n    EOT\n}\n" + head + "}", "line 6, column 1"},
		"behind a nested template":          {"locals {\n  x = \"a${f(\"b${g(\"}\")}\")}c\"\n}\n" + head + "}", "line 4, column 1"},
		"behind an escaped template":        {"locals {\n  x = \"$${\"\n}\n" + head + "}", "line 4, column 1"},
		"in a file of CRLF":                 {"locals {\r\n x = <<E\r\n }\r\nE\r\n}\r\n" + head + "\r\n}\r\n", "line 6, column 1"},
		"handed to a module":                {"module \"gw\" {\n  source = \"./m\"\n  ai_gateway = {\n    rate_limits = [{ calls = 1 }]\n  }\n}", "line 3, column 3"},
		"kept in locals":                    {"locals {\n  served_entities = [{ name = \"a\" }]\n}", "line 2, column 3"},
		"a map with colons":                 {"locals {\n  x = { \"inference_table_config\": { enabled: true } }\n}", "line 2, column 9"},
		"commented out by a hash":           {"# " + head + "}\nvariable \"a\" { default = 1 }", ""},
		"commented out by slashes":          {"// " + head + "}\n", ""},
		"commented out as a block":          {"/*\n" + head + "}\n*/\n", ""},
		"within a heredoc":                  {"locals {\n  x = <<EOT\n" + head + "\n}\nEOT\n}", ""},
		"within a string":                   {"locals {\n  x = \"resource \\\"databricks_model_serving\\\" \\\"a\\\" {\"\n}", ""},
		"only read":                         {`data "databricks_model_serving" "x" { name = "x" }`, ""},
		"only referred to":                  {"output \"x\" {\n  value = databricks_model_serving.chat.id\n}", ""},
		"only moved":                        {"moved {\n  from = databricks_model_serving.a\n  to = databricks_model_serving.b\n}", ""},
		"only a variable's type":            {"variable \"ai_gateway\" {\n  type = object({ rate_limits = list(number) })\n}", ""},
		"the address of another gateway":    {"locals {\n  ai_gateway = { url = \"https://x\" }\n}", ""},
		"limits of another product":         {"resource \"kong_plugin\" \"x\" {\n  rate_limits = [1]\n}", ""},
		"a resource of another kind":        {`resource "databricks_job" "x" { description = "databricks_model_serving" }`, ""},
		"a string that does not end":        {"locals {\n  x = \"ai_gateway\n}\n", ""},
		"a comment that does not end":       {"/* ai_gateway", ""},
		"a heredoc that does not end":       {"x = <<EOT\nai_gateway\n", ""},
		"a block that does not end":         {"locals {\n", ""},
		"nothing":                           {"", ""},
		"a shift that is no heredoc":        {"locals {\n  x = 1 << 2\n}\n" + head + "}", "line 4, column 1"},
		"a name that a name is a prefix of": {`resource "databricks_model_servings_x" "x" {}`, "line 1, column 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, inHCL(t, "main.tf", test.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for file, want := range map[string]string{
		"a.tofu": head + "}", "a.tf.json": `{"resource": {"databricks_model_serving": {"chat": {"ai_gateway": {}}}}}`,
	} {
		if got := inHCL(t, file, want); got == "" {
			t.Errorf("%s: no gateway is seen", file)
		}
	}
	if got := inHCL(t, "prod.tfvars", "rate_limits = [{ calls = 1 }]\nguardrails = {\n}\n"); got != "line 1, column 1" {
		t.Errorf("values of variables: %q", got)
	}
}

func TestAGatewayInTerraformsJSONIsSeen(t *testing.T) {
	t.Parallel()
	const chat = `{"chat":{"name":"finch","ai_gateway":[{"rate_limits":[{"key":"endpoint","calls":0}]}]}}`
	for name, test := range map[string]struct {
		in   string
		seen bool
	}{
		"blocks as maps":                 {`{"resource":{"databricks_model_serving":{"chat":{"name":"finch","ai_gateway":{"rate_limits":[]}}}}}`, true},
		"blocks as lists":                {`{"resource":{"databricks_model_serving":` + chat + `}}`, true},
		"all blocks as lists":            {`{"resource":[{"databricks_model_serving":[` + chat + `]}]}`, true},
		"the file as a list":             {`[{"resource":{"databricks_model_serving":` + chat + `}}]`, true},
		"a service":                      {`{"resource":{"databricks_ai_gateway_model_service":{"a":{}}}}`, true},
		"an escaped name":                {`{"resource":{"databricks_model\u005fserving":` + chat + `}}`, true},
		"a state of version 4":           {`{"version":4,"resources":[{"mode":"managed","type":"databricks_model_serving","name":"c","instances":[{"attributes":{"name":"finch","config":[]}}]}]}`, true},
		"a state that is shown":          {`{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"databricks_model_serving.c","mode":"managed","type":"databricks_model_serving","values":{}}]}}}`, true},
		"in a module of a module":        {`{"values":{"root_module":{"child_modules":[{"child_modules":[{"resources":[{"type":"databricks_model_serving","values":{}}]}]}]}}}`, true},
		"changes of a plan":              {`{"resource_changes":[{"address":"a","type":"databricks_model_serving","change":{"actions":["create"],"after":{}}}]}`, true},
		"planned values":                 {`{"planned_values":{"root_module":{"resources":[{"type":"databricks_ai_gateway_mcp_service","values":{}}]}}}`, true},
		"configuration of a plan":        {`{"configuration":{"root_module":{"resources":[{"type":"databricks_model_serving","expressions":{}}]}}}`, true},
		"values of variables as lists":   {`{"ai_gateway":[{"rate_limits":[{"key":"endpoint","calls":0}]}],"name":"x"}`, true},
		"a state of other things":        {`{"version":4,"resources":[{"mode":"managed","type":"databricks_job","instances":[]}],"note":"databricks_model_serving"}`, false},
		"what is only read":              {`{"version":4,"resources":[{"mode":"data","type":"databricks_model_serving","instances":[]}]}`, false},
		"the schema of a provider":       {`{"provider_schemas":{"x":{"resource_schemas":{"databricks_model_serving":{"block":{"block_types":{"ai_gateway":{"nesting_mode":"list"}}}}}}}}`, false},
		"no resource of that kind":       {`{"resource":{"databricks_model_serving":{}}}`, false},
		"a type of a catalogue":          {`{"kinds":[{"type":"databricks_model_serving","title":"Model serving"}]}`, false},
		"an output that names a gateway": {`{"output":{"x":{"value":"${databricks_model_serving.chat.id}"}}}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := documents(t, "x.json", test.in)[0]
			subjects, err := gateway.Normalise(doc, gateway.Auto)
			if err != nil {
				t.Fatal(err)
			}
			if seen := len(subjects) > 0 || gateway.Unsupported(doc, subjects) != nil; seen != test.seen {
				t.Errorf("seen: %v, want %v", seen, test.seen)
			}
		})
	}
}

// FuzzTerraform asks that no text makes the reader of Terraform's language fail, and
// that what is put into a comment before and behind it changes nothing.
func FuzzTerraform(f *testing.F) {
	for _, seed := range []string{
		"", `resource "databricks_model_serving" "a" {}`, "x = <<-E\n a\n E\n", `x = "a${f("b${1}")}%{ if a }$${"`, "/* a */ # b\n// c\n",
		"ai_gateway = { rate_limits = [] }", `x = "\"`, "<<", `"${{}}"`, "{ [ } ]", "resource a b {",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		text, err := source.NewText("a.tf", []byte(content))
		if err != nil {
			return
		}
		_, holds := gateway.InTerraform(text)
		commented, err := source.NewText("a.tf", []byte("# resource \"databricks_model_serving\" \"a\" {\n/* { */"+content))
		if err != nil {
			return
		}
		if _, again := gateway.InTerraform(commented); holds != again {
			t.Errorf("%v, and behind a comment %v", holds, again)
		}
	})
}
