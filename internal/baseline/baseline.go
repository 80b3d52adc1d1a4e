// Package baseline owns the file of findings that were there when gwlint was adopted: what
// a run finds again is known, and what it finds beyond is new. It knows findings, and not
// how a run is made.
package baseline

import (
	"cmp"
	"slices"
)

// Name is what the file is called where nobody names another.
const Name = ".gwlint-baseline.jsonl"

// Version is that of the file's format. It is one with the way in which fingerprints are
// made: both know a place again by the same things.
const Version = 2

// Baseline is what a baseline file says.
type Baseline struct {
	// Name is the file's in reports, Digest "sha256:" and that of its text.
	Name, Digest string
	// Entries are in the order of the file, each once.
	Entries []Entry
	// Faults are what is wrong with the file and changes nothing of what it says.
	Faults []Fault
}

// Fault is a line that is not where it belongs, or that is there twice.
type Fault struct {
	Line int
	// Message says what is wrong, in a main clause without a subject.
	Message string
}

// Matches say which findings a baseline has.
type Matches struct {
	// Known has for each finding the index of its entry, -1 for what is new.
	Known []int
	// Left are the indices of the entries that no finding has.
	Left []int
}

// Match finds the entries of findings, each entry for one of them: a second mistake like
// a known one is new. An entry goes to a finding in its own file before it goes to one
// that may have moved to another. Moved says of an entry that no finding of its file has,
// and of a finding, by index, whether the one can have become the other.
func (b *Baseline) Match(found []Entry, moved func(entry Entry, found int) bool) Matches {
	m := Matches{Known: make([]int, len(found))}
	here, open := map[Entry][]int{}, map[Entry][]int{}
	for i, e := range b.Entries {
		here[e.inFile()] = append(here[e.inFile()], i)
	}
	for i, f := range found {
		m.Known[i] = -1
		if entries := here[f.inFile()]; len(entries) > 0 {
			m.Known[i], here[f.inFile()] = entries[0], entries[1:]
		}
	}
	for _, entries := range here {
		for _, i := range entries {
			open[b.Entries[i].anywhere()] = append(open[b.Entries[i].anywhere()], i)
		}
	}
	for key := range open {
		slices.Sort(open[key])
	}
	for i, f := range found {
		if m.Known[i] >= 0 {
			continue
		}
		entries := open[f.anywhere()]
		if n := slices.IndexFunc(entries, func(e int) bool { return moved(b.Entries[e], i) }); n >= 0 {
			m.Known[i] = entries[n]
			open[f.anywhere()] = slices.Delete(entries, n, n+1)
		}
	}
	for _, entries := range open {
		m.Left = append(m.Left, entries...)
	}
	slices.Sort(m.Left)
	return m
}

// number sorts entries and counts those that are alike.
func number(entries []Entry) []Entry {
	all := slices.Clone(entries)
	slices.SortStableFunc(all, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.inFile().line(), b.inFile().line()), cmp.Compare(a.Nth, b.Nth))
	})
	for i := range all {
		all[i].Nth = 1
		if i > 0 && all[i-1].inFile() == all[i].inFile() {
			all[i].Nth = all[i-1].Nth + 1
		}
	}
	slices.SortStableFunc(all, func(a, b Entry) int { return cmp.Compare(a.line(), b.line()) })
	return all
}
