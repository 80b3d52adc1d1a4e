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
	c := v.scene(sighting{who: s.Identity(), text: s.Source()})
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
	c.sight()
}

// judge finds the outcome of one rule, in this order: not applicable where the
// rule does not apply or is moot, unknown where a facet is unseen, fail where it
// found something, unknown where a facet was seen only in part or the rule cannot
// decide, else pass.
func (c *scene) judge(ctx context.Context, rule *compiled) error {
	mark, unseen := c.unseen(rule)
	hidden := unseen && !mark.Partly
	concerned, err := c.concerned(ctx, rule, !hidden || c.mootReadable(rule))
	switch {
	case err != nil:
		return err
	case !concerned:
		c.count(rule, finding.NotApplicable)
		return nil
	case hidden:
		return c.addUnseen(ctx, rule, mark)
	}
	found, err := c.answers.Findings(ctx, rule.Rule)
	switch {
	case err != nil:
		return err
	case len(found) > 0:
		return c.addFailures(ctx, rule, found)
	case unseen:
		return c.addUnseen(ctx, rule, mark)
	}
	undecided, err := c.answers.Undecided(ctx, rule.Rule)
	switch {
	case err != nil:
		return err
	case len(undecided) > 0:
		return c.addUndecided(ctx, rule, undecided)
	}
	c.count(rule, finding.Pass)
	return nil
}

// concerned says whether the rule applies and is not moot. Whether it is moot can be
// asked only where what that reads was seen.
func (c *scene) concerned(ctx context.Context, rule *compiled, mootReadable bool) (bool, error) {
	applies, err := c.answers.Applies(ctx, rule.Rule)
	if err == nil && !applies {
		applies, err = c.mayApply(ctx, rule)
	}
	if err != nil || !applies || !mootReadable {
		return applies, err
	}
	moot, err := c.answers.Moot(ctx, rule.Rule)
	return !moot, err
}

// mayApply says whether a rule applies to anything that a subject may turn out to
// be which could not be read: nothing excuses it then.
func (c *scene) mayApply(ctx context.Context, rule *compiled) (bool, error) {
	guesses := c.subject.Guesses()
	if len(guesses) == 0 {
		return false, nil
	}
	session := c.evaluator.session
	defer func() { c.answers = session.Ask(c.subject) }()
	for _, guess := range guesses {
		if applies, err := session.Ask(guess).Applies(ctx, rule.Rule); applies || err != nil {
			return applies, err
		}
	}
	return false, nil
}

func (c *scene) fail(rule *compiled, err error) {
	c.count(rule, finding.Unknown)
	v := c.evaluator
	v.result.Errors = append(v.result.Errors, &RuleError{Rule: rule.ID, File: c.text.File, Subject: c.who.Name, Err: err})
}

// addFailures adds what a rule found.
func (c *scene) addFailures(ctx context.Context, rule *compiled, findings []rego.Found) error {
	for _, found := range findings {
		text, at := c.place(found.Path)
		f := c.finding(rule, text, at, found.Message)
		c.surround(&f, text, at)
		c.addRelated(&f, found.Also)
		if err := c.add(ctx, rule, f); err != nil {
			return err
		}
	}
	return nil
}

// addUndecided adds what a rule could not decide although all was seen.
func (c *scene) addUndecided(ctx context.Context, rule *compiled, undecided []rego.Found) error {
	for _, one := range undecided {
		text, at := c.place(one.Path)
		if err := c.leave(ctx, rule, gateway.Scrub(at.Pointer), location(text, at.Range), gateway.Scrub(one.Message)); err != nil {
			return err
		}
	}
	return nil
}

// addUnseen adds that something could not be seen.
func (c *scene) addUnseen(ctx context.Context, rule *compiled, mark gateway.Mark) error {
	at := c.anchor(mark)
	return c.leave(ctx, rule, at.pointer, at.location, mark.Reason)
}

// leave adds that a rule could not decide, and why.
func (c *scene) leave(ctx context.Context, rule *compiled, pointer string, at finding.Location, reason string) error {
	level, err := c.counted(ctx, rule, finding.Unknown)
	if err == nil && level != finding.Off {
		c.evaluator.found.open.add(open{rule, c.person, pointer, at, c.words(reason), level})
	}
	return err
}

// add keeps a failure, unless it is off.
func (c *scene) add(ctx context.Context, rule *compiled, f finding.Finding) error {
	level, err := c.counted(ctx, rule, finding.Fail)
	if err == nil && level != finding.Off {
		f.Level = level
		c.evaluator.found.found.add(f)
	}
	return err
}

// counted asks the policy for the level of an outcome, and counts it.
func (c *scene) counted(ctx context.Context, rule *compiled, outcome finding.Outcome) (finding.Level, error) {
	level, err := c.evaluator.level(ctx, rule, c, outcome)
	if err != nil {
		return "", err
	}
	if level == finding.Off {
		outcome = off
	}
	c.count(rule, outcome)
	return level, nil
}

// words puts the subject's kind and name into a message.
func (c *scene) words(message string) string {
	return strings.ReplaceAll(message, "{subject}", c.person.shown)
}
