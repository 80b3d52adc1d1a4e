package terraform

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/gwlint/gwlint/internal/source"
)

// assignedOf are the values that are set from outside of the root module, as JSON.
func assignedOf(t *testing.T, c *Configuration) map[string]string {
	t.Helper()
	got := map[string]string{}
	for name, a := range c.root.assigned {
		v := a.value
		if a.expr != nil {
			var diagnostics hcl.Diagnostics
			if v, diagnostics = a.expr.Value(&hcl.EvalContext{}); diagnostics.HasErrors() {
				t.Fatal(diagnostics)
			}
		}
		if v == cty.DynamicVal {
			got[name] = "unknown"
			continue
		}
		text, err := ctyjson.Marshal(v, v.Type())
		if err != nil {
			t.Fatal(err)
		}
		got[name] = string(text)
	}
	return got
}

const fiveVariables = `variable "a" {}
variable "b" {
  type = string
}
variable "c" {
  type = list(string)
}
variable "d" {
  type = number
}
variable "e" {
  type = any
}
`

func TestWhatSetsAVariableLastWins(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"TF_VAR_a": "environment", "TF_VAR_b": "environment", "TF_VAR_other": "x"}
	files := map[string]string{
		"main.tf":               fiveVariables,
		"terraform.tfvars":      "b = \"named\"\nc = [\"named\"]\nd = 1\ne = \"named\"\nother = \"x\"\n",
		"terraform.tfvars.json": `{"//": "x", "c": ["named json"], "d": 2, "e": "named json"}`,
		"b.auto.tfvars":         "e = \"b\"\n",
		"a.auto.tfvars.json":    `{"d": 3, "e": "a"}`,
		"prod.tfvars":           "a = \"not asked for\"\n",
		"env/eu.tfvars":         "d = 4\ne = \"eu\"\n",
		"env/uk.tfvars.json":    `{"e": "${uk}"}`,
	}
	lookup := func(o *Options) {
		o.LookupEnv = func(name string) (string, bool) { v, ok := environment[name]; return v, ok }
	}
	for name, test := range map[string]struct {
		change []func(*Options)
		want   map[string]string
	}{
		"files": {nil, map[string]string{"b": `"named"`, "c": `["named json"]`, "d": "3", "e": `"b"`}},
		"the environment": {
			[]func(*Options){lookup},
			map[string]string{"a": `"environment"`, "b": `"named"`, "c": `["named json"]`, "d": "3", "e": `"b"`},
		},
		"named files": {
			[]func(*Options){func(o *Options) { o.VariableFiles = []string{"env/eu.tfvars", "env/uk.tfvars.json"} }},
			map[string]string{"b": `"named"`, "c": `["named json"]`, "d": "4", "e": `"${uk}"`},
		},
		"the other order": {
			[]func(*Options){func(o *Options) { o.VariableFiles = []string{"env/uk.tfvars.json", "env/eu.tfvars"} }},
			map[string]string{"b": `"named"`, "c": `["named json"]`, "d": "4", "e": `"eu"`},
		},
		"flags": {
			[]func(*Options){lookup, func(o *Options) {
				o.VariableFiles = []string{"env/eu.tfvars"}
				o.Variables = map[string]string{"a": "[1]", "b": "${x}", "c": `["flag"]`, "d": "5", "e": `{ f = true }`, "other": "x"}
			}},
			map[string]string{"a": `"[1]"`, "b": `"${x}"`, "c": `["flag"]`, "d": `"5"`, "e": `{"f":true}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := loadFiles(t, files, test.change...)
			if diff := cmp.Diff(test.want, assignedOf(t, c)); diff != "" || c.Faults != nil {
				t.Error(diff, faultsOf(c))
			}
		})
	}
}

func TestAValueThatCannotBeReadIsNotKnown(t *testing.T) {
	t.Parallel()
	flags := func(values map[string]string) func(*Options) { return func(o *Options) { o.Variables = values } }
	for name, test := range map[string]struct {
		files  map[string]string
		change []func(*Options)
		want   map[string]string
		faults []string
	}{
		"a flag that is no expression": {
			map[string]string{},
			[]func(*Options){flags(map[string]string{"c": "hunter2 hunter2", "e": "[upper(\"x\")]"})},
			map[string]string{"c": "unknown", "e": "unknown"},
			[]string{
				"main.tf: line 5, column 1: `--var c=…` is no value for the variable `c`, whose type is no text: write it as in a file of values, such as '[\"a\"]'",
				"main.tf: line 11, column 1: `--var e=…` is no value for the variable `e`, whose type is no text: write it as in a file of values, such as '[\"a\"]'",
			},
		},
		"a flag that nests": {
			map[string]string{},
			[]func(*Options){flags(map[string]string{"c": strings.Repeat("[", 100_000)})},
			map[string]string{"c": "unknown"},
			[]string{"main.tf: line 5, column 1: `--var c=…` nests deeper than is read: write the value into a file, and name that by `--var-file`"},
		},
		"a file that is broken": {
			map[string]string{"terraform.tfvars": "a = 1\nb = \"\n", "x.auto.tfvars": "d = 2\n"},
			nil,
			map[string]string{"a": "1", "b": "unknown", "c": "unknown", "d": "2", "e": "unknown"},
			[]string{"terraform.tfvars: line 2, column 6: a text in quotes that is not closed on its line, which Terraform refuses: close the quotes, or use a heredoc"},
		},
		"a file that is missing": {
			map[string]string{},
			[]func(*Options){func(o *Options) { o.VariableFiles = []string{"none.tfvars"} }},
			map[string]string{"a": "unknown", "b": "unknown", "c": "unknown", "d": "unknown", "e": "unknown"},
			[]string{"none.tfvars: cannot be read: remove it, or what keeps it from being read"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.files["main.tf"] = fiveVariables
			c := loadFiles(t, test.files, test.change...)
			if diff := cmp.Diff(test.want, assignedOf(t, c)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.faults, faultsOf(c)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestANamedFileOfValuesMayLieAnywhere(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"module/main.tf": "variable \"a\" {}\n", "elsewhere/x.tfvars": "a = 1\n"})
	root := filepath.Join(dir, "module")
	c := Load(root, Options{Dir: root, Root: root, VariableFiles: []string{filepath.Join(dir, "elsewhere", "x.tfvars")}})
	if diff := cmp.Diff(map[string]string{"a": "1"}, assignedOf(t, c)); diff != "" || c.Faults != nil {
		t.Error(diff, faultsOf(c))
	}
}

func TestVariablesAreAsTheyAreDeclared(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{
		"main.tf": `
variable "typed" {
  type      = object({ a = optional(string, "b"), c = list(number) })
  sensitive = true
  nullable  = false
}
variable "bare" {}
variable "fleeting" {
  type      = string
  ephemeral = true
}
variable "short" {
  type = map
}
variable "changed" {
  type    = string
  default = "a"
}
`,
		"json.tf.json": `{"variable": {"written": {"type": "set(string)", "sensitive": "true", "default": ["a"]}}}`,
		"override.tf":  "variable \"changed\" {\n  type = number\n}\nvariable \"bare\" {\n  default = 5\n  sensitive = true\n}\n",
	})
	type seen struct {
		Type                                 string
		Sensitive, Nullable, Default, Parsed bool
	}
	got := map[string]seen{}
	for name, v := range c.root.variables {
		got[name] = seen{v.typ.FriendlyNameForConstraint(), v.sensitive, v.nullable, v.fallback != nil, v.parsed}
	}
	want := map[string]seen{
		"typed":    {"object", true, false, false, true},
		"bare":     {"any type", true, true, true, false},
		"fleeting": {"string", true, true, false, false},
		"short":    {"map of any single type", false, true, false, true},
		"changed":  {"number", false, true, true, false},
		"written":  {"set of string", true, true, true, true},
	}
	if diff := cmp.Diff(want, got); diff != "" || c.Faults != nil {
		t.Error(diff, faultsOf(c))
	}
	if c.root.variables["typed"].defaults == nil {
		t.Error("optional attributes have no defaults")
	}
}

func TestWhatASensitiveVariableIsStandsInNoText(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{
		"main.tf":          "variable \"a\" {\n  default   = \"hunter2\"\n  sensitive = true\n}\nvariable \"b\" {\n  default = \"plain\"\n}\n",
		"override.tf":      "variable \"a\" {\n  default = \"hunter2\"\n}\nvariable \"c\" {\n  default   = \"hunter2\"\n  sensitive = true\n}\n",
		"c.tf":             "variable \"c\" {\n  default = \"hunter2\"\n}\n",
		"terraform.tfvars": "a = <<EOT\nhunter2\nhunter2\nEOT\nb = \"plain\"\n",
		"x.auto.tfvars":    "a = \"hunter2\"\n",
		"y.tfvars.json":    `{"a": "hunter2", "b": "plain"}`,
	}, func(o *Options) { o.VariableFiles = []string{"y.tfvars.json"} })
	shown := ""
	for _, text := range c.Texts() {
		shown += strings.Join(text.Excerpt(1, 100), "\n") + "\n"
	}
	if strings.Contains(shown, "hunter2") || strings.Count(shown, "plain") != 3 {
		t.Error(shown)
	}
}

func TestWhatACallSetsASensitiveVariableToStandsInNoText(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{
		"main.tf":      "module \"m\" {\n  source = \"./m\"\n  a = coalesce(var.shown, \"hunter2\", 1234567)\n  b = \"plain\"\n}\n",
		"json.tf.json": `{"module": {"n": {"source": "./m", "count": 0, "a": "hunter2", "b": "plain"}}, "variable": {"shown": {}}}`,
		"m/main.tf":    "variable \"a\" {\n  sensitive = true\n}\nvariable \"b\" {}\n",
	})
	shown := ""
	for _, text := range c.Texts() {
		shown += strings.Join(text.Excerpt(1, 100), "\n") + "\n"
	}
	if strings.Contains(shown, "hunter2") || strings.Contains(shown, "1234567") || strings.Count(shown, "plain") != 2 || !strings.Contains(shown, "var.shown") {
		t.Error(shown)
	}
}

func TestFilesOfOpenTofuStandForThoseOfTerraform(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ names, primary, override []string }{
		"no file of OpenTofu": {[]string{"b.tf", "a.tf.json", "override.tf", "x_override.tf.json"}, []string{"a.tf.json", "b.tf"}, []string{"override.tf", "x_override.tf.json"}},
		"one beside another":  {[]string{"a.tf", "a.tofu", "a.tf.json", "b.tf"}, []string{"a.tf.json", "a.tofu", "b.tf"}, nil},
		"in JSON":             {[]string{"a.tf", "a.tofu.json", "a.tf.json"}, []string{"a.tf", "a.tofu.json"}, nil},
		"an override":         {[]string{"a_override.tf", "a_override.tofu", "a.tofu"}, []string{"a.tofu"}, []string{"a_override.tofu"}},
		"other files":         {[]string{"a.tf~", ".a.tf", "#a.tf#", "a.tfvars", "a.tftest.hcl", "a.tf.bak", "tf"}, nil, nil},
	} {
		want := fileNames{primary: test.primary, override: test.override}
		if diff := cmp.Diff(want, namesOf(test.names), cmp.AllowUnexported(fileNames{})); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOverridesAreKeptInTheOrderOfTheirFiles(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{
		"main.tf":       "resource \"a\" \"b\" {}\nlocals {\n  c = 1\n  d = 1\n}\nmodule \"m\" {\n  source = \"./x\"\n}\noutput \"o\" {\n  value = 1\n}\ndata \"a\" \"b\" {}\n",
		"x_override.tf": "resource \"a\" \"b\" {\n  x = 1\n}\nlocals {\n  c = 3\n}\n",
		"override.tf":   "resource \"a\" \"b\" {\n  o = 1\n}\nlocals {\n  c = 2\n}\nmodule \"m\" {\n  source = \"./y\"\n}\noutput \"o\" {\n  value = 2\n}\ndata \"a\" \"b\" {\n  z = 1\n}\n",
	})
	b := c.root.resources["a.b"]
	var names []string
	for _, body := range b.overrides {
		attributes, _ := body.JustAttributes()
		for name := range attributes {
			names = append(names, name)
		}
	}
	if diff := cmp.Diff([]string{"o", "x"}, names); diff != "" {
		t.Error(diff)
	}
	got := map[string]string{}
	for name, a := range map[string]*hcl.Attribute{"c": c.root.locals["c"], "d": c.root.locals["d"], "o": c.root.outputs["o"]} {
		v, _ := a.Expr.Value(nil)
		got[name] = v.AsBigFloat().String()
	}
	if diff := cmp.Diff(map[string]string{"c": "3", "d": "1", "o": "2"}, got); diff != "" {
		t.Error(diff)
	}
	if n := len(c.root.calls["m"].overrides) + len(c.root.data["a.b"].overrides); n != 2 || c.Faults != nil {
		t.Error(n, faultsOf(c))
	}
}

func TestModulesThatWereFetchedAreWhereTheListSays(t *testing.T) {
	t.Parallel()
	list := `{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"chat","Source":"registry.terraform.io/a/b/c","Version":"1.0.0","Dir":".terraform/modules/chat"},{"Key":"chat.inner","Source":"./inner","Dir":".terraform/modules/chat/inner"}]}`
	for name, test := range map[string]struct {
		list string
		want map[string]string
	}{
		"a list":        {list, map[string]string{"": ".", "chat": ".terraform/modules/chat", "chat.inner": ".terraform/modules/chat/inner"}},
		"another thing": {`{"Modules": 5}`, map[string]string{}},
		"no JSON":       {`{`, map[string]string{}},
	} {
		c := loadFiles(t, map[string]string{"main.tf": "", ".terraform/modules/modules.json": test.list})
		got := map[string]string{}
		for key, folder := range c.loader.onDisk {
			rel, err := filepath.Rel(c.Folder, folder)
			if err != nil {
				t.Fatal(err)
			}
			got[key] = filepath.ToSlash(rel)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || c.Faults != nil {
			t.Errorf("%s: %s %v", name, diff, c.Faults)
		}
	}
}

// FuzzLoad asks that any files make a configuration: every fault has a message and a place
// in a file that is there, and trees say of each value where it stands.
func FuzzLoad(f *testing.F) {
	for _, seed := range [][3]string{
		{writtenModule, `{"resource": {"a": {"b": [{"c": "${d}"}]}}}`, "a = 1\n"},
		{fiveVariables, `[{"variable": {"a": {"type": "list(strin"}}}, {"variable": {"a": {}}}]`, "a = [local.x, {b = upper(\"c\")}]\nc = <<A\nA\n"},
		{"resource \"a\" {\n", `{"resource": []}`, "{"},
		{"resource a b {\n a = 1\n a = 2\n c { d = 1 e = 2 }\n}\n", `{"locals": {"a": "%{if"}}`, "variable \"x\" {}"},
		{"locals { a = \"${b[\"c\"]}${\"d\"}\" }\nmodule \"m\" { source = \"./m\" }\noutput \"o\" {}", `{"module": {"m": null}, "output": {"o": {"value": 1}}}`, "\ufeffa = \"\\u00e9\"\r\n"},
		{"a = {for k, v in x : k => v... if v}\nresourse \"x\" \"y\" { b = !-1 }", `{"resources": {}, "resources": 1}`, "a=-1\na=--1\na=!true\na=x?y:z"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	dir := writeFiles(f, map[string]string{"main.tf": "", "x.tf.json": "", "terraform.tfvars": ""})
	f.Fuzz(func(t *testing.T, native, json, values string) {
		for name, content := range map[string]string{"main.tf": native, "x.tf.json": json, "terraform.tfvars": values} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c := Load(dir, Options{Dir: dir, Root: dir, Limits: source.Limits{Depth: 30}, Variables: map[string]string{"c": native}})
		for _, fault := range c.Faults {
			if fault.Message == "" || fault.File == "" {
				t.Errorf("%v", fault)
			}
		}
		for _, root := range c.loader.written() {
			checkWritten(t, root, root.Origin.Text)
		}
	})
}

func checkWritten(t *testing.T, n *source.Node, text *source.Text) {
	t.Helper()
	if n.Origin == nil || n.Origin.Text != text || n.Range().Start > n.Range().End || n.Range().End > len(text.Bytes) {
		t.Fatalf("a value at %v does not say where it stands", n.Range())
	}
	for _, item := range n.Items() {
		checkWritten(t, item, text)
	}
	for _, e := range n.Entries() {
		if e.KeyRange().Start > e.KeyRange().End || e.KeyRange().End > len(text.Bytes) {
			t.Fatalf("a key at %v", e.KeyRange())
		}
		checkWritten(t, e.Value, text)
	}
}
