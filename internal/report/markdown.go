package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// commentRoom is how many bytes GitHub takes as a comment: it answers a longer one with "body is
// too long (maximum is 65536 characters)".
const commentRoom = 65_536

// LeastMarkdown is how many bytes of room a page of Markdown needs at least.
const LeastMarkdown = 16 << 10

// markdownPage is a report as a page that GitHub and GitLab show: a comment on a pull request, or the
// summary of a step. Every text of the report is data: it starts neither Markdown nor HTML.
type markdownPage struct {
	Report

	rules     ruleIndex
	following consequences
	failures  []*finding.Finding
	waived    []*finding.Finding
	causes    []*unknownCause
	pages     map[subjectKey]string
}

// writeMarkdown writes the verdict, what could not be checked, the failures with the worst first,
// what could not be decided, and the checklist. What has no room is counted.
func writeMarkdown(w io.Writer, r Report, o Options) error {
	p := markdownPage{
		Report: r, rules: indexRules(r.Rules), following: consequencesIn(r.Findings),
		pages: map[subjectKey]string{},
	}
	p.causes = unknownCauses(r.Findings, p.rules)
	p.failures, p.waived = worstFirst(r.Findings, p.rules), waivedIn(r.Findings)
	for _, s := range r.Subjects {
		if s.Page != "" {
			p.pages[s.key()] = s.Page
		}
	}
	_, err := io.WriteString(w, p.fit(max(cmp.Or(o.Room, commentRoom), LeastMarkdown)))
	return err
}

// fit lays out as much as there is room for. The failures get what the others leave.
func (p markdownPage) fit(room int) string {
	head := p.head()
	sections := p.sections()
	left := room - len(head)
	for _, s := range sections {
		left -= s.fixed()
	}
	written := make([]string, len(sections))
	for _, last := range []bool{false, true} {
		for i, s := range sections {
			if s.takesTheRest == last {
				most := left
				if !last {
					most = min(left, room/100*s.share)
				}
				written[i] = s.write(most)
				left -= max(len(written[i])-s.fixed(), 0)
			}
		}
	}
	return head + strings.Join(written, "")
}

// head is the verdict and what it is about.
func (p markdownPage) head() string {
	word, why := p.verdict()
	var b strings.Builder
	fmt.Fprintf(&b, "## gwlint: %s\n\n%s\n", word, markdownSentence(why))
	for _, line := range []string{p.counted(), p.readFrom(), p.configured()} {
		if line != "" {
			fmt.Fprintf(&b, "\n%s\n", line)
		}
	}
	return b.String()
}

// verdict is the outcome of the run in a word, and the reason.
func (p markdownPage) verdict() (word, why string) {
	return wordOf(p.Report), p.why()
}

// why is the reason of the verdict.
func (p markdownPage) why() string {
	switch wordOf(p.Report) {
	case wordIncomplete:
		return number(p.Summary.Errors, "input") + " could not be checked, and what follows is about the others."
	case wordHalted:
		return "An operator must answer before this goes on."
	case wordFailed:
		return p.failed()
	case wordNothing:
		return cmp.Or(p.Nothing, "There is no gateway configuration here.")
	}
	switch {
	case len(p.failures) > 0 && p.Run.FailOn == FailOnNone:
		return "Findings do not fail this run (`--fail-on none`)."
	case len(p.failures) > 0:
		return fmt.Sprintf("No finding is at or above the level that fails this run (`--fail-on %s`).", p.Run.FailOn)
	case p.Summary.Unknown > 0 || len(p.NotChecked) > 0:
		return "There are no findings. Not everything could be decided."
	default:
		return "There are no findings."
	}
}

