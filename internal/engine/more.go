package engine

import (
	"fmt"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
)

// mostListed is how many findings of one rule on one subject are listed each by itself.
// Those beyond are one finding with a count: nobody reads thousands, each with its
// places and the text around them, and a file of a few kilobytes can have as many.
const mostListed = 50

// divide returns the findings that are listed and those that are one finding together,
// which are nil or at least two.
func divide(all []rego.Found) (listed, more []rego.Found) {
	if len(all) <= mostListed+1 {
		return all, nil
	}
	return all[:mostListed], all[mostListed:]
}

// standIn makes the first of several findings that are not listed stand for all. It
// keeps its place, and belongs to the subject as a whole: which of the findings is the
// first of these changes with every one that is mended.
func (e *evaluation) standIn(f finding.Finding, n int) finding.Finding {
	f.Pointer, f.More, f.Related = e.pointer(), n, nil
	f.Message = gateway.Scrub(fmt.Sprintf("%s has %d more findings of this rule, from here on: mend those that are listed, and check again", e.subjectName.shown, n))
	return f
}

// moreReasons is the reason of several things that could not be decided, of which the
// first has a reason of its own.
func moreReasons(first string, n int) string {
	return fmt.Sprintf("%s; and %d more reasons, which are not listed", first, n-1)
}

// pointer leads to the subject in its document; "" once its model is forgotten.
func (e *evaluation) pointer() string {
	if e.subject == nil {
		return ""
	}
	return gateway.Scrub(e.subject.Place(nil).Pointer)
}
