package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// cause is a reason, or reasons that differ in names only, and all that could
// not be decided for it. A workspace has thousands of subjects, and what one of
// its answers refuses it refuses for most of them.
type cause struct {
	rules    []RuleInfo
	subjects []finding.Subject
	// reason is one of them, kind is what they have in common.
	reason, kind string
	several      bool
	findings     int
}

// unseenOfMany lists what could not be decided in a workspace: each cause once,
// that of the most first, with the first of its subjects.
func (t *text) unseenOfMany() {
	causes := t.causes()
	if len(causes) == 0 {
		return
	}
	t.heading("Not decided", t.Summary.Unknown)
	for _, c := range causes {
		reason := c.reason
		if c.several {
			reason = c.kind
		}
		t.unseen(c.rules, reason)
		t.below("    ", c.about())
	}
	t.WriteString("\n")
}

func (t *text) causes() []*cause {
	var all []*cause
	index := map[string]*cause{}
	ruled, met := map[string]bool{}, map[string]bool{}
	for _, f := range t.Findings {
		if f.Outcome != finding.Unknown {
			continue
		}
		kind := common(f.Reason, f.Subject.Name)
		c := index[kind]
		if c == nil {
			c = &cause{reason: f.Reason, kind: kind}
			index[kind] = c
			all = append(all, c)
		}
		c.findings++
		c.several = c.several || c.reason != f.Reason
		if key := kind + "\x00" + f.Rule; !ruled[key] {
			ruled[key] = true
			c.rules = append(c.rules, t.rule(f))
		}
		if key := kind + "\x00" + f.Subject.Kind + "\x00" + f.Subject.Name; !met[key] {
			met[key] = true
			c.subjects = append(c.subjects, f.Subject)
		}
	}
	for _, c := range all {
		slices.SortFunc(c.rules, compareRules)
		slices.SortFunc(c.subjects, func(a, b finding.Subject) int {
			return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
		})
	}
	slices.SortStableFunc(all, func(a, b *cause) int { return cmp.Compare(b.findings, a.findings) })
	return all
}

// about names the subjects, or the first of many.
func (c *cause) about() string {
	const few = 4
	var names []string
	for _, s := range c.subjects {
		names = append(names, subject(s.Kind, s.Name))
		if len(names) == few {
			break
		}
	}
	if len(c.subjects) <= few {
		return strings.Join(names, ", ")
	}
	names = names[:few-1]
	return fmt.Sprintf("%d subjects: %s and %d more; -v shows them", len(c.subjects), strings.Join(names, ", "), len(c.subjects)-len(names))
}

// below writes a text that goes on below itself when it is long. Its names are
// visible already.
func (t *text) below(indent, said string) {
	for _, line := range wrap(said, t.width-len(indent)) {
		t.printf("%s%s\n", indent, line)
	}
}
