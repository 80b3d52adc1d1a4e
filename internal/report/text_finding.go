package report

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
)

// findingPrinter writes findings in full.
type findingPrinter struct {
	*textWriter

	rules     ruleIndex
	findings  []finding.Finding
	following consequences
	objects   objectIndex
	all       bool
}

// manyHeadlines is how many findings at one place are told.
const manyHeadlines = 12

// unwrapped is the number of columns of an excerpt where nothing bounds a line.
const unwrapped = 160

// print writes what was found at one place: what, where, the text, and what to do.
func (fp findingPrinter) print(d diagnostic) {
	told := d
	if len(d) > manyHeadlines+1 && !fp.all {
		told = d[:manyHeadlines]
	}
	for i, f := range told {
		if i == 0 || f.Rule != told[i-1].Rule || messageOf(f) != messageOf(told[i-1]) || f.Level != told[i-1].Level {
			fp.headline(f.Level, Visible(messageOf(f)), fp.rules.of(*f))
		}
	}
	if more := len(d) - len(told); more > 0 {
		fp.printf("%s %d more findings at this place; --all shows them\n", fp.style.frame.Sprint("="), more)
	}
	indent := fp.excerpts(d)
	for _, f := range told {
		for _, following := range fp.following.of(*f, fp.findings) {
			fp.remark(indent, "so", following)
		}
	}
	for _, f := range told {
		fp.advice(*f, fp.rules.of(*f), indent)
	}
	fp.WriteString("\n")
}

// excerpts writes the places of a diagnostic and the text there, and returns the
// indent of what stands below them.
func (fp findingPrinter) excerpts(d diagnostic) (indent string) {
	title := label(fp.rules.of(*d[0]))
	if slices.ContainsFunc(d, func(f *finding.Finding) bool { return f.Rule != d[0].Rule }) {
		title = ""
	}
	all := snippets(d.whole(), title, fp.style.level(d[0].Level))
	gutter := 1
	for _, s := range all {
		for n := range s.lines {
			gutter = max(gutter, len(strconv.Itoa(n)))
		}
	}
	room := unwrapped
	if fp.width > 0 {
		room = max(fp.width-gutter-3, 10)
	}
	indent = strings.Repeat(" ", gutter)
	for i, s := range all {
		arrow := ":::"
		if i == 0 {
			arrow = "-->"
		}
		if where := textPlace(s.at); where != "" {
			fp.printf("%s%s %s\n", indent, fp.style.frame.Sprint(arrow), where)
		}
		if page := fp.objects.page(s.at); page != "" {
			fp.printf("%s    %s\n", indent, Visible(page))
		}
		s.draw(&fp.Builder, fp.style, gutter, room)
	}
	if len(all[0].lines) > 0 {
		fp.printf("%s %s\n", indent, fp.style.frame.Sprint("|"))
	}
	return indent
}

// advice says what to do about a finding, and where to read on: each paragraph and
// each page once in a report.
func (fp findingPrinter) advice(f finding.Finding, rule RuleInfo, indent string) {
	if help := sentence(rule.help(f)); fp.untold(help) {
		fp.remark(indent, "help", help)
	}
	if f.Fix != nil {
		fp.remark(indent, "fix", fixWords(*f.Fix))
	}
	if !fp.style.links && fp.untold(rule.URL) {
		fp.remark(indent, "docs", rule.URL)
	}
}

// textPlace writes a location as editors and terminals recognise it.
func textPlace(at finding.Location) string {
	if at.Object != "" {
		return Visible(at.Object)
	}
	file := Visible(at.File)
	if at.StartLine < 1 {
		return file
	}
	return fmt.Sprintf("%s:%d:%d", file, at.StartLine, at.StartColumn)
}

// label says in a few words what is wrong, to stand below the text.
func label(rule RuleInfo) string {
	first, n := utf8.DecodeRuneInString(rule.Title)
	second, _ := utf8.DecodeRuneInString(rule.Title[n:])
	if unicode.IsUpper(first) && !unicode.IsUpper(second) {
		return string(unicode.ToLower(first)) + rule.Title[n:]
	}
	return rule.Title
}

// sentence is the first sentence of a text, on one line.
func sentence(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n\n")
	words := strings.Fields(s)
	for i, w := range words[:max(len(words)-1, 0)] {
		next, _ := utf8.DecodeRuneInString(words[i+1])
		if strings.HasSuffix(w, ".") && (unicode.IsUpper(next) || next == '`') {
			words = words[:i+1]
			break
		}
	}
	return strings.Join(words, " ")
}

// mark underlines a part of a line.
type mark struct {
	line     int
	from, to int // code points, counted from 0
	label    string
	// ink is the colour of the finding itself; nil marks a related place.
	ink *color.Color
}

// snippet is what is shown of one file: lines, and what is marked in them.
type snippet struct {
	at    finding.Location
	lines map[int]string
	cuts  map[int]finding.Cut
	masks map[int][]finding.Mask
	marks []mark
}

