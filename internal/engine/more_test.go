package engine_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// many are endpoints with n faults of one kind, by the rule that finds them.
var many = map[string]func(n int) []byte{
	"GW002": func(n int) []byte { return withChange(func(e map[string]any) { addKeys(e, n) }) },
	"GW003": func(n int) []byte {
		return withChange(func(e map[string]any) { limits(e, n, map[string]any{"calls": "many"}) })
	},
	"GW004": func(n int) []byte {
		return []byte(strings.Replace(string(withChange(nil)), "{", "{"+strings.Repeat(`"description": "", `, n+1), 1))
	},
	"GW006": func(n int) []byte {
		return withChange(func(e map[string]any) { list(e, n, map[string]any{"entity_name": "TODO"}) })
	},
	"GW007": func(n int) []byte {
		return withChange(func(e map[string]any) {
			list(e, n, map[string]any{"environment_vars": map[string]any{"DB_PASSWORD": "0c1d2e3f4a5b6c7d"}})
		})
	},
	"GW208": func(n int) []byte {
		return withChange(func(e map[string]any) {
			routes(e, n, map[string]any{"served_entity_name": "x", "traffic_percentage": 1})
		})
	},
	"GW304": func(n int) []byte {
		return withChange(func(e map[string]any) { limits(e, n, map[string]any{"key": "user", "calls": 1_000_000}) })
	},
	"GW305": func(n int) []byte {
		return withChange(func(e map[string]any) { limits(e, n, map[string]any{"key": "user", "calls": 0}) })
	},
	"GW306": func(n int) []byte {
		return withChange(func(e map[string]any) {
			limits(e, n+1, map[string]any{"key": "user_group", "principal": "a", "calls": 1})
		})
	},
	"GW307": func(n int) []byte {
		return withChange(func(e map[string]any) { limits(e, n, map[string]any{"key": "user_group", "calls": 1}) })
	},
	"GW309": func(n int) []byte {
		return withChange(func(e map[string]any) { limits(e, n, map[string]any{"key": "user"}) })
	},
}

// withChange is an endpoint without a fault, changed.
func withChange(change func(endpoint map[string]any)) []byte {
	endpoint := corpus.Endpoints(1, 1)[0]
	if change != nil {
		change(endpoint)
	}
	content, err := json.Marshal(endpoint)
	if err != nil {
		panic(err) // maps, lists, strings and numbers always encode
	}
	return content
}

func addKeys(to map[string]any, n int) {
	for i := range n {
		to[fmt.Sprintf("zz%06d", i)] = i
	}
}

func limits(endpoint map[string]any, n int, one map[string]any) {
	one["renewal_period"] = "minute"
	add(endpoint["ai_gateway"].(map[string]any), "rate_limits", n, one)
}

func list(endpoint map[string]any, n int, one map[string]any) {
	add(endpoint["config"].(map[string]any), "served_entities", n, one)
}

func routes(endpoint map[string]any, n int, one map[string]any) {
	add(endpoint["config"].(map[string]any)["traffic_config"].(map[string]any), "routes", n, one)
}

func add(to map[string]any, key string, n int, one map[string]any) {
	all, _ := to[key].([]any)
	for range n {
		all = append(all, one)
	}
	to[key] = all
}

// of counts the findings of a rule that failed, and what they stand for; the last has
// the message of the one that stands for several.
func of(rule string, result engine.Result) (listed, counted int, last finding.Finding) {
	for _, f := range result.Findings {
		if f.Rule != rule || f.Outcome != finding.Fail {
			continue
		}
		listed++
		counted += f.Count()
		if f.More > 0 {
			last = f
		}
	}
	return listed, counted, last
}

func TestFindingsBeyondFiftyAreOneWithACount(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	for rule, document := range many {
		for _, test := range []struct{ n, listed, more int }{{50, 50, 0}, {51, 51, 0}, {52, 51, 2}, {300, 51, 250}} {
			t.Run(fmt.Sprintf("%s with %d", rule, test.n), func(t *testing.T) {
				t.Parallel()
				result := judge(t, e, subjects(t, "a.json", document(test.n)))
				listed, counted, last := of(rule, result)
				if listed != test.listed || counted != test.n || last.More != test.more {
					t.Errorf("%d findings for %d, the last for %d; want %d for %d, the last for %d", listed, counted, last.More, test.listed, test.n, test.more)
				}
				tally := 0
				for c, n := range result.Tally {
					if c.Rule == rule && c.Outcome == finding.Fail {
						tally += n
					}
				}
				if tally != test.n {
					t.Errorf("the tally has %d, want %d", tally, test.n)
				}
			})
		}
	}
}

func TestTheFindingThatStandsForSeveralBelongsToTheSubject(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	result := judge(t, e, subjects(t, "a.json", []byte(`{"name": "x",
`+strings.Repeat("\"k\": 1,\n", 1_001)+`"ai_gateway": {}}`)))
	_, _, last := of("GW004", result)
	want := finding.Finding{
		Pointer: "", More: 950, Location: finding.Location{File: "a.json", StartLine: 53, StartColumn: 1, EndLine: 53, EndColumn: 4},
		Message: "endpoint `x` has 950 more findings of this rule, from here on: mend those that are listed, and check again",
	}
	got := finding.Finding{Pointer: last.Pointer, More: last.More, Location: last.Location, Message: last.Message}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWhatIsNotDecidedBeyondFiftyIsOneWithACount asks a rule that can tell of no
// destination.
func TestWhatIsNotDecidedBeyondFiftyIsOneWithACount(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, written(t, rules.Rule{HasUndecided: true, Requires: []string{"destinations"}}, `
undecided contains report.at(["destinations", i], "it is not known") if some i, _ in input.subject.destinations
findings := set()`))
	all := subjects(t, "a.json", withChange(func(e map[string]any) { list(e, 298, map[string]any{"name": "x"}) }))
	listed, counted, reason := 0, 0, ""
	for _, f := range judge(t, e, all).Findings {
		if f.Rule == "GW899" && f.Outcome == finding.Unknown {
			listed++
			counted += f.Count()
			if f.More > 0 {
				reason = f.Reason
			}
		}
	}
	if listed != 51 || counted != 300 || reason != "it is not known; and 249 more reasons, which are not listed" {
		t.Errorf("%d for %d: %s", listed, counted, reason)
	}
}
