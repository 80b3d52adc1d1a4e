package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// remembered bounds how many verdicts an evaluator keeps of one rule. Beyond
// it the memory starts anew, so that a run over any number of subjects needs no
// more.
const remembered = 4096

// Evaluator judges subjects one after the other and remembers verdicts. It is
// not safe for concurrent use: give each goroutine its own, and merge them.
type Evaluator struct {
	engine   *Engine
	verdicts []map[string]verdict
	levels   map[decision]finding.Level
	shown    [][]byte // the projections of the subject at hand, by rule
	result   Result
	pending  []sighting
	hashed   *source.Text // the text that lines belongs to
	lines    []string     // hashes of the lines of the text at hand
}

// Result is what came of judging subjects.
type Result struct {
	Findings []finding.Finding
	Errors   []error
	Tally    Tally
}

// Evaluator returns a new evaluator.
func (e *Engine) Evaluator() *Evaluator {
	v := &Evaluator{
		engine:   e,
		verdicts: make([]map[string]verdict, len(e.rules)),
		levels:   map[decision]finding.Level{},
		shown:    make([][]byte, len(e.rules)),
		result:   Result{Tally: Tally{}},
	}
	for i := range v.verdicts {
		v.verdicts[i] = map[string]verdict{}
	}
	return v
}

// Judge applies every rule of scope subject to a subject. A rule that cannot be
// evaluated becomes an error of the result; the others are applied all the
// same.
func (v *Evaluator) Judge(ctx context.Context, s *gateway.Subject) {
	scene := scene{evaluator: v, subject: s}
	for i := range v.engine.rules {
		rule := &v.engine.rules[i]
		if rule.same == i {
			v.shown[i] = rule.projection.append(v.shown[i][:0], s)
		}
		if !slices.Contains(rule.Kinds, s.Kind) {
			v.count(rule, s, finding.NotApplicable)
			continue
		}
		verdict := v.verdict(ctx, i, v.shown[rule.same])
		if verdict.err != nil {
			v.fail(rule, s, verdict.err)
			continue
		}
		scene.judge(ctx, rule, verdict)
	}
	v.sight(s)
}

// verdict evaluates a rule on what it is shown, once.
func (v *Evaluator) verdict(ctx context.Context, i int, shown []byte) verdict {
	known, ok := v.verdicts[i][string(shown)]
	if ok {
		return known
	}
	if len(v.verdicts[i]) >= remembered {
		clear(v.verdicts[i])
	}
	found := v.engine.evaluate(ctx, &v.engine.rules[i], shown)
	v.verdicts[i][string(shown)] = found
	return found
}

func (v *Evaluator) fail(rule *compiled, s *gateway.Subject, err error) {
	v.count(rule, s, finding.Unknown)
	v.result.Errors = append(v.result.Errors, &RuleError{Rule: rule.ID, File: s.Source().File, Subject: s.Name, Err: err})
}

// RuleError says that a rule could not be evaluated on a subject.
type RuleError struct {
	Rule, File, Subject string
	Err                 error
}

func (e *RuleError) Error() string {
	return fmt.Sprintf("rule %s cannot be evaluated on '%s': %v", e.Rule, e.Subject, e.Err)
}

func (e *RuleError) Unwrap() error { return e.Err }

// scene is one subject before its rules.
type scene struct {
	evaluator *Evaluator
	subject   *gateway.Subject
}

// judge turns a verdict into an outcome. What was seen of a facet that could be
// seen only in part is judged; a facet that could not be seen at all makes the
// outcome unknown before the findings are read.
func (c *scene) judge(ctx context.Context, rule *compiled, verdict verdict) {
	if !verdict.applies {
		c.evaluator.count(rule, c.subject, finding.NotApplicable)
		return
	}
	for _, facet := range rule.Requires {
		mark, unseen := c.subject.Unseen(facet)
		if unseen && (!mark.Partly || len(verdict.findings) == 0) {
			at := c.subject.Place(strings.Split(mark.Facet, "."))
			c.add(ctx, rule, c.undecided(rule, at, mark))
			return
		}
	}
	if len(verdict.findings) == 0 {
		c.evaluator.count(rule, c.subject, finding.Pass)
		return
	}
	for _, raw := range verdict.findings {
		at := c.subject.Place(raw.path)
		f := c.finding(rule, at)
		f.Outcome = finding.Fail
		f.Message = c.words(raw.message)
		c.surround(&f, at)
		c.add(ctx, rule, f)
	}
}

// undecided is the finding that something could not be seen.
func (c *scene) undecided(rule *compiled, at source.Place, mark gateway.Mark) finding.Finding {
	f := c.finding(rule, at)
	f.Outcome = finding.Unknown
	f.Message = c.words("{subject} is not decided: " + lowerFirst(rule.Title))
	f.Reason = mark.Reason
	return f
}

// add asks the policy for the level and keeps the finding unless it is off.
func (c *scene) add(ctx context.Context, rule *compiled, f finding.Finding) {
	v := c.evaluator
	level, err := v.level(ctx, rule, c.subject, f.Outcome)
	if err != nil {
		v.fail(rule, c.subject, err)
		return
	}
	if level == finding.Off {
		v.count(rule, c.subject, off)
		return
	}
	f.Level = level
	v.count(rule, c.subject, f.Outcome)
	v.result.Findings = append(v.result.Findings, f)
}

// words puts the subject's kind and name into a message.
func (c *scene) words(message string) string {
	return strings.ReplaceAll(message, "{subject}", nameOf(c.subject))
}

func nameOf(s *gateway.Subject) string {
	if s.Name == "" {
		return "this gateway"
	}
	return strings.ReplaceAll(s.Kind, "_", " ") + " '" + s.Name + "'"
}

func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' { // PII, not pII
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
