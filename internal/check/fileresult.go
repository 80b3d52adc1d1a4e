package check

import (
	"errors"
	"slices"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// fileResult is what came of one file.
type fileResult struct {
	subjects []report.Subject
	problems []report.Problem
	// parts say where the file holds parts of a bundle that reads none of them, and left
	// are those that nobody asked for.
	parts []error
	left  []source.LeftOut
	// skipped says that the file holds no gateway configuration, and answered that it is a
	// plan or a state of Terraform, which says by itself what it holds.
	skipped, answered bool
	// waits says that the file is to be judged when all were read; held are its gateways
	// where it cannot be read again.
	waits bool
	held  []*gateway.Subject
}

// isEmpty says whether nothing was found in a file beside its gateways, and none of those.
func (f *fileResult) isEmpty(subjects []*gateway.Subject) bool {
	return len(subjects) == 0 && len(f.problems) == 0 && len(f.left) == 0
}

// normalise finds the gateways of a file. It looks at all documents before any
// gateway is judged: the lines shown around a finding may be another document's,
// whose secrets must be known by then.
func (f *fileResult) normalise(j *Judge, documents []*source.Document, kind gateway.Kind) ([]*gateway.Subject, error) {
	defer j.profile.Phase("normalise")()
	subjects, unsupported, err := Normalise(documents, kind, j.params)
	if err != nil {
		return nil, err
	}
	for _, fault := range unsupported {
		if _, part := errors.AsType[*partError](fault); part {
			f.parts = append(f.parts, fault)
			continue
		}
		f.problems = append(f.problems, problem(fault))
	}
	return subjects, nil
}

// behindFirst drops what is said of the first document: the bundle has read that. It says
// itself that it reads no other.
func (f *fileResult) behindFirst(documents []*source.Document) {
	if len(documents) == 0 {
		return
	}
	end := documents[0].Text.Position(documents[0].Root.Range().End)
	f.problems = slices.DeleteFunc(f.problems, func(p report.Problem) bool {
		return p.Location != nil && before(source.Position{Line: p.Location.StartLine, Column: p.Location.StartColumn}, end)
	})
}
