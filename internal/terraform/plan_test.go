package terraform_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// ofPlanTests says whether a type of resource is wanted by the tests of plans.
func ofPlanTests(resourceType string) bool {
	return strings.HasPrefix(resourceType, "databricks_")
}

// planText parses what Terraform printed.
func planText(t testing.TB, content string) (*source.Text, *source.Document) {
	t.Helper()
	text, err := source.NewText("plan.json", []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := terraform.Parse(text, source.Limits{})
	if err != nil || len(documents) != 1 {
		t.Fatalf("%d documents, %v", len(documents), err)
	}
	return text, documents[0]
}

// planFile reads a file of testdata/shown.
func planFile(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "shown", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// planLines are the values of the resources of a document, one on a line: what is not known
// behind a question mark, secrets with an exclamation mark.
func planLines(doc *source.Document) []string {
	if doc == nil {
		return nil
	}
	var lines []string
	for _, resource := range doc.Root.Get("resources").Items() {
		lines = append(lines, resource.Get("address").Text)
		lines = append(lines, valueLines(resource.Get("values"), " ")...)
	}
	return lines
}

func valueLines(n *source.Node, path string) []string {
	if n.Kind < source.List {
		line := path + " = " + n.Text
		if n.Origin.Unresolved != "" {
			line = path + " ? " + n.Origin.Unresolved + " " + n.Text
		}
		if n.Origin.Secret {
			line += " !"
		}
		return []string{line}
	}
	var lines []string
	for i, item := range n.Items() {
		lines = append(lines, valueLines(item, fmt.Sprintf("%s/%d", path, i))...)
	}
	for _, e := range n.Entries() {
		lines = append(lines, valueLines(e.Value, path+"/"+e.Key)...)
	}
	if len(lines) == 0 {
		lines = []string{path}
	}
	return lines
}

// shownOf reads the resources of a plan or a state, and what is wrong with it.
func shownOf(t testing.TB, content string) (lines, faults []string) {
	t.Helper()
	_, doc := planText(t, content)
	got, errs := terraform.OfShown(doc, nil, ofPlanTests)
	for _, err := range errs {
		faults = append(faults, err.Error())
	}
	return planLines(got), faults
}

// TestAPlanGivesWhatItDeploys reads a plan that Terraform 1.11.4 made of testdata/shown/fleet
// and of the state that is stored there.
func TestAPlanGivesWhatItDeploys(t *testing.T) {
	t.Parallel()
	lines, faults := shownOf(t, planFile(t, "fleet/plan.json"))
	want := strings.Split(strings.TrimSpace(planFile(t, "fleet/plan.txt")), "\n")
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if len(faults) > 0 {
		t.Error(faults)
	}
}

func TestAStateGivesWhatItHolds(t *testing.T) {
	t.Parallel()
	lines, faults := shownOf(t, planFile(t, "fleet/state.json"))
	want := strings.Split(strings.TrimSpace(planFile(t, "fleet/state.txt")), "\n")
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if len(faults) > 0 {
		t.Error(faults)
	}
}

// aPlan is a plan of one change of an endpoint, with more keys of the root, of the resource
// and of the change.
func aPlan(change string) string {
	return `{"format_version":"1.2","terraform_version":"1.11.4","resource_changes":[` +
		`{"address":"databricks_model_serving.x","mode":"managed","type":"databricks_model_serving","name":"x","change":` + change + `}]}`
}

func TestAChangeIsReadByWhatItLeaves(t *testing.T) {
	t.Parallel()
	deployed := []string{"databricks_model_serving.x", " /name = n"}
	for name, test := range map[string]struct {
		actions string
		want    []string
	}{
		"created":                  {`["create"]`, deployed},
		"updated":                  {`["update"]`, deployed},
		"not changed":              {`["no-op"]`, deployed},
		"replaced":                 {`["delete","create"]`, deployed},
		"created before it goes":   {`["create","delete"]`, deployed},
		"replaced and forgotten":   {`["create","forget"]`, deployed},
		"in a way yet to be known": {`["adopt"]`, deployed},
		"deleted":                  {`["delete"]`, nil},
		"forgotten":                {`["forget"]`, nil},
		"read":                     {`["read"]`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, faults := shownOf(t, aPlan(`{"actions":`+test.actions+`,"after":{"name":"n"}}`))
			if diff := cmp.Diff(test.want, lines); diff != "" || len(faults) > 0 {
				t.Error(diff, faults)
			}
		})
	}
}

func TestOnlyManagedResourcesThatStayAreRead(t *testing.T) {
	t.Parallel()
	const change = `"change":{"actions":["no-op"],"after":{"name":"n"}}`
	for name, test := range map[string]struct {
		resource string
		want     []string
	}{
		"managed":                 {`"mode":"managed","type":"databricks_model_serving"`, []string{"a", " /name = n"}},
		"moved":                   {`"mode":"managed","type":"databricks_model_serving","previous_address":"b"`, []string{"a", " /name = n"}},
		"of OpenTofu":             {`"mode":"managed","type":"databricks_model_serving","provider_name":"registry.opentofu.org/databricks/databricks"`, []string{"a", " /name = n"}},
		"of a mirror":             {`"mode":"managed","type":"databricks_model_serving","provider_name":"mirror.example.com/x/y"`, []string{"a", " /name = n"}},
		"a data source":           {`"mode":"data","type":"databricks_model_serving"`, nil},
		"of another provider":     {`"mode":"managed","type":"aws_instance"`, nil},
		"an object to be deleted": {`"mode":"managed","type":"databricks_model_serving","deposed":"0a1b2c3d"`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := `{"format_version":"1.0","planned_values":{},"resource_changes":[{"address":"a","name":"x",` + test.resource + `,` + change + `}]}`
			lines, faults := shownOf(t, plan)
			if diff := cmp.Diff(test.want, lines); diff != "" || len(faults) > 0 {
				t.Error(diff, faults)
			}
		})
	}
}

