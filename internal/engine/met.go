package engine

import "slices"

// met is what came of the rules on one subject: of each rule, by number, a bit for
// each thing that was counted.
type met struct {
	kind, hosting string
	byRule        []uint16
}

// key is the same for subjects on which the same came of all rules.
func (m *met) key() string {
	b := make([]byte, 0, len(m.kind)+len(m.hosting)+2+2*len(m.byRule))
	b = append(append(append(append(b, m.kind...), 0), m.hosting...), 0)
	for _, bits := range m.byRule {
		b = append(b, byte(bits), byte(bits>>8)) //nolint:gosec // the two halves
	}
	return string(b)
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
	key := m.key()
	if b.alike[key] == nil {
		b.alike[key] = m
	}
	return b.alike[key]
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
	for id, m := range other.of {
		b.of[id] = m
	}
}
