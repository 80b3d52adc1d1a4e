package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
)

// unknownCause is the findings that could not be decided for one reason, or for reasons that
// differ in names only.
type unknownCause struct {
	// reason is that of all, without the names where they differ.
	reason string
	rules  []string
	first  finding.Finding
	// count is how many findings there are, subjects how many things they are about.
	count, subjects int
}

// unknownCauses gathers the unknown findings by what they have in common, that of the most first.
func unknownCauses(findings []finding.Finding) []*unknownCause {
	var all []*unknownCause
	index := map[string]*unknownCause{}
	type met struct {
		cause   *unknownCause
		subject finding.Subject
		file    string
	}
	subjects := map[met]bool{}
	for _, f := range findings {
		if f.Outcome != finding.Unknown {
			continue
		}
		kind := withoutNames(f.Reason, f.Subject.Name)
		c := index[kind]
		if c == nil {
			c = &unknownCause{reason: f.Reason, first: f}
			index[kind] = c
			all = append(all, c)
		}
		if c.reason != f.Reason {
			c.reason = kind
		}
		c.count += f.Count()
		if !slices.Contains(c.rules, f.Rule) {
			c.rules = append(c.rules, f.Rule)
		}
		if key := (met{c, f.Subject, f.Location.File}); !subjects[key] {
			subjects[key] = true
			c.subjects++
		}
	}
	for _, c := range all {
		slices.Sort(c.rules)
	}
	slices.SortStableFunc(all, func(a, b *unknownCause) int {
		return cmp.Or(cmp.Compare(b.first.Level.Rank(), a.first.Level.Rank()), cmp.Compare(b.count, a.count))
	})
	return all
}

// about names the subject, or the first of several.
func (c *unknownCause) about() string {
	if c.subjects == 1 {
		return subjectName(c.first.Subject)
	}
	return fmt.Sprintf("%s and %d more", subjectName(c.first.Subject), c.subjects-1)
}
