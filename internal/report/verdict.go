package report

import (
	"fmt"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// verdict is what a run came to, in a word, and why.
type verdict struct{ word, why string }

// The words of a verdict.
const (
	wordOK         = "OK"
	wordFailed     = "FAILED"
	wordIncomplete = "INCOMPLETE"
	wordHalted     = "HALTED"
	// wordNothing is for a run that read no gateway: nothing speaks against it, and
	// nothing for it.
	wordNothing = "NOTHING CHECKED"
)

// verdictOf counts everything, also what is not shown.
func verdictOf(r Report) verdict {
	v := verdict{word: wordOf(r)}
	var said []string
	switch v.word {
	case wordIncomplete:
		said = append(said, notDone(r)...)
	case wordHalted:
		said = append(said, "an operator must answer first")
	}
	said = append(said, foundIn(r))
	if why := threshold(r); why != "" {
		said = append(said, why)
	}
	said = append(said, uncounted(r)...)
	v.why = strings.Join(said, "; ")
	if v.word == wordNothing {
		v.why = strings.TrimPrefix(v.why, "nothing checked: ")
	}
	return v
}

// wordOf is the word of a verdict, the same in every format.
func wordOf(r Report) string {
	s := r.Summary
	switch {
	case s.ExitCode == ExitIncomplete || !s.Complete:
		return wordIncomplete
	case s.ExitCode == ExitHalt:
		return wordHalted
	case s.ExitCode != ExitClean:
		return wordFailed
	case s.Subjects == 0:
		return wordNothing
	default:
		return wordOK
	}
}

// String is the verdict in one line.
func (v verdict) String() string { return v.word + ": " + v.why }

// foundIn counts findings by level, and where they are.
func foundIn(r Report) string {
	s := r.Summary.without(staleIn(r))
	if s.Subjects == 0 && s.Error+s.Warning+s.Note == 0 {
		if r.Nothing != "" { // it counts the files itself
			return r.Nothing
		}
		return nothingIn(r) + sources(r)
	}
	var parts []string
	for _, level := range []struct {
		n    int
		noun string
	}{{s.Error, "error"}, {s.Warning, "warning"}, {s.Note, "note"}} {
		if level.n > 0 {
			parts = append(parts, number(level.n, newWord(r)+level.noun))
		}
	}
	if len(parts) == 0 {
		parts = []string{"no " + newWord(r) + "findings"}
	}
	return strings.Join(parts, ", ") + " in " + among(r, s.Error+s.Warning+s.Note > 0) + sources(r)
}

// among counts the gateways, of these the ones with findings, and what stands beside
// them.
func among(r Report, found bool) string {
	gateways, others := 0, 0
	for s := range distinct(r.Subjects) {
		if isGateway(s.Kind) {
			gateways++
		} else {
			others++
		}
	}
	if !found {
		return strings.Join(nonzero(number(gateways, "gateway"), gateways, number(others, "other subject"), others), ", ")
	}
	concerned, beside, waivers := concernedBy(r.Findings)
	concerned = min(concerned, gateways)
	where := nonzero(ofAll(concerned, gateways), gateways, number(beside, "other subject"), beside)
	if waivers > 0 && concerned+beside == 0 {
		where = nil
	}
	if waivers > 0 {
		where = append(where, number(waivers, "waiver"))
	}
	return strings.Join(where, " and ")
}

// concernedBy counts the gateways, the other subjects and the waivers that findings are about.
func concernedBy(findings []finding.Finding) (gateways, others, waivers int) {
	met := subjectSet{}
	for i := range findings {
		f := &findings[i]
		if !shown(*f) || isStale(f) || met[keyOf(f)] {
			continue
		}
		met.add(f)
		switch {
		case isGateway(f.Subject.Kind):
			gateways++
		case f.Subject.Kind == kindWaiver:
			waivers++
		default:
			others++
		}
	}
	return gateways, others, waivers
}

// kindWaiver is the kind of subject that a waiver is, which is no subject of a run.
const kindWaiver = "waiver"

// ofAll counts some of the gateways.
func ofAll(some, all int) string {
	if all == 1 && some == 1 {
		return "1 gateway"
	}
	return fmt.Sprintf("%d of %s", some, number(all, "gateway"))
}

// nonzero is those of two texts whose number is not zero, and the first where both are.
func nonzero(a string, n int, b string, m int) []string {
	switch {
	case m == 0:
		return []string{a}
	case n == 0:
		return []string{b}
	default:
		return []string{a, b}
	}
}

// sources counts the files that were read.
func sources(r Report) string {
	if r.Workspace != nil {
		return ""
	}
	return " (" + number(r.Summary.Files, "file") + ")"
}

// nothingIn says why there is no subject.
func nothingIn(r Report) string {
	switch w := r.Workspace; {
	case w == nil:
		return "no gateway configuration"
	case w.LeftOut > 0:
		return "nothing of what was asked for is there"
	default:
		return "nothing is visible to " + callerName(w)
	}
}

// threshold says what made the run fail, or pass, where the numbers of findings do not.
func threshold(r Report) string {
	failOn, chosen := r.Run.FailOn, "--fail-on "
	if r.Run.FailOnBy == ByConfiguration {
		chosen = "fail_on: "
	}
	chosen += string(failOn)
	found := r.Summary.Error + r.Summary.Warning + r.Summary.Note
	if failOn == FailOnNone && found > 0 {
		return chosen + " lets them pass"
	}
	if r.Summary.ExitCode != ExitFindings {
		return ""
	}
	return failedBy(r, chosen)
}

// failedBy says what made a run fail, where errors do not say it. The words name the
// threshold and who chose it.
func failedBy(r Report, chosen string) string {
	unknown, failing := map[finding.Level]int{}, false
	for i := range r.Findings {
		f := &r.Findings[i]
		if !r.Run.FailOn.fails(*f) {
			continue
		}
		failing = true
		if f.Outcome == finding.Unknown {
			unknown[f.Level] += f.Count()
		}
	}
	policy := " in policy " + Visible(r.Tool.Policy)
	switch {
	case unknown[finding.Error] > 0:
		return countAs(unknown[finding.Error], "error") + policy
	case unknown[finding.Warning] > 0:
		return countAs(unknown[finding.Warning], "warning") + policy
	case unknown[finding.Note] > 0:
		return fmt.Sprintf("%d unknown count (%s)", unknown[finding.Note], chosen)
	case !failing:
		return "what was not checked counts (" + chosen + ")"
	case r.Summary.Error == 0:
		return chosen
	default:
		return ""
	}
}

// countAs says that what is unknown counts.
func countAs(n int, level string) string {
	if n == 1 {
		return "1 unknown counts as " + map[string]string{"error": "an error", "warning": "a warning"}[level]
	}
	return fmt.Sprintf("%d unknown count as %ss", n, level)
}

// uncounted is what is no finding, and what was not looked at, by number.
func uncounted(r Report) []string {
	s := r.Summary
	counts := []struct {
		n    int
		word string
	}{
		{s.Unknown, "unknown"}, {s.Waived, "waived"}, {s.Denied, "denied"}, {s.Skipped, "skipped"},
	}
	parts := knownSaid(r)
	for _, c := range counts {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.word))
		}
	}
	if r.Nothing == "" { // it counts these itself
		for _, c := range []struct {
			n    int
			word string
		}{{r.Run.Excluded, "excluded"}, {r.Run.Ignored, "ignored by git"}, {s.OtherNames, "not read"}, {s.NotIncluded, "not included"}} {
			if c.n > 0 {
				parts = append(parts, fmt.Sprintf("%d %s", c.n, c.word))
			}
		}
	}
	parts = append(parts, s.Hidden.said()...)
	if s.Elsewhere > 0 {
		parts = append(parts, number(s.Elsewhere, "finding")+" "+elsewhere(r))
	}
	if n := modulesNotRead(r.Run.Modules); n > 0 {
		parts = append(parts, number(n, "module")+" not on disk")
	}
	if s.Links > 0 {
		parts = append(parts, number(s.Links, "link")+" not followed")
	}
	if s.Consequences > 0 {
		parts = append(parts, number(s.Consequences, "consequence"))
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{strings.Join(parts, ", ")}
}

// notDone counts what was not checked, and which files were not mended.
func notDone(r Report) []string {
	unfixed := 0
	for _, p := range r.Errors {
		if p.Unfixed {
			unfixed++
		}
	}
	var said []string
	if n := r.Summary.Errors - unfixed; n > 0 {
		said = append(said, number(n, "input")+" not checked")
	}
	if unfixed > 0 {
		said = append(said, number(unfixed, "file")+" not fixed")
	}
	return said
}
