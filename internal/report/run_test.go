package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// softened is a report of a run that says of itself what the given one does, and in
// which two rules have a level.
func softened(run report.Run, failOn report.FailOn) report.Report {
	return report.New(report.Report{
		Tool: report.Tool{Name: "gwlint", Policy: "ours"}, Run: run,
		Rules: []report.RuleInfo{{ID: "GW103", Level: finding.Error}, {ID: "GW104", Level: finding.Note}, {ID: "GW013", Level: finding.Off}},
	}, failOn)
}

func TestTextSaysWhatAConfigurationTakesAway(t *testing.T) {
	t.Parallel()
	file := &report.Configuration{File: ".gwlint.yaml", Digest: "sha256:" + strings.Repeat("0", 64)}
	milder := map[string]finding.Level{"GW103": finding.Note}
	for name, test := range map[string]struct {
		run    report.Run
		failOn report.FailOn
		want   string
	}{
		"rules that are off":                      {report.Run{Off: []string{"GW103", "GW104"}}, report.FailOnError, "2 rules off"},
		"a level that is milder":                  {report.Run{Levels: milder}, report.FailOnError, "1 level lowered"},
		"a level that is stricter":                {report.Run{Levels: map[string]finding.Level{"GW104": finding.Error}}, report.FailOnError, ""},
		"a level of a rule that is off by policy": {report.Run{Levels: map[string]finding.Level{"GW013": finding.Note}}, report.FailOnError, ""},
		"an override that is milder":              {report.Run{Overrides: []report.Override{{Paths: []string{"**"}, Rules: milder}}}, report.FailOnError, "1 override"},
		"an override that is stricter":            {report.Run{Overrides: []report.Override{{Rules: map[string]finding.Level{"GW104": finding.Error}}}}, report.FailOnError, ""},
		"an exit code of 0 whatever is found":     {report.Run{FailOnBy: report.ByConfiguration}, report.FailOnNone, "fail_on none"},
		"an exit code of 0 that a flag asks for":  {report.Run{FailOnBy: report.ByFlag}, report.FailOnNone, ""},
		"a threshold that is stricter":            {report.Run{FailOnBy: report.ByConfiguration}, report.FailOnWarning, ""},
		"what is left out":                        {report.Run{Exclude: []string{"a", "**"}}, report.FailOnError, "2 exclusions"},
		"parameters":                              {report.Run{Params: []string{"required_roles", "audit_max_age"}}, report.FailOnError, "sets audit_max_age, required_roles"},
		"another policy":                          {report.Run{Policy: report.RunPolicy{By: report.ByConfiguration}}, report.FailOnError, "policy ours"},
		"a policy of its own":                     {report.Run{Policy: report.RunPolicy{Path: "p", By: report.ByConfiguration}}, report.FailOnError, "own policy p"},
		"a policy that a flag names":              {report.Run{Policy: report.RunPolicy{Path: "p", By: report.ByFlag}}, report.FailOnError, ""},
		"several":                                 {report.Run{Off: []string{"GW103"}, Exclude: []string{"**"}, FailOnBy: report.ByConfiguration}, report.FailOnNone, "1 rule off, fail_on none, 1 exclusion"},
		"nothing":                                 {report.Run{}, report.FailOnError, ""},
		"a name that would command the runner":    {report.Run{Policy: report.RunPolicy{Path: "p\n::error::x", By: report.ByConfiguration}}, report.FailOnError, `own policy p\n::error::x`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.run.Configuration = file
			got := string(written(t, "text", softened(test.run, test.failOn), report.Options{}))
			line, _, found := strings.Cut(got, "\n")
			want := "configuration .gwlint.yaml: " + test.want
			if found = found && strings.HasPrefix(line, "configuration"); found != (test.want != "") || found && line != want {
				t.Errorf("got %s, want the line %q", got, want)
			}
		})
	}
}

