package compare

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/report"
)

// headings are what the kinds are called above their findings.
var headings = map[Kind]string{
	New: "New", Unwaived: "No longer waived", Unbaselined: "No longer in the baseline", Changed: "Changed",
	Waived: "Waived now", Baselined: "In the baseline now", Undecided: "Cannot be decided any more",
	NotSeen: "Not looked at, so not fixed", Gone: "Gone with the gateway", Fixed: "Fixed",
}

// writeText writes a comparison for a person at a terminal.
func writeText(w io.Writer, c Comparison, o report.Options) error {
	t := textWriter{width: o.Width, strong: ink(o, color.Bold), bad: ink(o, color.FgRed, color.Bold), good: ink(o, color.FgGreen, color.Bold)}
	t.line("", fmt.Sprintf("%s: %s", report.Visible(c.Old.Name), c.Old.said()))
	t.line("", fmt.Sprintf("%s: %s", report.Visible(c.New.Name), c.New.said()))
	for _, notice := range c.Notices {
		t.line("  ", report.Visible(notice))
	}
	for _, side := range []Summary{c.Old, c.New} {
		for _, problem := range side.problems() {
			t.line("", t.bad.Sprint("not read in "+report.Visible(side.Name)+": ")+report.Visible(problem))
		}
	}
	for _, kind := range kinds {
		t.section(kind, c)
	}
	t.checklist(c.Checklist)
	t.subjects("Came", c.Subjects.Came)
	t.subjects("Went", c.Subjects.Went)
	word := t.bad.Sprint(c.word())
	if c.ExitCode == report.ExitClean {
		word = t.good.Sprint(c.word())
	}
	t.WriteString("\n")
	t.line("", word+"  "+report.Visible(c.verdict()))
	_, err := io.WriteString(w, t.String())
	return err
}

func ink(o report.Options, attributes ...color.Attribute) *color.Color {
	c := color.New(attributes...)
	if o.Color {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c
}

// textWriter writes lines within a width.
type textWriter struct {
	strings.Builder

	width             int
	strong, bad, good *color.Color
}

// line writes a line that goes on below itself when it is long. What it is given is visible already.
func (t *textWriter) line(indent, said string) {
	lines := []string{said}
	if t.width > 0 {
		lines = report.Wrap(said, max(t.width-len(indent)-2, 1))
	}
	for i, line := range lines {
		if i == 1 {
			indent += "  "
		}
		t.WriteString(indent + line + "\n")
	}
}

// said is a side in one line.
func (s Summary) said() string {
	parts := []string{count(s.Subjects, "subject")}
	if s.Workspace != "" {
		parts[0] += " of " + report.Visible(s.Workspace)
	}
	parts = append(parts, count(s.Error, "error"), count(s.Warning, "warning"), count(s.Note, "note"))
	for _, more := range []struct {
		n    int
		word string
	}{{s.Unknown, "unknown"}, {s.Waived, "waived"}, {s.Baselined, "in the baseline"}} {
		if more.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", more.n, more.word))
		}
	}
	if !s.Complete {
		parts = append(parts, "incomplete")
	}
	return strings.Join(parts, ", ")
}

// problems are the first of what could not be read of a side.
func (s Summary) problems() []string {
	const most = 10
	var list []string
	for i, p := range s.Errors {
		if i == most {
			return append(list, fmt.Sprintf("and %d more", len(s.Errors)-most))
		}
		list = append(list, strings.TrimPrefix(p.File+": "+p.Message, ": "))
	}
	return list
}

// section lists the findings of one kind.
func (t *textWriter) section(kind Kind, c Comparison) {
	list := c.of(kind)
	if len(list) == 0 {
		return
	}
	t.WriteString("\n" + t.strong.Sprintf("%s (%d)", headings[kind], len(list)) + "\n")
	if kind == Undecided || kind == NotSeen {
		for _, group := range byReason(list) {
			t.line("  ", report.Visible(group))
		}
		return
	}
	for _, change := range list {
		t.change(change)
	}
}

// of are the findings of one kind that do not follow from another.
func (c Comparison) of(kind Kind) []Change {
	return slices.DeleteFunc(slices.Clone(c.Findings), func(change Change) bool { return change.Kind != kind || change.Follows })
}

// byReason counts findings that have one rule and one reason, and names the first few subjects.
func byReason(list []Change) []string {
	const most = 3
	type group struct{ rule, reason string }
	var order []group
	names := map[group][]string{}
	for _, change := range list {
		g := group{change.Rule, change.Reason}
		if names[g] == nil {
			order = append(order, g)
		}
		names[g] = append(names[g], change.subject())
	}
	var said []string
	for _, g := range order {
		all := slices.Compact(slices.Sorted(slices.Values(names[g])))
		shown := strings.Join(all[:min(most, len(all))], ", ")
		if len(all) > most {
			shown += fmt.Sprintf(" and %d more", len(all)-most)
		}
		said = append(said, fmt.Sprintf("%s %s: %s", g.rule, shown, g.reason))
	}
	return said
}

