package rules_test

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

func TestShippedRulesAreComplete(t *testing.T) {
	t.Parallel()
	list, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Error("no rules")
	}
	if !slices.IsSortedFunc(list, func(a, b rules.Rule) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("rules are not in order of ID")
	}
	for _, rule := range list {
		file := strings.Join([]string{"rules", rule.Area, rule.Name, rule.Name + ".rego"}, "/")
		if modules[file] == nil {
			t.Errorf("%s has no module %s", rule.ID, file)
		}
	}
	for file := range modules {
		if strings.HasSuffix(file, "_test.rego") || strings.Contains(file, "/fixture/") {
			t.Errorf("%s is loaded, and only tests need it", file)
		}
	}
}

const complete = `# METADATA
# title: Too small
# description: |
#   Small is bad.
# related_resources:
#   - description: A page
#     ref: https://example.com/page
# entrypoint: true
# custom:
#   id: GW899
#   severity: medium
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [rate_limits.calls]
#   remediation: |
#     Make it large.
#   fix: safe
#   controls:
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.size.too_small

applies if input.subject.declared

findings contains {"path": [], "message": "small"} if input.subject.provided
`

func TestARuleIsWhatMetadataSays(t *testing.T) {
	t.Parallel()
	list, _, err := rules.Load(one(complete))
	if err != nil {
		t.Fatal(err)
	}
	want := []rules.Rule{{
		ID:          "GW899",
		Name:        "too_small",
		Area:        "size",
		Package:     "rules.size.too_small",
		File:        "rules/size/too_small/too_small.rego",
		Line:        1,
		Title:       "Too small",
		Description: "Small is bad.",
		Remediation: "Make it large.",
		Links:       []rules.Link{{Text: "A page", URL: "https://example.com/page"}},
		Severity:    finding.Medium,
		Precision:   "very-high",
		Kinds:       []string{"endpoint", "model_service"},
		Requires:    []string{"rate_limits.calls"},
		Scope:       "subject",
		Fix:         "safe",
		Controls:    map[string][]string{"owasp-llm-2025": {"LLM10"}},
		Since:       "0.1.0",
		HasApplies:  true,
	}}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Error(diff)
	}
}

func TestARuleMayRequireNothingAndApplyAlways(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer(
		"[rate_limits.calls]", "[]",
		"applies if input.subject.declared", "",
	).Replace(complete)
	list, _, err := rules.Load(one(text))
	if err != nil {
		t.Fatal(err)
	}
	if rule := list[0]; rule.HasApplies || rule.Requires == nil || len(rule.Requires) != 0 {
		t.Errorf("applies %v, requires %#v", rule.HasApplies, rule.Requires)
	}
}

