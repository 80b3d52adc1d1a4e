package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// unknownCause is the findings that could not be decided for one reason, or for reasons that
// differ in names only: what was not seen of one subject was most often not seen of others.
type unknownCause struct {
	// reason is that of all, without the names where they differ.
	reason string
	rules  []RuleInfo
	// level is the worst that a finding has.
	level finding.Level
	// findings are the first of each subject; count is how many there are of all subjects.
	findings []*finding.Finding
	count    int
}

// unknownCauses gathers the unknown findings by what they have in common: what counts, and
// then that of the most, first.
func unknownCauses(findings []finding.Finding, rules ruleIndex) []*unknownCause {
	var all []*unknownCause
	index := map[string]*unknownCause{}
	type met struct {
		cause   *unknownCause
		rule    string
		subject subjectKey
	}
	known := map[met]bool{}
	for i := range findings {
		f := &findings[i]
		if f.Outcome != finding.Unknown {
			continue
		}
		kind := withoutNames(f.Reason, f.Subject.Name)
		c := index[kind]
		if c == nil {
			c = &unknownCause{reason: f.Reason}
			index[kind] = c
			all = append(all, c)
		}
		c.add(f, kind)
		if key := (met{cause: c, rule: f.Rule}); !known[key] {
			known[key] = true
			c.rules = append(c.rules, rules.of(*f))
		}
		if key := (met{cause: c, subject: keyOf(f)}); !known[key] {
			known[key] = true
			c.findings = append(c.findings, f)
		}
	}
	for _, c := range all {
		slices.SortFunc(c.rules, compareRules)
	}
	slices.SortStableFunc(all, func(a, b *unknownCause) int {
		return cmp.Or(cmp.Compare(b.level.Rank(), a.level.Rank()), cmp.Compare(b.count, a.count))
	})
	return all
}

// add counts a finding whose reason is of a kind.
func (u *unknownCause) add(f *finding.Finding, kind string) {
	u.count += f.Count()
	if u.reason != f.Reason {
		u.reason = kind
	}
	if f.Level.Rank() > u.level.Rank() {
		u.level = f.Level
	}
}

// ids are the IDs of the rules.
func (u *unknownCause) ids() []string {
	ids := make([]string, 0, len(u.rules))
	for _, rule := range u.rules {
		ids = append(ids, rule.ID)
	}
	return ids
}

// first is the first finding.
func (u *unknownCause) first() *finding.Finding { return u.findings[0] }

// subjects are those that could not be decided, in order.
func (u *unknownCause) subjects() []finding.Subject {
	subjects := make([]finding.Subject, 0, len(u.findings))
	for _, f := range u.findings {
		subjects = append(subjects, f.Subject)
	}
	slices.SortFunc(subjects, func(a, b finding.Subject) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Called(), b.Called()))
	})
	return subjects
}

// about names the subject, or the first of several.
func (u *unknownCause) about() string {
	if len(u.findings) == 1 {
		return strings.TrimRight(subjectName(u.first().Subject)+" "+Visible(inTargets(u.first())), " ")
	}
	return fmt.Sprintf("%s and %d more", subjectName(u.first().Subject), len(u.findings)-1)
}
