package report

import (
	"cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

// ObjectPlace says in words where in a workspace a place is that lies in no file: which
// object it is, and the path in it. `endpoint chat  ai_gateway.rate_limits[1]`.
func ObjectPlace(s finding.Subject, pointer string) string {
	place := cmp.Or(subjectKinds[s.Kind], s.Kind)
	if s.Name != "" {
		place += " " + s.Name
	}
	if path := finding.Path(pointer); path != "" {
		place += "  " + path
	}
	return place
}

// objectIndex finds the subjects that are objects of a workspace, by their files: each has
// one of its own.
type objectIndex map[string]*Subject

func indexObjects(subjects []Subject) objectIndex {
	index := objectIndex{}
	for i := range subjects {
		if s := &subjects[i]; collections[s.Kind] != "" {
			index[s.File] = s
		}
	}
	return index
}

// of is the subject of a finding that stands in the object itself; nil for one that stands
// elsewhere, as in the state file.
func (oi objectIndex) of(f finding.Finding) *Subject {
	if s := oi[f.Location.File]; s != nil && s.who() == f.Subject {
		return s
	}
	return nil
}

// page is the page of the object that a place is in, "" where it has none or lies in a
// file, which says more.
func (oi objectIndex) page(at finding.Location) string {
	if s := oi[at.File]; s != nil && at.Object != "" {
		return s.Page
	}
	return ""
}
