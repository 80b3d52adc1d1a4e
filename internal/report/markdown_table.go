package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// manyFailures is how many failures are counted by rule as well.
const manyFailures = 20

// sections are the tables and lists of a page, in order.
func (p markdownPage) sections() []markdownSection {
	const reports = "the log and the other reports of this run have all"
	byRule := p.byRule()
	if len(p.failures) <= manyFailures {
		byRule = nil
	}
	return []markdownSection{
		{
			title: "What could not be checked", columns: []string{"Place", "Why"}, rows: len(p.Errors), share: 20, elsewhere: reports,
			row: func(i int) string { return problemRow(p.Errors[i]) },
		},
		{
			title: "To be answered first", rows: len(p.Prompts), share: 5, elsewhere: reports,
			row: func(i int) string { return "- gwlint asks: " + markdownSentence(p.Prompts[i]) + "\n" },
		},
		{
			title: "Failures by rule", columns: []string{"Level", "Rule", "Findings", "What is wrong"}, rows: len(byRule), share: 10, elsewhere: reports,
			row: func(i int) string { return p.ruleRow(byRule[i]) },
		},
		{
			title: "Failures", columns: []string{"Level", "Rule", "Place", "In", "What is wrong"}, rows: len(p.failures), takesTheRest: true, elsewhere: reports,
			row: func(i int) string { return p.failureRow(p.failures[i]) },
		},
		{
			title: "Not decided", columns: []string{"Findings", "Rules", "In", "Why"}, rows: len(p.causes), share: 15, elsewhere: reports,
			row: func(i int) string { return causeRow(p.causes[i]) },
		},
		{
			title: "Waived", columns: []string{"Until", "Rule", "Place", "In", "Owner", "Why"}, rows: len(p.waived), share: 10, elsewhere: reports,
			row: func(i int) string { return p.waivedRow(p.waived[i]) },
		},
		{
			title: "Checklist " + markdownName(p.Tool.Policy), columns: []string{"Item", "Status", "Gateways", "What it asks"},
			rows: len(p.Checklist), share: 15, elsewhere: reports,
			row: func(i int) string { return itemRow(p.Checklist[i]) },
		},
		{
			title: "Not checked in a run of this kind", rows: len(p.NotChecked), share: 5, elsewhere: reports,
			row: func(i int) string { return notCheckedLine(p.NotChecked[i]) },
		},
	}
}

func problemRow(p Problem) string {
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	message := strings.TrimPrefix(p.Message, p.File+": ")
	if p.Altered {
		message = "altered: " + message
	}
	return markdownRow(markdownName(plainPlace(at)), markdownSentence(message))
}

// plainPlace is a place before it is made visible.
func plainPlace(at finding.Location) string {
	if at.StartLine < 1 {
		return at.File
	}
	return fmt.Sprintf("%s:%d:%d", at.File, at.StartLine, at.StartColumn)
}

func (p markdownPage) failureRow(f *finding.Finding) string {
	said := markdownSentence(messageOf(f))
	for _, other := range f.Related {
		if other.Use {
			said += "<br>used at " + markdownName(plainPlace(other.Location))
		}
	}
	for _, following := range p.following.of(*f, p.Findings) {
		said += "<br>so: " + markdownSentence(following)
	}
	return markdownRow(string(f.Level), p.ruleLink(p.rules.of(*f)), markdownName(plainPlace(f.Location)), p.subject(f), said)
}

// subject names the subject of a finding, with a link to its page where it has one.
func (p markdownPage) subject(f *finding.Finding) string {
	kind := markdownSentence(cmp.Or(subjectKinds[f.Subject.Kind], f.Subject.Kind))
	if f.Subject.Called() == "" {
		return kind
	}
	return kind + " " + markdownLink(markdownName(f.Subject.Called()), p.pages[keyOf(f)])
}

func (p markdownPage) ruleLink(rule RuleInfo) string {
	return markdownLink(markdownPlain(shortened(Visible(rule.ID), longestName)), rule.URL)
}

// ruleFailures are the failures of a rule at a level.
type ruleFailures struct {
	rule  RuleInfo
	level finding.Level
	count int
}

// byRule counts the failures of each rule, the worst first, and of those alike that with the most.
func (p markdownPage) byRule() []ruleFailures {
	type key struct {
		rule  string
		level finding.Level
	}
	var all []ruleFailures
	index := map[key]int{}
	for _, f := range p.failures {
		k := key{f.Rule, f.Level}
		i, ok := index[k]
		if !ok {
			i = len(all)
			index[k] = i
			all = append(all, ruleFailures{rule: p.rules.of(*f), level: f.Level})
		}
		all[i].count += f.Count()
	}
	slices.SortStableFunc(all, func(a, b ruleFailures) int {
		return cmp.Or(cmp.Compare(b.level.Rank(), a.level.Rank()), cmp.Compare(b.count, a.count))
	})
	return all
}

func (p markdownPage) ruleRow(r ruleFailures) string {
	return markdownRow(string(r.level), p.ruleLink(r.rule), fmt.Sprint(r.count), markdownSentence(r.rule.Title))
}

func causeRow(c *unknownCause) string {
	var rules []string
	for _, id := range c.ids() {
		rules = append(rules, markdownPlain(shortened(Visible(id), longestName)))
	}
	in := markdownSentence(cmp.Or(subjectKinds[c.first().Subject.Kind], c.first().Subject.Kind))
	if name := c.first().Subject.Called(); name != "" {
		in += " " + markdownName(name)
	}
	if where := inTargets(c.first()); where != "" && len(c.findings) == 1 {
		in += " " + markdownSentence(where)
	}
	if n := len(c.findings); n > 1 {
		in += fmt.Sprintf(" and %d more", n-1)
	}
	return markdownRow(fmt.Sprint(c.count), strings.Join(rules, ", "), in, markdownSentence(c.reason))
}

// waivedRow is a failure that a waiver covers.
func (p markdownPage) waivedRow(f *finding.Finding) string {
	until, owner, why := "", "", ""
	if w := f.Waiver; w != nil {
		until, owner, why = markdownSentence(w.Expires), markdownName(w.Owner), markdownSentence(w.Reason)
		if w.Ticket != "" {
			why += " (" + markdownSentence(w.Ticket) + ")"
		}
	}
	return markdownRow(until, p.ruleLink(p.rules.of(*f)), markdownName(plainPlace(f.Location)), p.subject(f), owner, why)
}

func itemRow(i Item) string {
	said := markdownSentence(i.Title)
	if i.Reason != "" {
		said += "<br>" + markdownSentence(i.Reason)
	}
	return markdownRow(markdownPlain(shortened(Visible(i.ID), longestName)), statusWord(i.Status), i.Subjects.of(i.Status), said)
}

// statusWord is how a reader calls a status.
func statusWord(s Status) string {
	if s == StatusNotApplicable {
		return "n/a"
	}
	if s == StatusFail {
		return "**fail**"
	}
	return string(s)
}

// notCheckedLine says what a run of this kind cannot see, and what to do about it.
func notCheckedLine(n NotChecked) string {
	said := "- Needs " + markdownSentence(n.How) + ": "
	if len(n.Items) > 0 {
		said += markdownSentence(strings.Join(n.Items, ", ")) + ". Rules: "
	}
	said += markdownSentence(strings.Join(n.Rules, ", "))
	if n.Subjects > 0 {
		said += " (" + number(n.Subjects, "subject") + ")"
	}
	return said + "\n"
}
