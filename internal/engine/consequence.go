package engine

import (
	"context"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
)

// failure is what a rule found on the subject at hand, while it is not known yet
// whether it follows from something else that was found.
type failure struct {
	rule    *compiledRule
	path    []string // in the model
	finding *finding.Finding
}

// maxCauses is of how many faults of one subject it is asked what follows from them.
// Each is asked about with all rules that failed, so that a file of thousands of
// faults would take its square. What follows from the others stands for itself.
const maxCauses = 20

// inText says whether a failure is about the text: it may be a cause, and is nobody's
// consequence.
func (f failure) inText() bool { return len(f.path) > 0 && f.path[0] == "text" }

// isOpen says whether a failure may still turn out to follow from another.
func (f failure) isOpen() bool { return f.finding.Tie == nil && !f.inText() }

// follow says that a finding follows from another.
func follow(consequence, cause *finding.Finding) {
	if cause.Tie == nil {
		cause.Tie = &finding.Tie{}
	}
	consequence.Tie, consequence.Follows = cause.Tie, true
}

// again judges a mended subject by the rules that failed before.
type again struct {
	answers *rego.Answers
	subject *gateway.Subject
	found   map[*compiledRule]paths // by rules that were asked
}

// paths are where a rule found something.
type paths struct {
	all   map[string]bool
	whole bool // something is found that is in no element of a list
	asked bool // false where the rule could not be asked
}

// holds says whether a rule finds in the mended subject what it found before: at the
// same path, or both times in no element of a list. Where the rule cannot be asked, it
// does.
func (a again) holds(ctx context.Context, f failure) bool {
	found, ok := a.found[f.rule]
	if !ok {
		found = a.ask(ctx, f.rule)
		a.found[f.rule] = found
	}
	return !found.asked || found.all[strings.Join(f.path, "/")] || found.whole && !gateway.InList(f.path)
}

// ask asks a rule where it finds something: nowhere where it is unknown, does not apply
// or is moot.
func (a again) ask(ctx context.Context, rule *compiledRule) paths {
	where := paths{asked: true}
	if unseen, ok := a.subject.Unseen(rule.Requires...); ok && !unseen.Partial {
		return where
	}
	if applies, err := a.answers.Applies(ctx, rule.Rule); err != nil || !applies {
		return paths{asked: err == nil}
	}
	if moot, err := a.answers.Moot(ctx, rule.Rule); err != nil || moot {
		return paths{asked: err == nil}
	}
	found, err := a.answers.Findings(ctx, rule.Rule)
	if err != nil {
		return paths{}
	}
	where.all = make(map[string]bool, len(found))
	for _, one := range found {
		where.all[strings.Join(one.Path, "/")] = true
		where.whole = where.whole || !gateway.InList(one.Path)
	}
	return where
}
