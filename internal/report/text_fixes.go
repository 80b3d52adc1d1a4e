package report

import (
	"fmt"

	"github.com/gwlint/gwlint/internal/finding"
)

// FixSummary says in a line what was mended, or what would be: "" where no fix was asked for.
func FixSummary(r Report) string {
	if r.Fixes == nil {
		return ""
	}
	said := "Would fix "
	if r.Fixes.Written {
		said = "Fixed "
	}
	switch {
	case len(r.Fixes.Fixed) == 0:
		said += "nothing"
	case r.Workspace != nil:
		said += number(len(r.Fixes.Fixed), "finding")
	default:
		said += fmt.Sprintf("%s in %s", number(len(r.Fixes.Fixed), "finding"), number(len(r.Fixes.Files), "file"))
	}
	more := fixable(r.Findings, finding.Unsafe)
	switch {
	case more == 0 || r.Fixes.Unsafe:
		return said
	case len(r.Fixes.Fixed) == 0:
		return said + fmt.Sprintf(" (%d with --unsafe-fixes)", more)
	default:
		return said + fmt.Sprintf(" (%d more with --unsafe-fixes)", more)
	}
}

// NotFixedLines say of each finding that a fix was tried of, or wanted, why it stays.
func NotFixedLines(r Report) []string {
	if r.Fixes == nil {
		return nil
	}
	var lines []string
	for _, n := range r.Fixes.NotFixed {
		if n.Unfit { // an error says so, once for each file
			continue
		}
		lines = append(lines, fmt.Sprintf("%s %s %s: %s", Visible(n.Rule), textPlace(n.Location), subjectName(n.Subject), Visible(n.Reason)))
	}
	return lines
}

// fixable counts the findings of a safety that edits mend.
func fixable(findings []finding.Finding, safety finding.Safety) int {
	n := 0
	for i := range findings {
		f := &findings[i]
		if f.Outcome == finding.Fail && f.Level.Rank() > 0 && f.Fix != nil && f.Fix.Safety == safety && f.Fix.Refused == "" {
			n++
		}
	}
	return n
}

// writeFixes says what was mended and what was not.
func writeFixes(t *textReport) {
	lines := NotFixedLines(t.Report)
	for _, line := range lines {
		t.hang(t.style.warning.Sprint("not fixed:"), line, len("not fixed:"), nil)
	}
	if len(lines) > 0 {
		t.WriteString("\n")
	}
	if said := FixSummary(t.Report); said != "" {
		t.paragraph("", said)
	}
}

// fixHint says how many of the findings a fix would mend, "" where none.
func fixHint(r Report) string {
	safe, unsafe := fixable(r.Findings, finding.Safe), fixable(r.Findings, finding.Unsafe)
	switch {
	case r.Fixes != nil || safe+unsafe == 0:
		return ""
	case r.Workspace != nil && safe == 0:
		return fmt.Sprintf("`--diff --unsafe-fixes` shows how to mend %d", unsafe)
	case r.Workspace != nil:
		return fmt.Sprintf("`--diff` shows how to mend %d", safe)
	case safe == 0:
		return fmt.Sprintf("`--fix --unsafe-fixes` mends %d, `--diff --unsafe-fixes` shows how", unsafe)
	case unsafe == 0:
		return fmt.Sprintf("`--fix` mends %d, `--diff` shows how", safe)
	default:
		return fmt.Sprintf("`--fix` mends %d (%d more with `--unsafe-fixes`), `--diff` shows how", safe, unsafe)
	}
}
