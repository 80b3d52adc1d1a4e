package report

import (
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
)

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