func TestAnImportedResourceHasTheZerosOfOneThatExists(t *testing.T) {
	t.Parallel()
	lines, _ := shownOf(t, `{"format_version":"1.2","configuration":{"root_module":{"resources":[{"address":"databricks_model_serving.x","mode":"managed",`+
		`"type":"databricks_model_serving","name":"x","expressions":{"name":{"constant_value":"n"},"rate_limits":[{"calls":{"constant_value":0}}],`+
		`"ai_gateway":[{"rate_limits":[{"tokens":{"constant_value":9}}]}]}}]}},`+
		`"resource_changes":[{"address":"databricks_model_serving.x","mode":"managed","type":"databricks_model_serving","name":"x","change":`+
		`{"actions":["no-op"],"importing":{"id":"n"},"after":{"name":"n","description":"","rate_limits":[{"calls":0,"key":""}],"ai_gateway":[{"rate_limits":[{"calls":0,"tokens":9}]}]}}}]}`)
	want := []string{"databricks_model_serving.x", " /name = n", " /rate_limits/0/calls = 0", " /ai_gateway/rate_limits/0/tokens = 9"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsDeferredIsRead(t *testing.T) {
	t.Parallel()
	lines, faults := shownOf(t, `{"format_version":"1.2","configuration":{},"deferred_changes":[{"reason":"provider_config_unknown","resource_change":`+
		`{"address":"databricks_model_serving.x[*]","mode":"managed","type":"databricks_model_serving","name":"x","change":`+
		`{"actions":["create"],"after":{"name":"n"},"after_unknown":{"description":true}}}}]}`)
	want := []string{"databricks_model_serving.x[*]", " /name = n", " /description ? `description` is known after apply ${…}"}
	if diff := cmp.Diff(want, lines); diff != "" || len(faults) > 0 {
		t.Error(diff, faults)
	}
}

func TestWhatIsUnknownStandsInTheValuesAtEveryDepth(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		after, unknown string
		want           []string
	}{
		"a key":                          {`{}`, `{"name":true}`, []string{" /name ? `name` is known after apply ${…}"}},
		"a key of a block":               {`{"ai_gateway":[{"usage_tracking_config":[{}]}]}`, `{"ai_gateway":[{"usage_tracking_config":[{"enabled":true}]}]}`, []string{" /ai_gateway/usage_tracking_config/enabled ? `enabled` is known after apply ${…}"}},
		"a block":                        {`{"ai_gateway":[{}]}`, `{"ai_gateway":[{"guardrails":true}]}`, []string{" /ai_gateway/guardrails ? `guardrails` is known after apply ${…}"}},
		"an element of a list":           {`{"ai_gateway":[{"rate_limits":[{"calls":1}]}]}`, `{"ai_gateway":[{"rate_limits":[{},true]}]}`, []string{" /ai_gateway/rate_limits/0/calls = 1", " /ai_gateway/rate_limits/1 ? `rate_limits` is known after apply ${…}"}},
		"an element of a list of texts":  {`{"ai_gateway":[{"guardrails":[{"input":[{"invalid_keywords":["a",null]}]}]}]}`, `{"ai_gateway":[{"guardrails":[{"input":[{"invalid_keywords":[false,true]}]}]}]}`, []string{" /ai_gateway/guardrails/input/invalid_keywords/0 = a", " /ai_gateway/guardrails/input/invalid_keywords/1 ? `invalid_keywords` is known after apply ${…}"}},
		"a key of a map of texts":        {`{"config":[{"served_entities":[{"environment_vars":{"A":""}}]}]}`, `{"config":[{"served_entities":[{"environment_vars":{"B":true}}]}]}`, []string{" /config/served_entities/0/environment_vars/A = ", " /config/served_entities/0/environment_vars/B ? `B` is known after apply ${…}"}},
		"what stands there all the same": {`{"name":"n"}`, `{"name":true}`, []string{" /name ? `name` is known after apply ${…}"}},
		"marks of another shape":         {`{"name":"n"}`, `{"name":{"x":[true]}}`, []string{" /name ? `name` is known after apply ${…}"}},
		"marks that are no marks":        {`{"name":"n","description":"d"}`, `{"name":"false","description":0}`, []string{" /name ? `name` is known after apply ${…}", " /description ? `description` is known after apply ${…}"}},
		"marks of what is not there":     {`{}`, `{"ai_gateway":[{"rate_limits":[{"calls":true}]}]}`, []string{" /ai_gateway ? `ai_gateway` is known after apply ${…}"}},
		"marks that are not set":         {`{"name":"n"}`, `{"name":false,"ai_gateway":[],"config":[{"served_entities":[{}]}],"description":null}`, []string{" /name = n"}},
		"what the provider computes":     {`{}`, `{"config":true,"provider_config":true,"ai_gateway":[]}`, []string{" "}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, faults := shownOf(t, aPlan(`{"actions":["create"],"after":`+test.after+`,"after_unknown":`+test.unknown+`}`))
			if diff := cmp.Diff(append([]string{"databricks_model_serving.x"}, test.want...), lines); diff != "" || len(faults) > 0 {
				t.Error(diff, faults)
			}
		})
	}
}

