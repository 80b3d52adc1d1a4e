package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// The exit codes, the same for every format. Usage means that nothing was
// checked, so no report ever asks for it.
const (
	ExitClean      = 0
	ExitFindings   = 1
	ExitUsage      = 2
	ExitIncomplete = 3
	ExitHalt       = 4
)

// FailOn is the threshold of a run: the lowest level of finding that makes it fail.
type FailOn string

// The thresholds, from the most to the least tolerant but for FailOnNone.
const (
	FailOnError   FailOn = "error"
	FailOnWarning FailOn = "warning"
	FailOnNote    FailOn = "note"
	FailOnUnknown FailOn = "unknown"
	// FailOnUnchecked is FailOnUnknown, and what this kind of run cannot see as well.
	FailOnUnchecked FailOn = "unchecked"
	FailOnNone      FailOn = "none"
)

// FailOns lists the thresholds as a user writes them.
func FailOns() []string {
	return []string{string(FailOnError), string(FailOnWarning), string(FailOnNote), string(FailOnUnknown), string(FailOnUnchecked), string(FailOnNone)}
}

// ParseFailOn reads a threshold; the error lists those there are.
func ParseFailOn(s string) (FailOn, error) {
	if !slices.Contains(FailOns(), s) {
		return "", fmt.Errorf("unknown level %q; known: %s", s, strings.Join(FailOns(), ", "))
	}
	return FailOn(s), nil
}

// ExitCode says how a run with this report ends. An incomplete run comes
// before a halt, and a halt before findings.
func ExitCode(r Report, failOn FailOn) int {
	switch {
	case len(r.Errors) > 0:
		return ExitIncomplete
	case len(r.Prompts) > 0:
		return ExitHalt
	case slices.ContainsFunc(r.Findings, failOn.fails), failOn == FailOnUnchecked && len(r.NotChecked) > 0:
		return ExitFindings
	default:
		return ExitClean
	}
}

// fails says whether a finding is at or above the threshold. What could not be
// decided is a note by default and never fails as one: only FailOnUnknown, or
// a policy that raises its level, makes it count.
func (fo FailOn) fails(f finding.Finding) bool {
	if fo == FailOnNone || f.Level.Rank() == 0 {
		return false
	}
	switch f.Outcome {
	case finding.Fail:
		return f.Level.Rank() >= fo.rank()
	case finding.Unknown:
		return fo == FailOnUnknown || fo == FailOnUnchecked || f.Level.Rank() >= max(fo.rank(), finding.Warning.Rank())
	case finding.Pass, finding.NotApplicable, finding.Waived:
		return false
	default:
		return false
	}
}

// rank is the rank of the lowest level that fails. A threshold that was never
// set is as strict as can be, rather than one that lets everything pass.
func (fo FailOn) rank() int {
	switch fo {
	case FailOnError:
		return finding.Error.Rank()
	case FailOnWarning:
		return finding.Warning.Rank()
	case FailOnNote, FailOnUnknown, FailOnUnchecked, FailOnNone:
		return finding.Note.Rank()
	default:
		return finding.Note.Rank()
	}
}