func TestTextSaysTheTimeThatAFlagNames(t *testing.T) {
	t.Parallel()
	got := string(written(t, "text", softened(report.Run{AsOf: "2019-01-05T00:00:00Z"}, report.FailOnError), report.Options{}))
	if !strings.HasPrefix(got, "ages are measured against 2019-01-05T00:00:00Z (--as-of)\n") {
		t.Error(got)
	}
}

func TestJSONAndSARIFSayWhatTheRunWasTold(t *testing.T) {
	t.Parallel()
	told := report.Run{
		Configuration: &report.Configuration{File: ".gwlint.yaml", Digest: "sha256:" + strings.Repeat("ab", 32)},
		Policy:        report.RunPolicy{Path: "p", By: report.ByConfiguration},
		Rules:         []report.RuleFolder{{Path: "rules", By: report.ByFlag}},
		Off:           []string{"GW104", "GW103"},
		Levels:        map[string]finding.Level{"GW302": finding.Warning},
		Overrides:     []report.Override{{Subjects: []string{"*-dev"}, Rules: map[string]finding.Level{"GW301": finding.Off}}},
		Params:        []string{"required_roles"},
		Exclude:       []string{"**"},
		AsOf:          "2019-01-05T00:00:00Z",
		State:         "state.yaml",
		Excluded:      3, Ignored: 1,
	}
	r := softened(told, report.FailOnNone)
	text := written(t, "json", r, report.Options{})
	if found := violations(t, text); len(found) > 0 {
		t.Error(strings.Join(found, "\n"))
	}
	var got struct{ Run report.Run }
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	told.FailOn, told.Off = report.FailOnNone, []string{"GW103", "GW104"}
	told.Policy.Off = []string{"GW013"}
	told.Overrides[0].Paths = []string{}
	if diff := cmp.Diff(told, got.Run); diff != "" {
		t.Error(diff)
	}
	properties := scan(t, r).Runs[0].Invocations[0].Properties
	want := map[string]string{
		"configuration": ".gwlint.yaml", "configurationDigest": told.Configuration.Digest,
		"policyBy": "configuration", "policyPath": "p", "rulesOff": "GW103 GW104", "exclude": "**",
		"failOn": "none", "asOf": told.AsOf, "state": "state.yaml",
	}
	if diff := cmp.Diff(want, properties); diff != "" {
		t.Error(diff)
	}
}

func TestTextSaysWhichRulesFlagsHaveRun(t *testing.T) {
	t.Parallel()
	file := &report.Configuration{File: ".gwlint.yaml", Digest: "sha256:" + strings.Repeat("0", 64)}
	for name, test := range map[string]struct {
		run  report.Run
		want []string
	}{
		"all":               {report.Run{}, nil},
		"those selected":    {report.Run{Select: []string{"GW1", "tables"}, Off: []string{"GW013"}, NotRun: []string{"GW013"}}, []string{"2 of 3 rules run: only GW1, tables (--select)"}},
		"all but some":      {report.Run{Ignore: []string{"GW103"}, Off: []string{"GW103"}, NotRun: []string{"GW103"}}, []string{"2 of 3 rules run: without GW103 (--ignore)"}},
		"both, and a file":  {report.Run{Configuration: file, Select: []string{"GW1"}, Ignore: []string{"GW104"}, Off: []string{"GW013", "GW103", "GW104"}, NotRun: []string{"GW013", "GW104"}}, []string{"configuration .gwlint.yaml: 1 rule off", "1 of 3 rules run: only GW1 (--select), without GW104 (--ignore)"}},
		"an escape in them": {report.Run{Ignore: []string{"\x1b[2J"}}, []string{`3 of 3 rules run: without \x1b[2J (--ignore)`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for line := range strings.Lines(string(written(t, "text", softened(test.run, report.FailOnError), report.Options{}))) {
				if strings.Contains(line, "rules run") || strings.HasPrefix(line, "configuration") {
					got = append(got, strings.TrimSuffix(line, "\n"))
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
