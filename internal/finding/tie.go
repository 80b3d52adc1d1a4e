package finding

import "slices"

// Tie joins a finding with those that follow from it. All of them have the same one.
type Tie struct {
	// Cause is the fingerprint of the finding that the others follow from, "" until
	// there are fingerprints.
	Cause string
}

// nameCauses gives findings that follow from another one its fingerprint.
func nameCauses(findings []Finding) {
	for i := range findings {
		if f := &findings[i]; f.Tie != nil && !f.Follows {
			f.Tie.Cause = f.Fingerprint
		}
	}
	for i := range findings {
		if f := &findings[i]; f.Tie != nil && f.Follows {
			f.Cause = f.Tie.Cause
		}
	}
}

// StandAlone takes back that a finding follows from another one where that is not
// among the findings, does not fail, or weighs less: nothing would then speak for it.
// It returns the findings, in a list of its own where one changed.
func StandAlone(findings []Finding) []Finding {
	weight := causes(findings)
	lost := func(f Finding) bool {
		return f.Cause != "" && (f.Outcome != Fail || weight[f.Cause] < max(f.Level.Rank(), 1))
	}
	if !slices.ContainsFunc(findings, lost) {
		return findings // thousands of them, most often: a copy would be half of a run's memory
	}
	all := slices.Clone(findings)
	for i := range all {
		if lost(all[i]) {
			all[i].Cause = ""
		}
	}
	return all
}

// causes are the weights of the findings that others follow from, by fingerprint; 0 for
// one that is not among the findings.
func causes(findings []Finding) map[string]int {
	weight := map[string]int{}
	for i := range findings {
		if cause := findings[i].Cause; cause != "" {
			weight[cause] = 0
		}
	}
	for i := range findings {
		f := &findings[i]
		if _, ok := weight[f.Fingerprint]; ok && f.Outcome == Fail && f.Cause == "" {
			weight[f.Fingerprint] = f.Level.Rank()
		}
	}
	return weight
}