func TestARuleMaySayMoreThanItMust(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer(
		"[rate_limits.calls]", "[state.audit, workspace]",
		"fix: safe", "halts: true\n#   params: [audit_max_age, pii]",
		"applies if input.subject.declared", "undecided contains {} if input.subject.declared",
	).Replace(complete)
	list, _, err := rules.Load(one(text))
	if err != nil {
		t.Fatal(err)
	}
	got := rules.Rule{
		Requires: list[0].Requires, Params: list[0].Params,
		Halts: list[0].Halts, HasUndecided: list[0].HasUndecided,
	}
	want := rules.Rule{
		Requires: []string{"state.audit", "workspace"}, Params: []string{"audit_max_age", "pii"},
		Halts: true, HasUndecided: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMetadataIsHeldToItsForm(t *testing.T) {
	t.Parallel()
	const at = "rules/size/too_small/too_small.rego: line 1: "
	for name, test := range map[string]struct {
		was, is, want string
	}{
		"no block":          {"# METADATA", "# Metadata", "rules/size/too_small/too_small.rego: line 22: package rules.size.too_small has no METADATA block"},
		"no title":          {"# title: Too small\n", "", at + "METADATA lacks title"},
		"title with period": {"Too small", "Too small.", at + `title: "Too small." does not have the form`},
		"no description":    {"# description: |\n#   Small is bad.\n", "", at + "METADATA lacks description"},
		"no entrypoint":     {"# entrypoint: true\n", "", at + "METADATA lacks entrypoint: true"},
		"no id":             {"#   id: GW899\n", "", at + "METADATA lacks custom.id"},
		"housekeeping id":   {"GW899", "GW901", at + `custom.id: "GW901" does not have the form`},
		"no severity":       {"#   severity: medium\n", "", at + "METADATA lacks custom.severity"},
		"bad severity":      {"severity: medium", "severity: middling", at + `custom.severity: "middling" is not one of critical, high, medium, low`},
		"no precision":      {"#   precision: very-high\n", "", at + "METADATA lacks custom.precision"},
		"bad precision":     {"very-high", "total", at + `custom.precision: "total" is not one of`},
		"no subjects":       {"#   subjects: [endpoint, model_service]\n", "", at + "METADATA lacks custom.subjects"},
		"empty subjects":    {"[endpoint, model_service]", "[]", at + "custom.subjects: names none of"},
		"bad subject":       {"model_service", "gadget", at + `custom.subjects: "gadget" is not one of`},
		"no scope":          {"#   scope: subject\n", "", at + "METADATA lacks custom.scope"},
		"bad scope":         {"scope: subject", "scope: file", at + `custom.scope: "file" is not one of subject, workspace`},
		"no requires":       {"#   requires: [rate_limits.calls]\n", "", at + "METADATA lacks custom.requires"},
		"requires no list":  {"[rate_limits.calls]", "rate_limits", at + `custom.requires: "rate_limits" is not a list`},
		"requires an index": {"rate_limits.calls]", "rate_limits.0]", at + `custom.requires: "rate_limits.0" does not have the form`},
		"requires twice":    {"[rate_limits.calls]", "[fallback, fallback]", at + `custom.requires: "fallback" stands twice`},
		"no remediation":    {"#   remediation: |\n#     Make it large.\n", "", at + "METADATA lacks custom.remediation"},
		"blank remediation": {"|\n#     Make it large.", `""`, at + "custom.remediation: says nothing"},
		"no since":          {"#   since: 0.1.0\n", "", at + "METADATA lacks custom.since"},
		"bad since":         {"0.1.0", "0.1", at + "custom.since: 0.1 does not have the form"},
		"halts by a word":   {"fix: safe", "halts: always", at + `custom.halts: "always" is neither true nor false`},
		"params no list":    {"fix: safe", "params: pii", at + `custom.params: "pii" is not a list`},
		"params a path":     {"fix: safe", "params: [pii.input]", at + `custom.params: "pii.input" does not have the form`},
		"bad fix":           {"fix: safe", "fix: maybe", at + `custom.fix: "maybe" is not one of safe, unsafe`},
		"bad controls":      {"[LLM10]", "[]", at + "custom.controls.owasp-llm-2025: names no item"},
		"unknown field":     {"since:", "sins: [greed]\n#   since:", at + "METADATA has an unknown field custom.sins"},
		"no findings":       {"findings contains", "faults contains", at + "package rules.size.too_small defines no findings"},
		"another package": {
			"package rules.size.too_small", "package rules.size.small",
			at + "package rules.size.small is neither a library nor a rule; " +
				"the rule of this folder is package rules.size.too_small in rules/size/too_small/too_small.rego",
		},
		"no Rego": {"applies if", "applies iff", "rules/size/too_small/too_small.rego: line 24: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(complete, test.was, test.is, 1)
			if text == complete {
				t.Fatalf("%q is not in the rule", test.was)
			}
			_, _, err := rules.Load(one(text))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestTheTreeIsHeldToItsForm(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, text, want string
	}{
		"two rules with one ID": {
			"size/too_tall/too_tall.rego", strings.Replace(complete, "too_small", "too_tall", 1),
			"rules/size/too_tall/too_tall.rego: line 1: custom.id: GW899 is the ID of rules.size.too_small",
		},
		"a file too many": {
			"size/too_small/more.rego", "package rules.size.too_small\n",
			"rules/size/too_small/more.rego: line 1: package rules.size.too_small is neither a library nor a rule",
		},
		"an area that is a package": {
			"size/size.rego", "package rules.size\n",
			"rules/size/size.rego: line 1: package rules.size is neither a library nor a rule",
		},
		"a library in the wrong folder": {
			"lib/a/a.rego", "package rules.lib.b\n",
			"rules/lib/a/a.rego: line 1: package rules.lib.b is neither a library nor a rule",
		},
		"a rule without Rego": {
			"size/too_wide/bad/a.json", "{}\n",
			"rules/size/too_wide/too_wide.rego: file does not exist",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := one(complete)
			fsys[test.file] = &fstest.MapFile{Data: []byte(test.text)}
			_, _, err := rules.Load(fsys)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestAllFaultsOfATreeAreNamed(t *testing.T) {
	t.Parallel()
	fsys := one(strings.Replace(complete, "severity: medium", "severity: middling", 1))
	fsys["size/too_wide/bad/a.json"] = &fstest.MapFile{Data: []byte("{}")}
	_, _, err := rules.Load(fsys)
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "middling") {
		t.Errorf("got %v", err)
	}
}

func TestTheFolderAndTheEmbeddedRulesAreTheSame(t *testing.T) {
	t.Parallel()
	embedded, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	folder, _, err := rules.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(embedded, folder); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, _, err := rules.Load(rules.Embedded); err != nil {
			b.Fatal(err)
		}
	}
}

// one is a tree with a single rule.
func one(text string) fstest.MapFS {
	return fstest.MapFS{"size/too_small/too_small.rego": {Data: []byte(text)}}
}
