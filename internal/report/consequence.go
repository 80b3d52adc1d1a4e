package report

import (
	"fmt"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
)

// consequences are the findings that follow from others, by the fingerprint of those.
type consequences map[string][]int

func consequencesIn(findings []finding.Finding) consequences {
	c := consequences{}
	for i := range findings {
		if f := &findings[i]; f.Cause != "" && f.Outcome == finding.Fail && f.Level.Rank() > 0 {
			c[f.Cause] = append(c[f.Cause], i)
		}
	}
	return c
}

// manyConsequences is how many of a finding's consequences are named; a misspelt
// `rate_limits` may be the reason for more than anybody reads.
const manyConsequences = 12

// of says what follows from a finding: `GW402 fails: the PII filter on output is off`.
func (c consequences) of(f finding.Finding, all []finding.Finding) []string {
	var said []string
	following := c[f.Fingerprint]
	if f.Cause != "" || f.Fingerprint == "" {
		return nil
	}
	for n, i := range following {
		if n == manyConsequences && len(following) > manyConsequences+1 {
			return append(said, fmt.Sprintf("%d more findings follow", len(following)-n))
		}
		follows := all[i].Rule + " fails: " + all[i].Message
		if !slices.Equal(f.Targets, all[i].Targets) && len(all[i].Targets) > 0 {
			follows += " (" + namesOfTargets(&all[i]) + ")"
		}
		said = append(said, follows)
	}
	return said
}
