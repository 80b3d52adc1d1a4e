package ruletest_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/ruletest"
	"github.com/gwlint/gwlint/rules"
)

// TestTheShippedRules runs every rule's own tests and examples, which its page
// shows.
func TestTheShippedRules(t *testing.T) {
	t.Parallel()
	for _, unit := range tested(t, os.DirFS("../../rules"), "rules", "").Units {
		for _, fault := range unit.Faults {
			t.Error(fault)
		}
		if unit.ID != "" && (unit.Tests == 0 || unit.Bad == 0 || unit.Good == 0) {
			t.Errorf("%s: %d tests, %d bad and %d good examples", unit.ID, unit.Tests, unit.Bad, unit.Good)
		}
	}
}

func tested(t testing.TB, files fs.FS, name, run string) ruletest.Result {
	t.Helper()
	o := ruletest.Options{Tree: rules.Tree{Files: files, Name: name, Own: true}}
	if run != "" {
		o.Run = regexp.MustCompile(run)
	}
	result, err := ruletest.Test(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

const rego = `# METADATA
# title: Limit below what the service needs
# description: It stops the nightly batch.
# entrypoint: true
# custom:
#   id: OUR001
#   severity: high
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [rate_limits]
#   remediation: Raise it.
#   since: 1.0.0
package rules.limits.low

import data.rules.lib.report

findings contains report.at(["rate_limits", i, "calls"], message) if {
	some i, limit in input.subject.rate_limits
	limit.calls >= 0
	limit.calls < 50
	message := sprintf("the limit is %v", [limit.calls])
}
`

const tests = `package rules.limits.low_test

import data.rules.lib.fixture
import data.rules.limits.low

test_silent if low.findings == set() with input as fixture.with_subject({})

test_found if {
	limits := [fixture.limit({"calls": 49})]

	low.findings == {{
		"path": ["rate_limits", 0, "calls"],
		"message": "the limit is 49",
	}} with input as fixture.with_subject({"rate_limits": limits})
}
`

const bad = `name: a
ai_gateway:
  rate_limits:
    - {key: endpoint, calls: 7, renewal_period: minute} # want OUR001 "is 7"
config: {served_entities: [{entity_name: databricks-x}]}
`

// The rule above, complete; %s is a limit.
func folder() map[string]string {
	return map[string]string{
		"limits/low/low.rego":       rego,
		"limits/low/low_test.rego":  tests,
		"limits/low/bad/low.yaml":   bad,
		"limits/low/good/high.yaml": strings.NewReplacer("7, ", "50, ", ` # want OUR001 "is 7"`, "").Replace(bad),
	}
}

// with changes files of the folder; "" removes one.
func with(changes map[string]string) fstest.MapFS {
	files := folder()
	maps.Copy(files, changes)
	tree := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return tree
}

func TestACompleteRulePasses(t *testing.T) {
	t.Parallel()
	want := []ruletest.Unit{{
		ID: "OUR001", Name: "limits/low", Folder: "ours/limits/low",
		Tests: 2, Bad: 1, Good: 1, Expressions: 10, Covered: 10,
	}}
	if diff := cmp.Diff(want, tested(t, with(nil), "ours", "").Units); diff != "" {
		t.Error(diff)
	}
}

func TestEachFaultIsNamedAtItsPlace(t *testing.T) {
	t.Parallel()
	replace := func(text, old, with string) string {
		t.Helper()
		if !strings.Contains(text, old) {
			t.Fatalf("%q is not in it", old)
		}
		return strings.Replace(text, old, with, 1)
	}
	for name, test := range map[string]struct {
		changes map[string]string
		want    []string
	}{
		"a test that fails": {
			map[string]string{"limits/low/low_test.rego": replace(tests, "is 49", "is 48")},
			[]string{`ours/limits/low/low_test.rego:11: test_found does not hold: got {{"message": "the limit is 49", "path": ["rate_limits", 0, "calls"]}}`},
		},
		"a test in which a built-in fails": {
			map[string]string{"limits/low/low_test.rego": tests + "\ntest_number if to_number(\"x\") == 1\n"},
			[]string{"ours/limits/low/low_test.rego:17: test_number: to_number: "},
		},
		"no test": {
			map[string]string{"limits/low/low_test.rego": ""},
			[]string{"ours/limits/low: no test; write one in low_test.rego"},
		},
		"no bad example": {
			map[string]string{"limits/low/bad/low.yaml": ""},
			[]string{"ours/limits/low/bad: no example; put a document in it that the rule finds bad"},
		},
		"no good example but a hidden file": {
			map[string]string{"limits/low/good/high.yaml": "", "limits/low/good/.keep": "x"},
			[]string{"ours/limits/low/good: no example; put a document in it that the rule finds good"},
		},
		"a bad example in which something else is found": {
			map[string]string{"limits/low/bad/low.yaml": replace(bad, "is 7", "is 8")},
			[]string{`ours/limits/low/bad/low.yaml:4: want "is 8", got fail: the limit is 7`},
		},
		"a bad example with a finding that nobody wants": {
			map[string]string{"limits/low/bad/low.yaml": replace(bad, ` # want OUR001 "is 7"`, "")},
			[]string{`ours/limits/low/bad/low.yaml:4: got fail: the limit is 7; if that is right, mark the line: want OUR001 "…"`},
		},
		"a bad example in which nothing is found": {
			map[string]string{"limits/low/bad/low.yaml": replace(bad, "7,", "70,")},
			[]string{`ours/limits/low/bad/low.yaml:4: want "is 7", and OUR001 finds nothing like it on this line`},
		},
		"a bad example that wants nothing": {
			map[string]string{"limits/low/bad/low.yaml": replace(replace(bad, "7,", "70,"), ` # want OUR001 "is 7"`, "")},
			[]string{"ours/limits/low/bad/low.yaml: OUR001 finds nothing in it, and no line wants anything"},
		},
		"a good example that is found bad": {
			map[string]string{"limits/low/good/high.yaml": replace(bad, ` # want OUR001 "is 7"`, "")},
			[]string{"ours/limits/low/good/high.yaml:4: got fail: the limit is 7; a good example is found good"},
		},
		"a good example that is not decided": {
			map[string]string{"limits/low/good/high.yaml": replace(replace(bad, ` # want OUR001 "is 7"`, ""), "7,", `"${var.n}",`)},
			[]string{"ours/limits/low/good/high.yaml:4: got unknown: not decided for endpoint `a`: limit below what the service needs ("},
		},
		"an example that holds no gateway": {
			map[string]string{"limits/low/good/high.yaml": "a: 1\n"},
			[]string{"ours/limits/low/good/high.yaml: holds no gateway"},
		},
		"a bundle in which nothing is found": {
			map[string]string{"limits/low/bad/low.yaml": "", "limits/low/bad/b/databricks.yml": bundled, "limits/low/bad/b/r/a.yml": replace(resource, "calls: 7", "calls: 70")},
			[]string{`ours/limits/low/bad/b/r/a.yml:6: want "is 7", and OUR001 finds nothing like it on this line`},
		},
		"a bundle with a finding that nobody wants": {
			map[string]string{"limits/low/good/b.yaml": "bundle: {name: b}\n" + replace(resource, ` # want OUR001 "is 7"`, "")},
			[]string{"ours/limits/low/good/b.yaml:7: got fail: the limit is 7; a good example is found good"},
		},
		"a bundle that holds no gateway": {
			map[string]string{"limits/low/good/b.yaml": "bundle: {name: b}\nresources: {}\n"},
			[]string{"ours/limits/low/good/b.yaml: holds no gateway"},
		},
		"a finding where nothing is suspected": {
			map[string]string{"limits/low/low.rego": rego + "\nsuspect if input.subject.provided\n"},
			[]string{
				"ours/limits/low/bad/low.yaml: rule OUR001 cannot be evaluated on `a`: its suspect does not hold, so that a check would not ask it; it says: the limit is 7",
				`ours/limits/low/bad/low.yaml:4: want "is 7", and OUR001 finds nothing like it on this line`,
			},
		},
		"something undecided where nothing is suspected": {
			map[string]string{"limits/low/low.rego": rego + "\nsuspect if input.subject.rate_limits[0].calls < 50\n\nundecided contains report.at([\"name\"], \"it is open\") if input.subject.rate_limits[0].calls >= 50\n"},
			[]string{
				"ours/limits/low/good/high.yaml: rule OUR001 cannot be evaluated on `a`: its suspect does not hold, so that a check would not ask it; it says: it is open",
			},
		},
		"an example that does not parse": {
			map[string]string{"limits/low/good/high.yaml": "name: [\n"},
			[]string{"ours/limits/low/good/high.yaml: "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, unit := range tested(t, with(test.changes), "ours", "").Units {
				for _, fault := range unit.Faults {
					got = append(got, fault.String())
				}
			}
			same := slices.EqualFunc(test.want, got, func(want, got string) bool { return strings.HasPrefix(got, want) })
			if !same {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
		})
	}
}

// A bundle of two files, whose endpoint is found bad in both targets.
const bundled = `bundle: {name: b}
include: [r/*.yml]
targets:
  dev: {}
  prod: {}
`

const resource = `resources:
  model_serving_endpoints:
    a:
      name: a
      ai_gateway:
        rate_limits: [{key: endpoint, calls: 7, renewal_period: minute}] # want OUR001 "is 7"
      config: {served_entities: [{entity_name: databricks-x}]}
`

func TestABundleIsAnExampleOfAllItsTargets(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"limits/low/bad/b/databricks.yml": bundled,
		"limits/low/bad/b/r/a.yml":        resource,
		"limits/low/bad/notes/README.txt": "a folder that is no bundle",
		"limits/low/good/b.yaml":          "bundle: {name: b}\n" + strings.NewReplacer("calls: 7", "calls: 70", ` # want OUR001 "is 7"`, "").Replace(resource),
	}
	unit := tested(t, with(files), "ours", "").Units[0]
	if unit.Bad != 2 || unit.Good != 2 || len(unit.Faults) > 0 {
		t.Errorf("got %+v", unit)
	}
}

func TestExamplesAreJudgedWithWhatLiesBesideThem(t *testing.T) {
	t.Parallel()
	patched := map[string]string{
		"limits/low/bad/patch.input.yaml":  "# want OUR001 \"is 3\"\nsubject: {rate_limits: [{scope: user, principal: '', calls: 3, tokens: -1, period: minute, implicit: false, idle: false, sizes: {calls: positive, tokens: unset}}]}\n",
		"limits/low/good/patch.input.yaml": "subject: {declared: false}\n",
	}
	unit := tested(t, with(patched), "ours", "").Units[0]
	if unit.Bad != 2 || unit.Good != 2 || len(unit.Faults) > 0 {
		t.Errorf("got %+v", unit)
	}
	for name, test := range map[string]struct{ patch, want string }{
		"it finds nothing":   {"subject: {declared: false}\n", "bad/patch.input.yaml: OUR001 finds nothing in it"},
		"it finds another":   {"# want OUR001 \"x\"\nsubject: {declared: false}\n", `bad/patch.input.yaml:1: want "x", and OUR001 finds nothing like it`},
		"it is misspelt":     {"subject: {declard: false}\n", "bad/patch.input.yaml: subject.declard is not as the model has it"},
		"it is another kind": {"subject: {kind: app}\n", `bad/patch.input.yaml: the rule does not concern a subject of kind "app"; it concerns: endpoint`},
		"it is no YAML":      {"subject: [\n", "bad/patch.input.yaml: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := with(map[string]string{"limits/low/bad/patch.input.yaml": test.patch})
			faults := tested(t, tree, "ours", "").Units[0].Faults
			if got := fmt.Sprint(faults); len(faults) != 1 || !strings.HasPrefix(got, "[ours/limits/low/"+test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAPatchProvesASuspect(t *testing.T) {
	t.Parallel()
	const patch = "# want OUR001 \"is 3\"\nsubject: {name: %s, rate_limits: [{scope: user, principal: '', calls: 3, tokens: -1, period: minute, implicit: false, idle: false, sizes: {calls: positive, tokens: unset}}]}\n"
	tree := with(map[string]string{
		"limits/low/low.rego":          rego + "\nsuspect if input.subject.name in {\"a\", \"b\"}\n",
		"limits/low/bad/a.input.yaml":  fmt.Sprintf(patch, "a"),
		"limits/low/bad/c.input.yaml":  fmt.Sprintf(patch, "c"),
		"limits/low/good/d.input.yaml": "subject: {name: d}\n",
		"limits/low/good/e.input.yaml": "subject: {name: a}\n",
	})
	faults := tested(t, tree, "ours", "").Units[0].Faults
	const want = "[ours/limits/low/bad/c.input.yaml: its suspect does not hold, so that a check would not ask it; it says: the limit is 3]"
	if got := fmt.Sprint(faults); got != want {
		t.Errorf("got %s", got)
	}
}

func TestWhatTestsDoNotEvaluateIsNamed(t *testing.T) {
	t.Parallel()
	tree := with(map[string]string{
		"limits/low/low.rego":      rego + "\nmoot if {\n\tinput.subject.provided\n\tinput.subject.name == \"x\"\n}\n",
		"lib/amounts/amounts.rego": "package rules.lib.amounts\n\nours := {50}\n",
		"limits/low/README.md":     "# nothing",
		"limits/low/low_2.txt":     "nothing",
		"lib/amounts/README.txt":   "nothing",
	})
	units := tested(t, tree, "ours", "").Units
	want := []ruletest.Lines{{File: "ours/limits/low/low.rego", First: 25, Last: 27}}
	if diff := cmp.Diff(want, units[0].Missed); diff != "" || units[0].Covered != 10 || units[0].Expressions != 13 {
		t.Errorf("%s%d of %d", diff, units[0].Covered, units[0].Expressions)
	}
	if units[1].Name != "lib/amounts" || units[1].Coverage() != 0 || len(units[1].Faults) > 0 {
		t.Errorf("got %+v", units[1])
	}
	only := tested(t, tree, "ours", "OUR001|amounts").Units
	if len(only) != 2 || len(tested(t, tree, "ours", "^OUR001 limits/").Units) != 1 {
		t.Errorf("selected %+v", only)
	}
}

func TestWhatCannotRunIsAnError(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		changes map[string]string
		run     string
		want    string
	}{
		"nothing selected": {nil, "OUR002", `ours: no rule matches "OUR002"`},
		"a misspelt field": {
			map[string]string{"limits/low/low.rego": strings.Replace(rego, "subject.rate_limits", "subject.rate_limit", 1)},
			"",
			`ours/limits/low/low.rego: line 19: undefined ref: input.subject.rate_limit[i]; did you mean "rate_limits"?`,
		},
		"a test that calls out": {
			map[string]string{"limits/low/low_test.rego": tests + "\ntest_http if http.send({}).status == 200\n"},
			"",
			"ours/limits/low/low_test.rego: line 17: http.send is not allowed in a rule: it reaches the network",
		},
		"a test that tests no rule": {
			map[string]string{"limits/all_test.rego": tests},
			"",
			"ours/limits/all_test.rego: a test stands in the folder of the rule or the library that it tests",
		},
		"a test that does not parse": {
			map[string]string{"limits/low/low_test.rego": tests + "\ntest_x iff true\n"},
			"",
			"ours/limits/low/low_test.rego: line 17: ",
		},
		"a configuration with an unknown key": {
			map[string]string{"limits/low/bad/.gwlint.yaml": "params: {pi: {}}\n"},
			"",
			`ours/limits/low/bad/.gwlint.yaml:1:10: unknown key "pi"`,
		},
		"a state file that holds none": {
			map[string]string{"limits/low/bad/state.yaml": "a: 1\n"},
			"",
			"ours/limits/low/bad/state.yaml: holds no state",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := ruletest.Options{Tree: rules.Tree{Files: with(test.changes), Name: "ours", Own: true}}
			if test.run != "" {
				o.Run = regexp.MustCompile(test.run)
			}
			_, err := ruletest.Test(t.Context(), o)
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}
