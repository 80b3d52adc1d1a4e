package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// group is what could not be decided for one reason about the same subjects.
type group struct {
	rules    []RuleInfo
	reason   string
	findings []finding.Finding // those of the first rule
}

// undecided lists what could not be decided, by reason: a reader needs to know
// what was not seen, not to read it once for each rule and endpoint.
func (t *text) undecided() {
	groups := t.groups()
	if len(groups) == 0 {
		return
	}
	const few = 3
	t.heading("Not decided", t.Summary.Unknown)
	for _, g := range groups {
		t.unseen(g)
		for i, f := range g.findings {
			if i == few && len(g.findings) > few+1 && !t.Verbose {
				t.printf("    and %d more; -v shows them\n", len(g.findings)-few)
				break
			}
			t.printf("    --> %s\n", t.about(f))
		}
	}
	t.WriteString("\n")
}

// unseen says of one rule, or of several, why it could not decide.
func (t *text) unseen(g group) {
	if len(g.rules) == 1 {
		rule := g.rules[0]
		id := t.style.link(rule.URL, Visible(rule.ID))
		t.item(t.style.note.Sprint("unknown["+id+"]:"), rule.Name+": "+g.reason, len(rule.ID)+10)
		return
	}
	var ids []string
	for _, rule := range g.rules {
		ids = append(ids, rule.ID)
	}
	t.item(t.style.note.Sprint("unknown:"), g.reason+" ("+strings.Join(ids, ", ")+")", len("unknown:"))
}

// groups gathers unknown findings by rule and reason, then joins the groups
// that have the reason and the subjects in common.
func (t *text) groups() []group {
	type key struct{ rule, reason string }
	index := map[key]int{}
	var single []group
	for _, f := range t.Findings {
		if f.Outcome != finding.Unknown {
			continue
		}
		k := key{f.Rule, f.Reason}
		i, ok := index[k]
		if !ok {
			i = len(single)
			index[k] = i
			single = append(single, group{rules: []RuleInfo{t.rule(f)}, reason: f.Reason})
		}
		single[i].findings = append(single[i].findings, f)
	}
	var joined []group
	for _, g := range single {
		i := slices.IndexFunc(joined, g.alike)
		if i < 0 {
			joined = append(joined, g)
			continue
		}
		joined[i].rules = append(joined[i].rules, g.rules...)
	}
	for _, g := range joined {
		slices.SortFunc(g.rules, func(a, b RuleInfo) int { return cmp.Compare(a.ID, b.ID) })
	}
	return joined
}

// alike says whether two groups have the reason and the subjects in common.
func (g group) alike(other group) bool {
	return g.reason == other.reason && slices.EqualFunc(g.findings, other.findings, func(a, b finding.Finding) bool {
		return a.Subject == b.Subject && a.Location.File == b.Location.File
	})
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
