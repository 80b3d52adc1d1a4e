package engine_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// written is an engine's options with one more rule, of which only the body is
// given.
func written(t testing.TB, rule rules.Rule, body string) engine.Options {
	t.Helper()
	rule.ID, rule.Name, rule.Package = "GW899", "mine", "rules.tests.mine"
	rule.Title, rule.Severity, rule.Kinds = "Mine", finding.High, []string{"endpoint"}
	if rule.Scope == "" {
		rule.Scope = "subject"
	}
	head := "package rules.tests.mine\n\n"
	if strings.Contains(body, "report.") {
		head += "import data.rules.lib.report\n\n"
	}
	module, err := ast.ParseModuleWithOpts("mine.rego", head+body, ast.ParserOptions{ProcessAnnotation: true})
	if err != nil {
		t.Fatal(err)
	}
	o := shipped(t)
	o.Rules = append([]rules.Rule{rule}, o.Rules...)
	o.RuleModules = maps.Clone(o.RuleModules)
	o.RuleModules["mine.rego"] = module
	return o
}

func TestARuleThatCannotBeTrustedIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule rules.Rule
		body string
		want string // a part of the error
	}{
		"it misspells a field": {
			rules.Rule{Requires: []string{"fallback"}},
			`findings contains report.at(["fallback"], "x") if input.subject.fallback.enable`,
			`mine.rego: line 5: undefined ref: input.subject.fallback.enable; did you mean "enabled"?`,
		},
		"it reads a section that there is not": {
			rules.Rule{Requires: []string{"fallback"}},
			`findings contains report.at(["fallback"], "x") if input.subject.fallback.on_error`,
			"undefined ref: input.subject.fallback.on_error; input.subject.fallback has: enabled",
		},
		"it reads a library that there is not": {
			rules.Rule{},
			`findings contains report.at(["name"], "x") if input.subject.name in data.rules.lib.suport.names`,
			"mine.rego: line 5: data.rules.lib.suport.names leads nowhere: no package defines it",
		},
		"it requires a facet that there is not": {
			rules.Rule{Requires: []string{"rate_limits.call"}},
			`findings contains report.at(["name"], "x") if input.subject.provided`,
			`custom.requires: rate_limits.call: the model has no "call" there; did you mean "calls"?`,
		},
		"it requires a part of the state that there is not": {
			rules.Rule{Requires: []string{"state.audits"}},
			`findings contains report.at(["name"], "x") if input.subject.provided`,
			`custom.requires: state.audits: the model has no "audits" there; did you mean "audit"?`,
		},
		"it names a parameter that there is not": {
			rules.Rule{Params: []string{"colour"}},
			`findings contains report.at(["name"], "x") if input.subject.provided`,
			`custom.params: colour: the model has no "colour" there; it has: agent_principals, audit_max_age,`,
		},
		"it reads what it does not require": {
			rules.Rule{Requires: []string{"fallback"}},
			`findings contains report.at(["routes"], "x") if count(input.subject.routes) == 0`,
			"rule GW899: it reads routes and METADATA does not require it",
		},
		"it reads that through a function": {
			rules.Rule{},
			"findings contains report.at([\"routes\"], \"x\") if _off\n\n_off if not input.subject.fallback.enabled",
			"rule GW899: it reads fallback.enabled and METADATA does not require it",
		},
		"it hands the subject on": {
			rules.Rule{Requires: []string{"fallback"}},
			"findings contains report.at([\"routes\"], \"x\") if _off(input.subject)\n\n_off(s) if not s.fallback.enabled",
			"it hands input.subject on as a whole",
		},
		"it hands everything on": {
			rules.Rule{},
			"findings contains report.at([\"routes\"], \"x\") if _off(input)\n\n_off(s) if not s.subject.fallback.enabled",
			"it reads input as a whole",
		},
		"a function that it calls reads what it does not require": {
			rules.Rule{},
			"findings contains report.at([\"routes\"], \"x\") if _off(1)\n\n_off(1) := false if input.subject.declared\n\nelse := true if not input.subject.fallback.enabled",
			"it reads fallback.enabled and METADATA does not require it",
		},
		"it excuses a subject by what may be unseen": {
			rules.Rule{Requires: []string{"fallback"}, HasApplies: true},
			"applies if input.subject.fallback.enabled\n\nfindings contains report.at([\"fallback\"], \"x\") if input.subject.fallback.enabled",
			"its applies reads fallback.enabled, which may be unseen: say it in moot",
		},
		"it reads a state that it does not require": {
			rules.Rule{},
			`findings contains report.at(["name"], "x") if input.context.state.otel_table_prefix == ""`,
			"rule GW899: it reads state.otel_table_prefix and METADATA does not require it",
		},
		"it reads a parameter that it does not name": {
			rules.Rule{},
			`findings contains report.at(["name"], "x") if input.context.params.audit_max_age == ""`,
			"rule GW899: it reads the parameter audit_max_age and METADATA does not name it in params",
		},
		"its suspect reads what it does not require": {
			rules.Rule{HasSuspect: true},
			"suspect if input.subject.fallback.enabled\n\nfindings contains report.at([\"name\"], \"x\") if input.subject.provided",
			"rule GW899: it reads fallback.enabled and METADATA does not require it",
		},
		"its suspect reads a state that it does not require": {
			rules.Rule{HasSuspect: true},
			"suspect if input.context.state.otel_table_prefix == \"\"\n\nfindings contains report.at([\"name\"], \"x\") if input.subject.provided",
			"rule GW899: it reads state.otel_table_prefix and METADATA does not require it",
		},
		"its suspect reads of an element what it does not require": {
			rules.Rule{Own: true, File: "mine.rego", HasSuspect: true, Requires: []string{"rate_limits.calls"}},
			"suspect if {\n\tsome limit in input.subject.rate_limits\n\tlimit.scope == \"user\"\n}\n\nfindings contains report.at([\"name\"], \"x\") if count(input.subject.rate_limits) > 0",
			"mine.rego: line 7: it reads limit.scope and METADATA does not require it",
		},
		"what it leaves undecided reads what it does not require": {
			rules.Rule{HasUndecided: true},
			"findings contains report.at([\"name\"], \"x\") if false\n\nundecided contains report.at([\"name\"], \"x\") if input.subject.fallback.enabled",
			"rule GW899: it reads fallback.enabled and METADATA does not require it",
		},
		"it reads of an element what it does not require": {
			rules.Rule{Own: true, File: "mine.rego", Requires: []string{"rate_limits.calls"}},
			"findings contains report.at([\"rate_limits\"], \"x\") if {\n\tsome limit in input.subject.rate_limits\n\tlimit.scope == \"user\"\n\tlimit.calls < 9\n}",
			"mine.rego: line 7: it reads limit.scope and METADATA does not require it",
		},
		"it looks at all subjects and reads what it does not require": {
			rules.Rule{Own: true, File: "mine.rego", Scope: "workspace", Requires: []string{"rate_limits"}},
			"findings contains report.among(s.id, [\"name\"], \"x\", []) if {\n\tsome s in input.subjects\n\tnot s.fallback.enabled\n}",
			"mine.rego: line 7: it reads s.fallback.enabled and METADATA does not require it",
		},
		"it looks at all subjects and reads one": {
			rules.Rule{Scope: "workspace", Requires: []string{"fallback"}},
			`findings contains report.among("a", ["name"], "x", []) if input.subject.fallback.enabled`,
			"it reads input.subject.fallback.enabled; a rule of scope workspace reads input.subjects and input.context",
		},
		"it looks at all subjects and reads a state that it does not require": {
			rules.Rule{Scope: "workspace"},
			`findings contains report.among(s.id, ["name"], "x", []) if { some s in input.subjects; input.context.state.otel_table_prefix == "" }`,
			"rule GW899: it reads state.otel_table_prefix and METADATA does not require it",
		},
		"it looks at all subjects and reads a parameter that it does not name": {
			rules.Rule{Scope: "workspace"},
			`findings contains report.among(s.id, ["name"], "x", []) if { some s in input.subjects; input.context.params.audit_max_age == "" }`,
			"rule GW899: it reads the parameter audit_max_age and METADATA does not name it in params",
		},
		"it misspells what it is asked for": {
			rules.Rule{Own: true, File: "mine.rego"},
			"findings contains report.at([\"name\"], \"x\") if _off\n\n_off if input.subject.provided\n\nundecded contains report.at([\"name\"], \"x\")",
			"mine.rego: line 9: nothing uses undecded; a rule is asked for findings, applies, moot, suspect, undecided",
		},
		"it calls out": {
			rules.Rule{},
			`findings contains report.at(["name"], x.raw_body) if x := http.send({"method": "get", "url": "http://localhost"})`,
			"mine.rego: line 5: http.send is not allowed in a rule: ",
		},
		"it asks the clock": {
			rules.Rule{},
			`findings contains report.at(["name"], sprintf("%v", [time.now_ns()]))`,
			"mine.rego: line 5: time.now_ns is not allowed in a rule: ",
		},
		"it asks the clock about a certificate": {
			rules.Rule{},
			`findings contains report.at(["name"], "x") if crypto.x509.parse_and_verify_certificates(input.subject.name)[0]`,
			"mine.rego: line 5: crypto.x509.parse_and_verify_certificates is not allowed in a rule: it asks the clock",
		},
		"it reads the environment": {
			rules.Rule{},
			`findings contains report.at(["name"], opa.runtime().env.HOME)`,
			"mine.rego: line 5: opa.runtime is not allowed in a rule: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := engine.New(t.Context(), written(t, test.rule, test.body))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

const endpoint = `{"name": "a", "ai_gateway": {}, "config": {"served_entities": [{"entity_name": "databricks-claude-sonnet-4"}]}}`

func TestARuleThatFailsIsNamedAndStopsNoOther(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"a built-in fails": {
			`findings contains report.at(["name"], "x") if to_number(input.subject.form) > 1`,
			"rule GW899 cannot be evaluated on `a`: ",
		},
		"a finding has no message": {
			`findings contains {"path": ["name"]}`,
			"rule GW899 cannot be evaluated on `a`: a finding lacks path or message; rules return report.at(path, message)",
		},
		"findings are no set": {
			`findings := "x"`,
			"rule GW899 cannot be evaluated on `a`: its findings are no set; write `findings contains …`",
		},
		"findings are undefined": {
			`findings := {report.at(["name"], "x")} if input.subject.form == "put"`,
			"rule GW899 cannot be evaluated on `a`: its findings are undefined",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plain := judge(t, compiledRule(t, shipped(t)), subjects(t, "a.json", []byte(endpoint)))
			e := compiledRule(t, written(t, rules.Rule{}, test.body))
			v, err := e.NewWorker(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			v.Judge(t.Context(), subjects(t, "a.json", []byte(endpoint))[0])
			result, err := e.Finish(t.Context(), []*engine.Worker{v})
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Errors) != 1 || !strings.HasPrefix(result.Errors[0].Error(), test.want) {
				t.Errorf("errors %v, want %s", result.Errors, test.want)
			}
			finding.Sort(result.Findings)
			if diff := cmp.Diff(plain.Findings, result.Findings); diff != "" {
				t.Error(diff)
			}
			if n := result.Tally[engine.Count{Rule: "GW899", Kind: "endpoint", Hosting: "foundation", Outcome: finding.Unknown}]; n != 1 {
				t.Errorf("unknown %d times, want once: a rule that fails must not pass", n)
			}
		})
	}
}

func TestAPlaceInAStateThatThereIsNotIsTheSubjects(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule rules.Rule
		body string
	}{
		"found":     {rules.Rule{}, `findings contains report.at(["state", "audit"], "x")`},
		"undecided": {rules.Rule{HasUndecided: true}, "findings contains report.at([], \"x\") if false\n\nundecided contains report.at([\"state\"], \"x\")"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judge(t, compiledRule(t, written(t, test.rule, test.body)), subjects(t, "a.json", []byte(endpoint)))
			i := slices.IndexFunc(result.Findings, func(f finding.Finding) bool { return f.Rule == "GW899" })
			if i < 0 {
				t.Fatal("nothing is found")
			}
			want := finding.Location{File: "a.json", StartLine: 1, StartColumn: 10, EndLine: 1, EndColumn: 13}
			if diff := cmp.Diff(want, result.Findings[i].Location); diff != "" {
				t.Error(diff)
			}
		})
	}
}
