package cli

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// selectFlags say which rules run: only those that are selected, and none that are
// ignored. What does not run is off for every subject, whatever the file says.
type selectFlags struct {
	selected, ignored []string
}

func (s *selectFlags) add(command *cobra.Command, load func() (check.RuleSet, error)) {
	flags := command.Flags()
	listVar(flags, &s.selected, "select", "", "run only these rules: `RULE,…` by ID, slug, area (tables) or beginning of an ID (GW4); repeatable")
	listVar(flags, &s.ignored, "ignore", "", "leave out these rules: `RULE,…` as --select names them; repeatable")
	completeWith(command, "select", completeRuleWords(load))
	completeWith(command, "ignore", completeRuleWords(load))
}

// apply switches off in the settings what does not run. A rule that --select names by
// itself runs although the file switches it off everywhere.
func (s *selectFlags) apply(settings *config.Settings, loaded check.RuleSet) error {
	if len(s.selected)+len(s.ignored) == 0 {
		return nil
	}
	known := loaded.Described()
	only, errOnly := readRuleWords("--select", s.selected, known)
	without, errWithout := readRuleWords("--ignore", s.ignored, known)
	if err := errors.Join(errOnly, errWithout); err != nil {
		return err
	}
	left := 0
	for _, rule := range known {
		switch {
		case len(s.selected) > 0 && only[rule.ID] == "":
			switchOff(settings, rule.ID, "--select")
			continue
		case without[rule.ID] != "":
			switchOff(settings, rule.ID, "--ignore")
			continue
		case only[rule.ID] == byName && settings.Rules[rule.ID] == finding.Off:
			delete(settings.Rules, rule.ID)
			delete(settings.Origins, "rules."+rule.ID)
		}
		if !rules.IsHousekeeping(rule.ID) {
			left++
		}
	}
	if left > 0 {
		return nil
	}
	return nothingLeft(only, len(loaded.Rules) > 0)
}

// nothingLeft is an error where no rule about gateways is left to run although there are
// some.
func nothingLeft(only map[string]ruleMatch, some bool) error {
	switch {
	case slices.ContainsFunc(slices.Collect(maps.Keys(only)), rules.IsHousekeeping):
		return errors.New("--select names rules about waivers and the baseline alone, which have nothing to say where no other rule runs; name others too")
	case some:
		return errors.New("--select and --ignore leave no rule to run; name fewer with --ignore")
	default:
		return nil
	}
}

// switchOff gives a rule the level off for every subject.
func switchOff(settings *config.Settings, id, flag string) {
	settings.Rules[id] = finding.Off
	settings.Origins["rules."+id] = flag
	for _, override := range settings.Overrides {
		delete(override.Rules, id)
	}
}

// ruleMatch says how a word names a rule; "" is not at all.
type ruleMatch string

const (
	byName  ruleMatch = "name"
	byGroup ruleMatch = "group" // its area, or the beginning of its ID
)

// readRuleWords finds the rules that words name, or says of every word that names none.
func readRuleWords(flag string, written []string, known []rules.Rule) (map[string]ruleMatch, error) {
	found := map[string]ruleMatch{}
	var faults []error
	for _, word := range wordsOf(written) {
		named := rulesOf(word, known)
		if len(named) == 0 {
			faults = append(faults, fmt.Errorf("%s: no rule, area or beginning of an ID is %q%s", flag, word, nearRuleWord(word, known)))
		}
		for id, how := range named {
			if found[id] != byName {
				found[id] = how
			}
		}
	}
	return found, errors.Join(faults...)
}

// wordsOf are the words of a flag that takes lists of them.
func wordsOf(written []string) []string {
	var words []string
	for _, list := range written {
		for word := range strings.SplitSeq(list, ",") {
			words = append(words, strings.TrimSpace(word))
		}
	}
	return words
}

// rulesOf are the rules that a word names: the one of that ID or slug, else those of an
// area, else those whose IDs begin so.
func rulesOf(word string, known []rules.Rule) map[string]ruleMatch {
	if rule, ok := findRule(known, word); ok {
		return map[string]ruleMatch{rule.ID: byName}
	}
	area, beginning := map[string]ruleMatch{}, map[string]ruleMatch{}
	for _, rule := range known {
		if rule.Area == word {
			area[rule.ID] = byGroup
		}
		if len(word) > 1 && len(word) < len(rule.ID) && strings.EqualFold(rule.ID[:len(word)], word) {
			beginning[rule.ID] = byGroup
		}
	}
	if len(area) > 0 {
		return area
	}
	return beginning
}

// nearRuleWord asks whether a near slug or area was meant, and tells where all stand.
func nearRuleWord(word string, known []rules.Rule) string {
	words := slices.Concat(slugs(known), areas(known))
	return cmp.Or(suggestion(word, words), "; 'gwlint rules' lists all")
}

// areas are the areas of rules, each once, in order.
func areas(known []rules.Rule) []string {
	var list []string
	for _, rule := range known {
		list = append(list, rule.Area)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// completeRuleWords offers rules with their titles, and areas, behind the last comma.
func completeRuleWords(load func() (check.RuleSet, error)) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, written string) ([]string, cobra.ShellCompDirective) {
		const directive = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
		loaded, err := load()
		if err != nil {
			return nil, directive
		}
		before := written[:strings.LastIndexByte(written, ',')+1]
		taken := strings.Split(before, ",")
		var offers []string
		for _, rule := range loaded.Described() {
			if !slices.Contains(taken, rule.ID) {
				offers = append(offers, before+rule.ID+"\t"+rule.Title)
			}
		}
		for _, area := range areas(loaded.Described()) {
			if !slices.Contains(taken, area) {
				offers = append(offers, before+area+"\tall rules of this area")
			}
		}
		return offers, directive
	}
}
