package engine

import (
	"slices"

	"github.com/gwlint/gwlint/internal/gateway"
)

// met is what came of the rules on one subject: of each rule, by number, a bit for
// each thing that was counted.
type met struct {
	kind, hosting string
	byRule        []uint16
}

// appendKey appends what is the same for subjects on which the same came of all rules.
func (m *met) appendKey(b []byte) []byte {
	b = append(append(append(append(b, m.kind...), 0), m.hosting...), 0)
	for _, bits := range m.byRule {
		b = append(b, byte(bits), byte(bits>>8)) //nolint:gosec // the two halves
	}
	return b
}

// begin makes it what came of no rule yet, of so many, or of the rules so far.
func (m *met) begin(who gateway.Identity, rules int, sofar *met) {
	m.kind, m.hosting = who.Kind, who.Hosting
	m.byRule = slices.Grow(m.byRule[:0], rules)[:rules]
	clear(m.byRule)
	if sofar != nil {
		m.kind, m.hosting = sofar.kind, sofar.hosting
		copy(m.byRule, sofar.byRule)
	}
}

// clone is a copy that may be changed.
func (m *met) clone() *met {
	return &met{kind: m.kind, hosting: m.hosting, byRule: slices.Clone(m.byRule)}
}

// count adds that something came of a rule, by its number.
func (m *met) count(number int, outcome counted) { m.byRule[number] |= 1 << outcome }

// tally is what came of the rules as a policy reads it.
func (m *met) tally(rule func(number int) string) Tally {
	tally := Tally{}
	for number, bits := range m.byRule {
		for i := range outcomes {
			if bits&(1<<i) != 0 {
				line := outcomes[i]
				line.Rule, line.Kind, line.Hosting = rule(number), m.kind, m.hosting
				tally[line] = 1
			}
		}
	}
	return tally
}

// metBySubject is what came of the rules on each subject, by the subject's ID. Subjects on
// which the same came of all rules share it: of thousands there are a few dozen kinds.
type metBySubject struct {
	of    map[string]*met
	alike map[string]*met // by key
	after map[oneMore]*met
	key   []byte // of the subject at hand
}

// oneMore is what came of the rules on a subject and one thing more.
type oneMore struct {
	before  *met
	number  int
	outcome counted
}

func newMetBySubject() metBySubject {
	return metBySubject{of: map[string]*met{}, alike: map[string]*met{}, after: map[oneMore]*met{}}
}

// keep sets what came of the rules on a subject.
func (b *metBySubject) keep(id string, m *met) { b.of[id] = b.share(m) }

// share returns what is the same as m and is shared, which nobody may change.
func (b *metBySubject) share(m *met) *met {
	b.key = m.appendKey(b.key[:0])
	shared := b.alike[string(b.key)]
	if shared == nil {
		shared = m.clone()
		b.alike[string(b.key)] = shared
	}
	return shared
}

// count adds to a subject that something came of a rule, by its number.
func (b *metBySubject) count(id string, number int, outcome counted) {
	change := oneMore{b.of[id], number, outcome}
	if b.after[change] == nil {
		m := change.before.clone()
		m.count(number, outcome)
		b.after[change] = b.share(m)
	}
	b.of[id] = b.after[change]
}

// join takes what another worker has.
func (b *metBySubject) join(other metBySubject) {
	if len(b.of) == 0 {
		b.of = other.of // without a copy
		return
	}
	for id, m := range other.of {
		b.of[id] = m
	}
}
