package check

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// fileResults is what came of the files of a run, as they come: of a file without
// anything to say nothing is kept. It is safe for concurrent use.
type fileResults struct {
	mu       sync.Mutex
	subjects subjects
	problems []report.Problem
	// waiting are the results of files that wait for all to be read, by number.
	waiting map[int]fileResult
	// skipped are the numbers of files that hold no gateway, and left what was left out of
	// others, by number.
	skipped []int
	left    []leftInFile
	// parts counts the files of which all was left out.
	parts int
	// files is how many there are.
	files int
}

// leftInFile is what was left out of one file.
type leftInFile struct {
	number int
	left   []source.LeftOut
}

// add adds what came of a file, by its number.
func (r *fileResults) add(number int, file fileResult) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if file.waits {
		r.waiting[number] = file
		return
	}
	delete(r.waiting, number)
	if len(file.subjects) > 0 {
		r.subjects.grow(r.files)
		r.subjects.addFrom(number, file.subjects)
	}
	r.problems = append(r.problems, file.problems...)
	if len(file.left) > 0 {
		r.left = append(r.left, leftInFile{number, file.left})
		if len(file.subjects) == 0 {
			r.parts++
		}
	}
	if file.skipped {
		r.skipped = append(r.skipped, number)
	}
}

// addTo adds all to a draft, and to all subjects, in an order that does not depend on which
// came first. What units hold is no file that was skipped.
func (r *fileResults) addTo(draft *report.Report, f *Files, all *subjects, holding map[string]bool) {
	r.subjects.sortByFile()
	all.join(&r.subjects)
	draft.Errors = append(draft.Errors, r.problems...)
	for _, number := range slices.Sorted(maps.Keys(r.waiting)) { // the run was ended before
		draft.Errors = append(draft.Errors, r.waiting[number].problems...)
	}
	slices.SortFunc(r.left, func(a, b leftInFile) int { return cmp.Compare(a.number, b.number) })
	for _, file := range r.left {
		f.notIncluded = append(f.notIncluded, file.left...)
	}
	slices.Sort(r.skipped)
	for _, number := range r.skipped {
		if !holding[key(f.inputs[number])] {
			draft.Summary.Skipped++
			draft.Skipped = append(draft.Skipped, f.inputs[number].File)
		}
	}
	draft.Summary.Files += len(f.inputs) - draft.Summary.Skipped - r.parts
}
