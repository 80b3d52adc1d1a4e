package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// textReport writes a report for someone who reads it in a terminal: each finding
// that counts with its place, then what could not be decided, the checklist, what
// was not checked, and one line that counts everything.
type textReport struct {
	*textWriter
	Report
	Options

	rules ruleIndex
}

func writeText(w io.Writer, r Report, o Options) error {
	t := &textReport{textWriter: newTextWriter(o), Report: r, Options: o, rules: indexRules(r.Rules)}
	t.altered()
	if o.Statistics {
		statisticsPrinter{t.textWriter, t.Report, t.rules}.print()
		t.WriteString("\n")
	} else if err := t.findings(w); err != nil {
		return err
	}
	t.rest()
	return t.flush(w)
}

// findings writes the findings that count, a few at a time so that memory does
// not grow with their number.
func (t *textReport) findings(w io.Writer) error {
	const enough = 64 << 10
	printer := findingPrinter{t.textWriter, t.rules, t.Findings, consequencesIn(t.Findings), indexObjects(t.Subjects)}
	for _, f := range t.Findings {
		if !shown(f) {
			continue
		}
		printer.print(f)
		if t.Len() > enough {
			if err := t.flush(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// rest writes all that stands below the findings.
func (t *textReport) rest() {
	summary := summaryPrinter{t.textWriter, t.Report, t.Verbose}
	if clean(t.Report) && !t.Verbose {
		if !t.Quiet {
			summary.print()
		}
		return
	}
	if !t.Quiet || failedByUnknown(t.Report) {
		t.undecided()
	}
	if t.Verbose && !t.Quiet {
		t.waived()
	}
	if !t.Quiet && t.Summary.Subjects > 0 {
		summary.checklist()
	}
	if t.Verbose {
		t.skipped()
		t.leftOut()
	}
	t.problems()
	t.prompts()
	if !t.Quiet {
		summary.print()
	}
}

// altered says first what is not as it was written: all that follows rests on it.
func (t *textReport) altered() {
	const few = 3
	n := 0
	for _, p := range t.Errors {
		if !p.Altered {
			continue
		}
		if n++; n <= few || t.Verbose {
			t.printf("%s %s: %s\n", t.style.error.Sprint("altered:"), Visible(p.File), Visible(p.Message))
		}
	}
	if n > few && !t.Verbose {
		t.printf("%s %d more like these; -v shows them\n", t.style.error.Sprint("altered:"), n-few)
	}
	if n > 0 {
		t.WriteString("\n")
	}
}

// undecided lists the unknown findings: those of a workspace, which are many, by
// cause, unless all are wanted.
func (t *textReport) undecided() {
	printer := unknownPrinter{t.textWriter, t.rules, t.Findings, t.Summary.Unknown, t.Verbose}
	if t.Workspace != nil && !t.Verbose {
		printer.printCauses()
		return
	}
	printer.printGroups()
}

// skipped names the files that were passed over.
func (t *textReport) skipped() {
	if len(t.Skipped) == 0 {
		return
	}
	t.heading("Skipped, no gateway configuration", len(t.Skipped))
	for _, file := range t.Skipped {
		t.printf("  %s\n", Visible(file))
	}
	t.WriteString("\n")
}

// problems lists what could not be checked. What a workspace refuses, it may
// refuse a thousand times: of those alike, the first few are shown.
func (t *textReport) problems() {
	const few = 3
	met := map[string]int{}
	for _, p := range t.Errors {
		if p.Altered {
			continue
		}
		kind := withoutNames(p.Message, apiName(p.File))
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
	if len(met) > 0 {
		t.WriteString("\n")
	}
}

func (t *textReport) problem(p Problem) {
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	where := textPlace(at)
	if where != "" {
		where += ": "
	}
	message := strings.TrimPrefix(p.Message, p.File+": ")
	t.printf("%s %s%s\n", t.style.error.Sprint("not checked:"), where, Visible(message))
}

// waived lists the failures that a waiver covers.
func (t *textReport) waived() {
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
		id := t.style.link(t.rules.of(f).URL, Visible(f.Rule))
		t.item(t.style.note.Sprint("waived["+id+"]:"), said, len(f.Rule)+9)
		t.printf("    %s\n", placeAndSubject(f))
	}
	t.WriteString("\n")
}

// prompts asks what an operator must answer, each on a line of its own and
// word for word, since people search for it.
func (t *textReport) prompts() {
	for _, p := range t.Prompts {
		t.printf("%s\n%s\n\n", t.style.error.Sprint("halted:"), Visible(p))
	}
}

// clean says that there is nothing in a report that anyone must look at.
func clean(r Report) bool {
	return r.Summary.ExitCode == ExitClean && len(r.Errors) == 0 && len(r.Prompts) == 0 &&
		!slices.ContainsFunc(r.Findings, shown)
}

// failedByUnknown says that a run failed by unknown findings alone: then even a
// quiet report lists them, or it would fail without a word.
func failedByUnknown(r Report) bool {
	return r.Summary.ExitCode == ExitFindings && !slices.ContainsFunc(r.Findings, shown)
}

// placeAndSubject names where a finding is, and what it is about.
func placeAndSubject(f finding.Finding) string {
	if f.Location.Object != "" { // the place says which
		return textPlace(f.Location)
	}
	return strings.TrimSpace(textPlace(f.Location) + "  " + subjectName(f.Subject))
}

// subjectKinds are what a reader calls the kinds of subject whose own word is none.
var subjectKinds = map[string]string{
	"model_service": "model service", "mcp_service": "MCP service", "provider_service": "provider service", "state": "state file",
}

// subjectName names a subject as a reader would: `endpoint 'chat'`.
func subjectName(s finding.Subject) string {
	kind := Visible(cmp.Or(subjectKinds[s.Kind], s.Kind))
	if s.Name == "" {
		return kind
	}
	return kind + " `" + Visible(s.Name) + "`"
}
