package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
)

func TestWhatTheContextAloneTellsIsWorkedOutOnce(t *testing.T) {
	t.Parallel()
	const found = "findings contains report.at([\"name\"], it) if {\n\tsome it in told\n}\n\n"
	for name, test := range map[string]struct {
		body    string
		settled []string
		said    []string
	}{
		"a value of the context": {
			`told := {name | some name in ["x", "y"]; input.context.state.otel_table_prefix == name}`,
			[]string{"told"},
			[]string{"fail | /name | x | "},
		},
		"a value by way of others": {
			"told := {name | some name in _names}\n\n_names contains input.context.state.otel_table_prefix",
			[]string{"told"},
			[]string{"fail | /name | x | "},
		},
		"a value of the subject": {
			"told := {input.subject.name, input.context.state.otel_table_prefix}",
			nil,
			[]string{"fail | /name | a | ", "fail | /name | x | "},
		},
		"a value that reads the subject by way of others": {
			"told := {name | some name in _names}\n\n_names contains input.subject.name if input.context.state.otel_table_prefix != \"\"",
			nil,
			[]string{"fail | /name | a | "},
		},
		"no value": {
			`told := {"z"} if input.context.state.otel_table_prefix == "z"`,
			nil,
			nil,
		},
		"one of several": {
			"told := {\"x\"} if input.context.state.otel_table_prefix == \"x\"\n\ntold := {\"z\"} if input.context.state.otel_table_prefix == \"z\"",
			nil,
			[]string{"fail | /name | x | "},
		},
		"another context is asked about": {
			"told := {name | some name in _names with input.context.state.otel_table_prefix as \"z\"}\n\n_names := [input.context.state.otel_table_prefix]",
			nil,
			[]string{"fail | /name | z | "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := written(t, rules.Rule{Requires: []string{"state.otel_table_prefix"}}, found+test.body)
			o.Facts = o.Facts.AllSeen()
			o.Facts.State.Value["otel_table_prefix"] = "x"
			said, _ := mine(t, o, endpoint)
			if diff := cmp.Diff(test.said, said); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.settled, compiledRule(t, o).Folded("mine.rego")); diff != "" {
				t.Error(diff)
			}
		})
	}
}