// failed says what fails the run.
func (p markdownPage) failed() string {
	failed, open := 0, 0
	for _, f := range p.Findings {
		switch {
		case !p.Run.FailOn.fails(f):
		case f.Outcome == finding.Unknown:
			open += f.Count()
		case f.Cause == "":
			failed += f.Count()
		}
	}
	threshold := fmt.Sprintf("(`--fail-on %s`, policy `%s`)", p.Run.FailOn, strings.ReplaceAll(p.Tool.Policy, "`", "'"))
	switch {
	case open == 0 && failed == 0:
		return "What this run could not see fails it " + threshold + "."
	case open == 0:
		return number(failed, "finding") + " at or above the level that fails this run " + threshold + "."
	case failed == 0:
		return fmt.Sprintf("%d could not be decided, which fails this run %s.", open, threshold)
	default:
		return fmt.Sprintf("%s and %d that could not be decided fail this run %s.", number(failed, "finding"), open, threshold)
	}
}

// counted counts what was found, in what, and what was passed over.
func (p markdownPage) counted() string {
	s := p.Summary
	line := fmt.Sprintf("**%s, %s, %s, %d unknown**", number(s.Error, "error"), number(s.Warning, "warning"), number(s.Note, "note"), s.Unknown)
	if about := p.about(); about != "" {
		line += " in " + about
	}
	var more []string
	if s.Consequences > 0 {
		more = append(more, number(s.Consequences, "consequence"))
	}
	for _, count := range []struct {
		n    int
		said string
	}{
		{s.Waived, "waived"},
		{s.Baselined, "known"},
		{s.Denied, "denied"},
		{s.Skipped, "skipped"},
		{p.Run.Excluded, "excluded"},
		{p.Run.Ignored, "ignored by git"},
		{s.OtherNames, "not read"},
		{s.NotIncluded, "not included by their bundle"},
		{s.Elsewhere, elsewhere(p.Report)},
	} {
		if count.n > 0 {
			more = append(more, fmt.Sprintf("%d %s", count.n, count.said))
		}
	}
	if s.Links > 0 {
		more = append(more, number(s.Links, "link")+" not followed")
	}
	if len(more) > 0 {
		line += ". Besides: " + strings.Join(more, ", ")
	}
	return line + "."
}

// about counts the subjects by kind.
func (p markdownPage) about() string {
	counts := map[string]int{}
	for s := range distinct(p.Subjects) {
		counts[s.Kind]++
	}
	kinds := make([]string, 0, len(counts))
	for kind := range counts {
		kinds = append(kinds, kind)
	}
	slices.SortFunc(kinds, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	var parts []string
	for _, kind := range kinds {
		parts = append(parts, markdownSentence(number(counts[kind], cmp.Or(subjectKinds[kind], kind))))
	}
	if p.Workspace == nil && p.Summary.Files > 0 {
		return strings.Join(parts, ", ") + " (" + number(p.Summary.Files, "file") + ")"
	}
	return strings.Join(parts, ", ")
}

// readFrom says which workspace was read, by whom, and what it did not show.
func (p markdownPage) readFrom() string {
	w := p.Workspace
	if w == nil {
		return ""
	}
	line := fmt.Sprintf("Workspace %s as %s: %s.", markdownName(w.Host), cmp.Or(markdownName(w.Identity), "an unknown identity"), subjectCounts(w))
	for _, missing := range []struct {
		said   string
		things []string
	}{
		{"Not visible: ", unreadThings(w, UnreadDenied, UnreadAbsent)},
		{"Not asked for: ", unreadThings(w, UnreadUnasked)},
		{"Could not be read: ", unreadThings(w, UnreadFailed)},
	} {
		if len(missing.things) > 0 {
			line += " " + missing.said + markdownSentence(strings.Join(missing.things, ", ")) + "."
		}
	}
	if w.TLS == "unverified" {
		line += " The certificate of the workspace was not verified."
	}
	return line
}

// configured says what the configuration file takes away from the defaults.
func (p markdownPage) configured() string {
	c := p.Run.Configuration
	if c == nil {
		return ""
	}
	changes := summaryPrinter{Report: p.Report}.softened()
	if len(changes) == 0 {
		return ""
	}
	return "Configuration " + markdownName(c.File) + ": " + markdownSentence(strings.Join(changes, ", ")) + "."
}
