package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
)

// statistic is what one rule found: how often, the worst of its levels, and on which
// subjects.
type statistic struct {
	rule     RuleInfo
	level    finding.Level
	count    int
	subjects concerned
}

// statisticsPrinter writes one line for each rule that found something, in place of the
// findings.
type statisticsPrinter struct {
	*textWriter
	Report

	rules ruleIndex
}

// print writes the worst rules first, and of those alike the one that found most; below
// them the total, also where it is nothing.
func (sp statisticsPrinter) print() {
	list := sp.gather()
	counts, ids, places := 0, 0, 0
	for _, s := range list {
		counts = max(counts, len(fmt.Sprint(s.count)))
		ids = max(ids, displaywidth.String(Visible(s.rule.ID)))
		places = max(places, displaywidth.String(s.subjects.said(nil)))
	}
	for _, s := range list {
		id := pad(sp.style.link(s.rule.URL, Visible(s.rule.ID)), ids)
		level := sp.style.level(s.level).Sprint(pad(string(s.level), len("warning")))
		mark := fmt.Sprintf("%*d  %s  %s  %s ", counts, s.count, level, id, pad(s.subjects.said(nil), places))
		sp.item(mark, label(s.rule), counts+2+len("warning")+2+ids+2+places+1)
	}
	if len(list) > 0 {
		sp.WriteString("\n")
	}
	sp.total(list)
}

// gather counts the findings that a report shows by their rules.
func (sp statisticsPrinter) gather() []*statistic {
	byRule := map[string]*statistic{}
	for i := range sp.Findings {
		f := &sp.Findings[i]
		if !shown(*f) {
			continue
		}
		s, ok := byRule[f.Rule]
		if !ok {
			s = &statistic{rule: sp.rules.of(*f), subjects: concerned{}}
			byRule[f.Rule] = s
		}
		s.count += f.Count()
		if f.Level.Rank() > s.level.Rank() {
			s.level = f.Level
		}
		s.subjects.add(keyOf(f))
	}
	return slices.SortedFunc(maps.Values(byRule), func(a, b *statistic) int {
		return cmp.Or(
			cmp.Compare(b.level.Rank(), a.level.Rank()),
			cmp.Compare(b.count, a.count),
			cmp.Compare(a.rule.ID, b.rule.ID),
		)
	})
}

// total says what all rules found together, and on how many of all subjects.
func (sp statisticsPrinter) total(list []*statistic) {
	all := concerned{}
	for _, s := range sp.Subjects {
		all.add(s.key())
	}
	if len(list) == 0 {
		sp.paragraph("", strings.TrimSuffix("no findings in "+all.said(nil), " in "))
		return
	}
	count, found := 0, concerned{}
	for _, s := range list {
		count += s.count
		for _, keys := range s.subjects {
			for key := range keys {
				found.add(key)
			}
		}
	}
	sp.paragraph("", fmt.Sprintf("%s of %s in %s", number(count, "finding"), number(len(list), "rule"), found.said(all)))
}

// concerned are subjects by what a reader calls them: gateway, app, role.
type concerned map[string]map[subjectKey]bool

func (c concerned) add(key subjectKey) {
	class := cmp.Or(subjectKinds[key.Kind], key.Kind, "subject")
	if _, gateway := collections[key.Kind]; gateway && key.Kind != "app" {
		class = "gateway"
	}
	if c[class] == nil {
		c[class] = map[subjectKey]bool{}
	}
	c[class][key] = true
}

// said counts them: `39 gateways, 1 app`, and where all are given `39 of 40 gateways`.
// Gateways come first.
func (c concerned) said(all concerned) string {
	classes := slices.SortedFunc(maps.Keys(c), func(a, b string) int {
		return cmp.Or(-cmp.Compare(gatewaysFirst(a), gatewaysFirst(b)), cmp.Compare(a, b))
	})
	var parts []string
	for _, class := range classes {
		n := len(c[class])
		if of := len(all[class]); of >= n && of > 0 {
			parts = append(parts, fmt.Sprintf("%d of %s", n, number(of, Visible(class))))
			continue
		}
		parts = append(parts, number(n, Visible(class)))
	}
	return strings.Join(parts, ", ")
}

// gatewaysFirst is 1 for gateways and 0 for other classes.
func gatewaysFirst(class string) int {
	if class == "gateway" {
		return 1
	}
	return 0
}
