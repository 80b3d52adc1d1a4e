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
	const at = "rules/size/too_small/too_small.rego: line "
	for name, test := range map[string]struct {
		was, is, want string
	}{
		"no block":          {"# METADATA", "# Metadata", "rules/size/too_small/too_small.rego: line 22: package rules.size.too_small has no METADATA block"},
		"no title":          {"# title: Too small\n", "", at + `1: METADATA lacks title; write one line`},
		"title with period": {"Too small", "Too small.", at + `2: title: "Too small." is not valid; write one line that begins with a capital letter or a digit`},
		"no description":    {"# description: |\n#   Small is bad.\n", "", at + `1: METADATA lacks description; write a text`},
		"no entrypoint":     {"# entrypoint: true\n", "", at + `1: METADATA lacks entrypoint: true`},
		"no id":             {"#   id: GW899\n", "", at + `1: METADATA lacks custom.id; write two to eight capital letters`},
		"housekeeping id":   {"GW899", "GW901", at + `10: custom.id: "GW901" is no ID of gwlint's rules; write GW and three digits below 900`},
		"no severity":       {"#   severity: medium\n", "", at + `1: METADATA lacks custom.severity; write critical, high, medium or low`},
		"bad severity":      {"severity: medium", "severity: middling", at + `11: custom.severity: "middling" is not valid; write critical, high, medium or low`},
		"no precision":      {"#   precision: very-high\n", "", at + `1: METADATA lacks custom.precision; write very-high, high, medium or low`},
		"bad precision":     {"very-high", "total", at + `12: custom.precision: "total" is not valid; write very-high,`},
		"no subjects":       {"#   subjects: [endpoint, model_service]\n", "", at + `1: METADATA lacks custom.subjects; write a list of endpoint, model_service,`},
		"empty subjects":    {"[endpoint, model_service]", "[]", at + `13: custom.subjects: an empty list is not valid; write a list of at least one kind of subject`},
		"bad subject":       {"model_service", "gadget", at + `13: custom.subjects[1]: "gadget" is not valid; write endpoint, model_service,`},
		"no scope":          {"#   scope: subject\n", "", at + `1: METADATA lacks custom.scope; write subject or workspace`},
		"bad scope":         {"scope: subject", "scope: file", at + `14: custom.scope: "file" is not valid; write subject or workspace`},
		"no requires":       {"#   requires: [rate_limits.calls]\n", "", at + `1: METADATA lacks custom.requires; write a list of facets`},
		"requires no list":  {"[rate_limits.calls]", "rate_limits", at + `15: custom.requires: "rate_limits" is not valid; write a list of facets, such as [rate_limits.calls], or []`},
		"requires an index": {"rate_limits.calls]", "rate_limits.0]", at + `15: custom.requires[0]: "rate_limits.0" is not valid; write a facet`},
		"requires twice":    {"[rate_limits.calls]", "[fallback, fallback]", at + `15: custom.requires: "fallback" stands twice; keep one of them`},
		"no remediation":    {"#   remediation: |\n#     Make it large.\n", "", at + `1: METADATA lacks custom.remediation; write a text that says what to do`},
		"blank remediation": {"|\n#     Make it large.", `""`, at + `16: custom.remediation: "" is not valid; write a text that says what to do`},
		"no since":          {"#   since: 0.1.0\n", "", at + `1: METADATA lacks custom.since; write a version such as 0.1.0`},
		"bad since":         {"0.1.0", "0.1", at + `21: custom.since: 0.1 is not valid; write a version such as 0.1.0`},
		"halts by a word":   {"fix: safe", "halts: always", at + `18: custom.halts: "always" is not valid; write true or false`},
		"params no list":    {"fix: safe", "params: pii", at + `18: custom.params: "pii" is not valid; write a list of parameters`},
		"params a path":     {"fix: safe", "params: [pii.input]", at + `18: custom.params[0]: "pii.input" is not valid; write the name of a parameter`},
		"bad fix":           {"fix: safe", "fix: maybe", at + `18: custom.fix: "maybe" is not valid; write safe or unsafe`},
		"bad controls":      {"[LLM10]", "[]", at + `20: custom.controls.owasp-llm-2025: an empty list is not valid; write a list of at least one item`},
		"unknown field":     {"since:", "sins: [greed]\n#   since:", at + `21: METADATA has an unknown field custom.sins; known: controls, fix,`},
		"no findings":       {"findings contains", "faults contains", at + "1: package rules.size.too_small defines no findings"},
		"another package": {
			"package rules.size.too_small", "package rules.size.small",
			at + "1: package rules.size.small is neither a library nor a rule; " +
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
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got  %v\nwant %s, and nothing else", err, test.want)
			}
		})
	}
}

// TestAllThatIsWrongWithARuleIsSaidAtOnce breaks a rule in each way that does not hide
// another.
func TestAllThatIsWrongWithARuleIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	_, _, err := rules.Load(one(`# METADATA
# titel: too small
# related_resources: [docs/page.md]
# custom:
#   id: gw1
#   sevrity: medium
#   precision: very high
#   subjects: [endpoints, gadget]
#   scope: [subject]
#   requires: [rate_limits.call, fallback, fallback]
#   params: [colour]
#   group_by: routes
#   remediation_for: {app: Do that.}
#   since: 1
package rules.size.too_small

findings := []

applies contains 1 if true
`))
	if err == nil {
		t.Fatal("no error")
	}
	const file = "rules/size/too_small/too_small.rego: line "
	want := []string{
		"1: METADATA lacks description; write a text that says what is wrong and why it matters",
		"1: METADATA lacks entrypoint: true",
		"1: METADATA lacks custom.remediation; write a text that says what to do",
		"2: METADATA has an unknown field titel; did you mean title?",
		"3: related_resources: docs/page.md is no address; write it in full: https://…",
		"5: custom.id: \"gw1\" is not valid; write two to eight capital letters and three or four digits, such as OUR001",
		"6: METADATA has an unknown field custom.sevrity; did you mean severity?",
		"7: custom.precision: \"very high\" is not valid; write very-high, high, medium or low; did you mean \"very-high\"?",
		"8: custom.subjects[0]: \"endpoints\" is not valid; write endpoint, model_service, mcp_service, provider_service, app, call, role, state or resource; did you mean \"endpoint\"?",
		"8: custom.subjects[1]: \"gadget\" is not valid; write endpoint, model_service, mcp_service, provider_service, app, call, role, state or resource",
		"9: custom.scope: a list is not valid; write subject or workspace",
		"10: custom.requires: \"fallback\" stands twice; keep one of them",
		"10: custom.requires: rate_limits.call: the model has no \"call\" there; did you mean \"calls\"?",
		"11: custom.params: colour: the model has no \"colour\" there; it has: agent_principals, audit_max_age, gateway_roles, gateways, guardrail_window, ops_principals, pii, policy_kinds, required_roles, role_probes, shared_schemas, sovereign, table_visible_within",
		"12: custom.group_by: \"routes\" is not in custom.requires; write one of: rate_limits.call, fallback, fallback",
		"13: custom.remediation_for.app: the rule does not concern it; write one of its subjects, or service for all services",
		"14: custom.since: 1 is not valid; write a version such as 0.1.0",
		"17: findings is no set; write `findings contains report.at(path, message) if …`",
		"19: applies is neither true nor false; write `applies if …`",
	}
	var got []string
	for line := range strings.Lines(err.Error()) {
		got = append(got, strings.TrimPrefix(strings.TrimSpace(line), file))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
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
