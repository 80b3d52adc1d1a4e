package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/rules"
)

// rulesFlag names folders of the user's own rules.
type rulesFlag struct {
	folders []string
}

func (r *rulesFlag) add(command *cobra.Command) {
	listVar(command.Flags(), &r.folders, "rules", "", "load the rules of `DIR` beside those that are shipped; repeatable")
	if err := command.MarkFlagDirname("rules"); err != nil {
		panic(err) // the flag is not defined: gwlint itself is wrong
	}
}

// load reads the shipped rules and those of the folders.
func (r *rulesFlag) load(dir string) (check.RuleSet, error) {
	if len(r.folders) == 0 {
		return check.RuleSet{Set: shippedRules()}, nil
	}
	base, err := rules.Shipped.Load() // they are compiled together
	if err != nil {
		return check.RuleSet{}, err
	}
	sets := []rules.Set{base}
	var own []rules.Tree
	var faults []error
	for _, folder := range r.folders {
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
	if err := errors.Join(faults...); err != nil {
		return check.RuleSet{Set: base}, err
	}
	all, err := rules.Join(sets...)
	return check.RuleSet{Set: all, Own: own}, err
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
		return rules.Tree{}, fmt.Errorf("%s: the folder cannot be read: %w", name, source.WithoutPath(err))
	}
	return rules.Tree{Files: os.DirFS(place), Name: name, Own: true}, nil
}
