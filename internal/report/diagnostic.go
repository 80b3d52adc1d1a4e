package report

import (
	"cmp"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
)

// diagnostic is the findings on one subject at one place, the worst first: a block that
// is missing breaks several rules, and is to be looked at once.
type diagnostic []*finding.Finding

// diagnosticsIn gathers the findings that are shown: errors first, then in their own
// order.
func diagnosticsIn(findings []finding.Finding) []diagnostic {
	type spot struct {
		subject finding.Subject
		at      finding.Location
	}
	var all []diagnostic
	index := map[spot]int{}
	for i := range findings {
		f := &findings[i]
		if !shown(*f) {
			continue
		}
		here := spot{f.Subject, f.Location}
		if here.subject.Address != "" {
			here.subject.Name = "" // another one in other targets
		}
		if n, met := index[here]; met && f.Location.StartLine > 0 {
			all[n] = append(all[n], f)
			continue
		}
		index[here] = len(all)
		all = append(all, diagnostic{f})
	}
	for _, d := range all {
		slices.SortStableFunc(d, byLevel)
	}
	slices.SortStableFunc(all, func(a, b diagnostic) int { return byLevel(a[0], b[0]) })
	return all
}

// byLevel orders findings by level, the worst first.
func byLevel(a, b *finding.Finding) int { return cmp.Compare(b.Level.Rank(), a.Level.Rank()) }

// whole is a finding that has the places of all of them.
func (d diagnostic) whole() finding.Finding {
	f := *d[0]
	f.Related = slices.Clone(f.Related)
	for _, other := range d[1:] {
		for _, r := range other.Related {
			if !slices.ContainsFunc(f.Related, func(known finding.Related) bool {
				return known.Location == r.Location && known.Message == r.Message
			}) {
				f.Related = append(f.Related, r)
			}
		}
	}
	return f
}
