package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// topic is something that can be explained: a rule, or an item of a checklist.
type topic struct {
	page string // Markdown
	// value is what JSON says of it.
	value any
}

// topicsOf finds what is named, or says of every name that nothing has it.
func topicsOf(ctx context.Context, loaded ruleSet, names []string) ([]topic, error) {
	lists := remembered(func(policy string) (checklistOf, error) { return checklistFor(ctx, policy) })
	var topics []topic
	var faults []error
	for _, name := range names {
		t, err := topicOf(loaded, lists, name)
		topics, faults = append(topics, t), append(faults, err)
	}
	return topics, errors.Join(faults...)
}

func topicOf(loaded ruleSet, lists func(policy string) (checklistOf, error), name string) (topic, error) {
	if rule, ok := findRule(loaded.Rules, name); ok {
		page, err := loaded.page(rule)
		return topic{page, asListed(rule)}, err
	}
	known := slugs(loaded.Rules)
	for _, policy := range policyNames() {
		list, err := lists(policy)
		if err != nil {
			return topic{}, err
		}
		for _, item := range list.items {
			short, _, _ := strings.Cut(item.ID, ":") // LLM10:2025 is LLM10 to most
			if strings.EqualFold(item.ID, name) || strings.EqualFold(short, name) {
				return itemTopic(list.policy, item, loaded.Rules), nil
			}
			known = append(known, item.ID)
		}
	}
	return topic{}, fmt.Errorf("there is no rule %q, and no item of a checklist%s; 'gwlint rules' and 'gwlint policies' list them",
		name, meant(name, known))
}

func slugs(list []rules.Rule) []string {
	var names []string
	for _, rule := range list {
		names = append(names, rule.Name)
	}
	return names
}

// policyNames are the policies that are shipped, the default one first: others
// may have its items too.
func policyNames() []string {
	names := slices.DeleteFunc(policies.Names(), func(name string) bool { return name == policies.Default })
	return slices.Insert(names, 0, policies.Default)
}

// checklistOf is a policy's checklist.
type checklistOf struct {
	policy policies.Policy
	items  []engine.Item
}

// checklistFor has a policy say which of the shipped rules decide its items.
func checklistFor(ctx context.Context, name string) (checklistOf, error) {
	policy, err := shippedPolicy(name)
	if err != nil {
		return checklistOf{}, err
	}
	shipped, err := shippedRules()
	if err != nil {
		return checklistOf{}, err
	}
	_, items, err := rehearse(ctx, policy, shipped)
	return checklistOf{policy, items}, err
}

// itemTopic writes a page on an item.
func itemTopic(policy policies.Policy, item engine.Item, list []rules.Rule) topic {
	var page strings.Builder
	fmt.Fprintf(&page, "# %s: %s\n\nAn item of `%s`: %s.\n\n", item.ID, item.Title, policy.Name, policy.Title)
	t := topic{value: explainedItem{item.ID, item.Title, item.Rules, len(item.Rules) == 0}}
	if len(item.Rules) == 0 {
		page.WriteString("No rule decides it: a person must.\n")
		t.page = page.String()
		return t
	}
	page.WriteString("It fails where one of these rules finds something, is unknown where one cannot be decided, and passes only " +
		"where all that apply pass:\n\n")
	for _, id := range item.Rules {
		i := slices.IndexFunc(list, func(rule rules.Rule) bool { return rule.ID == id })
		if i < 0 {
			fmt.Fprintf(&page, "- %s\n", id)
			continue
		}
		fmt.Fprintf(&page, "- %s, `%s`: %s\n", id, list[i].Name, list[i].Title)
	}
	fmt.Fprintf(&page, "\n`gwlint explain %s` explains them.\n", strings.Join(item.Rules, " "))
	t.page = page.String()
	return t
}

// writeTopics writes what is known of topics as a list, in the order asked for.
func writeTopics(w io.Writer, topics []topic) error {
	values := make([]any, 0, len(topics))
	for _, t := range topics {
		values = append(values, t.value)
	}
	return writeJSON(w, values)
}
