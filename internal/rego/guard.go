package rego

import (
	"context"
	"fmt"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"time"
)

// Guard says when an evaluation cannot be ended: a built-in is not interrupted, and
// what it has taken is not given back. Who runs the process then has to end it.
// Evaluators of a context that carries a Guard report to it.
type Guard struct {
	// Grace is how long an evaluation may go on after it was told to end.
	Grace time.Duration
	// Memory is by how many bytes the heap may grow during one evaluation.
	Memory uint64

	broken chan error
	once   sync.Once

	mu         sync.Mutex
	evaluators []*evaluator
}

// NewGuard returns a Guard with the bounds that hold for a check.
func NewGuard() *Guard {
	return &Guard{Grace: 5 * time.Second, Memory: 1 << 30, broken: make(chan error, 1)}
}

type guardKey struct{}

// Context returns a context that carries the guard.
func (g *Guard) Context(ctx context.Context) context.Context {
	return context.WithValue(ctx, guardKey{}, g)
}

// guardOf returns the guard that a context carries, nil where it carries none.
func guardOf(ctx context.Context) *Guard {
	g, _ := ctx.Value(guardKey{}).(*Guard)
	return g
}

// Broken delivers, once, why an evaluation cannot be ended.
func (g *Guard) Broken() <-chan error { return g.broken }

// Break says that an evaluation cannot be ended.
func (g *Guard) Break(why error) {
	g.once.Do(func() { g.broken <- why })
}

// overdue is called when an evaluation was told to end and has gone on since.
func (g *Guard) overdue(what string) {
	g.Break(fmt.Errorf("%s does not end, %v after its limit; look for what it does to long texts, large numbers or nested values", what, g.Grace))
}

// watch has the guard look at an evaluator.
func (g *Guard) watch(e *evaluator) {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.evaluators = append(g.evaluators, e)
}

// heapMetric is the memory that objects take, those included that are no longer used
// and were not collected.
const heapMetric = "/memory/classes/heap/objects:bytes"

// WatchMemory looks at the memory until the context is done. It is for Rego of the
// user's own: what gwlint ships is known to take little, and a large input much.
func (g *Guard) WatchMemory(ctx context.Context) {
	const often = 20 * time.Millisecond
	ticker := time.NewTicker(often)
	defer ticker.Stop()
	began := map[*evaluator]evaluation{}
	sample := []metrics.Sample{{Name: heapMetric}}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		metrics.Read(sample)
		g.look(began, sample[0].Value.Uint64())
	}
}

// evaluation is one that goes on: its number, and the heap when it was first seen.
type evaluation struct{ number, heap uint64 }

// look compares the heap with what it was when each evaluation that goes on was first
// seen.
func (g *Guard) look(began map[*evaluator]evaluation, heap uint64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, e := range g.evaluators {
		number := e.number.Load()
		seen, ok := began[e]
		if !ok || seen.number != number || number%2 == 0 { // an even number says that it is idle
			began[e] = evaluation{number, heap}
			continue
		}
		if heap > seen.heap+g.Memory {
			g.Break(fmt.Errorf("%s takes more than %d MiB of memory; look for what it does to long texts, long lists or nested values", g.doing(), g.Memory>>20))
		}
	}
}

// doing says what goes on: the heap does not tell whose it is.
func (g *Guard) doing() string {
	var all []string
	for _, e := range g.evaluators {
		if e.number.Load()%2 == 1 {
			all = append(all, e.doing())
		}
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), ", or ")
}

// Watched is work of OPA that no evaluator does, compiling and running tests, one piece
// after the other, of which a guard is told as of an evaluator's.
type Watched struct {
	evaluator *evaluator
	timer     *time.Timer
	limit     time.Duration
}

// Watch begins to watch the first of several pieces of work, each of which is to end
// within the limit. What it is stands at the beginning of what the guard says.
func Watch(ctx context.Context, what string, limit time.Duration) *Watched {
	g := guardOf(ctx)
	if g == nil {
		return nil
	}
	w := &Watched{evaluator: &evaluator{guard: g}, limit: limit + g.Grace}
	w.evaluator.what.Store(&what)
	w.evaluator.number.Store(1)
	g.watch(w.evaluator)
	w.timer = time.AfterFunc(w.limit, func() { g.overdue(w.evaluator.doing()) })
	return w
}

// Next says that one has ended and the next begins.
func (w *Watched) Next() {
	if w != nil {
		w.evaluator.number.Add(2)
		w.timer.Reset(w.limit)
	}
}

// Done says that the last has ended.
func (w *Watched) Done() {
	if w != nil {
		w.evaluator.number.Add(1)
		w.timer.Stop()
	}
}