func (t *textWriter) change(c Change) {
	level := fmt.Sprintf("%-7s", c.shown().Level)
	if c.Fails {
		level = t.bad.Sprint(level)
	}
	place := ""
	if at := c.shown().place(); at != "" {
		place = " (" + report.Visible(at) + ")"
	}
	t.line("  ", fmt.Sprintf("%s %s %s%s", level, report.Visible(c.Rule), c.subject(), place))
	for _, detail := range c.details() {
		t.line("          ", report.Visible(detail))
	}
}

// subject names the subject, made visible.
func (c Change) subject() string { return report.SubjectName(c.Subject.Kind, c.Subject.Called()) }

func (s *State) place() string {
	switch at := s.Location; {
	case at.StartLine < 1:
		return at.File
	default:
		return fmt.Sprintf("%s:%d:%d", at.File, at.StartLine, at.StartColumn)
	}
}

// details are what there is to say below a finding.
func (c Change) details() []string {
	list := []string{c.shown().Message}
	for _, aspect := range c.Aspects {
		if said := c.aspect(aspect); said != "" {
			list = append(list, said)
		}
	}
	if c.New != nil && c.New.Waiver != nil {
		w := c.New.Waiver
		list = append(list, fmt.Sprintf("waived until %s by %s: %s", cmp.Or(w.Expires, "no day"), w.Owner, w.Reason))
	}
	if c.Kind == New && c.Reason != "" {
		list = append(list, "the old report may have missed it: "+c.Reason)
	}
	return list
}

// aspect says how a finding differs in one way.
func (c Change) aspect(a Aspect) string {
	switch a {
	case Level:
		return fmt.Sprintf("level: %s, was %s", c.New.Level, c.Old.Level)
	case Value:
		if c.Old.Message == c.New.Message {
			return "the value is another"
		}
		return "was: " + c.Old.Message
	case Place:
		return fmt.Sprintf("moved from %s", c.Old.Location.File)
	case Targets:
		return fmt.Sprintf("in %s, was in %s", list(c.New.Targets), list(c.Old.Targets))
	case Waiver:
		return "another waiver than before"
	default:
		return ""
	}
}

func list(names []string) string { return cmp.Or(strings.Join(names, ", "), "none") }

func (t *textWriter) checklist(items []Item) {
	if len(items) == 0 {
		return
	}
	t.WriteString("\n" + t.strong.Sprintf("Checklist (%d)", len(items)) + "\n")
	for _, item := range items {
		t.line("  ", fmt.Sprintf("%s %s: %s", report.Visible(item.ID), item.said(), report.Visible(item.Title)))
	}
}

// said is what an item was and is.
func (i Item) said() string {
	return fmt.Sprintf("%s -> %s", status(i.Old, i.OldFails), status(i.New, i.NewFails))
}

func status(s report.Status, fails int) string {
	if fails > 0 {
		return fmt.Sprintf("%s (%d)", s, fails)
	}
	return cmp.Or(string(s), "not there")
}

func (t *textWriter) subjects(title string, list []Subject) {
	if len(list) == 0 {
		return
	}
	t.WriteString("\n" + t.strong.Sprintf("%s (%d)", title, len(list)) + "\n")
	for _, s := range list {
		t.line("  ", s.said())
	}
}

// said names the subject, made visible.
func (s Subject) said() string {
	said := report.SubjectName(s.Kind, cmp.Or(s.Name, s.Address))
	if s.Target != "" {
		said += " of " + report.Visible(s.Target)
	}
	if s.File != "" {
		said += " (" + report.Visible(s.File) + ")"
	}
	if s.Reason != "" {
		said += "; perhaps only not looked at: " + report.Visible(s.Reason)
	}
	return said
}

// word is the verdict in one word.
func (c Comparison) word() string {
	switch c.ExitCode {
	case report.ExitIncomplete:
		return "INCOMPLETE"
	case report.ExitFindings:
		return "FAILED"
	default:
		return "OK"
	}
}

// verdict is what there is in all, in one line.
func (c Comparison) verdict() string {
	var parts []string
	if c.ExitCode == report.ExitIncomplete {
		parts = append(parts, "what was not read may hold more")
	}
	switch {
	case c.Fails > 0:
		parts = append(parts, fmt.Sprintf("%s at or above --fail-on %s", count(c.Fails, "new failure"), c.FailOn))
	case c.FailOn == report.FailOnNone:
		parts = append(parts, "--fail-on none lets all pass")
	default:
		parts = append(parts, fmt.Sprintf("nothing new at or above --fail-on %s", c.FailOn))
	}
	words := map[Kind]string{
		New: "new", Unwaived: "no longer waived", Unbaselined: "no longer in the baseline", Changed: "changed", Waived: "waived now",
		Baselined: "in the baseline now", Undecided: "not decided any more", NotSeen: "not looked at", Gone: "gone", Fixed: "fixed",
	}
	var counted []string
	for _, kind := range kinds {
		if n := c.Counts[kind]; n > 0 {
			counted = append(counted, fmt.Sprintf("%d %s", n, words[kind]))
		}
	}
	said := strings.Join(parts, "; ")
	if len(counted) > 0 {
		said += " (" + strings.Join(counted, ", ") + ")"
	}
	return said
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
