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
