package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/rules"
)

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

// readLacking reads the ids of items that a policy says are unknown for want of what this kind
// of run does not have, and for nothing else.
func readLacking(answer any, items []Item) error {
	var ids []string
	if err := convert(answer, &ids); err != nil {
		return fmt.Errorf("lacking must be a set of ids of items: %w", err)
	}
	for _, id := range ids {
		i := slices.IndexFunc(items, func(item Item) bool { return item.ID == id })
		if i < 0 {
			return fmt.Errorf("lacking names %s, which is no item of the checklist", id)
		}
		items[i].Lacking = items[i].Status == "unknown"
	}
	return nil
}

// ruleList is the rules as a policy's checklist reads them, with what they await of a kind of
// subject. It is written for a policy that reads them.
type ruleList struct {
	rules []rules.Rule
	kind  string
}

// MarshalJSON writes the rules.
func (l ruleList) MarshalJSON() ([]byte, error) {
	views := make([]any, 0, len(l.rules))
	for _, rule := range l.rules {
		controls := map[string][]string{}
		maps.Copy(controls, rule.Controls)
		views = append(views, map[string]any{"id": rule.ID, "title": rule.Title, "controls": controls, "awaits": awaitsOf(rule, l.kind)})
	}
	return json.Marshal(views)
}

// awaits is what each rule awaits of the kind, by the rule's ID. Hardly any awaits something.
func (l ruleList) awaits() (map[string]any, error) {
	nothing, err := rego.Value(map[string]any{})
	of := make(map[string]any, len(l.rules))
	for _, rule := range l.rules {
		of[rule.ID] = nothing
		if awaits := awaitsOf(rule, l.kind); len(awaits) > 0 {
			of[rule.ID] = awaits
		}
	}
	return of, err
}

// awaitsOf is what a rule awaits of a kind of subject, of any kind or of none.
func awaitsOf(rule rules.Rule, kind string) map[string]string {
	awaits := rule.Awaits()
	if kind != anyKind {
		maps.DeleteFunc(awaits, func(of, _ string) bool { return of != kind })
	}
	return awaits
}

// convert turns one JSON shape into another.
func convert(from, to any) error {
	b, err := json.Marshal(from)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, to)
}
