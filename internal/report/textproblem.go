package report

import (
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// problems lists what could not be checked. What a workspace refuses, it may
// refuse a thousand times: of those alike, the first few are shown.
func (t *text) problems() {
	const few = 3
	met := map[string]int{}
	for _, p := range t.Errors {
		kind := common(p.Message, resource(p.File))
		met[kind]++
		if t.Workspace == nil || t.Verbose || met[kind] <= few {
			t.problem(p)
		}
	}
	hidden := 0
	for _, n := range met {
		hidden += max(n-few, 0)
	}
	if hidden > 0 && t.Workspace != nil && !t.Verbose {
		t.printf("%s %d more like these; -v shows them\n", t.style.error.Sprint("not checked:"), hidden)
	}
	if len(t.Errors) > 0 {
		t.WriteString("\n")
	}
}

func (t *text) problem(p Problem) {
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	where := t.place(at)
	if where != "" {
		where += ": "
	}
	message := strings.TrimPrefix(p.Message, p.File+": ")
	t.printf("%s %s%s\n", t.style.error.Sprint("not checked:"), where, Visible(message))
}
