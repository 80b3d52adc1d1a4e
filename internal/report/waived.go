package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
)

// waivedIn are the failures that a waiver covers, those whose waiver ends first at the
// beginning: these are the next to fail.
func waivedIn(findings []finding.Finding) []*finding.Finding {
	var all []*finding.Finding
	for i := range findings {
		if findings[i].Outcome == finding.Waived {
			all = append(all, &findings[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *finding.Finding) int { return cmp.Compare(endOf(a), endOf(b)) })
	return all
}

// endOf is the last day of the waiver of a finding; days as 2027-01-31 have the order of
// their texts.
func endOf(f *finding.Finding) string {
	if f.Waiver == nil {
		return ""
	}
	return f.Waiver.Expires
}

// waivedUntil says how long a waiver lets a finding stand, whose it is and why:
// `until 2027-01-31 (63 d) ml-platform: load test account`.
func waivedUntil(w *finding.Waiver) string {
	if w == nil {
		return ""
	}
	said := "until " + w.Expires
	if w.DaysLeft > 0 {
		said += fmt.Sprintf(" (%d d)", w.DaysLeft)
	} else {
		said += " (last day)"
	}
	return Visible(said + " " + w.Owner + ": " + w.Reason)
}

// waivedBecause is a waiver in one sentence, as an auditor reads it: the reason, who
// answers for it, until when, and by whose leave.
func waivedBecause(w *finding.Waiver) string {
	return w.Reason + parenthesis(append([]string{"owner " + w.Owner, "until " + w.Expires}, waivedBy(w)...))
}

// waivedBy says by whose leave a finding is waived.
func waivedBy(w *finding.Waiver) []string {
	var parts []string
	if w.ApprovedBy != "" {
		parts = append(parts, "approved by "+w.ApprovedBy)
	}
	if w.Ticket != "" {
		parts = append(parts, "ticket "+w.Ticket)
	}
	return parts
}

// writtenIn says where a waiver is written, "" where that is not known.
func writtenIn(w *finding.Waiver) string {
	if w.File == "" {
		return ""
	}
	if w.Line < 1 {
		return w.File
	}
	return fmt.Sprintf("%s:%d", w.File, w.Line)
}

// waivedInSource says whether the waiver of a finding is a comment: it then stands in a
// text that the finding is about, and else in a file of waivers.
func waivedInSource(f *finding.Finding) bool {
	if f.Waiver == nil {
		return false
	}
	return f.Waiver.File == f.Location.File ||
		slices.ContainsFunc(f.Related, func(r finding.Related) bool { return r.Location.File == f.Waiver.File })
}

// waivedPrinter writes one line for each failure that a waiver covers.
type waivedPrinter struct {
	*textWriter

	rules ruleIndex
	// verbose says what was found, where, and where the waiver is written, and leaves none out.
	verbose bool
}

const (
	// manyWaived is how many waived findings are listed where not all are asked for.
	manyWaived = 20
	// waivedName is how many columns the names of subjects are laid out in at most.
	waivedName = 32
)

func (wp waivedPrinter) print(all []*finding.Finding) {
	if len(all) == 0 {
		return
	}
	left := 0
	if len(all) > manyWaived+1 && !wp.verbose {
		left = len(all) - manyWaived
		all = all[:manyWaived]
	}
	ids, names := 0, 0
	for _, f := range all {
		ids = max(ids, displaywidth.String(Visible(f.Rule)))
		names = max(names, min(displaywidth.String(waivedSubject(f)), waivedName))
	}
	for _, f := range all {
		wp.one(f, ids, names)
	}
	if left > 0 {
		wp.hang(wp.style.note.Sprint("waived"), fmt.Sprintf("%d more, which end later; -v lists them", left), len("waived"), nil)
	}
	wp.WriteString("\n")
}

// one writes the line of one finding, and below it what was found where more is wanted.
func (wp waivedPrinter) one(f *finding.Finding, ids, names int) {
	id := Visible(f.Rule)
	mark := wp.style.note.Sprint("waived") + " " + wp.style.link(wp.rules.of(*f).URL, id) + strings.Repeat(" ", max(ids-displaywidth.String(id), 0))
	subject, said, columns := waivedSubject(f), waivedUntil(f.Waiver), len("waived ")+ids
	if wide := columns + len("  ") + max(names, displaywidth.String(subject)); wp.width > 0 && wide > wp.width/2 {
		wp.hang(mark, subject+"  "+said, columns, nil)
	} else {
		wp.hang(mark+" "+pad(subject, names)+" ", said, wide, nil)
	}
	if !wp.verbose {
		return
	}
	wp.hang("   ", strings.TrimSpace(textPlace(f.Location)+"  "+Visible(messageOf(f))), 3, nil)
	if by := waiverPlace(f.Waiver); by != "" {
		wp.hang("   ", by, 3, nil)
	}
}

// waiverPlace says where a waiver is written and by whose leave.
func waiverPlace(w *finding.Waiver) string {
	if w == nil {
		return ""
	}
	parts := waivedBy(w)
	if at := writtenIn(w); at != "" {
		parts = append([]string{"waived in " + at}, parts...)
	}
	return Visible(strings.Join(parts, ", "))
}

// waivedSubject is what a line calls the subject of a waived finding: its name, with the
// targets in which the finding holds and the number of findings that it stands for.
func waivedSubject(f *finding.Finding) string {
	name := cmp.Or(f.Subject.Called(), f.Subject.Kind)
	if where := inTargets(f); where != "" {
		name += " " + where
	}
	if f.More > 1 {
		name += fmt.Sprintf(" ×%d", f.More)
	}
	return Visible(name)
}
