package policies_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/policies"
)

func TestAPolicyNamesRulesThatThereAre(t *testing.T) {
	t.Parallel()
	const at = "governance/ours.rego: line "
	for name, test := range map[string]struct {
		level string // in place of the line that decides the level
		want  string
	}{
		"a rule that gwlint ships":      {`level := "note" if input.rule.id == "GW103"`, ""},
		"a rule of the user's own":      {`level := "note" if input.rule.id == "OUR001"`, ""},
		"a rule that there is not":      {`level := "note" if input.rule.id == "GW999"`, at + "8: there is no rule \"GW999\"; 'gwlint rules' lists them, and --rules loads your own"},
		"one in a set":                  {`level := "note" if input.rule.id in {"GW103", "GW1030"}`, at + `8: there is no rule "GW1030"`},
		"one in a list of a constant":   {"level := \"note\" if input.rule.id in _mild\n\n_mild := [\"GW103\",\n\t\"GW777\"]", at + `11: there is no rule "GW777"`},
		"one as the key of a map":       {`level := {"GW999": "note"}[input.rule.id]`, at + `8: there is no rule "GW999"`},
		"one in the head of a function": {"level := _of(input.rule.id)\n\n_of(\"GW999\") := \"note\"", at + `10: there is no rule "GW999"`},
		"one of an item":                {`level := {"id": "X-1", "rules": ["GW999"]}.id`, at + `8: there is no rule "GW999"`},
		"one of an item, of rules that are not loaded": {
			`level := {"id": "X-1", "rules": ["GW103", "THEIR001"]}.id`,
			at + `8: there is no rule "THEIR001"; 'gwlint rules' lists them, and --rules loads your own`,
		},
		"one of an item, in small letters":       {`level := {"id": "X-1", "rules": ["gw103"]}.id`, at + `8: there is no rule "gw103"; did you mean "GW103"?`},
		"one of an item, by its slug":            {`level := {"id": "X-1", "rules": {"no_fallback"}}.id`, at + `8: there is no rule "no_fallback"`},
		"one in an else":                         {"level := \"note\" if input.rule.id == \"GW103\"\n\nelse := \"off\" if input.rule.id == \"OUR002\"", at + `10: there is no rule "OUR002"`},
		"two":                                    {`level := "note" if input.rule.id in {"GW998", "GW999"}`, `"GW998"; 'gwlint rules' lists them, and --rules loads your own` + "\n" + at + `8: there is no rule "GW999"`},
		"the ID of an item":                      {`level := {"id": "GW1"}.id`, ""},
		"an ID of rules that are not loaded":     {`level := "note" if input.rule.id == "THEIR001"`, ""},
		"the ID of a framework":                  {`level := "note" if "LLM01" in input.rule.controls`, ""},
		"a text that speaks of one":              {`level := "note" if input.rule.id != "see GW999"`, ""},
		"a rule in small letters, which is none": {`level := "note" if input.rule.id == "gw103"`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(ours, "level := f4_checklist.level", test.level, 1)
			policy, err := policies.Tree{Files: tree("ours.rego", text), Name: "governance"}.Load()
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := policy.CheckRules([]string{"GW103", "GW104", "OUR001"}); err != nil {
				got = err.Error()
			}
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestAPolicyThatIsShippedIsNotHeldToTheRulesOfARun(t *testing.T) {
	t.Parallel()
	policy, err := policies.Open(policies.Embedded, policies.Default)
	if err != nil {
		t.Fatal(err)
	}
	if err := policy.CheckRules(nil); err != nil {
		t.Error(err)
	}
}
