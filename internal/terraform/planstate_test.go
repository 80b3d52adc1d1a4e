package terraform_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// storedOf is what is said of a state file of a name, and what is shown of it.
func storedOf(t testing.TB, name, content string) (message, shown string, isState bool) {
	t.Helper()
	text, err := source.NewText(name, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := terraform.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	fault, ok := terraform.OfStateFile(documents[0], ofPlanTests)
	if fault != nil {
		message = fault.Error()
	}
	return message, strings.Join(text.Excerpt(1, text.Lines()), "\n"), ok
}

func TestAStateFileSaysWhichCommandToRunAndIsNotQuoted(t *testing.T) {
	t.Parallel()
	content := planFile(t, "fleet/stored.tfstate")
	for name, want := range map[string]string{
		"terraform.tfstate":   "terraform.tfstate: is a state file of Terraform, which holds secrets and is not read: run `terraform show -json terraform.tfstate | gwlint check -` in the folder of its configuration",
		"states/prod.json":    "states/prod.json: is a state file of Terraform, which holds secrets and is not read: run `terraform show -json prod.json | gwlint check -` in the folder of its configuration",
		"<stdin>":             "<stdin>: is a state file of Terraform, which holds secrets and is not read: run `terraform show -json | gwlint check -` in the folder of its configuration",
		"a `rm -r`; b.backup": "a `rm -r`; b.backup: is a state file of Terraform, which holds secrets and is not read: run `terraform show -json | gwlint check -` in the folder of its configuration",
	} {
		message, shown, ok := storedOf(t, name, content)
		if diff := cmp.Diff(want, message); diff != "" || !ok {
			t.Error(diff, ok)
		}
		if left := strings.Trim(shown, "* \n"); left != "" {
			t.Error("shown:", left)
		}
	}
}

func TestOnlyAStateFileThatManagesAGatewayIsAFault(t *testing.T) {
	t.Parallel()
	const head = `{"version":4,"serial":1,"lineage":"x","resources":`
	for name, test := range map[string]struct {
		content        string
		fault, isState bool
	}{
		"a gateway":             {head + `[{"mode":"managed","type":"databricks_model_serving","instances":[]}]}`, true, true},
		"one in a module":       {head + `[{"module":"module.a","mode":"managed","type":"databricks_model_serving"}]}`, true, true},
		"a data source":         {head + `[{"mode":"data","type":"databricks_model_serving"}]}`, false, true},
		"something else":        {head + `[{"mode":"managed","type":"aws_instance"},7,null]}`, false, true},
		"nothing":               {head + `[]}`, false, true},
		"resources of no state": {`{"version":4,"resources":[{"mode":"managed","type":"databricks_model_serving"}]}`, false, false},
		"a version in words":    {`{"version":"4","serial":1,"resources":[{"type":"databricks_model_serving"}]}`, false, false},
		"no list":               {`{"version":4,"serial":1,"resources":{"type":"databricks_model_serving"}}`, false, false},
	} {
		message, _, ok := storedOf(t, "x.json", test.content)
		if ok != test.isState || (message != "") != test.fault {
			t.Errorf("%s: %v %s", name, ok, message)
		}
	}
}

func TestOtherDocumentsAreReadAsEver(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"a bundle":                   `{"resources":{"model_serving_endpoints":{"x":{"name":"n"}}},"serial":1}`,
		"a package with a format":    `{"format_version":"3.0.0","name":"p","values":{"a":[1]}}`,
		"one that speaks of plans":   `{"name":"resource_changes","x":{"format_version":"1.2"}}`,
		"lines of JSON in a text":    "{\"lineage\":1}\n{\"serial\":2}\n",
		"a list":                     `[{"format_version":"1.2","resource_changes":[]}]`,
		"a text with a comment":      "{ // \"format_version\"\n\"a\": 1 }",
		"a text that is no JSON":     "{format_version: \"1.2\", \"format_version\": 2,}",
		"one with too many brackets": `{"format_version":"1.2","resource_changes":[]}}`,
	} {
		text, err := source.NewText("x.json", []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		again, err := source.NewText("x.json", []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		got, gotErr := terraform.Parse(text, source.Limits{})
		want, wantErr := source.Parse(again, source.Limits{})
		if (gotErr == nil) != (wantErr == nil) || len(got) != len(want) {
			t.Errorf("%s: %d documents, %v; want %d, %v", name, len(got), gotErr, len(want), wantErr)
		}
		for i := range got {
			never := func(*source.Node) bool { return false }
			if diff := cmp.Diff(want[i].Root.Plain(never), got[i].Root.Plain(never)); diff != "" || terraform.IsShown(got[i]) != terraform.IsShown(want[i]) {
				t.Errorf("%s: %s", name, diff)
			}
		}
	}
}
