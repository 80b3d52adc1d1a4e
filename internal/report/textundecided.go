package report

import (
	"cmp"
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
	if t.Workspace != nil && !t.Verbose {
		t.unseenOfMany()
		return
	}
	groups := t.groups()
	if len(groups) == 0 {
		return
	}
	const few = 3
	t.heading("Not decided", t.Summary.Unknown)
	for _, g := range groups {
		t.unseen(g.rules, g.reason)
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
func (t *text) unseen(rules []RuleInfo, reason string) {
	if len(rules) == 1 {
		rule := rules[0]
		id := t.style.link(rule.URL, Visible(rule.ID))
		t.item(t.style.note.Sprint("unknown["+id+"]:"), rule.Name+": "+reason, len(rule.ID)+10)
		return
	}
	var ids []string
	for _, rule := range rules {
		ids = append(ids, rule.ID)
	}
	t.item(t.style.note.Sprint("unknown:"), reason+" ("+strings.Join(ids, ", ")+")", len("unknown:"))
}

// groups gathers unknown findings by rule and reason, then by reason and
// subjects.
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
	return join(single)
}

// join joins the groups that have the reason and the subjects in common.
func join(single []group) []group {
	var joined []group
	index := map[string][]int{} // by reason
	for _, g := range single {
		same := index[g.reason]
		i := slices.IndexFunc(same, func(i int) bool { return g.alike(joined[i]) })
		if i < 0 {
			index[g.reason] = append(same, len(joined))
			joined = append(joined, g)
			continue
		}
		joined[same[i]].rules = append(joined[same[i]].rules, g.rules...)
	}
	for _, g := range joined {
		slices.SortFunc(g.rules, compareRules)
	}
	return joined
}

func compareRules(a, b RuleInfo) int { return cmp.Compare(a.ID, b.ID) }

// alike says whether two groups have the reason and the subjects in common.
func (g group) alike(other group) bool {
	return g.reason == other.reason && slices.EqualFunc(g.findings, other.findings, func(a, b finding.Finding) bool {
		return a.Subject == b.Subject && a.Location.File == b.Location.File
	})
}
