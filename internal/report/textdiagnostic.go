package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
)

// diagnostic writes one finding: what, where, the text, and what to do.
func (t *text) diagnostic(f finding.Finding) {
	rule := t.rule(f)
	ink := t.style.level(f.Level)
	all := snippets(f, label(rule), ink)
	gutter := 1
	for _, s := range all {
		for n := range s.lines {
			gutter = max(gutter, len(strconv.Itoa(n)))
		}
	}
	id := t.style.link(rule.URL, Visible(f.Rule))
	t.printf("%s %s\n", ink.Sprint(string(f.Level)+"["+id+"]:"), t.style.strong.Sprint(Visible(f.Message)))
	indent := strings.Repeat(" ", gutter)
	for i, s := range all {
		arrow := ":::"
		if i == 0 {
			arrow = "-->"
		}
		if where := t.place(s.at); where != "" {
			t.printf("%s%s %s\n", indent, t.style.frame.Sprint(arrow), where)
		}
		s.draw(&t.Builder, t.style, gutter, max(t.width-gutter-3, 20))
	}
	if len(all[0].lines) > 0 {
		t.printf("%s %s\n", indent, t.style.frame.Sprint("|"))
	}
	t.advice(f, rule, indent)
	t.WriteString("\n")
}

func (t *text) advice(f finding.Finding, rule RuleInfo, indent string) {
	t.remark(indent, "help", sentence(rule.Remediation))
	if f.Fix != nil {
		t.remark(indent, "fix", fmt.Sprintf("%s (%s)", f.Fix.Description, f.Fix.Safety))
	}
	if !t.style.links {
		t.remark(indent, "docs", rule.URL)
	}
}

func (t *text) remark(indent, word, said string) {
	if said == "" {
		return
	}
	lines := wrap(Visible(said), t.width-len(indent)-len(word)-5)
	t.printf("%s %s %s: %s\n", indent, t.style.frame.Sprint("="), t.style.strong.Sprint(word), lines[0])
	for _, line := range lines[1:] {
		t.printf("%s   %s  %s\n", indent, strings.Repeat(" ", len(word)), line)
	}
}

// place writes a location as editors and terminals recognise it.
func (t *text) place(at finding.Location) string {
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
