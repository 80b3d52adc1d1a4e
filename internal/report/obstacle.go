package report

import (
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// obstacle is why a run is no verdict: something that could not be checked, or a question
// that an operator must answer before going on. Formats that other programs read
// write each as an entry of its own.
type obstacle struct {
	// at is the zero location where there is no place.
	at finding.Location
	// message is Visible.
	message string
	// halts says that it is a question.
	halts bool
}

// obstaclesIn are the errors and then the prompts of a report, in their order.
func obstaclesIn(r Report) []obstacle {
	var all []obstacle
	for _, p := range r.Errors {
		o := obstacle{at: finding.Location{File: p.File}}
		if p.Location != nil {
			o.at = *p.Location
		}
		o.message = p.mark() + " " + Visible(strings.TrimPrefix(p.Message, p.File+": "))
		all = append(all, o)
	}
	for _, prompt := range r.Prompts {
		all = append(all, obstacle{message: "halted: " + Visible(prompt), halts: true})
	}
	return all
}
