package engine

import (
	"context"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// Judge applies every rule of scope subject to a subject. A rule that cannot be
// evaluated becomes an error of the result; the others are applied all the
// same.
func (v *Evaluator) Judge(ctx context.Context, s *gateway.Subject) {
	v.look(s)
	c := v.scene(sighting{who: s.Identity(), text: s.Source()})
	c.subject = s
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

func (c *scene) fail(rule *compiled, err error) {
	c.count(rule, finding.Unknown)
	v := c.evaluator
	v.result.Errors = append(v.result.Errors, &RuleError{Rule: rule.ID, File: c.text.File, Subject: c.who.Name, Err: err})
}

// judge finds the outcome of one rule. What was seen of a facet that could be
// seen only in part is judged; a facet that could not be seen at all makes the
// outcome unknown before the findings are read.
func (c *scene) judge(ctx context.Context, rule *compiled) error {
	mark, unseen := c.unseen(rule)
	concerned, err := c.concerned(ctx, rule, !unseen || mark.Partly || c.sees(rule))
	switch {
	case err != nil:
		return err
	case !concerned:
		c.count(rule, finding.NotApplicable)
		return nil
	case unseen && !mark.Partly:
		return c.unmarked(ctx, rule, mark)
	}
	found := c.evaluator.ask(ctx, rule.findings)
	switch {
	case found.err != nil:
		return found.err
	case len(found.findings) > 0:
		return c.failed(ctx, rule, found.findings)
	case unseen:
		return c.unmarked(ctx, rule, mark)
	default:
		return c.decided(ctx, rule)
	}
}

// concerned says whether the rule has anything to judge. Whether it is moot can be
// asked only where what that reads was seen.
func (c *scene) concerned(ctx context.Context, rule *compiled, seen bool) (bool, error) {
	applies, err := c.evaluator.holds(ctx, rule.applies, true)
	if err == nil && !applies {
		applies, err = c.mayApply(ctx, rule)
	}
	if err != nil || !applies || !seen {
		return applies, err
	}
	moot, err := c.evaluator.holds(ctx, rule.moot, false)
	return !moot, err
}

// mayApply says whether a rule applies to anything that a subject may turn out to
// be which could not be read: nothing excuses it then.
func (c *scene) mayApply(ctx context.Context, rule *compiled) (bool, error) {
	guesses := c.subject.Guesses()
	if len(guesses) == 0 {
		return false, nil
	}
	defer c.evaluator.look(c.subject)
	for _, guess := range guesses {
		c.evaluator.look(guess)
		if applies, err := c.evaluator.holds(ctx, rule.applies, true); applies || err != nil {
			return applies, err
		}
	}
	return false, nil
}

// decided counts a pass, unless the rule says that it could not decide.
func (c *scene) decided(ctx context.Context, rule *compiled) error {
	if rule.undecided == nil {
		c.count(rule, finding.Pass)
		return nil
	}
	open := c.evaluator.ask(ctx, rule.undecided)
	if open.err != nil {
		return open.err
	}
	for _, raw := range open.findings {
		text, at := c.place(raw.path)
		if err := c.leave(ctx, rule, gateway.Scrub(at.Pointer), location(text, at.Range), gateway.Scrub(raw.message)); err != nil {
			return err
		}
	}
	if len(open.findings) == 0 {
		c.count(rule, finding.Pass)
	}
	return nil
}

// failed adds what a rule found.
func (c *scene) failed(ctx context.Context, rule *compiled, findings []raw) error {
	for _, raw := range findings {
		text, at := c.place(raw.path)
		f := c.finding(rule, text, at, raw.message)
		c.surround(&f, text, at)
		c.also(&f, raw.also)
		if err := c.add(ctx, rule, f); err != nil {
			return err
		}
	}
	return nil
}

// unmarked adds that something could not be seen.
func (c *scene) unmarked(ctx context.Context, rule *compiled, mark gateway.Mark) error {
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

// lowerFirst lets a title go on a sentence; PII stays PII.
func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
