package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// ticking is a clock that goes on by a second whenever it is read.
func ticking() func() time.Time {
	now := time.Unix(0, 0)
	return func() time.Time {
		now = now.Add(time.Second)
		return now
	}
}

func TestTheCostOfEachRuleIsMeasuredWhereItIsWanted(t *testing.T) {
	t.Parallel()
	options := shipped(t)
	var all []*gateway.Subject
	for i, endpoint := range corpus.Endpoints(4, 7) {
		all = append(all, subjects(t, corpus.Name(i)+".json", corpus.Indented(endpoint))...)
	}
	plain := judge(t, compiledRule(t, options), all)
	if plain.Costs != nil {
		t.Errorf("measured %v without a clock", plain.Costs)
	}
	options.Clock = ticking()
	measured := judge(t, compiledRule(t, options), all)
	if diff := cmp.Diff(plain.Findings, measured.Findings); diff != "" {
		t.Errorf("measuring changes what is found:\n%s", diff)
	}
	if diff := cmp.Diff(plain.Tally, measured.Tally); diff != "" {
		t.Errorf("measuring changes what is counted:\n%s", diff)
	}
	for _, cost := range measured.Costs {
		i := slices.IndexFunc(options.Rules, func(r rules.Rule) bool { return r.ID == cost.Rule })
		if i < 0 || !slices.ContainsFunc(options.Rules[i].Requires, func(f string) bool { return strings.HasPrefix(f, "evidence.") }) {
			continue
		}
		if cost.Evaluations > 2*len(all) {
			t.Errorf("%s was asked %d times what it finds, and nobody has scanned a workspace", cost.Rule, cost.Evaluations-2*len(all))
		}
	}
	for i, cost := range measured.Costs {
		if cost.Time != time.Duration(cost.Evaluations)*time.Second || cost.Evaluations == 0 {
			t.Errorf("%s: %d evaluations took %v", cost.Rule, cost.Evaluations, cost.Time)
		}
		if i > 0 && cost.Time > measured.Costs[i-1].Time {
			t.Errorf("%s is dearer than %s", cost.Rule, measured.Costs[i-1].Rule)
		}
	}
	for _, rule := range []string{"GW101", "GW303", "policy"} {
		if !slices.ContainsFunc(measured.Costs, func(c engine.Cost) bool { return c.Rule == rule }) {
			t.Errorf("%s costs nothing", rule)
		}
	}
}
