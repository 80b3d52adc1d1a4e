package engine

import (
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// keptSubject is what is kept of a subject for the rules that look at all of them:
// what those rules read, and where it is written.
type keptSubject struct {
	who   gateway.Identity
	text  *source.Text
	rules []subjectView // by workspace rule
	// context says that the subject is there for others to be compared with, and is not
	// judged itself.
	context bool
}

// subjectView is a subject as one workspace rule is shown it.
type subjectView struct {
	view   []byte          // as JSON; nil when the rule does not concern the subject
	group  string          // the facet that it is compared by
	unseen *gateway.Unseen // the first facet that could not be seen
	at     source.Place    // where the rule's first facet is written
	trace  gateway.Trace   // of that place
	// unseenAt and unseenTrace are the place of the one that could not be seen.
	unseenAt    source.Place
	unseenTrace gateway.Trace
	// written says that it can be compared all the same, by what is written, and alike that
	// what is written alike is the same.
	written, alike bool
}
