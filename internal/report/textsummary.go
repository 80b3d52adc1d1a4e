package report

import (
	"fmt"
	"strings"
)

// prompts asks what an operator must answer, each on a line of its own and
// word for word, since people search for it.
func (t *text) prompts() {
	for _, p := range t.Prompts {
		t.printf("%s\n%s\n\n", t.style.error.Sprint("halted:"), Visible(p))
	}
}

// summary is one line that counts everything, also what is not shown. Of a
// workspace it says first who looked at what.
func (t *text) summary() {
	t.workspace()
	s := t.Summary
	parts := []string{
		number(s.Error, "error"), number(s.Warning, "warning"), number(s.Note, "note"),
		fmt.Sprintf("%d unknown", s.Unknown),
	}
	if t.clean() {
		parts = []string{"no findings"}
		if s.Unknown > 0 {
			parts = append(parts, fmt.Sprintf("%d unknown", s.Unknown))
		}
	}
	if s.Subjects == 0 && t.clean() {
		parts = []string{t.nothing()}
	}
	for _, hidden := range []struct {
		n    int
		word string
	}{{s.Waived, "waived"}, {s.Baselined, "baselined"}, {s.Denied, "denied"}, {s.Skipped, "skipped"}} {
		if hidden.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", hidden.n, hidden.word))
		}
	}
	line := fmt.Sprintf("%s: %s", t.looked(), strings.Join(parts, ", "))
	if t.clean() && !t.Verbose {
		line += t.tally()
	}
	if !s.Complete {
		line += fmt.Sprintf("; incomplete, %s not checked", number(s.Errors, "input"))
	}
	t.WriteString(t.verdict(line) + "\n")
}

// looked counts what was looked at.
func (t *text) looked() string {
	subjects := number(t.Summary.Subjects, "subject")
	if t.Workspace != nil {
		return subjects
	}
	return number(t.Summary.Files, "file") + ", " + subjects
}

func (t *text) verdict(line string) string {
	switch {
	case !t.Summary.Complete || t.Summary.Error > 0:
		return t.style.error.Sprint(line)
	case t.clean():
		return t.style.good.Sprint(line)
	default:
		return t.style.strong.Sprint(line)
	}
}

// tally counts the checklist where it is not shown: a clean run must not look
// as if everything had been decided.
func (t *text) tally() string {
	if len(t.Checklist) == 0 || t.Summary.Subjects == 0 {
		return ""
	}
	counts := map[Status]int{}
	for _, item := range t.Checklist {
		counts[item.Status]++
	}
	var parts []string
	for _, s := range []Status{StatusPass, StatusUnknown, StatusWaived, StatusNotApplicable, StatusManual} {
		if n := counts[s]; n > 0 {
			_, word, _ := t.status(s)
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	return "; checklist: " + strings.Join(parts, ", ")
}

func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
