package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

const defaultWidth = 100

// text is a report in the making for someone who reads it in a terminal. All
// that comes from the input passes visible on its way into it.
type text struct {
	strings.Builder

	Report
	Options

	style styles
	width int
	rules map[string]RuleInfo
}

func writeText(w io.Writer, r Report, o Options) error {
	t := &text{Report: r, Options: o, style: newStyles(o), width: o.Width, rules: map[string]RuleInfo{}}
	if t.width <= 0 {
		t.width = defaultWidth
	}
	for _, rule := range r.Rules {
		t.rules[rule.ID] = rule
	}
	if err := t.diagnostics(w); err != nil {
		return err
	}
	t.rest()
	return t.flush(w)
}

// diagnostics writes the findings that count, a few at a time so that memory
// does not grow with their number.
func (t *text) diagnostics(w io.Writer) error {
	const enough = 64 << 10
	for _, f := range t.Findings {
		if !shown(f) {
			continue
		}
		t.diagnostic(f)
		if t.Len() > enough {
			if err := t.flush(w); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *text) rest() {
	if t.clean() && !t.Verbose {
		if !t.Quiet {
			t.summary()
		}
		return
	}
	if !t.Quiet || t.onlyUnknown() {
		t.undecided()
	}
	if t.Verbose && !t.Quiet {
		t.waived()
	}
	if !t.Quiet && t.Summary.Subjects > 0 {
		t.checklist()
	}
	if t.Verbose {
		t.skipped()
	}
	t.problems()
	t.prompts()
	if !t.Quiet {
		t.summary()
	}
}

// skipped names the files that were passed over.
func (t *text) skipped() {
	if len(t.Skipped) == 0 {
		return
	}
	t.heading("Skipped, no gateway configuration", len(t.Skipped))
	for _, file := range t.Skipped {
		t.printf("  %s\n", Visible(file))
	}
	t.WriteString("\n")
}

func (t *text) printf(format string, args ...any) {
	fmt.Fprintf(&t.Builder, format, args...)
}

func (t *text) flush(w io.Writer) error {
	_, err := io.WriteString(w, t.String())
	t.Reset()
	return err
}

// shown says whether a finding is shown in full.
func shown(f finding.Finding) bool {
	return f.Outcome == finding.Fail && f.Level.Rank() > 0
}

// clean says that there is nothing that anyone must look at.
func (t *text) clean() bool {
	return t.Summary.ExitCode == ExitClean && len(t.Errors) == 0 && len(t.Prompts) == 0 &&
		!slices.ContainsFunc(t.Findings, shown)
}

// onlyUnknown says that a run failed by what could not be decided: then even a
// quiet report must tell, or it would fail without a word.
func (t *text) onlyUnknown() bool {
	return t.Summary.ExitCode == ExitFindings && !slices.ContainsFunc(t.Findings, shown)
}

// rule describes the rule of a finding, as well as can be if it is not among
// the active ones.
func (t *text) rule(f finding.Finding) RuleInfo {
	if rule, ok := t.rules[f.Rule]; ok {
		return rule
	}
	return stranger(f)
}

// stranger describes a rule by one of its findings.
func stranger(f finding.Finding) RuleInfo {
	return RuleInfo{
		ID: f.Rule, Name: f.Name, Title: strings.ReplaceAll(f.Name, "_", " "),
		Severity: f.Severity, Level: f.Level,
	}
}
