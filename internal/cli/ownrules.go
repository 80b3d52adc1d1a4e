package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/rules"
)

// rulesFlag names folders of the user's own rules.
type rulesFlag struct {
	folders []string
}

func (f *rulesFlag) add(command *cobra.Command) {
	command.Flags().StringArrayVar(&f.folders, "rules", nil, "load the rules of `DIR` beside those that are shipped; repeatable")
	if err := command.MarkFlagDirname("rules"); err != nil {
		panic(err) // the flag is not defined: gwlint itself is wrong
	}
}

// ruleSet is the rules of a run: those that gwlint ships and the user's own.
type ruleSet struct {
	rules.Set

	own []rules.Tree
}

// load reads the shipped rules and those of the folders.
func (f *rulesFlag) load(dir string) (ruleSet, error) {
	shipped, err := shippedRules()
	if err != nil {
		return ruleSet{}, err
	}
	sets := []rules.Set{shipped}
	var own []rules.Tree
	var faults []error
	for _, folder := range f.folders {
		tree, err := ruleFolder(dir, folder)
		if err != nil {
			faults = append(faults, fmt.Errorf("--rules %w", err))
			continue
		}
		if slices.ContainsFunc(own, func(t rules.Tree) bool { return t.Name == tree.Name }) {
			continue // named twice
		}
		set, err := tree.Load()
		own, sets, faults = append(own, tree), append(sets, set), append(faults, err)
	}
	if err := errors.Join(faults...); err != nil || len(own) == 0 {
		return ruleSet{Set: sets[0]}, err
	}
	all, err := rules.Join(sets...)
	return ruleSet{Set: all, own: own}, err
}

// ruleFolder opens a folder of the user's own rules.
func ruleFolder(dir, folder string) (rules.Tree, error) {
	place := folder
	if !filepath.IsAbs(place) {
		place = filepath.Join(dir, place)
	}
	name := filepath.ToSlash(filepath.Clean(folder))
	switch info, err := os.Stat(place); {
	case folder == "" || errors.Is(err, os.ErrNotExist):
		return rules.Tree{}, fmt.Errorf("%s: there is no such folder", name)
	case err == nil && !info.IsDir():
		return rules.Tree{}, fmt.Errorf("%s: is no folder; name the one that the areas of the rules lie in", name)
	}
	if _, err := os.ReadDir(place); err != nil {
		return rules.Tree{}, fmt.Errorf("%s: the folder cannot be read: %w", name, errors.Unwrap(err))
	}
	return rules.Tree{Files: os.DirFS(place), Name: name, Own: true}, nil
}

// digest covers all that the rules consist of, in whatever order their folders
// were named.
func (c ruleSet) digest() (string, error) {
	shipped, err := rules.Shipped.Digest()
	if err != nil {
		return "", err
	}
	digests := make([]string, 0, len(c.own))
	for _, tree := range c.own {
		digest, err := tree.Digest()
		if err != nil {
			return "", err
		}
		digests = append(digests, digest)
	}
	slices.Sort(digests)
	return strings.Join(append([]string{shipped}, digests...), "\n"), nil
}

// page is the rule's page in Markdown.
func (c ruleSet) page(rule rules.Rule) (string, error) {
	for _, tree := range c.own {
		if rule.Own && rule.File == tree.File(rule) {
			return rules.RenderPage(tree.Files, rule, rules.Standing{})
		}
	}
	return rules.Page(rule), nil
}

// help is the page where there is one. Nothing is asked of somebody's own rule
// during a check but to judge, so one without examples has none.
func (c ruleSet) help(rule rules.Rule) string {
	page, err := c.page(rule)
	if err != nil {
		return ""
	}
	return page
}

// nameable are the rules that a configuration may name.
func (c ruleSet) nameable() []config.Rule {
	named := make([]config.Rule, 0, len(c.Rules))
	for _, rule := range c.Rules {
		named = append(named, config.Rule{ID: rule.ID, Slug: rule.Name})
	}
	return named
}
