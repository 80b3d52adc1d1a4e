package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// textReport writes a report for someone who reads it in a terminal: what was found,
// the worst first, then which gateway has which item of the checklist where that is
// asked for, what could not be decided, the checklist, what was not checked, and last
// the verdict.
type textReport struct {
	*textWriter
	Report
	Options

	rules ruleIndex
	// diagnostics are what is shown of the findings.
	diagnostics []diagnostic
	// grouped says that there are too many for each to be shown in full.
	grouped bool
	// first is the rule that the report begins with.
	first RuleInfo
}

// Findings are grouped by rule where there are more than manyDiagnostics, or on more than
// manySubjects: ten files with the same mistake are read as one.
const (
	manyDiagnostics = 20
	manySubjects    = 10
)

func writeText(w io.Writer, r Report, o Options) error {
	t := &textReport{
		textWriter: newTextWriter(o), Report: r, Options: o, rules: indexRules(r.Rules), diagnostics: diagnosticsIn(r.Findings),
	}
	t.grouped = !o.All && tooMany(t.diagnostics)
	t.altered()
	if o.Statistics {
		statisticsPrinter{t.textWriter, t.Report, t.rules}.print()
		t.WriteString("\n")
	} else if err := t.findings(w); err != nil {
		return err
	}
	if err := t.matrix(w); err != nil {
		return err
	}
	t.rest()
	return t.flush(w)
}

// tooMany says that nobody reads diagnostics one by one.
func tooMany(all []diagnostic) bool {
	if len(all) > manyDiagnostics {
		return true
	}
	subjects := subjectSet{}
	for _, d := range all {
		subjects.add(d[0])
	}
	return len(subjects) > manySubjects
}

// findings writes the findings that count, a few at a time so that memory does
// not grow with their number.
func (t *textReport) findings(w io.Writer) error {
	following := consequencesIn(t.Findings)
	if t.grouped {
		printer := groupPrinter{t.textWriter, t.rules, following, t.Findings}
		groups := printer.groups(t.diagnostics)
		t.first = groups[0].rules[0].rule
		return printer.print(w, groups, t.diagnostics)
	}
	if len(t.diagnostics) > 0 {
		t.first = t.rules.of(*t.diagnostics[0][0])
	}
	printer := findingPrinter{t.textWriter, t.rules, t.Findings, following, indexObjects(t.Subjects), t.All}
	for _, d := range t.diagnostics {
		printer.print(d)
		if err := t.relieve(w); err != nil {
			return err
		}
	}
	return nil
}

// matrix shows which subject has which item of the checklist, where that is asked for.
func (t *textReport) matrix(w io.Writer) error {
	if t.Matrix == MatrixNone {
		return nil
	}
	r := t.Report
	r.Subjects = slices.DeleteFunc(slices.Clone(r.Subjects), func(s Subject) bool { return !isGateway(s.Kind) && !s.found() })
	return matrixPrinter{t.textWriter, r}.print(w, t.Matrix == MatrixAll)
}

// rest writes all that stands below the findings.
func (t *textReport) rest() {
	if failedByUnknown(t.Report) || !t.Quiet && (t.Verbose || !clean(t.Report)) {
		t.undecided()
	}
	if t.Verbose {
		writeKnown(t)
	}
	if !t.Quiet {
		waivedPrinter{t.textWriter, t.rules, t.Verbose}.print(waivedIn(t.Findings))
		newChecklistPrinter(t.textWriter, t.Report, t.Verbose).print()
	}
	if t.Verbose {
		writeBundles(t)
		writeModules(t)
		t.skipped()
		writeLeftOut(t)
	}
	t.problems()
	t.prompts()
	if !t.Quiet {
		summaryPrinter{t.textWriter, t.Report}.print()
		writeFixes(t)
		t.hint()
		t.verdict(t.Report)
	} else if failedByUnknown(t.Report) {
		t.verdict(t.Report) // nothing else may say why
	}
}

// hint says where to read on, once.
func (t *textReport) hint() {
	var hints []string
	if t.first.URL != "" { // else it is a rule of the user's own, whose folder must be named
		hints = append(hints, fmt.Sprintf("`gwlint explain %s` says why and how to fix it", Visible(t.first.ID)))
	}
	if t.grouped {
		hints = append(hints, "`--all` shows every finding in full, `-f concise` each on a line")
	}
	if hint := fixHint(t.Report); hint != "" {
		hints = append(hints, hint)
	}
	if !t.Verbose && t.Summary.Unknown > 0 {
		hints = append(hints, "`-v` lists what is unknown")
	}
	if len(hints) > 0 {
		t.inked("", strings.Join(hints, "; "), t.style.frame)
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
			t.hang(t.style.error.Sprint("altered:"), Visible(p.File)+": "+Visible(p.Message), len("altered:"), nil)
		}
	}
	if n > few && !t.Verbose {
		t.hang(t.style.error.Sprint("altered:"), fmt.Sprintf("%d more like these; -v shows them", n-few), len("altered:"), nil)
	}
	if n > 0 {
		t.WriteString("\n")
	}
}

// undecided lists the unknown findings: each cause once or, if all are wanted, each
// place.
func (t *textReport) undecided() {
	printer := unknownPrinter{t.textWriter, t.rules, t.Findings, t.Summary.Unknown, t.Workspace != nil}
	if t.Verbose {
		printer.printGroups()
		return
	}
	printer.printCauses()
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
		t.hang(t.style.error.Sprint("not checked:"), fmt.Sprintf("%d more like these; -v shows them", hidden), len("not checked:"), nil)
	}
	if len(met) > 0 {
		t.WriteString("\n")
	}
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
	return strings.TrimSpace(textPlace(f.Location) + "  " + subjectName(f.Subject) + " " + Visible(inTargets(&f)))
}

// subjectKinds are what a reader calls the kinds of subject whose own word is none.
var subjectKinds = map[string]string{
	"model_service": "model service", "mcp_service": "MCP service", "provider_service": "provider service", "state": "state file",
}

// kindName is what a reader calls a kind of subject.
func kindName(kind string) string { return Visible(cmp.Or(subjectKinds[kind], kind)) }

// subjectName names a subject as a reader would: `endpoint 'chat'`.
func subjectName(s finding.Subject) string {
	if s.Called() == "" {
		return kindName(s.Kind)
	}
	return kindName(s.Kind) + " `" + Visible(s.Called()) + "`"
}
