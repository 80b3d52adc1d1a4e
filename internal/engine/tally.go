package engine

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
)

// off is counted where a rule found something and configuration has switched
// it off: the policy must not take it for a pass.
const off finding.Outcome = "off"

// unlisted is told of a rule and a kind where there may be subjects that could
// not be listed: the policy must not take those that were judged for all.
const unlisted finding.Outcome = "unlisted"

// Count is one line of a tally: what came of a rule on subjects of a kind.
type Count struct {
	Rule, Kind, Hosting string
	Outcome             finding.Outcome
	// Needs is what this kind of run does not have and the rule needs, "" for an outcome
	// that is not for want of it.
	Needs gateway.Need
}

// Tally says how often each outcome came about.
type Tally map[Count]int

// MarshalJSON lists a tally in an order of its own. It is written for a policy that reads it.
func (t Tally) MarshalJSON() ([]byte, error) {
	lines := make([]any, 0, len(t))
	for _, c := range slices.SortedFunc(maps.Keys(t), func(a, b Count) int {
		return cmp.Or(
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Hosting, b.Hosting), cmp.Compare(a.Outcome, b.Outcome), cmp.Compare(a.Needs, b.Needs),
		)
	}) {
		lines = append(lines, map[string]any{
			"rule": c.Rule, "kind": c.Kind, "hosting": c.Hosting, "outcome": string(c.Outcome), "needs": string(c.Needs), "count": t[c],
		})
	}
	return json.Marshal(lines)
}

// decidable is a tally without what is unknown for want of what this kind of run does
// not have.
func (t Tally) decidable() Tally {
	rest := maps.Clone(t)
	maps.DeleteFunc(rest, func(c Count, _ int) bool { return c.Needs != "" })
	return rest
}

// byRule are the counts of a tally by rule: of all subjects, and of those of each kind and
// hosting. Checklists look up rules by the dozen; to group the lines in Rego took longer than to
// judge a file.
func (t Tally) byRule() (total, groups any, err error) {
	all, of := ruleCounts{}, map[[2]string]ruleCounts{}
	for c, n := range t {
		group := [2]string{c.Kind, c.Hosting}
		if of[group] == nil {
			of[group] = ruleCounts{}
		}
		all.add(c, n)
		of[group].add(c, n)
	}
	whole, err := all.parts()
	list := make([]any, 0, len(of))
	for _, group := range slices.SortedFunc(maps.Keys(of), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		parts := whole
		if len(of) > 1 && err == nil {
			parts, err = of[group].parts()
		}
		list = append(list, map[string]any{"kind": group[0], "hosting": group[1], "counted": parts["counted"], "unknown": parts["unknown"]})
	}
	if err != nil {
		return nil, nil, err
	}
	groups, err = rego.Value(list)
	return whole, groups, err
}

// ruleCounts are how often each outcome of a rule came about, by the rule's ID.
type ruleCounts map[string]*countsOfRule

// countsOfRule are by what is counted, and behind that what is unlisted.
type countsOfRule [countedKinds + 1]int

// add counts a line of a tally.
func (r ruleCounts) add(c Count, n int) {
	if r[c.Rule] == nil {
		r[c.Rule] = &countsOfRule{}
	}
	kind := slices.Index(outcomes[:], Count{Outcome: c.Outcome, Needs: c.Needs})
	if kind < 0 {
		kind = int(countedKinds)
	}
	r[c.Rule][kind] += n
}

// parts are the counts as a policy reads them: by outcome, and of what is unknown by need. Rules
// of which the same came share them.
func (r ruleCounts) parts() (map[string]any, error) {
	counted, unknown := map[string]any{}, map[string]any{}
	alike := map[countsOfRule][2]any{}
	for rule, counts := range r {
		parts, known := alike[*counts]
		if !known {
			var err error
			if parts, err = counts.parts(); err != nil {
				return nil, err
			}
			alike[*counts] = parts
		}
		counted[rule] = parts[0]
		if parts[1] != nil {
			unknown[rule] = parts[1]
		}
	}
	byOutcome, err := rego.Value(counted)
	if err != nil {
		return nil, err
	}
	byNeed, err := rego.Value(unknown)
	return map[string]any{"counted": byOutcome, "unknown": byNeed}, err
}

// parts are the counts of a rule by outcome and, of those that are unknown, by need: "" where
// nothing was lacking. They are nil where none is unknown.
func (c countsOfRule) parts() (parts [2]any, err error) {
	byOutcome, byNeed, sum := map[string]any{}, map[string]any{}, 0
	for kind, n := range c {
		switch {
		case n == 0:
		case kind == int(countedKinds):
			byOutcome[string(unlisted)] = n
		case outcomes[kind].Outcome == finding.Unknown:
			sum += n
			byNeed[string(outcomes[kind].Needs)] = n
		default:
			byOutcome[string(outcomes[kind].Outcome)] = n
		}
	}
	if sum > 0 {
		byOutcome[string(finding.Unknown)] = sum
		if parts[1], err = rego.Value(byNeed); err != nil {
			return parts, err
		}
	}
	parts[0], err = rego.Value(byOutcome)
	return parts, err
}

// counted is an outcome as it is counted: what is unknown for want of something that
// this kind of run does not have is told apart.
type counted uint8

// What is counted. Off is a finding of a rule that configuration has switched off.
const (
	countedPass counted = iota
	countedNotApplicable
	countedFail
	countedUnknown
	countedWaived
	countedOff
	countedNeedsWorkspace
	countedNeedsState
	countedNeedsBundle
	countedKinds // how many there are
)

// outcomes say of each what it is in a tally.
var outcomes = [countedKinds]Count{
	countedPass:           {Outcome: finding.Pass},
	countedNotApplicable:  {Outcome: finding.NotApplicable},
	countedFail:           {Outcome: finding.Fail},
	countedUnknown:        {Outcome: finding.Unknown},
	countedWaived:         {Outcome: finding.Waived},
	countedOff:            {Outcome: off},
	countedNeedsWorkspace: {Outcome: finding.Unknown, Needs: gateway.NeedsWorkspace},
	countedNeedsState:     {Outcome: finding.Unknown, Needs: gateway.NeedsState},
	countedNeedsBundle:    {Outcome: finding.Unknown, Needs: gateway.NeedsBundle},
}

// countedFor is what is counted of something that is unknown for want of something.
func countedFor(needs gateway.Need) counted {
	switch needs {
	case gateway.NeedsWorkspace:
		return countedNeedsWorkspace
	case gateway.NeedsState:
		return countedNeedsState
	case gateway.NeedsBundle:
		return countedNeedsBundle
	default:
		return countedUnknown
	}
}

// counts say for each rule, by number, how often each outcome came about on
// subjects of one kind and hosting. They are counted for every rule and subject,
// and so without looking anything up.
type counts [][countedKinds]int
