package engine_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/gateway"
)

// large is an endpoint that has n of everything that it can have several of, most of
// it wrong, and a state file that has n of its own.
func large(n int) (endpoint, state []byte) {
	e := map[string]any{}
	if err := json.Unmarshal(withChange(nil), &e); err != nil {
		panic(err) // it was encoded from a map
	}
	addKeys(e, n)
	audit, roles, candidates := map[string]any{}, map[string]any{}, []any{}
	for i := range n {
		name := fmt.Sprintf("e%06d", i)
		list(e, 1, map[string]any{"name": name, "entity_name": "system.ai." + name, "environment_vars": map[string]any{"TOKEN": "0c1d2e3f4a5b6c7d"}})
		routes(e, 1, map[string]any{"served_entity_name": fmt.Sprintf("e%06d", 2*i), "traffic_percentage": 0})
		principal := fmt.Sprintf("u%06d@example.com", i)
		limits(e, 1, map[string]any{"key": "user", "principal": principal, "calls": 1_000_000})
		limits(e, 1, map[string]any{"key": "user", "principal": principal, "calls": 0})
		limits(e, 1, map[string]any{"key": "user_group"})
		audit[name] = map[string]any{"audited_at": "2020-01-01", "short_chat_ok": i%2 == 0}
		candidates = append(candidates, name)
		roles[fmt.Sprintf("r%06d", i)] = map[string]any{"endpoint": name}
	}
	roles["agent_chat"] = map[string]any{"endpoint": "x", "candidates": candidates}
	return inJSON(e), inJSON(map[string]any{"llm_role_endpoints": roles, "endpoint_guardrail_audit": audit})
}

func inJSON(v any) []byte {
	content, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps, lists, strings and numbers always encode
	}
	return content
}

// TestNoRuleComparesEachWithEach asks each rule about an endpoint, and about one that
// has eight times as much of everything. What it allocates grows with what it evaluates,
// and does not depend on the machine: a rule that compares each with each takes
// sixty-four times as much.
func TestNoRuleComparesEachWithEach(t *testing.T) { //nolint:paralleltest // it counts the allocations of the process
	const small, factor = 40, 8
	allocations := func(n int) map[string]float64 {
		endpoint, held := large(n)
		o, _ := withState(t, shipped(t), "state.json", held)
		o.Facts = o.Facts.WorkspaceSeen()
		e := compiledRule(t, o)
		all := subjects(t, "a.json", endpoint)
		all[0].Role = "agent_chat"
		return allocationsOf(t, e, o, all)
	}
	few, many := allocations(small), allocations(small*factor)
	for rule, n := range many {
		if n > few[rule]*factor*2 {
			t.Errorf("%s: %.0f allocations, and %.0f for %d times as much", rule, few[rule], n, factor)
		}
	}
}

// allocationsOf counts what each rule of one subject allocates for the first subject.
func allocationsOf(t *testing.T, e *engine.Engine, o engine.Options, all []*gateway.Subject) map[string]float64 {
	t.Helper()
	v, err := e.NewWorker(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]float64{}
	for _, rule := range o.Rules {
		if rule.Scope == "workspace" {
			continue
		}
		counted[rule.ID] = testing.AllocsPerRun(1, func() {
			if err := v.Alone(t.Context(), rule.ID, all[0]); err != nil {
				t.Error(err)
			}
		})
	}
	return counted
}
