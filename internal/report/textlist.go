package report

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

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
		id := t.style.link(t.rule(f).URL, Visible(f.Rule))
		t.item(t.style.note.Sprint("waived["+id+"]:"), said, len(f.Rule)+9)
		t.printf("    %s\n", t.about(f))
	}
	t.WriteString("\n")
}

// about names the place and the subject of a finding.
func (t *text) about(f finding.Finding) string {
	return strings.TrimSpace(t.place(f.Location) + "  " + subject(f.Subject.Kind, f.Subject.Name))
}

// kinds are what a reader calls the kinds of subject whose own word is none.
var kinds = map[string]string{
	"model_service": "model service", "mcp_service": "MCP service", "provider_service": "provider service", "state": "state file",
}

func subject(kind, name string) string {
	if word, ok := kinds[kind]; ok {
		kind = word
	}
	kind = Visible(kind)
	if name == "" {
		return kind
	}
	return kind + " '" + Visible(name) + "'"
}

func (t *text) heading(title string, n int) {
	t.WriteString(t.style.strong.Sprintf("%s (%d)", title, n) + "\n")
}

// item writes a line that begins with a mark of the given number of columns
// and goes on below itself when it is long.
func (t *text) item(mark, said string, columns int) {
	lines := wrap(Visible(said), t.width-columns-3)
	t.printf("  %s %s\n", mark, lines[0])
	for _, line := range lines[1:] {
		t.printf("  %s %s\n", strings.Repeat(" ", columns), line)
	}
}
