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

// summaryPrinter writes what a report comes to: the checklist, which workspace was
// read, and the counts.
type summaryPrinter struct {
	*textWriter
	Report

	verbose bool
}

// print writes one line that counts everything, also what is not shown. Of a
// workspace it says first who read what of it.
func (p summaryPrinter) print() {
	p.workspace()
	s := p.Summary
	parts := []string{
		number(s.Error, "error"), number(s.Warning, "warning"), number(s.Note, "note"),
		fmt.Sprintf("%d unknown", s.Unknown),
	}
	if clean(p.Report) {
		parts = []string{"no findings"}
		if s.Unknown > 0 {
			parts = append(parts, fmt.Sprintf("%d unknown", s.Unknown))
		}
	}
	if s.Subjects == 0 && clean(p.Report) {
		parts = []string{p.nothing()}
	}
	for _, hidden := range []struct {
		n    int
		word string
	}{{s.Waived, "waived"}, {s.Baselined, "baselined"}, {s.Denied, "denied"}, {s.Skipped, "skipped"}} {
		if hidden.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", hidden.n, hidden.word))
		}
	}
	line := fmt.Sprintf("%s: %s", p.looked(), strings.Join(parts, ", "))
	if clean(p.Report) && !p.verbose {
		line += p.tally()
	}
	if !s.Complete {
		line += fmt.Sprintf("; incomplete, %s not checked", number(s.Errors, "input"))
	}
	p.WriteString(p.verdict(line) + "\n")
}

// looked counts what was looked at.
func (p summaryPrinter) looked() string {
	subjects := number(p.Summary.Subjects, "subject")
	if p.Workspace != nil {
		return subjects
	}
	return number(p.Summary.Files, "file") + ", " + subjects
}

func (p summaryPrinter) verdict(line string) string {
	switch {
	case !p.Summary.Complete || p.Summary.Error > 0:
		return p.style.error.Sprint(line)
	case clean(p.Report):
		return p.style.good.Sprint(line)
	default:
		return p.style.strong.Sprint(line)
	}
}

// tally counts the checklist where it is not shown: a clean run must not look
// as if everything had been decided.
func (p summaryPrinter) tally() string {
	if len(p.Checklist) == 0 || p.Summary.Subjects == 0 {
		return ""
	}
	counts := map[Status]int{}
	for _, item := range p.Checklist {
		counts[item.Status]++
	}
	var parts []string
	for _, s := range []Status{StatusPass, StatusUnknown, StatusWaived, StatusNotApplicable, StatusManual} {
		if n := counts[s]; n > 0 {
			_, word, _ := p.status(s)
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

// workspace says who read what of the workspace, and what was not shown to them.
func (p summaryPrinter) workspace() {
	w := p.Workspace
	if w == nil {
		return
	}
	p.paragraph("", fmt.Sprintf("workspace %s as %s: %s", Visible(w.Host), callerName(w), subjectCounts(w)))
	invisible := "not visible to " + callerName(w) + ":"
	if w.Identity == "" {
		invisible = "not visible:"
	}
	p.missing(p.style.note, "not in this workspace:", w.NotThere)
	p.missing(p.style.note, invisible, unreadThings(w, UnreadDenied, UnreadAbsent))
	p.missing(p.style.warning, "not asked for:", unreadThings(w, UnreadUnasked))
	p.missing(p.style.error, "could not be read:", unreadThings(w, UnreadFailed))
}

// missing names things that were not read, behind a mark that says why.
func (p summaryPrinter) missing(ink *color.Color, mark string, things []string) {
	if len(things) == 0 {
		return
	}
	lines := wrap(mark+" "+Visible(strings.Join(things, ", ")), p.width-4)
	for i, line := range lines {
		if i == 0 {
			p.printf("  %s\n", strings.Replace(line, mark, ink.Sprint(mark), 1))
			continue
		}
		p.printf("    %s\n", line)
	}
}

func callerName(w *Workspace) string {
	return cmp.Or(Visible(w.Identity), "an unknown identity")
}

// subjectCounts counts the subjects by kind: `12 endpoints, 1 MCP service (30 left out)`.
func subjectCounts(w *Workspace) string {
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

// unreadThings names what could not be read and has one of these outcomes, with
// number and status.
func unreadThings(w *Workspace, outcomes ...string) []string {
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
func (p summaryPrinter) nothing() string {
	switch w := p.Workspace; {
	case w == nil:
		return "no gateway configuration"
	case w.LeftOut > 0:
		return "nothing of what was asked for is there"
	default:
		return "nothing is visible to " + callerName(w)
	}
}

// checklist is the policy's list with what came of each item, by sign and word.
func (p summaryPrinter) checklist() {
	if len(p.Checklist) == 0 {
		return
	}
	p.WriteString(p.style.strong.Sprintf("Checklist %s", Visible(p.Tool.Policy)) + "\n")
	ids := 0
	for _, item := range p.Checklist {
		ids = max(ids, displaywidth.String(Visible(item.ID)))
	}
	for _, item := range p.Checklist {
		sign, word, ink := p.status(item.Status)
		mark := ink.Sprint(sign+" "+pad(word, len("unknown"))) + "  " + pad(Visible(item.ID), ids) + " "
		columns := 2 + len("unknown") + 2 + ids + 1
		said := item.Title
		if why := p.because(item); why != "" {
			said += " (" + why + ")"
		}
		p.item(mark, said, columns)
	}
	p.WriteString("\n")
}

func (p summaryPrinter) status(s Status) (sign, word string, ink *color.Color) {
	switch s {
	case StatusFail:
		return "✗", "fail", p.style.error
	case StatusUnknown:
		return "?", "unknown", p.style.warning
	case StatusWaived:
		return "~", "waived", p.style.note
	case StatusPass:
		return "✓", "pass", p.style.good
	case StatusNotApplicable:
		return "-", "n/a", p.style.frame
	case StatusManual:
		return "!", "manual", p.style.note
	default:
		return "?", string(s), p.style.warning
	}
}

// because says what decided an item, where it is not simply so: the rules that
// found something, or the reason, which names those that could not decide.
func (p summaryPrinter) because(i Item) string {
	if i.Reason != "" {
		return i.Reason
	}
	outcome, ok := map[Status]finding.Outcome{StatusFail: finding.Fail, StatusWaived: finding.Waived}[i.Status]
	if !ok {
		return ""
	}
	decided := slices.DeleteFunc(slices.Clone(i.Rules), func(rule string) bool {
		return !slices.ContainsFunc(p.Findings, func(f finding.Finding) bool { return f.Rule == rule && f.Outcome == outcome })
	})
	return strings.Join(decided, ", ")
}
