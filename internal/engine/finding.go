package engine

import (
	"iter"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/source"
)

func location(text *source.Text, r source.Range) finding.Location {
	start, end := text.Position(r.Start), text.Position(r.End)
	return finding.Location{
		File:      text.File,
		StartLine: start.Line, StartColumn: start.Column,
		EndLine: end.Line, EndColumn: end.Column,
	}
}

// Excerpt is what a report shows of a stretch of a text, with what is masked there.
func Excerpt(text *source.Text, r source.Range) finding.Excerpt {
	return excerpt(text, r, location(text, r))
}

// excerptMargin is how many lines an excerpt shows before and after its location.
const excerptMargin = 1

func excerpt(text *source.Text, r source.Range, at finding.Location) finding.Excerpt {
	e := finding.Excerpt{FirstLine: max(at.StartLine-excerptMargin, 1)}
	for n := e.FirstLine; n <= min(at.EndLine+excerptMargin, text.Lines()); n++ {
		part := text.Line(n, r)
		e.Lines = append(e.Lines, part.Text)
		if part.Points > 0 || part.More {
			e.Cuts = slices.Grow(e.Cuts, len(e.Lines))[:len(e.Lines)]
			e.Cuts[len(e.Lines)-1] = finding.Cut{Points: part.Points, Units: part.Units, More: part.More}
		}
		if len(part.Masks) > 0 {
			e.Masks = slices.Grow(e.Masks, len(e.Lines))[:len(e.Lines)]
			e.Masks[len(e.Lines)-1] = masks(part.Masks)
		}
	}
	return e
}

// masks are the masks of a line as a finding has them.
func masks(of []source.Mask) []finding.Mask {
	list := make([]finding.Mask, 0, len(of))
	for _, m := range of {
		list = append(list, finding.Mask{At: m.At, Width: len(source.Masked), Points: m.Points, Units: m.Units})
	}
	return list
}

// findingBuffer gathers findings so that none moves while there come more, and keeps them
// small until the end.
type findingBuffer struct {
	found     chunks[packedFinding]
	undecided chunks[undecided]
}

// undecided is something that could not be decided: a run over thousands of gateways may have
// a dozen for each.
type undecided struct {
	rule   *compiledRule
	who    *subjectName
	at     packedPlace
	reason string
	level  finding.Level
	more   int
}

// subjectName is who the subject of a finding is.
type subjectName struct {
	id          string
	subject     finding.Subject
	shown       string // as a sentence names it
	file        string // the name of its text
	deployments []*finding.Deployment
}

// finding is the finding that something is open.
func (u *undecided) finding() finding.Finding {
	at := u.at.unpack(u.who.file)
	return finding.Finding{
		Rule: u.rule.ID, Name: u.rule.Name, Severity: u.rule.Severity, Level: u.level, Outcome: finding.Unknown,
		Subject: u.who.subject, SubjectID: u.who.id, Deployments: u.who.deployments,
		Pointer: at.pointer, Identity: at.identity, Value: at.value, Location: at.location,
		Message: "not decided for " + u.who.shown + ": " + u.rule.title, Reason: u.reason, More: u.more,
	}
}

// join takes what another buffer has, and leaves it empty.
func (f *findingBuffer) join(other *findingBuffer) {
	f.found = append(f.found, other.found...)
	f.undecided = append(f.undecided, other.undecided...)
	*other = findingBuffer{}
}

// whole puts all findings into one list, and leaves the buffer empty, piece by piece.
func (f *findingBuffer) whole(lines sharedLines) []finding.Finding {
	n := f.found.len() + f.undecided.len()
	if n == 0 {
		return nil
	}
	all := make([]finding.Finding, 0, n)
	for i, piece := range f.found {
		for j := range piece {
			all = append(all, piece[j].unpack(lines))
		}
		f.found[i] = nil
	}
	for i, piece := range f.undecided {
		for j := range piece {
			all = append(all, piece[j].finding())
		}
		f.undecided[i] = nil
	}
	*f = findingBuffer{}
	return all
}

// chunks is a list in pieces that are never copied.
type chunks[T any] [][]T

// chunkSize is how many are kept together.
const chunkSize = 256

// add returns where the item stays.
func (c *chunks[T]) add(item T) *T {
	last := len(*c) - 1
	if last < 0 || len((*c)[last]) == cap((*c)[last]) {
		*c = append(*c, make([]T, 0, chunkSize))
		last++
	}
	(*c)[last] = append((*c)[last], item)
	return &(*c)[last][len((*c)[last])-1]
}

// all are the items, where they stay.
func (c chunks[T]) all() iter.Seq[*T] {
	return func(yield func(*T) bool) {
		for _, some := range c {
			for i := range some {
				if !yield(&some[i]) {
					return
				}
			}
		}
	}
}

// clear drops the items, and keeps room for as many as are kept together.
func (c *chunks[T]) clear() {
	if len(*c) > 0 {
		first := (*c)[0]
		clear(first)
		clear(*c)
		*c = append((*c)[:0], first[:0])
	}
}

func (c chunks[T]) len() (n int) {
	for _, some := range c {
		n += len(some)
	}
	return n
}
