package cli

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/ruletest"
)

// tested is what came of testing a folder, in the shape of its JSON form.
type tested struct {
	Version int          `json:"version"`
	Rules   []testedRule `json:"rules"`
	// Failed counts the rules and libraries with a fault.
	Failed int `json:"failed"`
}

// testedRule is a rule or, without an ID, a library.
type testedRule struct {
	ID         string       `json:"id"`
	Name       string       `json:"name"`
	Folder     string       `json:"folder"`
	Passed     bool         `json:"passed"`
	Tests      int          `json:"tests"`
	Skipped    int          `json:"skipped"`
	Bad        int          `json:"bad"`
	Good       int          `json:"good"`
	Coverage   float64      `json:"coverage"` // percent
	NotCovered []testedSpan `json:"not_covered"`
	Faults     []testFault  `json:"faults"`
}

type testedSpan struct {
	File      string `json:"file"`
	StartLine int    `json:"start_line"`
	EndLine   int    `json:"end_line"`
}

type testFault struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // 0 for none
	Message string `json:"message"`
}

// newTested sums up, and adds a fault where too little is covered.
func newTested(result ruletest.Result, least float64) tested {
	t := tested{Version: 1, Rules: []testedRule{}}
	for _, u := range result.Units {
		r := testedRule{
			ID: u.ID, Name: u.Name, Folder: u.Folder,
			Tests: u.Tests, Skipped: u.Skipped, Bad: u.Bad, Good: u.Good,
			Coverage: u.Coverage(), NotCovered: []testedSpan{}, Faults: []testFault{},
		}
		for _, lines := range u.Missed {
			r.NotCovered = append(r.NotCovered, testedSpan{lines.File, lines.First, lines.Last})
		}
		for _, fault := range u.Faults {
			r.Faults = append(r.Faults, testFault{fault.File, fault.Line, fault.Message})
		}
		if r.Coverage < least {
			r.Faults = append(r.Faults, testFault{File: r.Folder, Message: fmt.Sprintf(
				"tests evaluate %.1f %% of it, less than %v %%; not evaluated: %s", r.Coverage, least, spans(r.NotCovered))})
		}
		if r.Passed = len(r.Faults) == 0; !r.Passed {
			t.Failed++
		}
		t.Rules = append(t.Rules, r)
	}
	return t
}

// spans names lines: size.rego:3, size.rego:7-9.
func spans(list []testedSpan) string {
	words := make([]string, 0, len(list))
	for _, s := range list {
		word := fmt.Sprintf("%s:%d", s.File[strings.LastIndexByte(s.File, '/')+1:], s.StartLine)
		if s.EndLine > s.StartLine {
			word += fmt.Sprintf("-%d", s.EndLine)
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// text is a line for each rule, the faults of those that failed first.
func (t tested) text(verbose bool) string {
	var faults, lines strings.Builder
	table := columns(&lines)
	for _, r := range t.Rules {
		word := "ok"
		if !r.Passed {
			word = "FAIL"
		}
		for _, f := range r.Faults {
			at := f.File
			if f.Line > 0 {
				at = fmt.Sprintf("%s:%d", f.File, f.Line)
			}
			fmt.Fprintf(&faults, "%s: %s\n", at, f.Message)
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%.1f %% covered\n", word, r.ID, r.Name, r.counts(), r.Coverage)
		if verbose && len(r.NotCovered) > 0 {
			_, _ = fmt.Fprintf(table, "\t\t\tnot evaluated: %s\n", spans(r.NotCovered))
		}
	}
	_ = table.Flush() // a strings.Builder takes everything
	if faults.Len() > 0 {
		faults.WriteString("\n")
	}
	summary := fmt.Sprintf("\n%s passed\n", plural(len(t.Rules), "folder", "folders"))
	if t.Failed > 0 {
		summary = fmt.Sprintf("\n%d of %s failed\n", t.Failed, plural(len(t.Rules), "folder", "folders"))
	}
	return faults.String() + lines.String() + summary
}

func (r testedRule) counts() string {
	text := plural(r.Tests, "test", "tests")
	if r.Skipped > 0 {
		text += fmt.Sprintf(" (%d skipped)", r.Skipped)
	}
	if r.ID != "" {
		text += fmt.Sprintf(", %d bad, %d good", r.Bad, r.Good)
	}
	return text
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
