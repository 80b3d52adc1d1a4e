package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// tableOf is an endpoint with a key of its inference table.
func tableOf(key string) string {
	return `{"name": "a", "ai_gateway": {"inference_table_config": {` + key + `}}, "config": {"served_entities": [{"entity_name": "m"}]}}`
}

func TestARuleThatSuspectsNothingIsAskedNoMore(t *testing.T) {
	t.Parallel()
	const (
		suspect   = "suspect if input.subject.inference_table.enabled\n\n"
		findings  = "findings contains report.at([\"name\"], \"found\") if input.subject.inference_table.schema == \"s\"\n\n"
		undecided = "undecided contains report.at([\"name\"], \"open\") if input.subject.inference_table.schema == \"\""
		unknown   = "unknown | /name | not decided for endpoint `a`: mine | "
	)
	off := tableOf(`"enabled": false, "schema_name": "s"`)
	for name, test := range map[string]struct {
		body, in string
		said     []string
		outcome  finding.Outcome
	}{
		"it suspects nothing, and finds nothing":     {suspect + findings + undecided, off, nil, finding.Pass},
		"it suspects something, and finds it":        {suspect + findings + undecided, tableOf(`"enabled": true, "schema_name": "s"`), []string{"fail | /name | found | "}, finding.Fail},
		"it suspects something, and finds nothing":   {suspect + findings + undecided, tableOf(`"enabled": true, "schema_name": "t"`), nil, finding.Pass},
		"it suspects nothing, and leaves all closed": {suspect + findings + undecided, tableOf(`"enabled": false`), nil, finding.Pass},
		"it suspects something, and leaves it open":  {suspect + findings + undecided, tableOf(`"enabled": true`), []string{unknown + "open"}, finding.Unknown},
		"what it suspects by is not resolved": {
			suspect + findings + undecided, tableOf(`"enabled": "${var.x}", "schema_name": "s"`),
			[]string{"unknown | /ai_gateway/inference_table_config/enabled | not decided for endpoint `a`: mine | `${var.x}` is not resolved"},
			finding.Unknown,
		},
		"what else it reads is not resolved": {
			suspect + findings + undecided, tableOf(`"enabled": false, "schema_name": "${var.x}"`),
			[]string{"unknown | /ai_gateway/inference_table_config/schema_name | not decided for endpoint `a`: mine | `${var.x}` is not resolved"},
			finding.Unknown,
		},
		"it does not apply": {"applies if input.subject.form == \"put\"\n\n" + suspect + findings + undecided, off, nil, finding.NotApplicable},
		"it is moot":        {"moot if input.subject.inference_table.schema == \"s\"\n\n" + suspect + findings + undecided, off, nil, finding.NotApplicable},
		"any of several does": {
			suspect + "suspect if input.subject.inference_table.schema == \"s\"\n\n" + findings + undecided, off,
			[]string{"fail | /name | found | "},
			finding.Fail,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			has := func(what string) bool { return len(test.body) >= len(what) && test.body[:len(what)] == what }
			o := written(t, rules.Rule{
				HasSuspect: true, HasUndecided: true, HasApplies: has("applies"), HasMoot: has("moot"),
				Requires: []string{"inference_table.enabled", "inference_table.schema"},
			}, test.body)
			o.ProvesSuspects = false
			said, outcomes := mine(t, o, test.in)
			if diff := cmp.Diff(test.said, said); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(map[finding.Outcome]int{test.outcome: 1}, outcomes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASuspectThatFailsIsNoPass(t *testing.T) {
	t.Parallel()
	o := written(t, rules.Rule{HasSuspect: true},
		"suspect if to_number(input.subject.name) > 1\n\nfindings contains report.at([\"name\"], \"found\") if input.subject.provided")
	o.ProvesSuspects = false
	result := judged(t, compiledRule(t, o), subjects(t, "a.json", []byte(endpoint)))
	if len(result.Errors) != 1 {
		t.Fatalf("got %v", result.Errors)
	}
	for count, n := range result.Tally {
		if count.Rule == "GW899" && count.Outcome != finding.Unknown {
			t.Errorf("%d times %s", n, count.Outcome)
		}
	}
}

// TestWhatIsSaidWhereNothingIsSuspectedIsAnError holds the proof that other tests rely on.
func TestWhatIsSaidWhereNothingIsSuspectedIsAnError(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a finding":           "suspect if input.subject.provided\n\nfindings contains report.at([\"name\"], sprintf(\"of %v\", [report.subject])) if input.subject.form == \"create\"\n\nundecided contains report.at([\"name\"], \"x\") if false",
		"something undecided": "suspect if input.subject.provided\n\nfindings contains report.at([\"name\"], \"x\") if false\n\nundecided contains report.at([\"name\"], \"of {subject}\") if input.subject.form == \"create\"",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := written(t, rules.Rule{HasSuspect: true, HasUndecided: true}, body)
			result := judged(t, compiledRule(t, o), subjects(t, "a.json", []byte(endpoint)))
			const want = "rule GW899 cannot be evaluated on `a`: its suspect does not hold, so that a check would not ask it; it says: of the subject"
			if len(result.Errors) != 1 || result.Errors[0].Error() != want {
				t.Errorf("got %v", result.Errors)
			}
		})
	}
}
