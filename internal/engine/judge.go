package engine

import (
	"context"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
)

// Judge applies every rule of scope subject to a subject. A rule that cannot be
// evaluated becomes an error of the result; the others are applied all the
// same.
func (v *Evaluator) Judge(ctx context.Context, s *gateway.Subject) {
	c := v.evaluate(keptSubject{who: s.Identity(), text: s.Source()})
	c.subject, c.answers = s, v.session.Ask(s)
	for i := range v.engine.rules {
		rule := &v.engine.rules[i]
		if !slices.Contains(rule.Kinds, s.Kind) {
			c.count(rule, finding.NotApplicable)
			continue
		}
		if err := c.judge(ctx, rule); err != nil {
			c.fail(rule, err)
		}
	}
	c.keepForWorkspaceRules()
}

// judge finds the outcome of one rule, in this order: not applicable where the
// rule does not apply or is moot, unknown where a facet is unseen, fail where it
// found something, unknown where a facet was seen only in part or the rule cannot
// decide, else pass.
func (e *evaluation) judge(ctx context.Context, rule *compiled) error {
	mark, unseen := e.unseen(rule)
	hidden := unseen && !mark.Partly
	concerned, err := e.concerned(ctx, rule, !hidden || e.mootReadable(rule))
	switch {
	case err != nil:
		return err
	case !concerned:
		e.count(rule, finding.NotApplicable)
		return nil
	case hidden:
		return e.addUnseen(ctx, rule, mark)
	}
	found, err := e.answers.Findings(ctx, rule.Rule)
	switch {
	case err != nil:
		return err
	case len(found) > 0:
		return e.addFailures(ctx, rule, found)
	case unseen:
		return e.addUnseen(ctx, rule, mark)
	}
	undecided, err := e.answers.Undecided(ctx, rule.Rule)
	switch {
	case err != nil:
		return err
	case len(undecided) > 0:
		return e.addUndecided(ctx, rule, undecided)
	}
	e.count(rule, finding.Pass)
	return nil
}

// concerned says whether the rule applies and is not moot. Whether it is moot can be
// asked only where what that reads was seen.
func (e *evaluation) concerned(ctx context.Context, rule *compiled, mootReadable bool) (bool, error) {
	applies, err := e.answers.Applies(ctx, rule.Rule)
	if err == nil && !applies {
		applies, err = e.mayApply(ctx, rule)
	}
	if err != nil || !applies || !mootReadable {
		return applies, err
	}
	moot, err := e.answers.Moot(ctx, rule.Rule)
	return !moot, err
}

// mayApply says whether a rule applies to anything that a subject may turn out to
// be which could not be read: nothing excuses it then.
func (e *evaluation) mayApply(ctx context.Context, rule *compiled) (bool, error) {
	guesses := e.subject.Guesses()
	if len(guesses) == 0 {
		return false, nil
	}
	session := e.evaluator.session
	defer func() { e.answers = session.Ask(e.subject) }()
	for _, guess := range guesses {
		if applies, err := session.Ask(guess).Applies(ctx, rule.Rule); applies || err != nil {
			return applies, err
		}
	}
	return false, nil
}

func (e *evaluation) fail(rule *compiled, err error) {
	e.count(rule, finding.Unknown)
	v := e.evaluator
	v.result.Errors = append(v.result.Errors, &RuleError{Rule: rule.ID, File: e.text.File, Subject: e.who.Name, Err: err})
}

// addFailures adds what a rule found.
func (e *evaluation) addFailures(ctx context.Context, rule *compiled, findings []rego.Found) error {
	for _, found := range findings {
		text, at := e.place(found.Path)
		f := e.finding(rule, text, at, found.Message)
		e.addBlock(&f, text, at)
		e.addRelated(&f, found.Also)
		if err := e.add(ctx, rule, f); err != nil {
			return err
		}
	}
	return nil
}

// addUndecided adds what a rule could not decide although all was seen.
func (e *evaluation) addUndecided(ctx context.Context, rule *compiled, undecided []rego.Found) error {
	for _, one := range undecided {
		text, at := e.place(one.Path)
		if err := e.addUnknown(ctx, rule, gateway.Scrub(at.Pointer), location(text, at.Range), gateway.Scrub(one.Message)); err != nil {
			return err
		}
	}
	return nil
}

// addUnseen adds that something could not be seen.
func (e *evaluation) addUnseen(ctx context.Context, rule *compiled, mark gateway.Mark) error {
	at := e.unseenPlace(mark)
	return e.addUnknown(ctx, rule, at.pointer, at.location, mark.Reason)
}

// addUnknown adds that a rule could not decide, and why.
func (e *evaluation) addUnknown(ctx context.Context, rule *compiled, pointer string, at finding.Location, reason string) error {
	level, err := e.levelOf(ctx, rule, finding.Unknown)
	if err == nil && level != finding.Off {
		e.evaluator.found.open.add(undecided{rule, e.subjectName, pointer, at, e.words(reason), level})
	}
	return err
}

// add keeps a failure, unless it is off.
func (e *evaluation) add(ctx context.Context, rule *compiled, f finding.Finding) error {
	level, err := e.levelOf(ctx, rule, finding.Fail)
	if err == nil && level != finding.Off {
		f.Level = level
		e.evaluator.found.found.add(f)
	}
	return err
}

// levelOf asks the policy for the level of an outcome, and counts it.
func (e *evaluation) levelOf(ctx context.Context, rule *compiled, outcome finding.Outcome) (finding.Level, error) {
	level, err := e.evaluator.level(ctx, rule, e, outcome)
	if err != nil {
		return "", err
	}
	if level == finding.Off {
		outcome = off
	}
	e.count(rule, outcome)
	return level, nil
}

// words puts the subject's kind and name into a message.
func (e *evaluation) words(message string) string {
	return strings.ReplaceAll(message, "{subject}", e.subjectName.shown)
}
