package cli

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/source"
)

// differing are the endpoints of the rules' examples of which another form has other
// findings than JSON, by form, and why that is right.
var differing = map[string][]string{
	"bundle": {
		"invalid_value-bad-example-json-0", // the CLI makes a number of the text "100"
	},
	"terraform": {
		"invalid_value-bad-example-json-0",        // and so does Terraform
		"invalid_value-bad-list_for_a_map-yaml-0", // an empty list of blocks cannot be written
		"invalid_value-good-example-yaml-0",       // a limit of 0 is not sent
		"retired_endpoint-bad-external_model-yaml-0",
		"retired_endpoint-good-external_model-yaml-0", // databricks_workspace_url is required
		"zero_limit-bad-endpoint_closed-json-0",       // a limit of 0 is not sent
	},
	"plan": {
		"invalid_value-bad-list_for_a_map-yaml-0",
		"invalid_value-good-example-yaml-0",
		"retired_endpoint-bad-external_model-yaml-0",
		"retired_endpoint-good-external_model-yaml-0",
		"zero_limit-bad-endpoint_closed-json-0",
	},
}

func TestTheSameMistakesAreFoundInEachForm(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		endpoints []map[string]any
		rules     int // of which there is a finding at least
		want      map[string][]string
	}{
		"of the corpus":   {corpus.Endpoints(100, 7), 9, nil},
		"of the examples": {exampleEndpoints(t), 30, differing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := map[string]bool{}
			var inJSON map[string][]string
			for _, form := range slices.Concat(corpus.Forms(), corpus.WithVariables()) {
				found := foundInForm(t, form, test.endpoints)
				if inJSON == nil {
					inJSON = found
				}
				var got []string
				for _, endpoint := range test.endpoints {
					name := endpoint["name"].(string)
					want, has := expressible(form, inJSON[name]), expressible(form, found[name])
					if diff := cmp.Diff(want, has, cmpopts.EquateEmpty()); diff != "" {
						got = append(got, name)
						t.Logf("%s in %s: (-JSON) %s", name, form.Name, diff)
					}
					for _, f := range has {
						rules[f[:len("GW000")]] = true
					}
				}
				slices.Sort(got)
				if diff := cmp.Diff(test.want[form.Name], got, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s: %s", form.Name, diff)
				}
			}
			if len(rules) < test.rules {
				t.Errorf("only %v found anything", rules)
			}
		})
	}
}

// expressible are findings without those that a form cannot have: Terraform makes no plan
// of an argument that there is not.
func expressible(form corpus.Form, findings []string) []string {
	return slices.DeleteFunc(slices.Clone(findings), func(f string) bool {
		return form.Name == "plan" && strings.HasPrefix(f, "GW002")
	})
}

// foundInForm are the findings on endpoints that are written in a form: rules and outcomes
// by the names of the endpoints.
func foundInForm(t *testing.T, form corpus.Form, endpoints []map[string]any) map[string][]string {
	t.Helper()
	dir := t.TempDir()
	if err := form.Write(dir, endpoints); err != nil {
		t.Fatal(err)
	}
	r := reported(t, runIn(t, dir, "check", "-f", "json"))
	if len(r.Errors) > 0 || len(r.Subjects) != len(endpoints) {
		t.Fatalf("%s: %d subjects, and %v", form.Name, len(r.Subjects), r.Errors)
	}
	found := map[string][]string{}
	for _, f := range r.Findings {
		found[f.Subject.Name] = append(found[f.Subject.Name], fmt.Sprintf("%s %s", f.Rule, f.Outcome))
	}
	for _, of := range found {
		slices.Sort(of)
	}
	return found
}

// exampleEndpoints are the endpoints of the rules' examples that are written as the
// bodies of requests which create them, each with a name of its own.
func exampleEndpoints(t *testing.T) []map[string]any {
	t.Helper()
	examples := os.DirFS("../../rules")
	var list []map[string]any
	for _, kind := range []string{"bad", "good"} {
		files, err := fs.Glob(examples, "*/*/"+kind+"/*.*")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := fs.ReadFile(examples, file)
			if err != nil {
				t.Fatal(err)
			}
			_, name, _ := strings.Cut(file, "/")
			list = append(list, createBodies(t, name, content)...)
		}
	}
	return list
}

var notInNames = regexp.MustCompile(`\W`)

// createBodies are the endpoints of a file that every form can have.
func createBodies(t *testing.T, file string, content []byte) []map[string]any {
	t.Helper()
	text, err := source.NewText(file, content)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		return nil // what is no document is an example too
	}
	var list []map[string]any
	for i, document := range documents {
		plain, err := json.Marshal(document.Root.Plain(func(*source.Node) bool { return false }))
		if err != nil {
			t.Fatal(err)
		}
		var endpoint map[string]any
		if err := yaml.Unmarshal(plain, &endpoint); err != nil || !isCreateBody(endpoint) || strings.Contains(string(plain), "${") {
			continue
		}
		endpoint["name"] = fmt.Sprintf("%s-%d", notInNames.ReplaceAllString(file, "-"), i)
		list = append(list, endpoint)
	}
	return list
}

// isCreateBody says whether an endpoint is one that every form can have: no answer of the
// platform, and not with entities under their old and their new name.
func isCreateBody(endpoint map[string]any) bool {
	for _, key := range []string{"id", "creator", "state", "task"} {
		if endpoint[key] != nil {
			return false
		}
	}
	config, _ := endpoint["config"].(map[string]any)
	return (config["served_entities"] == nil) != (config["served_models"] == nil)
}
