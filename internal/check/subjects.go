package check

import (
	"cmp"
	"iter"
	"runtime/debug"
	"slices"
	"sync"

	"github.com/gwlint/gwlint/internal/report"
)

// subjects are those of a run, as the report will list them. Until then, what they have in
// common is kept once for all: a run may meet a hundred thousand. It is safe for concurrent
// use.
type subjects struct {
	mu    sync.Mutex
	list  []packedSubject
	alike map[subjectShape]*subjectShape
}

// packedSubject is a report.Subject before anything is counted of it.
type packedSubject struct {
	id, name, file string
	shape          *subjectShape
	from           int // the number of the file that it was read from
}

// subjectShape is what many subjects have in common.
type subjectShape struct {
	kind, hosting, form, address, target string
	bundle                               string // "" where inFile
	inFile                               bool   // the bundle is the file
	order                                int
}

// manyAlike is how many shapes are kept for more subjects: beyond, hardly any is met again.
const manyAlike = 4096

// add adds subjects of which nothing is counted yet.
func (s *subjects) add(list []report.Subject) { s.addFrom(0, list) }

// addFrom adds those that were read from a file, by its number.
func (s *subjects) addFrom(number int, list []report.Subject) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range list {
		one := &list[i]
		shape := subjectShape{
			kind: one.Kind, hosting: one.Hosting, form: one.Form, address: one.Address, target: one.Target,
			bundle: one.Bundle, inFile: one.Bundle == one.File, order: one.Order,
		}
		if shape.inFile {
			shape.bundle = ""
		}
		s.list = append(s.list, packedSubject{one.ID, one.Name, one.File, s.shared(shape), number})
	}
}

// grow makes room for so many subjects, once there are any.
func (s *subjects) grow(n int) {
	if s.list == nil {
		s.list = make([]packedSubject, 0, n)
	}
}

// shared is a shape that is the same.
func (s *subjects) shared(shape subjectShape) *subjectShape {
	shared, ok := s.alike[shape]
	if !ok {
		shared = &shape
		if s.alike == nil {
			s.alike = map[subjectShape]*subjectShape{}
		}
		if len(s.alike) < manyAlike {
			s.alike[shape] = shared
		}
	}
	return shared
}

// join adds the subjects of others, which are of no further use.
func (s *subjects) join(others *subjects) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.list) == 0 {
		s.list = others.list // without a copy
	} else {
		s.list = append(s.list, others.list...)
	}
	others.list = nil
}

// sortByFile puts subjects in the order of their files: of those in which they stand, and of
// those that they were read from.
func (s *subjects) sortByFile() {
	slices.SortStableFunc(s.list, func(a, b packedSubject) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.from, b.from))
	})
}

// len is how many subjects there are.
func (s *subjects) len() int { return len(s.list) }

// kinds are the kinds of the subjects, that of each.
func (s *subjects) kinds() iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range s.list {
			if !yield(s.list[i].shape.kind) {
				return
			}
		}
	}
}

// longList is from how many subjects on the memory that is not in use goes back to the system
// before the report's list of them is made: it needs that in one piece, which is not among what
// is free. Of 100,000 files, the peak is 0.93 of what it is otherwise.
const longList = 1 << 15

// take returns the subjects as a report has them, and drops them.
func (s *subjects) take() []report.Subject {
	if len(s.list) >= longList {
		debug.FreeOSMemory()
	}
	all := make([]report.Subject, 0, len(s.list))
	for i := range s.list {
		all = append(all, s.list[i].unpack())
	}
	s.list, s.alike = nil, nil
	return all
}

func (p *packedSubject) unpack() report.Subject {
	s := report.Subject{
		ID: p.id, Kind: p.shape.kind, Name: p.name, File: p.file, Hosting: p.shape.hosting, Form: p.shape.form,
		Address: p.shape.address, Target: p.shape.target, Bundle: p.shape.bundle, Order: p.shape.order,
	}
	if p.shape.inFile {
		s.Bundle = p.file
	}
	return s
}
