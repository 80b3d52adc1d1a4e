package engine

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/rules"
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

// lines lists a tally in an order of its own, as the policy reads it.
func (t Tally) lines() []any {
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
	return lines
}

// Item is one item of a checklist as the policy decided it.
type Item struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Status   string   `json:"status"`
	Rules    []string `json:"rules"`
	Findings int      `json:"findings"`
	Reason   string   `json:"reason"`
	// Lacking says that the item is unknown for want of what this kind of run does not
	// have, or this version does not read, and for nothing else.
	Lacking bool `json:"-"`
}

// decidable is a tally without what is unknown for want of what this kind of run does
// not have.
func (t Tally) decidable() Tally {
	rest := maps.Clone(t)
	maps.DeleteFunc(rest, func(c Count, _ int) bool { return c.Needs != "" })
	return rest
}

// statuses are what a policy may make of an item.
var statuses = []string{"fail", "unknown", "waived", "pass", "not_applicable", "manual"}

// readItems holds a policy's checklist to its form: what a report shows of it
// must not depend on what an author forgot.
func readItems(answer any) ([]Item, error) {
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	items := []Item{}
	if err := decoder.Decode(&items); err != nil {
		return nil, fmt.Errorf("it is no list of items with id, title, status, rules, findings and reason: %w", err)
	}
	seen := map[string]bool{}
	for i, item := range items {
		switch {
		case item.ID == "" || item.Title == "":
			return nil, fmt.Errorf("item %d has no id or no title", i+1)
		case seen[item.ID]:
			return nil, fmt.Errorf("two items have the id %s", item.ID)
		case !slices.Contains(statuses, item.Status):
			return nil, fmt.Errorf("item %s has the status %q; want %s", item.ID, item.Status, strings.Join(statuses, ", "))
		case item.Rules == nil:
			items[i].Rules = []string{}
		}
		seen[item.ID] = true
	}
	return items, nil
}

// ruleViews are the rules as a policy's checklist reads them, by the kind of subject whose
// needs it is told. They are the same for each subject that it is asked about.
type ruleViews struct {
	mu    sync.Mutex
	known map[string]any
	whole []any // of each rule, with what it awaits of any kind
}

func (r *ruleViews) of(kind string, list []rules.Rule) (any, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if view, ok := r.known[kind]; ok {
		return view, nil
	}
	if r.known == nil {
		r.known, r.whole = map[string]any{}, make([]any, len(list))
	}
	views := make([]any, len(list))
	for i, rule := range list {
		var err error
		if views[i], err = r.ofRule(kind, i, rule); err != nil {
			return nil, err
		}
	}
	view, err := rego.Value(views)
	r.known[kind] = view
	return view, err
}

// ofRule is the view of one rule, by its number. Hardly any awaits something: of the others it
// is the same for each kind.
func (r *ruleViews) ofRule(kind string, number int, rule rules.Rule) (any, error) {
	controls, awaits := make(map[string]any, len(rule.Controls)), rule.Awaits()
	whole := kind == anyKind || len(awaits) == 0
	if whole && r.whole[number] != nil {
		return r.whole[number], nil
	}
	for framework, items := range rule.Controls {
		controls[framework] = items
	}
	if !whole {
		maps.DeleteFunc(awaits, func(of, _ string) bool { return of != kind })
	}
	view, err := rego.Value(map[string]any{"id": rule.ID, "title": rule.Title, "controls": controls, "awaits": awaits})
	if whole {
		r.whole[number] = view
	}
	return view, err
}

// convert turns one JSON shape into another.
func convert(from, to any) error {
	b, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, to)
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
