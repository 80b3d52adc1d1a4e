package check

import (
	"slices"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
)

// howToCheck says what has that checked which a run lacked something for.
var howToCheck = map[gateway.Need]string{
	gateway.NeedsWorkspace: "`gwlint scan`",
	gateway.NeedsState:     "`--state FILE`, or `state: none` without a role audit",
	gateway.NeedsBundle:    "`gwlint check` of the files of the bundle",
}

// notChecked is what a kind of run cannot see whatever it reads, of the subjects of a
// draft: a workspace or a state file, and what this version does not read.
func notChecked(draft *report.Report, lacks []engine.Lack, items []engine.Item) []report.NotChecked {
	var list []report.NotChecked
	for _, lack := range lacks {
		list = append(list, report.NotChecked{
			Rules: lack.Rules, Items: itemsFor(items, lack.Rules),
			Needs: report.Need(lack.Needs), How: howToCheck[lack.Needs], Subjects: lack.Subjects,
		})
	}
	for _, part := range notRead {
		if rules := awaiting(draft, part.what); len(rules) > 0 && len(draft.Subjects) > 0 {
			list = append(list, report.NotChecked{
				Rules: rules, Items: itemsFor(items, rules), Needs: part.needs,
				How: part.what + ", which this version does not read",
			})
		}
	}
	return list
}

// itemsFor are the items that are unknown for want of what a run does not have, of which
// some of the rules decide.
func itemsFor(items []engine.Item, rules []string) []string {
	var ids []string
	for _, item := range items {
		if item.Lacking && slices.ContainsFunc(item.Rules, func(id string) bool { return slices.Contains(rules, id) }) {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// notRead is what some rule needs and this version does not read, as rules name it.
var notRead = []struct {
	what  string
	needs report.Need
}{
	{"client code", report.NeedsClientCode},
}

// awaiting are the rules that need something that is not read and are not switched off.
func awaiting(draft *report.Report, what string) []string {
	var ids []string
	for _, rule := range draft.Rules {
		if slices.Contains(rule.Awaits, what) && !slices.Contains(draft.Run.Off, rule.ID) {
			ids = append(ids, rule.ID)
		}
	}
	return ids
}