func newSnippet(at finding.Location) snippet {
	return snippet{at: at, lines: map[int]string{}, cuts: map[int]finding.Cut{}, masks: map[int][]finding.Mask{}}
}

// snippets gathers the place of a finding and the places related to it, one
// snippet for each file, that of the finding first.
func snippets(f finding.Finding, label string, ink *color.Color) []snippet {
	all := []snippet{newSnippet(f.Location)}
	all[0].add(f.Location, f.Excerpt, 1, mark{label: label, ink: ink})
	for _, r := range f.Related {
		if r.Location.StartLine < 1 {
			continue
		}
		i := slices.IndexFunc(all, func(s snippet) bool { return s.at.File == r.Location.File })
		if i < 0 {
			all = append(all, newSnippet(r.Location))
			i = len(all) - 1
		}
		all[i].add(r.Location, r.Excerpt, 0, mark{label: r.Message})
	}
	return all
}

// add takes the line at which a location begins, with context lines before and
// after it unless they are blank, and marks the location, to the end of that line at most.
func (s *snippet) add(at finding.Location, e finding.Excerpt, context int, m mark) {
	for i, text := range e.Lines {
		n := e.FirstLine + i
		if n == at.StartLine || n >= at.StartLine-context && n <= at.StartLine+context && strings.TrimSpace(text) != "" {
			if _, ok := s.lines[n]; ok && s.cuts[n] != e.Cut(i) {
				continue // another part of the same long line: the first place has it
			}
			s.lines[n], s.cuts[n], s.masks[n] = text, e.Cut(i), e.Masked(i)
		}
	}
	if _, ok := s.lines[at.StartLine]; !ok {
		return
	}
	m.line = at.StartLine
	m.from, m.to = s.shown(m.line, at.StartColumn-1, false), s.shown(m.line, at.EndColumn-1, true)
	if at.EndLine > at.StartLine {
		m.to = s.cuts[m.line].Points + len(strings.TrimRight(s.lines[m.line], " \t")) // in bytes, so never too little
	}
	s.marks = append(s.marks, m)
}

// shown returns where on a line, as it is shown, a code point of it stands; the part
// of a long line that is cut off counts as it is written.
func (s *snippet) shown(line, point int, atEnd bool) int {
	cut := s.cuts[line].Points
	return max(cut+finding.Shown(s.masks[line], max(point, 0)-cut, atEnd), 0)
}

// draw writes a snippet with its line numbers in a gutter of the given width.
func (s snippet) draw(b *strings.Builder, style styles, gutter, room int) {
	if len(s.lines) == 0 {
		return
	}
	empty := strings.Repeat(" ", gutter) + style.frame.Sprint(" |")
	b.WriteString(empty + "\n")
	last := 0
	for _, n := range slices.Sorted(maps.Keys(s.lines)) {
		if last > 0 && n > last+1 {
			b.WriteString(style.frame.Sprint("...") + "\n")
		}
		last = n
		s.drawLine(b, style, fmt.Sprintf("%*d |", gutter, n), empty, n, room)
	}
}

func (s snippet) drawLine(b *strings.Builder, style styles, number, empty string, n, room int) {
	var marks []mark
	for _, m := range s.marks {
		if m.line == n {
			marks = append(marks, m)
		}
	}
	from, to := 0, 0
	if len(marks) > 0 {
		from, to = marks[0].from, marks[0].to
	}
	v := show(s.lines[n], s.cuts[n], from, to, room)
	b.WriteString(style.frame.Sprint(number))
	if v.text != "" {
		b.WriteString(" " + v.text)
	}
	b.WriteString("\n")
	for _, m := range marks {
		m.draw(b, style, empty, v, room)
	}
}

// draw writes a mark below its line, the label behind it or, where there is no
// room, on a line of its own.
func (m mark) draw(b *strings.Builder, style styles, empty string, v view, room int) {
	sign, ink := "-", style.frame
	if m.ink != nil {
		sign, ink = "^", m.ink
	}
	column, width := v.span(m.from, m.to)
	label := Visible(m.label)
	b.WriteString(empty + " " + strings.Repeat(" ", column))
	b.WriteString(ink.Sprint(strings.Repeat(sign, width)))
	b.WriteString(m.place(label, ink, empty, column, width, room) + "\n")
}

func (m mark) place(label string, ink *color.Color, empty string, column, width, room int) string {
	long := displaywidth.String(label)
	switch {
	case label == "":
		return ""
	case column+width+1+long <= room:
		return " " + ink.Sprint(label)
	}
	var b strings.Builder
	for _, line := range Wrap(label, room) {
		b.WriteString("\n" + empty + " " + strings.Repeat(" ", max(min(column, room-long), 0)) + ink.Sprint(line))
	}
	return b.String()
}
