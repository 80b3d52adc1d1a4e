package check

import (
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// RuleSet is the rules of a run: those that gwlint ships and the user's own.
type RuleSet struct {
	rules.Set

	// Own are the folders of the user's own rules.
	Own []rules.Tree
}

// digest returns the digests of all that the rules consist of, in an order that does
// not depend on that of the folders.
func (r RuleSet) digest() (string, error) {
	if r.Compiled != nil {
		return r.Compiled.Digest, nil
	}
	shipped, err := rules.Shipped.Digest()
	if err != nil {
		return "", err
	}
	digests := make([]string, 0, len(r.Own))
	for _, tree := range r.Own {
		digest, err := tree.Digest()
		if err != nil {
			return "", err
		}
		digests = append(digests, digest)
	}
	slices.Sort(digests)
	return strings.Join(append([]string{shipped}, digests...), "\n"), nil
}

// Page returns the rule's page in Markdown.
func (r RuleSet) Page(rule rules.Rule) (string, error) {
	for _, tree := range r.Own {
		if rule.Own && rule.File == tree.File(rule) {
			return rules.RenderPage(tree.Files, rule, rules.PolicySummary{})
		}
	}
	return rules.Page(rule), nil
}

// help returns the rule's page, "" where there is none: a user's own rule need not
// have examples to be checked by.
func (r RuleSet) help(rule rules.Rule) string {
	page, err := r.Page(rule)
	if err != nil {
		return ""
	}
	return page
}

// ids returns the IDs of the rules.
func (r RuleSet) ids() []string {
	ids := make([]string, 0, len(r.Rules))
	for _, rule := range r.Rules {
		ids = append(ids, rule.ID)
	}
	return ids
}

// Described returns the rules and those about waivers and the baseline, in order of ID.
func (r RuleSet) Described() []rules.Rule {
	all := slices.Concat(r.Rules, rules.Housekeeping())
	slices.SortStableFunc(all, func(a, b rules.Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// Nameable returns the rules that a configuration may name.
func (r RuleSet) Nameable() []config.Rule {
	named := make([]config.Rule, 0, len(r.Rules))
	for _, list := range [][]rules.Rule{r.Rules, rules.Housekeeping()} {
		for i := range list {
			named = append(named, config.Rule{ID: list[i].ID, Slug: list[i].Name})
		}
	}
	slices.SortStableFunc(named, func(a, b config.Rule) int { return strings.Compare(a.ID, b.ID) })
	return named
}

// WaiverReader returns a reader of waivers that knows the rules by ID and slug.
func (r RuleSet) WaiverReader() waive.Reader {
	described := sync.OnceValue(r.Described) // there may be no waiver
	return waive.Reader{Rule: func(word string) (id, near string) {
		var names []string
		for _, rule := range described() {
			if strings.EqualFold(word, rule.ID) || strings.EqualFold(word, rule.Name) {
				return rule.ID, ""
			}
			names = append(names, rule.Name)
		}
		return "", schema.Nearest(word, names)
	}}
}
