package engine

import (
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// keptSubject is what is kept of a subject for the rules that look at all of them: what
// those rules read, and where it is written. It keeps neither the model nor the text of
// the subject, of which a run may meet a hundred thousand.
type keptSubject struct {
	who   gateway.Identity
	file  string        // the name of the text
	views []subjectView // one for each workspace rule that it is shown to
	// context says that the subject is there for others to be compared with, and is not
	// judged itself.
	context bool
}

// view returns the subject as a workspace rule is shown it, by the rule's number among
// them; nil where it is not.
func (s *keptSubject) view(number int) *subjectView {
	for i := range s.views {
		if s.views[i].rule == number {
			return &s.views[i]
		}
	}
	return nil
}

// subjectView is a subject as one workspace rule is shown it.
type subjectView struct {
	rule  int    // its number among the workspace rules
	view  []byte // as JSON
	group string // the facet that it is compared by
	at    *spot  // where the rule's first facet is written
	// unseen is the first facet that could not be seen, and unseenAt its place: the subject
	// can then be compared all the same by what is written. Both are nil where all was seen.
	unseen   *gateway.Unseen
	unseenAt *spot
	// alike says that what is written alike is the same, whatever could not be seen.
	alike bool
}

// spot is a place of a subject as a finding shows it, with what a reader sees of the text.
type spot struct {
	pointer  string
	location finding.Location
	identity string         // see finding.Finding
	value    finding.Digest // of what stands there
	excerpt  finding.Excerpt
	lineHash string // "" where no format needs it
}
