package check

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gwlint/gwlint/internal/engine"
)

// phases are the parts of a check whose time is shown, in their order, with what
// a reader may not know of them.
var phases = []struct{ name, about string }{
	{"configure", "flags and configuration read, rules and policy parsed"},
	{"compile", "rules and policy made ready"},
	{"read", "files read and parsed"},
	{"normalise", "gateways found and brought into the model"},
	{"judge", "rules of one gateway evaluated"},
	{"compare", "rules of several gateways evaluated, items decided"},
	{"report", "reports written"},
}

// Profile measures where the time of a check goes; nil measures nothing. It is
// safe for concurrent use.
type Profile struct {
	now   func() time.Time
	began time.Time

	mu    sync.Mutex
	spent map[string]time.Duration

	costs []engine.Cost
}

// NewProfile returns a Profile that begins now, nil where none is wanted.
func NewProfile(wanted bool, now func() time.Time) *Profile {
	if !wanted {
		return nil
	}
	return &Profile{now: now, began: now(), spent: map[string]time.Duration{}}
}

// clock is what the engine measures by.
func (p *Profile) clock() func() time.Time {
	if p == nil {
		return nil
	}
	return p.now
}

// Phase begins a phase, or goes on with it, and returns what ends it. One that
// several goroutines are in counts the time of each.
func (p *Profile) Phase(name string) (end func()) {
	if p == nil {
		return func() {}
	}
	began := p.now()
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.spent[name] += p.now().Sub(began)
	}
}

// keepCosts keeps what the engine measured.
func (p *Profile) keepCosts(costs []engine.Cost) {
	if p != nil {
		p.costs = costs
	}
}

// Write writes two tables: the phases, and the rules from the dearest on.
func (p *Profile) Write(w io.Writer) error {
	if p == nil {
		return nil
	}
	var text strings.Builder
	fmt.Fprintf(&text, "\nTimings: %s. Every rule is asked by itself, which takes longer than asking all together.\n", short(p.now().Sub(p.began)))
	var sum time.Duration
	for _, spent := range p.spent {
		sum += spent
	}
	fmt.Fprintf(&text, "\n%-10s  %9s  %6s  %s\n", "phase", "time", "share", "on all cores together")
	for _, phase := range phases {
		spent := p.spent[phase.name]
		fmt.Fprintf(&text, "%-10s  %9s  %6s  %s\n", phase.name, short(spent), share(spent, sum), phase.about)
	}
	sum, evaluations := 0, 0
	for _, cost := range p.costs {
		sum += cost.Time
		evaluations += cost.Evaluations
	}
	fmt.Fprintf(&text, "\n%-10s  %9s  %6s  %11s  %9s\n", "rule", "time", "share", "evaluations", "each")
	for _, cost := range slices.Concat(p.costs, []engine.Cost{{Rule: "all", Evaluations: evaluations, Time: sum}}) {
		each := cost.Time / time.Duration(max(cost.Evaluations, 1))
		fmt.Fprintf(&text, "%-10s  %9s  %6s  %11d  %9s\n", cost.Rule, short(cost.Time), share(cost.Time, sum), cost.Evaluations, short(each))
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// short writes a duration with three digits: 1.23ms.
func short(d time.Duration) string {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit).String()
}

// share writes a part of a whole in percent, "-" of nothing.
func share(part, whole time.Duration) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f%%", 100*float64(part)/float64(whole))
}
