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
func (sp summaryPrinter) print() {
	sp.workspace()
	sp.run()
	sp.state()
	s := sp.Summary
	parts := []string{
		number(s.Error, "error"), number(s.Warning, "warning"), number(s.Note, "note"),
		fmt.Sprintf("%d unknown", s.Unknown),
	}
	if s.Consequences > 0 {
		parts = append(parts, number(s.Consequences, "consequence"))
	}
	if clean(sp.Report) {
		parts = []string{"no findings"}
		if s.Unknown > 0 {
			parts = append(parts, fmt.Sprintf("%d unknown", s.Unknown))
		}
	}
	if s.Subjects == 0 && (clean(sp.Report) || sp.Nothing != "") {
		parts = []string{sp.nothing()}
	}
	parts = append(parts, sp.hidden()...)
	line := fmt.Sprintf("%s: %s", sp.looked(), strings.Join(parts, ", "))
	if clean(sp.Report) && !sp.verbose {
		line += sp.tally()
	}
	if !s.Complete {
		line += fmt.Sprintf("; incomplete, %s not checked", number(s.Errors, "input"))
	}
	sp.WriteString(sp.verdict(line) + "\n")
}

// hidden counts what is not shown, and what was not looked at.
func (sp summaryPrinter) hidden() []string {
	type count struct {
		n    int
		word string
	}
	s := sp.Summary
	counts := []count{{s.Waived, "waived"}, {s.Baselined, "baselined"}, {s.Denied, "denied"}, {s.Skipped, "skipped"}}
	if sp.Nothing == "" { // it counts these itself
		counts = append(counts, count{sp.Run.Excluded, "excluded"}, count{sp.Run.Ignored, "ignored by git"}, count{s.OtherNames, "not read"})
	}
	var parts []string
	for _, hidden := range counts {
		if hidden.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", hidden.n, hidden.word))
		}
	}
	parts = append(parts, s.Hidden.said()...)
	if s.Links > 0 {
		parts = append(parts, number(s.Links, "link")+" not followed")
	}
	return parts
}

// looked counts what was looked at.
func (sp summaryPrinter) looked() string {
	subjects := number(sp.Summary.Subjects, "subject")
	if sp.Workspace != nil {
		return subjects
	}
	return number(sp.Summary.Files, "file") + ", " + subjects
}

func (sp summaryPrinter) verdict(line string) string {
	switch {
	case !sp.Summary.Complete || sp.Summary.Error > 0:
		return sp.style.error.Sprint(line)
	case clean(sp.Report):
		return sp.style.good.Sprint(line)
	default:
		return sp.style.strong.Sprint(line)
	}
}

// tally counts the checklist where it is not shown: a clean run must not look
// as if everything had been decided.
func (sp summaryPrinter) tally() string {
	if len(sp.Checklist) == 0 || sp.Summary.Subjects == 0 {
		return ""
	}
	counts := map[Status]int{}
	for _, item := range sp.Checklist {
		counts[item.Status]++
	}
	var parts []string
	for _, s := range []Status{StatusPass, StatusUnknown, StatusWaived, StatusNotApplicable, StatusManual} {
		if n := counts[s]; n > 0 {
			_, word, _ := sp.status(s)
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
func (sp summaryPrinter) workspace() {
	w := sp.Workspace
	if w == nil {
		return
	}
	sp.paragraph("", fmt.Sprintf("workspace %s as %s: %s", Visible(w.Host), callerName(w), subjectCounts(w)))
	if w.TLS == "unverified" {
		sp.missing(sp.style.error, "not verified:", []string{"the certificate of the workspace; anybody on the way may have answered"})
	}
	invisible := "not visible to " + callerName(w) + ":"
	if w.Identity == "" {
		invisible = "not visible:"
	}
	sp.missing(sp.style.note, "not in this workspace:", w.NotThere)
	sp.missing(sp.style.note, invisible, unreadThings(w, UnreadDenied, UnreadAbsent))
	sp.missing(sp.style.warning, "not asked for:", unreadThings(w, UnreadUnasked))
	sp.missing(sp.style.error, "could not be read:", unreadThings(w, UnreadFailed))
}

// state says which state file was used, and which were not since it is.
func (sp summaryPrinter) state() {
	if sp.Run.State == "" || sp.Summary.Subjects == 0 {
		return
	}
	said := "state file " + Visible(sp.Run.State)
	if len(sp.OtherStates) > 0 {
		said += "; not used: " + Visible(strings.Join(sp.OtherStates, ", ")) + " (--state chooses)"
	}
	sp.paragraph("", said)
}

// missing names things that were not read, behind a mark that says why.
func (sp summaryPrinter) missing(ink *color.Color, mark string, things []string) {
	if len(things) == 0 {
		return
	}
	lines := wrap(mark+" "+Visible(strings.Join(things, ", ")), sp.width-4)
	for i, line := range lines {
		if i == 0 {
			sp.printf("  %s\n", strings.Replace(line, mark, ink.Sprint(mark), 1))
			continue
		}
		sp.printf("    %s\n", line)
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
func (sp summaryPrinter) nothing() string {
	switch w := sp.Workspace; {
	case sp.Nothing != "":
		return sp.Nothing
	case w == nil:
		return "no gateway configuration"
	case w.LeftOut > 0:
		return "nothing of what was asked for is there"
	default:
		return "nothing is visible to " + callerName(w)
	}
}

// checklist is the policy's list with what came of each item, by sign and word.
func (sp summaryPrinter) checklist() {
	if len(sp.Checklist) == 0 {
		return
	}
	sp.WriteString(sp.style.strong.Sprintf("Checklist %s", Visible(sp.Tool.Policy)) + "\n")
	ids := 0
	for _, item := range sp.Checklist {
		ids = max(ids, displaywidth.String(Visible(item.ID)))
	}
	for _, item := range sp.Checklist {
		sign, word, ink := sp.status(item.Status)
		mark := ink.Sprint(sign+" "+pad(word, len("unknown"))) + "  " + pad(Visible(item.ID), ids) + " "
		columns := 2 + len("unknown") + 2 + ids + 1
		said := item.Title
		if why := sp.because(item); why != "" {
			said += " (" + why + ")"
		}
		sp.item(mark, said, columns)
	}
	sp.WriteString("\n")
}

func (sp summaryPrinter) status(s Status) (sign, word string, ink *color.Color) {
	switch s {
	case StatusFail:
		return "✗", "fail", sp.style.error
	case StatusUnknown:
		return "?", "unknown", sp.style.warning
	case StatusWaived:
		return "~", "waived", sp.style.note
	case StatusPass:
		return "✓", "pass", sp.style.good
	case StatusNotApplicable:
		return "-", "n/a", sp.style.frame
	case StatusManual:
		return "!", "manual", sp.style.note
	default:
		return "?", string(s), sp.style.warning
	}
}

// because says what decided an item, where it is not simply so: the rules that
// found something, or the reason, which names those that could not decide.
func (sp summaryPrinter) because(i Item) string {
	if i.Reason != "" {
		return i.Reason
	}
	outcome, ok := map[Status]finding.Outcome{StatusFail: finding.Fail, StatusWaived: finding.Waived}[i.Status]
	if !ok {
		return ""
	}
	decided := slices.DeleteFunc(slices.Clone(i.Rules), func(rule string) bool {
		return !slices.ContainsFunc(sp.Findings, func(f finding.Finding) bool { return f.Rule == rule && f.Outcome == outcome })
	})
	return strings.Join(decided, ", ")
}
