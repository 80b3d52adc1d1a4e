package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
)

// groupPrinter writes findings by rule, as soon as there are more of them than anybody
// reads one by one.
type groupPrinter struct {
	*textWriter

	rules     ruleIndex
	following consequences
	findings  []finding.Finding
}

// ruleGroup is the findings of one level that rules have at the same places; most
// groups have one rule.
type ruleGroup struct {
	level finding.Level
	rules []ruleFindings
}

// ruleFindings is what one rule found at one level, in order.
type ruleFindings struct {
	rule     RuleInfo
	findings []*finding.Finding
}

// print writes each group, the worst first.
func (gp groupPrinter) print(w io.Writer, groups []ruleGroup, all []diagnostic) error {
	for _, g := range groups {
		gp.group(g)
		if err := gp.relieve(w); err != nil {
			return err
		}
	}
	gp.most(all)
	gp.WriteString("\n")
	return nil
}

// groups gathers findings by level and rule, those that are found most often first.
func (gp groupPrinter) groups(all []diagnostic) []ruleGroup {
	type key struct {
		level finding.Level
		rule  string
	}
	index := map[key]int{}
	var single []ruleGroup
	for _, d := range all {
		for _, f := range d {
			k := key{f.Level, f.Rule}
			i, met := index[k]
			if !met {
				i = len(single)
				index[k] = i
				single = append(single, ruleGroup{f.Level, []ruleFindings{{rule: gp.rules.of(*f)}}})
			}
			single[i].rules[0].findings = append(single[i].rules[0].findings, f)
		}
	}
	slices.SortStableFunc(single, func(a, b ruleGroup) int {
		return cmp.Or(
			cmp.Compare(b.level.Rank(), a.level.Rank()),
			cmp.Compare(len(b.rules[0].findings), len(a.rules[0].findings)),
			cmp.Compare(a.rules[0].rule.ID, b.rules[0].rule.ID),
		)
	})
	return joinGroups(single)
}

// joinGroups joins those of one level and the same places. Groups with as many findings
// stand side by side.
func joinGroups(single []ruleGroup) []ruleGroup {
	var joined []ruleGroup
	for _, g := range single {
		i := slices.IndexFunc(joined, func(other ruleGroup) bool {
			return other.level == g.level && slices.EqualFunc(other.rules[0].findings, g.rules[0].findings, samePlace)
		})
		if i < 0 || g.level == finding.Note {
			joined = append(joined, g)
			continue
		}
		joined[i].rules = append(joined[i].rules, g.rules...)
	}
	return joined
}

func samePlace(a, b *finding.Finding) bool {
	return a.Location == b.Location && a.Subject == b.Subject && slices.Equal(a.Targets, b.Targets)
}

// group writes the rules, the first places, and what to do. Notes are one line.
func (gp groupPrinter) group(g ruleGroup) {
	for _, r := range g.rules {
		gp.headline(g.level, r.headline(), r.rule)
	}
	if g.level == finding.Note {
		return
	}
	gp.places(g.rules[0].findings)
	for _, r := range g.rules {
		gp.remark(" ", "so", gp.consequences(r.findings))
	}
	for _, r := range g.rules {
		if help := r.help(); gp.untold(help) {
			gp.remark(" ", "help", help)
		}
	}
}

// headline is the message where all findings have one, else the rule's title; and how
// many there are.
func (r ruleFindings) headline() string {
	first := r.findings[0]
	if len(r.findings) == 1 && first.Count() == 1 {
		return Visible(messageOf(first))
	}
	message := first.Message
	if slices.ContainsFunc(r.findings, func(f *finding.Finding) bool { return f.Message != message }) {
		message = label(r.rule)
	}
	subjects, total := subjectSet{}, 0
	for _, f := range r.findings {
		subjects.add(f)
		total += f.Count()
	}
	counted := subjects.String()
	if total > len(subjects) {
		counted = fmt.Sprintf("%d in %s", total, counted)
	}
	return Visible(message) + ": " + counted
}

