package rego

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

func TestAGuardLooksAtTheMemoryOfOneEvaluation(t *testing.T) {
	t.Parallel()
	type at struct{ number, heap uint64 }
	for name, test := range map[string]struct {
		seen []at
		want bool
	}{
		"nothing is evaluated":                  {[]at{{0, 10}, {0, 500}}, false},
		"one grows beyond the bound":            {[]at{{1, 10}, {1, 111}}, true},
		"one grows up to the bound":             {[]at{{1, 10}, {1, 110}}, false},
		"one grows slowly":                      {[]at{{1, 10}, {1, 60}, {1, 100}, {1, 120}}, true},
		"one begins when much is in use":        {[]at{{0, 10}, {1, 900}, {1, 950}}, false},
		"one begins after one that grew":        {[]at{{1, 10}, {3, 200}, {3, 250}}, false},
		"one grows and ends":                    {[]at{{1, 10}, {2, 500}, {2, 900}}, false},
		"the heap shrinks":                      {[]at{{1, 500}, {1, 20}, {1, 40}}, false},
		"many short ones while a file is read":  {[]at{{1, 10}, {5, 200}, {9, 400}, {13, 900}}, false},
		"it is first seen when it takes a lot":  {[]at{{1, 5000}}, false},
		"it grows after another that was short": {[]at{{1, 10}, {3, 20}, {3, 200}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := NewGuard()
			g.Memory = 100
			e := &evaluator{guard: g}
			g.watch(e)
			e.what.Store(new(evaluationOf("OUR001")))
			idle := &evaluator{}
			idle.what.Store(new(evaluationOf("OUR002")))
			g.watch(idle)
			began := map[*evaluator]evaluation{}
			for _, seen := range test.seen {
				e.number.Store(seen.number)
				g.look(began, seen.heap)
			}
			select {
			case why := <-g.Broken():
				if !test.want || !strings.HasPrefix(why.Error(), "the evaluation of `OUR001` takes more than 0 MiB of memory; look for") {
					t.Error(why)
				}
			default:
				if test.want {
					t.Error("it says nothing")
				}
			}
		})
	}
}

func TestAGuardIsToldOfAnEvaluationThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after uint64 // the number of evaluations when it is told to end, and then
		want          bool
	}{
		"it goes on":              {1, 1, true},
		"it ends":                 {1, 2, false},
		"it ends, another begins": {1, 3, false},
		"there is none":           {2, 2, false},
		"there is none yet":       {0, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := NewGuard()
			g.Grace = 20 * time.Millisecond
			e, err := newEvaluator(g.Context(t.Context()), time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			e.what.Store(new(evaluationOf("OUR001", "OUR002")))
			e.number.Store(test.before)
			e.end()
			e.number.Store(test.after)
			select {
			case why := <-g.Broken():
				if !test.want || !strings.HasPrefix(why.Error(), "the evaluation of `OUR001` or `OUR002` does not end, 20ms after its limit") {
					t.Error(why)
				}
			case <-time.After(time.Duration(map[bool]int{true: 60, false: 0}[test.want])*time.Second + 200*time.Millisecond):
				if test.want {
					t.Error("it says nothing")
				}
			}
		})
	}
}

func TestAGuardNamesAllThatIsEvaluatedWhenTheMemoryGrows(t *testing.T) {
	t.Parallel()
	g := NewGuard()
	for i, name := range []string{"OUR002", "OUR001", "OUR001", "OUR003"} {
		e := &evaluator{}
		e.what.Store(new(evaluationOf(name)))
		e.number.Store(uint64(1 - i/3)) // the last is idle
		g.watch(e)
	}
	if got, want := g.doing(), "the evaluation of `OUR001`, or the evaluation of `OUR002`"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAGuardNamesTheRuleThatTakesTheMemory(t *testing.T) {
	t.Parallel()
	g := NewGuard()
	g.Memory = 4 << 20
	ctx, cancel := context.WithCancel(g.Context(t.Context()))
	defer cancel()
	e, err := newEvaluator(ctx, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	q := expressionQuery(t, `[x | some i in numbers.range(1, 1000000); some j in numbers.range(1, 1000000); x := [i, j]]`, evaluationOf("OUR001"))
	go g.WatchMemory(ctx)
	done := make(chan struct{})
	go func() {
		_, _ = e.ask(ctx, q, nil)
		close(done)
	}()
	select {
	case why := <-g.Broken():
		if !strings.HasPrefix(why.Error(), "the evaluation of `OUR001` takes more than 4 MiB of memory; look for") {
			t.Error(why)
		}
	case <-done:
		t.Error("it ended first")
	}
	cancel()
	<-done
}

func TestThoseToLookAtAreTheRulesOfTheUsersOwn(t *testing.T) {
	t.Parallel()
	own := &question{rule: "OUR002", own: true}
	shipped := []*question{{rule: "GW103"}, {rule: "GW101"}, {rule: "GW103"}}
	for name, test := range map[string]struct {
		questions []*question
		want      string
	}{
		"there are some":   {append(shipped, own, own, &question{rule: "OUR001", own: true}), "the evaluation of `OUR001` or `OUR002`"},
		"all were shipped": {shipped, "the evaluation of `GW101` or `GW103`"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := batch{questions: test.questions}
			if got := evaluationOf(b.named()...); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// expressionQuery asks for the value of any expression.
func expressionQuery(t testing.TB, expression, what string) query {
	t.Helper()
	module, err := ast.ParseModule("asked.rego", "package asked\n\nx := "+expression+"\n")
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := Compile(map[string]*ast.Module{"asked.rego": module}, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	return newQuery(compiler, what, document{ref: refTo("data.asked.x")})
}
