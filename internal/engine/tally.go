package engine

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/rego"
)

// off is counted where a rule found something and configuration has switched
// it off: the policy must not take it for a pass.
const off finding.Outcome = "off"

// unlisted is told of a rule and a kind where there may be subjects that nobody
// could list: the policy must not take those that were judged for all.
const unlisted finding.Outcome = "unlisted"

// Count is one line of a tally: what came of a rule on subjects of a kind.
type Count struct {
	Rule    string          `json:"rule"`
	Kind    string          `json:"kind"`
	Hosting string          `json:"hosting"`
	Outcome finding.Outcome `json:"outcome"`
}

// Tally says how often each outcome came about.
type Tally map[Count]int

// line is a Count as the policy reads it.
type line struct {
	Count
	N int `json:"count"`
}

// lines lists a tally in an order of its own.
func (t Tally) lines() []line {
	lines := make([]line, 0, len(t))
	for _, c := range slices.SortedFunc(maps.Keys(t), func(a, b Count) int {
		return cmp.Or(
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Kind, b.Kind),
			cmp.Compare(a.Hosting, b.Hosting), cmp.Compare(a.Outcome, b.Outcome),
		)
	}) {
		lines = append(lines, line{c, t[c]})
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
}

// Checklist asks the policy for its checklist, given what came of all subjects, and
// the kinds of which there may be others, since they could not be listed.
func (e *Engine) Checklist(ctx context.Context, tally Tally, unseen ...string) ([]Item, error) {
	v, err := e.Evaluator(ctx)
	if err != nil {
		return nil, err
	}
	loaded := make([]any, 0, len(e.loaded))
	for _, rule := range e.loaded {
		controls := rule.Controls
		if controls == nil {
			controls = map[string][]string{}
		}
		loaded = append(loaded, map[string]any{"id": rule.ID, "title": rule.Title, "controls": controls})
	}
	var lines []any
	if err := convert(e.withUnlisted(tally, unseen).lines(), &lines); err != nil {
		return nil, err
	}
	answer, err := v.session.Evaluate(ctx, e.policy.checklist, map[string]any{"tally": lines, "rules": loaded}, "")
	if errors.Is(err, rego.ErrUndefined) {
		err = errSilent
	}
	if err != nil {
		return nil, fmt.Errorf("checklist: %w", err)
	}
	items, err := readItems(answer)
	if err != nil {
		return nil, fmt.Errorf("checklist: %w", err)
	}
	return items, nil
}

// withUnlisted adds to a tally what every rule would have judged of kinds that
// could not be listed.
func (e *Engine) withUnlisted(tally Tally, kinds []string) Tally {
	all := Tally{}
	maps.Copy(all, tally)
	for _, rule := range e.loaded {
		for _, kind := range kinds {
			if slices.Contains(rule.Kinds, kind) {
				all[Count{rule.ID, kind, "unknown", unlisted}] = 1
			}
		}
	}
	return all
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

// convert turns one JSON shape into another.
func convert(from, to any) error {
	b, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, to)
}
