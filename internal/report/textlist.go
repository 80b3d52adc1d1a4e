package report

import (
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
)

// group is the unknown findings of one rule that share a reason.
type group struct {
	rule     RuleInfo
	reason   string
	findings []finding.Finding
}

// undecided lists what could not be decided, by rule and reason: a reader
// needs to know what was not seen, not to read it once for each endpoint.
func (t *text) undecided() {
	groups := t.groups()
	if len(groups) == 0 {
		return
	}
	const few = 3
	t.heading("Not decided", t.Summary.Unknown)
	for _, g := range groups {
		id := t.style.link(g.rule.URL, visible(g.rule.ID))
		t.item(t.style.note.Sprint("unknown["+id+"]:"), g.rule.Name+": "+g.reason, len(g.rule.ID)+10)
		for i, f := range g.findings {
			if i == few && len(g.findings) > few+1 && !t.Verbose {
				fmt.Fprintf(t, "    and %d more; -v shows them\n", len(g.findings)-few)
				break
			}
			fmt.Fprintf(t, "    %s\n", t.about(f))
		}
	}
	t.WriteString("\n")
}

func (t *text) groups() []group {
	type key struct{ rule, reason string }
	index := map[key]int{}
	var groups []group
	for _, f := range t.Findings {
		if f.Outcome != finding.Unknown {
			continue
		}
		k := key{f.Rule, f.Reason}
		i, ok := index[k]
		if !ok {
			i = len(groups)
			index[k] = i
			groups = append(groups, group{rule: t.rule(f), reason: f.Reason})
		}
		groups[i].findings = append(groups[i].findings, f)
	}
	return groups
}

// waived lists the failures that stand by leave.
func (t *text) waived() {
	if t.Summary.Waived == 0 {
		return
	}
	t.heading("Waived", t.Summary.Waived)
	for _, f := range t.Findings {
		if f.Outcome != finding.Waived {
			continue
		}
		said := f.Message
		if f.Waiver != nil {
			said += fmt.Sprintf(" (%s; %s, until %s)", f.Waiver.Reason, f.Waiver.Owner, f.Waiver.Expires)
		}
		id := t.style.link(t.rule(f).URL, visible(f.Rule))
		t.item(t.style.note.Sprint("waived["+id+"]:"), said, len(f.Rule)+9)
		fmt.Fprintf(t, "    %s\n", t.about(f))
	}
	t.WriteString("\n")
}

// about names the place and the subject of a finding.
func (t *text) about(f finding.Finding) string {
	return strings.TrimSpace(t.place(f.Location) + "  " + subject(f.Subject.Kind, f.Subject.Name))
}

func subject(kind, name string) string {
	kind = strings.ReplaceAll(visible(kind), "_", " ")
	if name == "" {
		return kind
	}
	return kind + " '" + visible(name) + "'"
}

func (t *text) heading(title string, n int) {
	t.WriteString(t.style.strong.Sprintf("%s (%d)", title, n) + "\n")
}

// item writes a line that begins with a mark of the given number of columns
// and goes on below itself when it is long.
func (t *text) item(mark, said string, columns int) {
	lines := wrap(visible(said), t.width-columns-3)
	fmt.Fprintf(t, "  %s %s\n", mark, lines[0])
	for _, line := range lines[1:] {
		fmt.Fprintf(t, "  %s %s\n", strings.Repeat(" ", columns), line)
	}
}

// checklist is the policy's list with what came of each item, by sign and word.
func (t *text) checklist() {
	if len(t.Checklist) == 0 {
		return
	}
	t.WriteString(t.style.strong.Sprintf("Checklist %s", visible(t.Tool.Policy)) + "\n")
	ids := 0
	for _, item := range t.Checklist {
		ids = max(ids, displaywidth.String(visible(item.ID)))
	}
	for _, item := range t.Checklist {
		sign, word, ink := t.status(item.Status)
		mark := ink.Sprint(sign+" "+pad(word, len("unknown"))) + "  " + pad(visible(item.ID), ids) + " "
		columns := 2 + len("unknown") + 2 + ids + 1
		said := item.Title
		if why := because(item); why != "" {
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

// because says what decided an item, where it is not simply so.
func because(i Item) string {
	rules := strings.Join(i.Rules, ", ")
	switch {
	case i.Status == StatusPass || i.Status == StatusNotApplicable:
		return i.Reason
	case i.Reason == "":
		return rules
	case rules == "" || i.Status == StatusManual:
		return i.Reason
	default:
		return rules + ": " + i.Reason
	}
}
