package config

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gwlint/gwlint/internal/finding"
)

var known = []Rule{{"GW103", "prefix_trailing_underscore"}, {"GW105", "prefix_needs_quoting"}, {"GW302", "endpoint_limit_missing"}}

// folder makes files below a new folder and returns it.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func load(t testing.TB, text string) (Settings, error) {
	t.Helper()
	return Load(Options{Dir: folder(t, map[string]string{Name: text}), Rules: known})
}

func TestNothingWrittenIsTheDefaults(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"an empty file":       "",
		"a file of comments":  "# policy: strict\n",
		"keys without values": "policy:\nrules:\noverrides:\nparams:\n  pii:\n  gateway_roles:\n",
		"an empty object":     "{}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := load(t, text)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Default(), got, cmpopts.IgnoreUnexported(Settings{}), cmpopts.IgnoreFields(Settings{}, "File", "Name", "Digest", "Base", "Origins")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const everything = `policy: strict
fail_on: warning
exclude: ["vendor/**"]
state: state.yaml
rules:
  GW105: off
  prefix_trailing_underscore: note
overrides:
  - paths: ["sandbox/**"]
    rules: {GW302: warning}
  - subjects: ["*-dev"]
    rules: {endpoint_limit_missing: off}
params:
  required_roles: [agent_chat, reflection_lm]
  gateway_roles: {"chat-*": agent_chat}
  role_probes: {agent_chat: [short_chat_ok]}
  audit_max_age: 24h
  shared_schemas: [default, tmp]
  pii: {input: BLOCK}
  table_visible_within: 1h30m
  agent_principals: ["1"]
  ops_principals: [ops]
  gateways: [g]
  policy_kinds: {functions/main.ai.check: [pii]}
  guardrail_window: 168h
  sovereign: true
waivers: w.yaml
baseline: b.json
`

func TestEverySettingCanBeWritten(t *testing.T) {
	t.Parallel()
	got, err := load(t, everything)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.File, want.Policy, want.FailOn, want.State, want.Waivers, want.Baseline = Name, "strict", "warning", "state.yaml", "w.yaml", "b.json"
	want.Exclude = []string{"vendor/**"}
	want.Rules = map[string]finding.Level{"GW105": finding.Off, "GW103": finding.Note}
	want.Overrides = []Override{
		{Paths: []string{"sandbox/**"}, Rules: map[string]finding.Level{"GW302": finding.Warning}},
		{Subjects: []string{"*-dev"}, Rules: map[string]finding.Level{"GW302": finding.Off}},
	}
	want.Params.RequiredRoles = []string{"agent_chat", "reflection_lm"}
	want.Params.GatewayRoles = map[string]string{"chat-*": "agent_chat"}
	want.Params.RoleProbes["agent_chat"] = []string{"short_chat_ok"}
	want.Params.AuditMaxAge = Duration(24 * time.Hour)
	want.Params.SharedSchemas = []string{"default", "tmp"}
	want.Params.PII.Input = "BLOCK"
	want.Params.TableVisibleWithin = Duration(90 * time.Minute)
	want.Params.AgentPrincipals, want.Params.OpsPrincipals, want.Params.Gateways = []string{"1"}, []string{"ops"}, []string{"g"}
	want.Params.PolicyKinds = map[string][]string{"functions/main.ai.check": {"pii"}}
	want.Params.GuardrailWindow = Duration(7 * 24 * time.Hour)
	want.Params.Sovereign = true
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Settings{}), cmpopts.IgnoreFields(Settings{}, "Name", "Digest", "Base", "Origins")); diff != "" {
		t.Error(diff)
	}
}

func TestEveryFaultIsToldWithItsPlace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"an unknown key":             {"polcy: x", `.gwlint.yaml:1:1: unknown key "polcy"; did you mean "policy"?`},
		"an unknown key deep inside": {"params:\n  pii:\n    inptu: BLOCK", `.gwlint.yaml:3:5: unknown key "inptu"; did you mean "input"?`},
		"a key with a dot":           {"a.b: 1", `.gwlint.yaml:1:1: unknown key "a.b"`},
		"a wrong level":              {"rules:\n  GW105: warn", ".gwlint.yaml:2:10: rules.GW105 must be off, note, warning or error; did you mean \"warning\"?"},
		"a level that is a boolean":  {"rules: {GW105: false}", ".gwlint.yaml:1:16: rules.GW105 must be off, note, warning or error; did you mean \"off\"?"},
		"a wrong level below a list": {"overrides:\n  - {paths: [a], rules: {GW105: info}}", ".gwlint.yaml:2:33: overrides.0.rules.GW105 must be off, note, warning or error; did you mean \"note\"?"},
		"a wrong type":               {"exclude: vendor", ".gwlint.yaml:1:10: exclude must be a list"},
		"a number for a word":        {"policy: 1", ".gwlint.yaml:1:9: policy must be a string"},
		"a null in a list":           {"exclude: [~]", ".gwlint.yaml:1:11: exclude.0 must be a string"},
		"a wrong duration":           {"params: {audit_max_age: 30 days}", ".gwlint.yaml:1:25: params.audit_max_age must be a duration such as 720h or 30m"},
		"an unknown kind":            {"params: {policy_kinds: {main.ai.check: [jailbreak]}}", ".gwlint.yaml:1:41: params.policy_kinds.main.ai.check.0 must be pii or safety"},
		"a kind without its list":    {"params: {policy_kinds: {main.ai.check: pii}}", ".gwlint.yaml:1:40: params.policy_kinds.main.ai.check must be a list"},
		"a weaker behavior":          {"params: {pii: {input: NONE}}", ".gwlint.yaml:1:23: params.pii.input must be BLOCK or MASK"},
		"a key twice":                {"policy: a\npolicy: b", `.gwlint.yaml:2:1: "policy" is written twice, first in line 1`},
		"an override of nothing":     {"overrides:\n  - rules: {GW105: off}", ".gwlint.yaml:2:5: overrides.0 must be an object with rules, and paths or subjects"},
		"an unknown rule":            {"rules: {prefix_needs_quotes: off}", `.gwlint.yaml:1:9: there is no rule "prefix_needs_quotes"; did you mean "prefix_needs_quoting"?`},
		"an unknown ID":              {"overrides: [{paths: [a], rules: {GW999: off}}]", `.gwlint.yaml:1:34: there is no rule "GW999"`},
		"an ID in lower case":        {"rules: {gw105: off}", `.gwlint.yaml:1:9: there is no rule "gw105"; did you mean "GW105"?`},
		"a rule by both names":       {"rules: {GW105: off, prefix_needs_quoting: note}", `.gwlint.yaml:1:21: "prefix_needs_quoting" and "GW105" are one rule; keep one of them`},
		"a bad glob":                 {"exclude: ['a[']", `.gwlint.yaml:1:11: "a[" is not a glob`},
		"a list":                     {"- a", ".gwlint.yaml:1:1: a configuration must be an object"},
		"a second document":          {"policy: a\n---\npolicy: b", ".gwlint.yaml:2:1: a second document; a configuration is one"},
		"an alias":                   {"exclude: &x [a]\noverrides: [{paths: *x, rules: {}}]", ".gwlint.yaml:2:21: an alias; write the value itself"},
		"a merge key":                {"<<: {policy: a}", ".gwlint.yaml:1:1: a key must be a plain word"},
		"broken YAML":                {"policy: [", ".gwlint.yaml:2:1: not valid YAML: did not find expected node content"},
		"a duration without end":     {"params: {audit_max_age: 9999999999999h}", `.gwlint.yaml: time: invalid duration "9999999999999h"`},
		"several faults at once":     {"fail_on: never\npolcy: x", ".gwlint.yaml:1:10: fail_on must be error, warning, note, unknown, unchecked or none; did you mean \"none\"?\n" + `.gwlint.yaml:2:1: unknown key "polcy"; did you mean "policy"?`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := load(t, test.in)
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheFileIsLookedForUpToTheRepositoryAndNoFurther(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files       []string
		start, want string
	}{
		"beside the start":                {[]string{"r/.git/HEAD", "r/.gwlint.yaml", "r/a/.gwlint.yaml"}, "r/a", ".gwlint.yaml"},
		"at the root of the repository":   {[]string{"r/.git/HEAD", "r/.gwlint.yaml", "r/a/b/x"}, "r/a/b", "../../.gwlint.yaml"},
		"not above the repository":        {[]string{".gwlint.yaml", "r/.git/HEAD", "r/a/x"}, "r/a", ""},
		"a worktree has a .git file":      {[]string{".gwlint.yaml", "r/.git", "r/a/x"}, "r/a", ""},
		"only the start without any .git": {[]string{".gwlint.yaml", "r/a/x"}, "r/a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for _, file := range test.files {
				files[file] = ""
			}
			got, err := Load(Options{Dir: filepath.Join(folder(t, files), test.start)})
			if err != nil {
				t.Fatal(err)
			}
			if got.File != test.want {
				t.Errorf("%q, want %q", got.File, test.want)
			}
		})
	}
}

func TestAFileUnderAnotherNameIsNotPassedOver(t *testing.T) {
	t.Parallel()
	_, err := Load(Options{Dir: folder(t, map[string]string{".gwlint.yml": ""})})
	want := ".gwlint.yml: gwlint reads .gwlint.yaml; rename it, or name it with --config"
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

func TestANamedFileMustExist(t *testing.T) {
	t.Parallel()
	_, err := Load(Options{Dir: t.TempDir(), File: "ci/gwlint.yaml"})
	if err == nil || err.Error() != "ci/gwlint.yaml: no such file" {
		t.Error(err)
	}
}

func TestAHugeFileIsRefused(t *testing.T) {
	t.Parallel()
	_, err := load(t, strings.Repeat("#", maxBytes+1))
	if err == nil || !strings.Contains(err.Error(), "limit of 1 MiB") {
		t.Error(err)
	}
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{everything, "a: &x [*x]", "? [a]: b", "x: !!int y", "<<: 1", "- - - -", "rules: {GW105: off, GW105: on}", "params: 1e999999"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(_ *testing.T, text []byte) {
		settings := Default()
		settings.File = Name
		if err := decode(&settings, text, known); err == nil {
			settings.Level("GW105", "a/b.json", "x")
			settings.ExcludeHere()
		}
	})
}

func TestAReportNamesTheFileWithoutAnAbsolutePath(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	write := func(name string) string {
		place := filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(place, []byte("fail_on: note\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return place
	}
	dir := filepath.Join(top, "repo", "gateways")
	found := write("repo/.gwlint.yaml")
	write("repo/.git/HEAD")
	below, beside := write("repo/gateways/ci/g.yaml"), write("base/of-the-pull-request.yaml")
	for name, test := range map[string]struct{ file, want string }{
		"one that is found above":                     {"", ".gwlint.yaml"},
		"one that is named from here":                 {"ci/g.yaml", "gateways/ci/g.yaml"},
		"one that is named in a roundabout way":       {"./ci/../ci/g.yaml", "gateways/ci/g.yaml"},
		"one that is named from here and lies above":  {"../.gwlint.yaml", ".gwlint.yaml"},
		"one that is named from here, beside":         {"../../base/of-the-pull-request.yaml", "../base/of-the-pull-request.yaml"},
		"an absolute path below":                      {below, "gateways/ci/g.yaml"},
		"an absolute path above":                      {found, ".gwlint.yaml"},
		"an absolute path to where the runner has it": {beside, "of-the-pull-request.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Load(Options{Dir: dir, Start: "gateways", File: test.file})
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != test.want {
				t.Errorf("got %s, want %s", got.Name, test.want)
			}
			if want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte("fail_on: note\n"))); got.Digest != want {
				t.Errorf("digest %s, want %s", got.Digest, want)
			}
		})
	}
}

func TestAWindowOfGuardrailsIsOneThatTheUsageTableKeeps(t *testing.T) {
	t.Parallel()
	const (
		bounds   = ".gwlint.yaml:1:28: params.guardrail_window must be from 1s to 2160h: the usage table keeps 90 days"
		duration = ".gwlint.yaml:1:28: params.guardrail_window must be a duration such as 720h or 30m"
	)
	for window, want := range map[string]string{
		"1s": "", "24h": "", "2160h": "", "1h30m": "", "null": "",
		"0s": bounds, "0h": bounds, "0.5s": bounds, "2160h1s": bounds, "2161h": bounds, "9999h": bounds,
		"-24h": duration, "24 hours": duration, "7d": duration, "24": duration, "0": duration, "[24h]": duration, "true": duration, "''": duration,
	} {
		_, err := load(t, "params: {guardrail_window: "+window+"}")
		if got := errorText(err); got != want {
			t.Errorf("%s: %s", window, got)
		}
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
