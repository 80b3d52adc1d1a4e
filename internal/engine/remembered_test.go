package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

// TestWhatRulesSayIsRemembered counts how often rules are evaluated over endpoints that differ
// in one thing only: the rules that are asked again for each of them must read it.
func TestWhatRulesSayIsRemembered(t *testing.T) {
	t.Parallel()
	const (
		n     = 100
		names = `{"name": "chat-%[1]d", "ai_gateway": {"usage_tracking_config": {"enabled": true}, "inference_table_config":
			{"enabled": true, "catalog_name": "main", "schema_name": "audit", "table_name_prefix": "gw%[1]d"},
			"rate_limits": [{"key": "endpoint", "calls": 9, "renewal_period": "minute"}]},
			"config": {"served_entities": [{"name": "a%[1]d", "entity_name": "main.ai.m", "entity_version": "1"}, {"name": "b%[1]d", "entity_name": "main.ai.m", "entity_version": "2"}],
			"traffic_config": {"routes": [{"served_entity_name": "a%[1]d", "traffic_percentage": 60}, {"served_entity_name": "b%[1]d", "traffic_percentage": 40}]}}}`
		amounts = `{"name": "chat", "ai_gateway": {"rate_limits": [{"key": "endpoint", "calls": 10%[1]d, "renewal_period": "minute"},
			{"key": "user", "calls": 1%[1]d, "renewal_period": "minute"}, {"key": "service_principal", "principal": "p", "tokens": 1%[1]d, "renewal_period": "minute"}]},
			"config": {"served_entities": [{"name": "a", "entity_name": "databricks-claude-sonnet-4"}]}}`
	)
	for name, test := range map[string]struct {
		form string
		want []string // that are asked again for each
	}{
		"names":   {names, nil},
		"amounts": {amounts, []string{"GW304"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := shipped(t)
			o.ProvesSuspects = false
			o.Clock = func() time.Time { return time.Time{} }
			var all []*gateway.Subject
			for i := range n {
				all = append(all, subjects(t, fmt.Sprintf("%d.json", i), fmt.Appendf(nil, test.form, i))...)
			}
			var got []string
			for _, cost := range judge(t, compiledRule(t, o), all).Costs {
				if cost.Evaluations > n/2 {
					got = append(got, cost.Rule)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
