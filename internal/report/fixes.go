package report

import (
	"fmt"

	"github.com/gwlint/gwlint/internal/finding"
)

// Fixes are what a run mended, or showed how to mend.
type Fixes struct {
	// Written says that the files hold it now; else it is shown as a patch, and the findings
	// of the report are those of the files as they are.
	Written bool `json:"written"`
	// Unsafe says that fixes were wanted too that change what the platform does.
	Unsafe bool `json:"unsafe"`
	// Files are the names of the files that change, in order.
	Files []string `json:"files"`
	// Fixed are the findings that are gone then, in the order in which they were mended.
	Fixed []Fixed `json:"fixed"`
	// NotFixed are those of which a fix was tried, or wanted, and not made.
	NotFixed []NotFixed `json:"not_fixed"`
}

// Fixed is a finding that is gone, as it was found.
type Fixed struct {
	Rule     string           `json:"rule"`
	Name     string           `json:"name"`
	Subject  finding.Subject  `json:"subject"`
	Location finding.Location `json:"location"`
	Message  string           `json:"message"`
	Fix      finding.Fix      `json:"fix"`
}

// NotFixed is a finding that stays, and why.
type NotFixed struct {
	Rule     string           `json:"rule"`
	Name     string           `json:"name"`
	Subject  finding.Subject  `json:"subject"`
	Location finding.Location `json:"location"`
	// Reason is a clause that says what a fix would have done, or what keeps it from being
	// made: "`GW103` would fail then".
	Reason string `json:"reason"`
	// Unfit says that it is because of the file, which is among the errors.
	Unfit bool `json:"-"`
}

// fixWords say what a fix does, and whether gwlint makes it.
func fixWords(f finding.Fix) string {
	if f.Refused != "" {
		return fmt.Sprintf("%s (by hand: %s)", f.Description, f.Refused)
	}
	return fmt.Sprintf("%s (%s)", f.Description, f.Safety)
}
