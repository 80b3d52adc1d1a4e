package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
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

// workspace says whose eyes looked at what, and what they did not see.
func (t *text) workspace() {
	w := t.Workspace
	if w == nil {
		return
	}
	t.below("", fmt.Sprintf("workspace %s as %s: %s", Visible(w.Host), w.who(), w.seen()))
	invisible := "not visible to " + w.who() + ":"
	if w.Identity == "" {
		invisible = "not visible:"
	}
	t.lacks(t.style.note, "not in this workspace:", w.NotThere)
	t.lacks(t.style.note, invisible, w.unread(UnreadDenied, UnreadAbsent))
	t.lacks(t.style.warning, "not asked for:", w.unread(UnreadUnasked))
	t.lacks(t.style.error, "could not be read:", w.unread(UnreadFailed))
}

// lacks names things that were not seen, behind a mark that says why.
func (t *text) lacks(ink *color.Color, mark string, things []string) {
	if len(things) == 0 {
		return
	}
	lines := wrap(mark+" "+Visible(strings.Join(things, ", ")), t.width-4)
	for i, line := range lines {
		if i == 0 {
			t.printf("  %s\n", strings.Replace(line, mark, ink.Sprint(mark), 1))
			continue
		}
		t.printf("    %s\n", line)
	}
}

func (w *Workspace) who() string {
	return cmp.Or(Visible(w.Identity), "an unknown identity")
}

// seen counts the subjects by kind: `12 endpoints, 1 MCP service (30 left out)`.
func (w *Workspace) seen() string {
	var parts []string
	for _, kind := range []struct {
		n    int
		noun string
	}{
		{w.Endpoints, "endpoint"},
		{w.ModelServices, "model service"},
		{w.MCPServices, "MCP service"},
		{w.ProviderServices, "provider service"},
		{w.Apps, "app"},
	} {
		if kind.n > 0 {
			parts = append(parts, number(kind.n, kind.noun))
		}
	}
	all := cmp.Or(strings.Join(parts, ", "), "no endpoint, service or app")
	if w.LeftOut > 0 {
		all += fmt.Sprintf(" (%d left out)", w.LeftOut)
	}
	return all
}

// unread names what could not be read in one of these ways, with number and
// status.
func (w *Workspace) unread(outcomes ...string) []string {
	var things []string
	for _, u := range w.Unread {
		if !slices.Contains(outcomes, u.Outcome) {
			continue
		}
		var details []string
		if u.Count > 1 {
			details = append(details, fmt.Sprint(u.Count))
		}
		if u.Status > 0 {
			details = append(details, fmt.Sprint(u.Status))
		}
		thing := u.What
		if len(details) > 0 {
			thing += " (" + strings.Join(details, ", ") + ")"
		}
		things = append(things, thing)
	}
	return things
}

// nothing says why there is no subject.
func (t *text) nothing() string {
	switch w := t.Workspace; {
	case w == nil:
		return "no gateway configuration"
	case w.LeftOut > 0:
		return "nothing of what was asked for is there"
	default:
		return "nothing is visible to " + w.who()
	}
}

// checklist is the policy's list with what came of each item, by sign and word.
func (t *text) checklist() {
	if len(t.Checklist) == 0 {
		return
	}
	t.WriteString(t.style.strong.Sprintf("Checklist %s", Visible(t.Tool.Policy)) + "\n")
	ids := 0
	for _, item := range t.Checklist {
		ids = max(ids, displaywidth.String(Visible(item.ID)))
	}
	for _, item := range t.Checklist {
		sign, word, ink := t.status(item.Status)
		mark := ink.Sprint(sign+" "+pad(word, len("unknown"))) + "  " + pad(Visible(item.ID), ids) + " "
		columns := 2 + len("unknown") + 2 + ids + 1
		said := item.Title
		if why := t.because(item); why != "" {
			said += " (" + why + ")"
		}
		t.item(mark, said, columns)
	}
	t.WriteString("\n")
}

func (t *text) status(s Status) (sign, word string, ink *color.Color) {
	switch s {
	case StatusFail:
		return "✗", "fail", t.style.error
	case StatusUnknown:
		return "?", "unknown", t.style.warning
	case StatusWaived:
		return "~", "waived", t.style.note
	case StatusPass:
		return "✓", "pass", t.style.good
	case StatusNotApplicable:
		return "-", "n/a", t.style.frame
	case StatusManual:
		return "!", "manual", t.style.note
	default:
		return "?", string(s), t.style.warning
	}
}

// because says what decided an item, where it is not simply so: the rules that
// found something, or the reason, which names those that could not decide.
func (t *text) because(i Item) string {
	if i.Reason != "" {
		return i.Reason
	}
	outcome, ok := map[Status]finding.Outcome{StatusFail: finding.Fail, StatusWaived: finding.Waived}[i.Status]
	if !ok {
		return ""
	}
	decided := slices.DeleteFunc(slices.Clone(i.Rules), func(rule string) bool {
		return !slices.ContainsFunc(t.Findings, func(f finding.Finding) bool { return f.Rule == rule && f.Outcome == outcome })
	})
	return strings.Join(decided, ", ")
}