func TestWhatTerraformDoesNotWriteIsAFault(t *testing.T) {
	t.Parallel()
	const head = `{"format_version":"1.2","configuration":{},`
	const ours = `"address":"a","mode":"managed","type":"databricks_model_serving","name":"x"`
	for name, content := range map[string]string{
		"changes that are no list":         head + `"resource_changes":{"type":"databricks_model_serving"}}`,
		"a change that is a text":          head + `"resource_changes":["databricks_model_serving"]}`,
		"a change that is null":            head + `"resource_changes":[null]}`,
		"a type that is a list":            head + `"resource_changes":[{"type":["databricks_model_serving"]}]}`,
		"no type":                          head + `"resource_changes":[{"address":"databricks_model_serving.x"}]}`,
		"no address":                       head + `"resource_changes":[{"mode":"managed","type":"databricks_model_serving","change":{"actions":["create"],"after":{}}}]}`,
		"an address that is a number":      head + `"resource_changes":[{"address":1,"type":"databricks_model_serving","change":{"actions":["create"],"after":{}}}]}`,
		"no actions":                       head + `"resource_changes":[{` + ours + `,"change":{"after":{}}}]}`,
		"actions that are a text":          head + `"resource_changes":[{` + ours + `,"change":{"actions":"delete","after":{}}}]}`,
		"actions of other kinds":           head + `"resource_changes":[{` + ours + `,"change":{"actions":[["delete"]],"after":{}}}]}`,
		"actions that are empty":           head + `"resource_changes":[{` + ours + `,"change":{"actions":[],"after":{}}}]}`,
		"a change that is a list":          head + `"resource_changes":[{` + ours + `,"change":[{"actions":["create"],"after":{}}]}]}`,
		"no values":                        head + `"resource_changes":[{` + ours + `,"change":{"actions":["create"]}}]}`,
		"values that are null":             head + `"resource_changes":[{` + ours + `,"change":{"actions":["create"],"after":null}}]}`,
		"values that are a list":           head + `"resource_changes":[{` + ours + `,"change":{"actions":["create"],"after":[{}]}}]}`,
		"values of which none is known":    head + `"resource_changes":[{` + ours + `,"change":{"actions":["create"],"after":{},"after_unknown":true}}]}`,
		"a key of the change twice":        head + `"resource_changes":[{` + ours + `,"change":{"actions":["create"],"actions":["delete"],"after":{}}}]}`,
		"a key of the resource twice":      head + `"resource_changes":[{` + ours + `,"mode":"data","change":{"actions":["create"],"after":{}}}]}`,
		"nothing in what is deferred":      head + `"deferred_changes":[{"reason":"x"}]}`,
		"a module that is a list":          `{"format_version":"1.0","values":{"root_module":[]}}`,
		"modules that are no list":         `{"format_version":"1.0","values":{"root_module":{"child_modules":{}}}}`,
		"resources that are no list":       `{"format_version":"1.0","values":{"root_module":{"resources":{}}}}`,
		"a resource that is a text":        `{"format_version":"1.0","values":{"root_module":{"resources":["x"]}}}`,
		"a resource of a state, no values": `{"format_version":"1.0","values":{"root_module":{"resources":[{` + ours + `}]}}}`,
		"a resource of a state, a list":    `{"format_version":"1.0","values":{"root_module":{"resources":[{` + ours + `,"values":[]}]}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, faults := shownOf(t, content)
			if len(lines) > 0 {
				t.Error("read:", lines)
			}
			if len(faults) != 1 || !strings.Contains(faults[0], "is not written as `terraform show -json` writes it: have Terraform print it again") {
				t.Error(faults)
			}
		})
	}
}

func TestAFormatThatIsNotReadIsAFaultWhereItSpeaksOfAGateway(t *testing.T) {
	t.Parallel()
	const message = "is Terraform's JSON in a version of its format that gwlint does not read: " +
		"have Terraform or OpenTofu 1.1 or later print it with `terraform show -json`"
	changes := `"planned_values":{},"resource_changes":[{"type":"databricks_model_serving","change":{"actions":["create"],"after":{"name":"n"}}}]}`
	for name, test := range map[string]struct{ content, want string }{
		"later":                      {`{"format_version":"2.0",` + changes, "plan.json: line 1, column 19: " + message},
		"earlier":                    {`{"format_version":"0.2",` + changes, "plan.json: line 1, column 19: " + message},
		"no text":                    {`{"format_version":1.2,` + changes, "plan.json: line 1, column 19: " + message},
		"none":                       {`{` + changes, "plan.json: line 1, column 1: " + message},
		"in words":                   {`{"format_version":"1.2; drop",` + changes, "plan.json: line 1, column 19: " + message},
		"later, of something else":   {`{"format_version":"2.0","planned_values":{},"resource_changes":[{"type":"aws_instance"}]}`, ""},
		"later, and no list of ours": {`{"format_version":"2.0","planned_values":{},"resource_changes":7}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lines, faults := shownOf(t, test.content)
			if diff := cmp.Diff(test.want, strings.Join(faults, "\n")); diff != "" || len(lines) > 0 {
				t.Error(diff, lines)
			}
		})
	}
}

func TestAPlanThatCouldNotBeFinishedIsAFaultAndRead(t *testing.T) {
	t.Parallel()
	plan := strings.TrimSuffix(aPlan(`{"actions":["create"],"after":{"name":"n"}}`), "}")
	unfinished := []string{fmt.Sprintf("plan.json: line 1, column %d: is a plan that Terraform could not finish, "+
		"and may lack resources: correct the error that `terraform plan` names, and plan again", len(plan)+len(`,"errored":`)+1)}
	for errored, want := range map[string][]string{"true": unfinished, `"false"`: unfinished, "false": nil} {
		lines, faults := shownOf(t, plan+`,"errored":`+errored+"}")
		if diff := cmp.Diff(want, faults); diff != "" || len(lines) != 2 {
			t.Error(errored, diff, lines)
		}
	}
}

// secretPlans are plans and states with a secret, by where it stands.
var secretPlans = map[string]string{
	"a value":                             aPlan(`{"actions":["create"],"after":{"description":"SECRET-1"},"after_sensitive":{"description":true}}`),
	"a value that was":                    aPlan(`{"actions":["update"],"before":{"description":"SECRET-1"},"after":{"name":"n"},"before_sensitive":{}}`),
	"a list":                              aPlan(`{"actions":["create"],"after":{"ai_gateway":[{"guardrails":[{"input":[{"valid_topics":["SECRET-1"]}]}]}]},"after_sensitive":{"ai_gateway":[{"guardrails":[{"input":[{"valid_topics":true}]}]}]}}`),
	"an element":                          aPlan(`{"actions":["create"],"after":{"ai_gateway":[{"guardrails":[{"input":[{"valid_topics":["a","SECRET-1"]}]}]}]},"after_sensitive":{"ai_gateway":[{"guardrails":[{"input":[{"valid_topics":[false,true]}]}]}]}}`),
	"a block":                             aPlan(`{"actions":["create"],"after":{"ai_gateway":[{"inference_table_config":[{"schema_name":"SECRET-1"}]}]},"after_sensitive":{"ai_gateway":[{"inference_table_config":[true]}]}}`),
	"marks of another shape":              aPlan(`{"actions":["create"],"after":{"description":"SECRET-1"},"after_sensitive":{"description":{"x":true}}}`),
	"marks that are texts":                aPlan(`{"actions":["create"],"after":{"description":"SECRET-1"},"after_sensitive":{"description":"yes"}}`),
	"a value beside its double":           aPlan(`{"actions":["create"],"after":{"description":"SECRET-1","description":"d"},"after_sensitive":{}}`),
	"what is deleted":                     aPlan(`{"actions":["delete"],"after":{"description":"SECRET-1"}}`),
	"a change that is no change":          aPlan(`{"actions":"create","after":{"description":"SECRET-1"}}`),
	"another resource":                    `{"format_version":"1.2","resource_changes":[{"address":"a","type":"aws_db","name":"x","change":{"actions":["create"],"after":{"password":"SECRET-1"}}}]}`,
	"a key of an instance's":              `{"format_version":"1.2","resource_changes":[{"address":"a","type":"aws_db","index":{"k":"SECRET-1"},"name":"x","change":{"actions":["create"],"after":{}}}]}`,
	"a variable":                          `{"format_version":"1.2","variables":{"v":{"value":"SECRET-1"}},"resource_changes":[]}`,
	"planned values":                      `{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"values":{"d":"SECRET-1"}}]}},"resource_changes":[]}`,
	"the prior state":                     `{"format_version":"1.2","prior_state":{"values":{"root_module":{"resources":[{"values":{"d":"SECRET-1"}}]}}},"resource_changes":[]}`,
	"what drifted":                        `{"format_version":"1.2","resource_drift":[{"change":{"before":"SECRET-1"}}],"resource_changes":[]}`,
	"the configuration":                   `{"format_version":"1.2","configuration":{"root_module":{"variables":{"v":{"default":"SECRET-1"}},"resources":[{"expressions":{"d":{"constant_value":"SECRET-1"}}}]}},"resource_changes":[]}`,
	"a provider":                          `{"format_version":"1.2","configuration":{"provider_config":{"databricks":{"expressions":{"token":{"constant_value":"SECRET-1"}}}}},"resource_changes":[]}`,
	"outputs":                             `{"format_version":"1.2","output_changes":{"o":{"after":"SECRET-1"}},"resource_changes":[]}`,
	"a check":                             `{"format_version":"1.2","checks":[{"problems":[{"message":"SECRET-1"}]}],"resource_changes":[]}`,
	"what nobody knows":                   `{"format_version":"1.2","later":["SECRET-1"],"resource_changes":[]}`,
	"a list of changes beside its double": `{"format_version":"1.2","resource_changes":[{"x":"SECRET-1"}],"resource_changes":[],"planned_values":{}}`,
	"a state":                             `{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"a","mode":"managed","type":"databricks_model_serving","name":"x","values":{"description":"SECRET-1"},"sensitive_values":{"description":true}}]}}}`,
	"a state's outputs":                   `{"format_version":"1.0","values":{"outputs":{"o":{"value":"SECRET-1"}},"root_module":{}}}`,
	"a data source of a state":            `{"format_version":"1.0","values":{"root_module":{"resources":[{"address":"a","mode":"data","type":"databricks_model_serving","name":"x","values":{"description":"SECRET-1"}}]}}}`,
	"what a state holds back":             `{"format_version":"1.0","values":{"root_module":{"child_modules":[{"resources":[{"address":"a","mode":"managed","type":"databricks_model_serving","deposed_key":"0a","name":"x","values":{"description":"SECRET-1"}}]}]}}}`,
	"a format that is not read":           `{"format_version":"7","values":{"root_module":{"resources":[{"address":"a","mode":"data","type":"databricks_model_serving","name":"x","values":{"description":"SECRET-1"}}]}}}`,
}

// TestNoSecretOfAPlanIsShown asks for the lines of texts, as they are written and with line
// feeds between all values.
func TestNoSecretOfAPlanIsShown(t *testing.T) {
	t.Parallel()
	for name, content := range secretPlans {
		for _, layout := range []string{content, strings.NewReplacer(",", ",\n", "{", "{\n", "[", "[\n").Replace(content)} {
			text, doc := planText(t, layout)
			got, faults := terraform.OfShown(doc, nil, ofPlanTests)
			if shown := strings.Join(text.Excerpt(1, text.Lines()), "\n"); strings.Contains(shown, "SECRET-1") {
				t.Errorf("%s: %s", name, shown)
			}
			for _, line := range planLines(got) {
				if strings.Contains(line, "SECRET-1") && !strings.HasSuffix(line, " !") {
					t.Errorf("%s: %s", name, line)
				}
			}
			if strings.Contains(fmt.Sprint(faults), "SECRET-1") {
				t.Errorf("%s: %s", name, faults)
			}
		}
	}
}

func TestNoSecretOfTheRecordedPlanIsShown(t *testing.T) {
	t.Parallel()
	content := planFile(t, "fleet/plan.json")
	if strings.Count(content, "sk-plain-1f2e3d4c5b6a") != 3 {
		t.Fatal("the secret stands elsewhere in the plan now: change this test")
	}
	text, doc := planText(t, content)
	terraform.OfShown(doc, nil, ofPlanTests)
	if shown := strings.Join(text.Excerpt(1, text.Lines()), ""); strings.Contains(shown, "sk-plain") {
		t.Error(shown)
	}
}

// TestAReferenceIsNamedWhereItIsTheOnlyOne reads an unknown description that is written with
// some references.
func TestAReferenceIsNamedWhereItIsTheOnlyOne(t *testing.T) {
	t.Parallel()
	for references, want := range map[string]string{
		`["random_pet.x.id","random_pet.x"]`:                                          "`random_pet.x.id` is known after apply ${random_pet.x.id}",
		`["module.gw.endpoint_id","module.gw"]`:                                       "`module.gw.endpoint_id` is known after apply ${module.gw.endpoint_id}",
		`["databricks_app.x[\"a\"].id","databricks_app.x[\"a\"]","databricks_app.x"]`: "`databricks_app.x[\"a\"].id` is known after apply ${databricks_app.x[\"a\"].id}",
		`["a.b.id","a.b","c.d.id","c.d"]`:                                             "`description` is known after apply ${…}",
		`[]`:                                                                          "`description` is known after apply ${…}",
		`[7]`:                                                                         "`description` is known after apply ${…}",
		`"a.b.id"`:                                                                    "`description` is known after apply ${…}",
	} {
		lines, faults := shownOf(t, `{"format_version":"1.2","configuration":{"root_module":{"resources":[{"mode":"managed","type":"databricks_model_serving",`+
			`"name":"x","expressions":{"description":{"references":`+references+`}}}]}},`+
			strings.TrimPrefix(aPlan(`{"actions":["create"],"after":{},"after_unknown":{"description":true}}`), `{"format_version":"1.2",`))
		if diff := cmp.Diff([]string{"databricks_model_serving.x", " /description ? " + want}, lines); diff != "" || len(faults) > 0 {
			t.Error(references, diff, faults)
		}
	}
}

// TestAZeroIsSetWhereTheConfigurationSaysSo reads "calls": 0 of a limit that a module of an
// existing endpoint has, by what is written for it and by the value of var.v.
func TestAZeroIsSetWhereTheConfigurationSaysSo(t *testing.T) {
	t.Parallel()
	const open = " /ai_gateway/rate_limits/0/calls ? `calls` is 0 or unset, which the plan does not tell "
	for name, test := range map[string]struct{ limits, arguments, declared, value, want string }{
		"a constant":                        {limits: `[{"calls":{"constant_value":0}}]`, want: " /ai_gateway/rate_limits/0/calls = 0"},
		"a constant that is a text":         {limits: `[{"calls":{"constant_value":"0"}}]`, want: " /ai_gateway/rate_limits/0/calls = 0"},
		"null":                              {limits: `[{"calls":{"constant_value":null}}]`},
		"nothing":                           {limits: `[{}]`},
		"a function":                        {limits: `[{"calls":{}}]`, want: open + "${…}"},
		"a constant that is another":        {limits: `[{"calls":{"constant_value":5}}]`, want: open + "${…}"},
		"dynamic blocks":                    {limits: `[]`, want: open + "${…}"},
		"more blocks than are written":      {limits: `[{"calls":{"constant_value":0}},{}]`, want: open + "${…}"},
		"no blocks":                         {limits: `null`, want: open + "${…}"},
		"a local":                           {limits: `[{"calls":{"references":["local.calls"]}}]`, want: open + "${local.calls}"},
		"an argument that is zero":          {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{"a":{"constant_value":0}}`, want: " /ai_gateway/rate_limits/0/calls = 0"},
		"an argument that is null":          {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{"a":{"constant_value":null}}`},
		"an argument that a function makes": {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{"a":{}}`, want: open + "${var.a}"},
		"an argument that is left out":      {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{}`, declared: `{"a":{}}`},
		"a default that is zero":            {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{}`, declared: `{"a":{"default":0}}`, want: " /ai_gateway/rate_limits/0/calls = 0"},
		"a variable that is not declared":   {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{}`, declared: `{}`, want: open + "${var.a}"},
		"a variable of the root, zero":      {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{"a":{"references":["var.v"]}}`, value: `{"value":0}`, want: " /ai_gateway/rate_limits/0/calls = 0"},
		"a variable of the root, null":      {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{"a":{"references":["var.v"]}}`, value: `{}`},
		"a variable of the root, another":   {limits: `[{"calls":{"references":["var.a"]}}]`, arguments: `{"a":{"references":["var.v"]}}`, value: `{"value":7}`, want: open + "${var.a}"},
		"two variables":                     {limits: `[{"calls":{"references":["var.a","var.b"]}}]`, arguments: `{"a":{"constant_value":0}}`, want: open + "${…}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			or := func(text, otherwise string) string {
				if text == "" {
					return otherwise
				}
				return text
			}
			lines, faults := shownOf(t, `{"format_version":"1.2","variables":{"v":`+or(test.value, "{}")+`},"configuration":{"root_module":{"module_calls":{"m":{"expressions":`+
				or(test.arguments, "{}")+`,"module":{"variables":`+or(test.declared, "{}")+`,"resources":[{"mode":"managed","type":"databricks_model_serving","name":"x",`+
				`"expressions":{"ai_gateway":[{"rate_limits":`+test.limits+`}]}}]}}}}},"resource_changes":[{"address":"a","module_address":"module.m[\"a]\"]","mode":"managed",`+
				`"type":"databricks_model_serving","name":"x","change":{"actions":["update"],"after":{"ai_gateway":[{"rate_limits":[{"calls":0,"key":"user"}]}]}}}]}`)
			want := []string{"a", test.want, " /ai_gateway/rate_limits/0/key = user"}
			want = slices.DeleteFunc(want, func(line string) bool { return line == "" })
			if diff := cmp.Diff(want, lines); diff != "" || len(faults) > 0 {
				t.Error(diff, faults)
			}
		})
	}
}
