package engine

import (
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// outcomes are those that are counted; a rule that is off found something that
// nobody wants to hear of.
var outcomes = [...]finding.Outcome{finding.Pass, finding.NotApplicable, finding.Fail, finding.Unknown, finding.Waived, off}

// counts say for each rule, by number, how often each outcome came about on
// subjects of one kind and hosting. They are counted for every rule and subject,
// and so without looking anything up.
type counts [][len(outcomes)]int

// countsOf returns the counts that a subject adds to.
func (v *Evaluator) countsOf(who gateway.Identity) counts {
	of := Count{Kind: who.Kind, Hosting: who.Hosting}
	if v.counted[of] == nil {
		v.counted[of] = make(counts, len(v.engine.loaded))
	}
	return v.counted[of]
}

func (e *evaluation) count(rule *compiled, outcome finding.Outcome) { e.counts.add(rule, outcome) }

func (c counts) add(rule *compiled, outcome finding.Outcome) {
	for i := range outcomes {
		if outcomes[i] == outcome {
			c[rule.number][i]++
		}
	}
}

// tally adds what an evaluator counted.
func (v *Evaluator) tally(to Tally) {
	for of, counts := range v.counted {
		for number, each := range counts {
			for i, n := range each {
				if n > 0 {
					to[Count{v.engine.loaded[number].ID, of.Kind, of.Hosting, outcomes[i]}] += n
				}
			}
		}
	}
}
