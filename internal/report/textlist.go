package report

import (
	"fmt"
	"strings"

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
				t.printf("    and %d more; -v shows them\n", len(g.findings)-few)
				break
			}
			t.printf("    %s\n", t.about(f))
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
		t.printf("    %s\n", t.about(f))
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
	t.printf("  %s %s\n", mark, lines[0])
	for _, line := range lines[1:] {
		t.printf("  %s %s\n", strings.Repeat(" ", columns), line)
	}
}
