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

// subjectIndex finds the subject of a finding, by the file that it was read from.
type subjectIndex map[subjectKey]*Subject

type subjectKey struct{ kind, name, file string }

func indexSubjects(subjects []Subject) subjectIndex {
	index := make(subjectIndex, len(subjects))
	for i := range subjects {
		s := &subjects[i]
		index[subjectKey{s.Kind, s.Name, s.File}] = s
	}
	return index
}

// has says that a finding stands in the file of its subject.
func (si subjectIndex) has(f *finding.Finding) bool {
	_, ok := si[subjectKey{f.Subject.Kind, f.Subject.Name, f.Location.File}]
	return ok
}

// of is the subject of a finding that stands in its file, else a zero one.
func (si subjectIndex) of(f *finding.Finding) Subject {
	if s, ok := si[subjectKey{f.Subject.Kind, f.Subject.Name, f.Location.File}]; ok {
		return *s
	}
	return Subject{}
}

// pages are the pages of objects that lie in no file, by the name that places have.
type pages map[string]string

func pagesOf(subjects []Subject) pages {
	of := pages{}
	for _, s := range subjects {
		if s.Page != "" {
			of[s.File] = s.Page
		}
	}
	return of
}

// of is the page of the object that a place is in, "" where it has none or is in a file,
// which says more.
func (p pages) of(at finding.Location) string {
	if at.Object == "" {
		return ""
	}
	return p[at.File]
}
