package report

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// Fit adds to a report made by New what a format has no room for, as something that is
// missing: a run whose report does not hold everything is not complete. It returns the
// words as well, "" where there is room.
func Fit(r Report, name string, failOn FailOn) (fitted Report, leftOut string) {
	i := slices.IndexFunc(formats, func(f format) bool { return f.name == name && f.most > 0 })
	if i < 0 {
		return r, ""
	}
	count := 0
	for i := range r.Findings {
		if shown(r.Findings[i]) {
			count++
		}
	}
	most := formats[i].most
	if count <= most {
		return r, ""
	}
	leftOut = fmt.Sprintf("the %s report leaves out %d of %d findings, the least bad ones, since GitHub takes no more than %d of a run: check fewer files in each run",
		strings.ToUpper(name), count-most, count, most)
	r.Errors = append(slices.Clip(r.Errors), Problem{Message: leftOut})
	return New(r, failOn), leftOut
}

// worst returns the findings that count in their order: all, or of more than most the
// worst, by level and then by severity.
func worst(findings []finding.Finding, most int) iter.Seq[*finding.Finding] {
	var kept []*finding.Finding
	for i := range findings {
		if shown(findings[i]) {
			kept = append(kept, &findings[i])
		}
	}
	if len(kept) > most {
		byRank := slices.Clone(kept)
		slices.SortStableFunc(byRank, func(a, b *finding.Finding) int { return cmp.Compare(badness(b), badness(a)) })
		least, room := badness(byRank[most-1]), most
		for _, f := range byRank[:most] {
			if badness(f) > least {
				room--
			}
		}
		kept = slices.DeleteFunc(kept, func(f *finding.Finding) bool {
			if badness(f) == least {
				room--
				return room < 0
			}
			return badness(f) < least
		})
	}
	return slices.Values(kept)
}

// badness orders findings by level, then by severity.
func badness(f *finding.Finding) int {
	severities := []finding.Severity{finding.Low, finding.Medium, finding.High, finding.Critical}
	return f.Level.Rank()*len(severities) + slices.Index(severities, f.Severity)
}

// worstFirst returns the findings that count, those that halt the run before all others, then the
// worst, and those that are alike in their order.
func worstFirst(findings []finding.Finding, rules ruleIndex) []*finding.Finding {
	all := slices.Collect(worst(findings, len(findings)))
	halts := func(f *finding.Finding) int {
		if f.Level == finding.Error && rules[f.Rule].Halts {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b *finding.Finding) int {
		return cmp.Or(cmp.Compare(halts(b), halts(a)), cmp.Compare(badness(b), badness(a)))
	})
	return all
}
