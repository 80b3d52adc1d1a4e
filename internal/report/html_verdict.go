package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// htmlVerdict is what the run comes to, and why.
type htmlVerdict struct {
	Word string
	// Tone is fail, warn, good or none.
	Tone string
	Why  [][]htmlSpan
	// Prompts are what an operator must answer, word for word.
	Prompts []string
}

// htmlVerdictWriter says what a run comes to.
type htmlVerdictWriter struct{ *htmlWriter }

func (h htmlVerdictWriter) verdict() htmlVerdict {
	v := htmlVerdict{}
	for _, prompt := range h.Prompts {
		v.Prompts = append(v.Prompts, Visible(prompt))
	}
	v.Word = wordOf(h.Report)
	switch v.Word {
	case wordIncomplete:
		v.Tone = "fail"
		v.say("%s could not be checked, so what follows holds only for the rest.", number(h.Summary.Errors, "input"))
	case wordHalted:
		v.Tone = "fail"
		v.say("An operator must answer before anything goes on.")
	case wordFailed:
		v.Tone = "fail"
	case wordNothing:
		v.Tone = "warn"
		v.say("There is no verdict: %s.", nothingIn(h.Report))
	default:
		v.Tone = "good"
	}
	h.reasons(&v)
	return v
}

func (v *htmlVerdict) say(format string, args ...any) {
	v.Why = append(v.Why, htmlText(fmt.Sprintf(format, args...)))
}

// reasons says what made the run fail, what did not although it was found, and what is
// not known.
func (h htmlVerdictWriter) reasons(v *htmlVerdict) {
	s := h.Summary.without(staleIn(h.Report))
	h.found(v)
	if s.ExitCode == ExitClean && s.Error > 0 {
		v.Tone = "warn"
		v.say("The run passes all the same: `--fail-on %s`.", h.Run.FailOn)
	}
	failed, undecided := h.failing()
	if undecided > 0 {
		v.say("%d undecided count as failures in this run.", undecided)
	} else if s.ExitCode == ExitFindings && failed == 0 {
		v.say("What this run could not see counts as a failure: `--fail-on %s`.", h.Run.FailOn)
	}
	if rest := s.Unknown - undecided; rest > 0 {
		v.say("%s not decided, which is not the same as passed.", htmlWere(rest, "check was", "checks were"))
	}
	if n := len(h.NotChecked); n > 0 {
		v.say("%s outside of what this kind of run can see.", htmlWere(n, "thing is", "things are"))
	}
}

// found counts what the run found, and what of it the baseline has.
func (h htmlVerdictWriter) found(v *htmlVerdict) {
	s, fresh := h.Summary.without(staleIn(h.Report)), newWord(h.Report)
	switch {
	case s.Error+s.Warning+s.Note > 0:
		v.say("%s, %s and %s in %s.", number(s.Error, fresh+"error"), number(s.Warning, fresh+"warning"), number(s.Note, fresh+"note"), among(h.Report, true))
	case s.Subjects > 0 && fresh != "":
		v.say("No rule found a failure that is new in what it could see.")
	case s.Subjects > 0:
		v.say("No rule found a failure in what it could see.")
	}
	if said := knownSaid(h.Report); len(said) > 0 {
		v.say("%s.", strings.Join(said, ", "))
	}
}

// failing counts what makes the run fail: what was found, and what was not decided.
func (h htmlVerdictWriter) failing() (failed, undecided int) {
	for i := range h.Findings {
		f := &h.Findings[i]
		switch {
		case !h.Run.FailOn.fails(*f):
		case f.Outcome == finding.Unknown:
			undecided += f.Count()
		default:
			failed += f.Count()
		}
	}
	return failed, undecided
}

func htmlWere(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// subject says in a few words what was looked at.
func (h htmlVerdictWriter) subject() string {
	if h.Workspace != nil {
		return htmlName(h.Workspace.Host)
	}
	return number(h.Summary.Files, "file")
}

// htmlCount is one number of the headline.
type htmlCount struct {
	N     int
	Label string
	// Tone is the one of the number where it is not 0.
	Tone string
}

func (h htmlVerdictWriter) counts() []htmlCount {
	s, gateways := h.Summary, 0
	for s := range distinct(h.Subjects) {
		if isGateway(s.Kind) {
			gateways++
		}
	}
	counts := []htmlCount{
		{gateways, "gateways", ""},
		{s.Error, "errors", "error"},
		{s.Warning, "warnings", "warning"},
		{s.Note, "notes", "note"},
		{s.Unknown, "not decided", "unknown"},
		{s.Waived, "waived", "waived"},
		{s.Errors, "not checked", "error"},
	}
	if h.Run.Baseline != nil {
		counts = slices.Insert(counts, len(counts)-1, htmlCount{s.Baselined, "known", "waived"})
	}
	return counts
}

// htmlProblems are what could not be checked, or the first of many.
type htmlProblems struct {
	List []htmlProblem
	More int
}

type htmlProblem struct {
	Place   string
	Message []htmlSpan
	Altered bool
}

// problems lists what is not as it was written first.
func (h htmlVerdictWriter) problems() htmlProblems {
	const most = 200
	var all htmlProblems
	for _, altered := range []bool{true, false} {
		for _, p := range h.Errors {
			switch {
			case p.Altered != altered:
			case len(all.List) == most:
				all.More++
			default:
				at := place(p)
				if at.File == "" {
					at.File = p.File
				}
				all.List = append(all.List, htmlProblem{htmlName(textPlace(at)), htmlText(p.Message), p.Altered})
			}
		}
	}
	return all
}
