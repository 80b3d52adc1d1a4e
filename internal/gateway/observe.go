package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/secret"
)

// Observe adds what a workspace shows of the subject beside its configuration.
// Until then all of it is unseen; from then on only what marks name is: facets of
// evidence such as evidence.grants, and of an app its endpoints.
func (s *Subject) Observe(e Evidence, marks ...Mark) {
	s.Evidence = e
	s.marks = slices.DeleteFunc(s.marks, func(m Mark) bool { return m.Facet == "evidence" })
	for _, mark := range marks {
		mark.Reason = secret.Scrub(mark.Reason)
		s.marks = append(s.marks, mark)
	}
}
