package rego

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// Cost is what the evaluation of one rule took, or of the policy's levels, which
// are listed as the rule "policy".
type Cost struct {
	Rule string
	// Evaluations is how often it was asked anything: whether it applies, whether it
	// is moot, whether it suspects anything, what it finds, what it leaves undecided. What is remembered of a
	// subject that looks the same is not asked.
	Evaluations int
	Time        time.Duration
}

// stopwatch measures what rules cost; nil measures nothing.
type stopwatch struct {
	now   func() time.Time
	costs map[string]Cost
}

func newStopwatch(now func() time.Time) *stopwatch {
	if now == nil {
		return nil
	}
	return &stopwatch{now: now, costs: map[string]Cost{}}
}

// start starts measuring, and returns what ends it.
func (s *stopwatch) start(rule string) func() {
	if s == nil {
		return func() {}
	}
	began := s.now()
	return func() { s.add(Cost{Rule: rule, Evaluations: 1, Time: s.now().Sub(began)}) }
}

func (s *stopwatch) add(c Cost) {
	sum := s.costs[c.Rule]
	s.costs[c.Rule] = Cost{Rule: c.Rule, Evaluations: sum.Evaluations + c.Evaluations, Time: sum.Time + c.Time}
}

// merge adds what another one measured.
func (s *stopwatch) merge(other *stopwatch) {
	if s == nil || other == nil {
		return
	}
	for _, c := range other.costs {
		s.add(c)
	}
}

// list is what was measured, dearest first.
func (s *stopwatch) list() []Cost {
	if s == nil {
		return nil
	}
	return slices.SortedFunc(maps.Values(s.costs), func(a, b Cost) int {
		return cmp.Or(cmp.Compare(b.Time, a.Time), strings.Compare(a.Rule, b.Rule))
	})
}
