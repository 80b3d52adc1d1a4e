package report

import (
	"fmt"

	"github.com/gwlint/gwlint/internal/finding"
)

// MinLevels lists the levels that may be the least that a report shows.
func MinLevels() []string {
	return []string{string(finding.Error), string(finding.Warning), string(finding.Note)}
}

// Hidden counts the failures that a report leaves out because their level is too low.
// There are none of level error: no level is above that.
type Hidden struct {
	Warning int `json:"warning"`
	Note    int `json:"note"`
}

// hide leaves out failures below the least level of the run, and counts them. What follows
// from a failure goes with it, and is not counted, as elsewhere. What could not be decided
// stays: to leave it out would look like a pass.
func hide(r *Report) {
	least := r.Run.MinLevel.Rank()
	low := func(f *finding.Finding) bool {
		return f.Outcome == finding.Fail && f.Level.Rank() > 0 && f.Level.Rank() < least
	}
	hidden := map[string]bool{}
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Cause == "" && low(f) {
			hidden[f.Fingerprint] = true
			r.Summary.Hidden.add(f)
		}
	}
	if len(hidden) == 0 {
		return
	}
	var left []finding.Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Cause == "" && low(f) || f.Cause != "" && hidden[f.Cause] {
			continue
		}
		left = append(left, *f)
	}
	r.Findings = left
}

func (h *Hidden) add(f *finding.Finding) {
	if f.Level == finding.Warning {
		h.Warning += f.Count()
	} else {
		h.Note += f.Count()
	}
}

// said are the counts in words.
func (h Hidden) said() []string {
	var parts []string
	if h.Warning > 0 {
		parts = append(parts, number(h.Warning, "warning")+" hidden by --min-level")
	}
	if h.Note > 0 {
		parts = append(parts, number(h.Note, "note")+" hidden by --min-level")
	}
	return parts
}

// CheckMinLevel is the error of a least level that hides what makes a run fail: it would
// fail without a word. Named says how the threshold was given: --fail-on note.
func (fo FailOn) CheckMinLevel(least finding.Level, named string) error {
	if fo == FailOnNone || fo.rank() >= least.Rank() {
		return nil
	}
	return fmt.Errorf("--min-level %s hides findings that %s counts; raise the one, or lower the other", least, named)
}
