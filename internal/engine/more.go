package engine

import (
	"fmt"

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

// moreReasons is the reason of several things that could not be decided, of which the
// first has a reason of its own.
func moreReasons(first string, n int) string {
	return fmt.Sprintf("%s; and %d more reasons, which are not listed", first, n-1)
}
