package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
)

// newWord goes before the level of what a run counts where there is a baseline.
func newWord(r Report) string {
	if r.Run.Baseline == nil {
		return ""
	}
	return "new "
}

// knownSaid counts the failures that the baseline has, by level, and says what is to be
// tidied in it.
func knownSaid(r Report) []string {
	b := r.Run.Baseline
	if b == nil {
		return nil
	}
	levels := map[finding.Level]int{}
	for i := range r.Known {
		if f := &r.Known[i]; f.Cause == "" {
			levels[f.Level] += f.Count()
		}
	}
	var said []string
	for _, level := range []finding.Level{finding.Error, finding.Warning, finding.Note} {
		if n := levels[level]; n > 0 {
			said = append(said, number(n, "known "+string(level)))
		}
	}
	if len(said) > 0 {
		said = []string{strings.Join(said, ", ") + " in " + Visible(b.File)}
	}
	return append(said, staleSaid(r)...)
}

// staleSaid says how many entries are to be taken out of the baseline, and how.
func staleSaid(r Report) []string {
	n := r.Run.Baseline.Stale
	if n == 0 {
		return nil
	}
	said := "1 baseline entry is stale"
	if n > 1 {
		said = fmt.Sprintf("%d baseline entries are stale", n)
	}
	if slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return isStale(&f) && r.Run.FailOn.fails(f) }) {
		said += ", which fails the run"
	}
	return []string{said + ": gwlint baseline update"}
}

// writeKnown lists the failures that the baseline has.
func writeKnown(t *textReport) {
	if len(t.Known) == 0 {
		return
	}
	t.heading("Known", len(t.Known))
	for i := range t.Known {
		f := &t.Known[i]
		id := t.style.link(t.rules.of(*f).URL, Visible(f.Rule))
		t.item(t.style.note.Sprint("known["+id+"]:"), messageOf(f), displaywidth.String(Visible(f.Rule))+len("known[]:"))
		t.hang("   ", placeAndSubject(*f), 3, nil)
	}
	t.WriteString("\n")
}

// isStale says that a finding is about an entry of the baseline, which is counted apart.
func isStale(f *finding.Finding) bool { return f.Subject.Kind == "baseline" }

// staleIn counts by level what is to be tidied in the baseline.
func staleIn(r Report) (s Summary) {
	for i := range r.Findings {
		if f := &r.Findings[i]; isStale(f) {
			s.add(*f)
		}
	}
	return s
}

// without is a summary that lacks the failures of another one.
func (s Summary) without(other Summary) Summary {
	s.Error, s.Warning, s.Note = s.Error-other.Error, s.Warning-other.Warning, s.Note-other.Note
	return s
}
