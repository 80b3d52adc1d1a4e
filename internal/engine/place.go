package engine

import (
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// finding is what a rule found at a place, with what a reader is shown of the
// text. What could not be decided does without: it is listed by its reason, and
// there may be as much of it as there are subjects; see open.
func (e *evaluation) finding(rule *compiled, text *source.Text, at source.Place, message string) finding.Finding {
	f := finding.Finding{
		Rule: rule.ID, Name: rule.Name, Severity: rule.Severity, Outcome: finding.Fail,
		Subject: finding.Subject{Kind: e.who.Kind, Name: e.who.Name},
		Pointer: gateway.Scrub(at.Pointer), Location: location(text, at.Range),
		Message: gateway.Scrub(e.words(message)),
	}
	f.Excerpt = excerpt(text, at.Range, f.Location)
	if e.evaluator.engine.hashes {
		f.LineHash = e.lineHash(text, f.Location.StartLine)
	}
	return f
}

// place says where a finding stands; where its path leads to nothing that was
// read, as a state that there is not, at the subject.
func (e *evaluation) place(path []string) (*source.Text, source.Place) {
	if text, at, ok := e.find(path); ok {
		return text, at
	}
	return e.text, e.subject.Place(nil)
}

// addBlock adds the block that a finding stands in, unless it begins on the
// same line.
func (e *evaluation) addBlock(f *finding.Finding, text *source.Text, at source.Place) {
	if text != e.text {
		return
	}
	key, label, ok := e.subject.Around(at)
	if !ok {
		return
	}
	related := finding.Related{Location: location(text, key), Message: label}
	if related.Location.StartLine != f.Location.StartLine {
		related.Excerpt = excerpt(text, key, related.Location)
		f.Related = append(f.Related, related)
	}
}

func (e *evaluation) lineHash(text *source.Text, line int) string {
	v := e.evaluator
	if v.hashed != text { // subjects of one file follow each other
		v.hashed, v.lines = text, finding.HashLines(text.Written())
	}
	return v.lines.Of(line)
}

func location(text *source.Text, r source.Range) finding.Location {
	start, end := text.Position(r.Start), text.Position(r.End)
	return finding.Location{
		File:      text.File,
		StartLine: start.Line, StartColumn: start.Column,
		EndLine: end.Line, EndColumn: end.Column,
	}
}

// excerptMargin is how many lines an excerpt shows before and after its location.
const excerptMargin = 1

func excerpt(text *source.Text, r source.Range, at finding.Location) finding.Excerpt {
	e := finding.Excerpt{FirstLine: max(at.StartLine-excerptMargin, 1)}
	for n := e.FirstLine; n <= min(at.EndLine+excerptMargin, text.Lines()); n++ {
		part := text.Around(n, r)
		e.Lines = append(e.Lines, part.Text)
		if part.Points > 0 || part.More {
			e.Cuts = slices.Grow(e.Cuts, len(e.Lines))[:len(e.Lines)]
			e.Cuts[len(e.Lines)-1] = finding.Cut{Points: part.Points, Units: part.Units, More: part.More}
		}
	}
	return e
}
