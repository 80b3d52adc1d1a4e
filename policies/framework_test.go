package policies_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/policies"
)

func TestTheFrameworksThatAreShipped(t *testing.T) {
	t.Parallel()
	list, err := policies.Frameworks(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	type known struct {
		ID, Policy, Name, Version, Released string
		Controls                            int
		First, Last                         policies.Control
	}
	var got []known
	for _, f := range list {
		got = append(got, known{f.ID, f.Policy, f.Name, f.Version, f.Released, len(f.Controls), f.Controls[0], f.Controls[len(f.Controls)-1]})
	}
	want := []known{
		{
			"dasf", "dasf", "DASF", "3.0", "2026-03-20", 12,
			policies.Control{"DASF 5", "Control access to data and other objects"},
			policies.Control{"DASF 64", "Limit access from AI models and agents"},
		},
		{
			"eu-ai-act", "eu_ai_act", "EU AI Act", "2024/1689, amended by 2026/1744", "", 5,
			policies.Control{"Art 12", "Automatic recording of events"},
			policies.Control{"Art 26(6)", "The deployer keeps the logs for at least six months"},
		},
		{
			"mitre-atlas", "mitre_atlas", "MITRE ATLAS", "5.6.0", "", 11,
			policies.Control{"AML.M0004", "Restrict Number of AI Model Queries"},
			policies.Control{"AML.M0033", "Input and Output Validation for AI Agent Components"},
		},
		{
			"nist-ai-rmf", "nist_ai_rmf", "NIST AI RMF", "1.0", "2023-01-26", 72,
			policies.Control{"GOVERN 1.1", "Laws and regulations on AI are known, handled and written down"},
			policies.Control{"MANAGE 4.3", "Incidents and errors are told, tracked and recovered from"},
		},
		{
			"owasp-llm-2025", "owasp_llm_2025", "OWASP Top 10 for LLM Applications", "2025", "", 10,
			policies.Control{"LLM01", "Prompt Injection"},
			policies.Control{"LLM10", "Unbounded Consumption"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The name in Rego is a second one: it decides which rules serve an item.
func TestAChecklistIsThatOfItsFramework(t *testing.T) {
	t.Parallel()
	list, err := policies.Frameworks(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		text, err := policies.Embedded.ReadFile(f.Policy + "/" + f.Policy + ".rego")
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range []string{"checklist", "lacking"} {
			if !strings.Contains(string(text), document+` := framework.`+document+`("`+f.ID+`", _items)`) {
				t.Errorf("%s: the %s is not that of %s", f.Policy, document, f.ID)
			}
		}
		if want := strings.ReplaceAll(f.ID, "-", "_"); f.Policy != want {
			t.Errorf("the policy of %s is called %s, want %s", f.ID, f.Policy, want)
		}
	}
}

const small = `# METADATA
# title: Small
# description: Says everything.
# related_resources:
#   - ref: https://example.com/small
# custom:
#   framework: {id: small, name: Small, version: "1", organization: Us}
package policies.small

catalogue := [["S-1", "One"]]
`

func TestAFrameworkSaysAllThatIsAsked(t *testing.T) {
	t.Parallel()
	const want = "policies/small/small.rego: line 1: custom.framework: id, name, version"
	for name, test := range map[string]struct{ old, replacement, want string }{
		"all of it":             {"", "", ""},
		"no framework":          {"framework: {", "other: {", ""},
		"no map":                {`{id: small, name: Small, version: "1", organization: Us}`, "small", want},
		"no id":                 {"id: small, ", "", want},
		"no name":               {"name: Small, ", "", want},
		"no version":            {`version: "1", `, "", want},
		"a version as a number": {`version: "1"`, "version: 1", want},
		"no organization":       {", organization: Us", "", want},
		"no link":               {"# related_resources:\n#   - ref: https://example.com/small\n", "", want},
		"no catalogue":          {"catalogue :=", "controls :=", want},
		"an empty one":          {`[["S-1", "One"]]`, "[]", want},
		"one that is no list":   {`[["S-1", "One"]]`, `{"S-1": "One"}`, want},
		"one of no pairs":       {`[["S-1", "One"]]`, `["S-1"]`, want},
		"one that is computed":  {`[["S-1", "One"]]`, `[x | some x in [["S-1", "One"]]]`, want},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list, err := policies.Frameworks(tree("small/small.rego", strings.Replace(small, test.old, test.replacement, 1)))
			switch {
			case test.want == "" && err != nil, test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			case name == "all of it" && len(list) != 1, name == "no framework" && len(list) != 0:
				t.Errorf("got %v", list)
			}
		})
	}
}