// help is the advice that all findings have in common, else the rule's own.
func (r ruleFindings) help() string {
	first := *r.findings[0]
	help := r.rule.help(first)
	if slices.ContainsFunc(r.findings, func(f *finding.Finding) bool { return r.rule.help(*f) != help }) {
		first.Help = ""
		help = r.rule.help(first)
	}
	return sentence(help)
}

// places writes the first places, with the text there where it is short.
func (gp groupPrinter) places(findings []*finding.Finding) {
	few := 3
	if len(findings) == few+1 {
		few++
	}
	where, widest := make([]string, 0, few), 0
	for _, f := range findings[:min(few, len(findings))] {
		where = append(where, strings.TrimRight(textPlace(f.Location)+" "+Visible(inSomeTargets(f)), " "))
		widest = max(widest, displaywidth.String(where[len(where)-1]))
	}
	for i, place := range where {
		line := "  " + place
		if text := shortText(findings[i]); text != "" && (gp.width == 0 || widest+displaywidth.String(text)+4 <= gp.width) {
			line = "  " + pad(place, widest) + "  " + gp.style.frame.Sprint(text)
		}
		gp.WriteString(line + "\n")
	}
	if more := len(findings) - len(where); more > 0 {
		gp.printf("  %s %d more\n", ellipsis, more)
	}
}

// shortText is the line of a place, else the place's own text, where it is short.
func shortText(f *finding.Finding) string {
	const short = 40
	i := f.Location.StartLine - f.Excerpt.FirstLine
	if i < 0 || i >= len(f.Excerpt.Lines) || len(f.Excerpt.Masked(i)) > 0 {
		return ""
	}
	line := f.Excerpt.Lines[i]
	if f.Excerpt.Cut(i) == (finding.Cut{}) && len(line) < 4*short {
		if whole := Visible(strings.Trim(line, " \t,")); displaywidth.String(whole) <= short {
			return whole
		}
	}
	if f.Location.EndLine != f.Location.StartLine {
		return ""
	}
	from := f.Location.StartColumn - 1 - f.Excerpt.Cut(i).Points
	to := min(f.Location.EndColumn-1-f.Excerpt.Cut(i).Points, from+short+1)
	if from < 0 || to <= from {
		return ""
	}
	text, _ := points(line, from, to)
	if text = Visible(strings.TrimSpace(text)); displaywidth.String(text) > short {
		return ""
	}
	return text
}

// consequences counts what follows from findings, and names the rules.
func (gp groupPrinter) consequences(findings []*finding.Finding) string {
	n := 0
	var ids []string
	for _, f := range findings {
		if f.Fingerprint == "" {
			continue
		}
		for _, i := range gp.following[f.Fingerprint] {
			n++
			if id := gp.findings[i].Rule; !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if n == 0 {
		return ""
	}
	slices.Sort(ids)
	return number(n, "more finding") + map[bool]string{true: " follows", false: " follow"}[n == 1] + ": " + listed(ids, manyHeadlines)
}

// longName is how many columns of a name are shown among others.
const longName = 60

// most names the subjects that have the most findings.
func (gp groupPrinter) most(all []diagnostic) {
	const few = 3
	counts, called := map[subjectKey]int{}, map[subjectKey]string{}
	var order []subjectKey
	for _, d := range all {
		for _, f := range d {
			key := keyOf(f)
			if counts[key] == 0 {
				order, called[key] = append(order, key), f.Subject.Called()
			}
			counts[key] += f.Count()
		}
	}
	slices.SortStableFunc(order, func(a, b subjectKey) int { return cmp.Compare(counts[b], counts[a]) })
	if len(order) <= few || counts[order[few-1]] == 1 {
		return
	}
	var named []string
	for _, key := range order[:few] {
		named = append(named, fmt.Sprintf("%s (%d)", cut(Visible(cmp.Or(called[key], key.file)), longName), counts[key]))
	}
	gp.paragraph("", "most findings: "+strings.Join(named, ", "))
}

// listed joins words, of more than most the first.
func listed(words []string, most int) string {
	if len(words) <= most {
		return Visible(strings.Join(words, ", "))
	}
	return fmt.Sprintf("%s %s %d more", Visible(strings.Join(words[:most], ", ")), ellipsis, len(words)-most)
}
