package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/rules"
)

// Worker judges subjects one after the other, and counts and keeps what came of
// it. It is not safe for concurrent use: give each
// goroutine its own, and merge them with Finish.
type Worker struct {
	engine  *Engine
	session *rego.Session
	levels  map[subjectClass]levels

	result   Result
	fresh    chunks[finding.Finding] // those of the subject at hand
	findings findingBuffer
	counted  map[Count]counts
	met      metBySubject
	judged   met // what came of the subject at hand
	kept     chunks[packedSubject]
	views    []subjectView    // room for those of one subject
	view     []byte           // the texts of those
	all      []waitingSubject // those that all workers kept, in order
	lines    sharedLines
	targets  targets
	packer   *packer
	hashed   *source.Text    // the text that hashes belongs to
	hashes   *finding.Hashes // of the lines of the text at hand
}

// Result is what came of judging subjects.
type Result struct {
	Findings []finding.Finding
	Errors   []error
	Tally    Tally
	// Subjects are what came of each subject.
	Subjects Subjects
	// Targets are the targets of bundles that were judged, by the bundle's root file and in
	// its order.
	Targets map[string][]string
	// Costs are what was measured, dearest first; nil unless Options has a Clock.
	Costs []Cost
}

// RuleError says that a rule could not be evaluated on a subject.
type RuleError struct {
	Rule, File, Subject string
	Err                 error
}

func (r *RuleError) Error() string {
	if r.Subject == "" && r.File == "" { // it looks at all subjects at once
		return fmt.Sprintf("rule %s cannot be evaluated: %v", r.Rule, r.Err)
	}
	why := strings.ReplaceAll(r.Err.Error(), subjectMark, "the subject")
	return fmt.Sprintf("rule %s cannot be evaluated on `%s`: %s", r.Rule, r.Subject, why)
}

func (r *RuleError) Unwrap() error { return r.Err }

// countsOf returns the counts that a subject adds to.
func (w *Worker) countsOf(who gateway.Identity) counts {
	of := Count{Kind: who.Kind, Hosting: who.Hosting}
	if w.counted[of] == nil {
		w.counted[of] = make(counts, len(w.engine.loaded))
	}
	return w.counted[of]
}

// metOf returns what came of a subject so far, to be added to until the next is judged.
func (w *Worker) metOf(who gateway.Identity) *met {
	w.judged.begin(who, len(w.engine.loaded), w.met.of[who.ID])
	return &w.judged
}

// tally adds what an evaluator counted.
func (w *Worker) tally(to Tally) {
	for of, counts := range w.counted {
		for number, each := range counts {
			for i, n := range each {
				if n > 0 {
					line := outcomes[i]
					line.Rule, line.Kind, line.Hosting = w.engine.loaded[number].ID, of.Kind, of.Hosting
					to[line] += n
				}
			}
		}
	}
}

// Judge applies every rule of scope subject to a subject. A rule that cannot be
// evaluated becomes an error of the result; the others are applied all the
// same.
func (w *Worker) Judge(ctx context.Context, s *gateway.Subject) {
	c := w.evaluate(s.Identity(), s.Source().File)
	w.targets.meet(s, c.who)
	c.subject, c.text, c.answers, c.met = s, s.Source(), w.session.Ask(s), w.metOf(c.who)
	for i := range w.engine.rules {
		rule := &w.engine.rules[i]
		if !slices.Contains(rule.Kinds, s.Kind) {
			c.count(rule, countedNotApplicable, 1)
			continue
		}
		if rule.skipped {
			c.count(rule, countedOff, 1)
			continue
		}
		if err := c.judge(ctx, rule); err != nil {
			c.fail(rule, err)
		}
	}
	c.keepForWorkspaceRules(ctx)
	c.findCauses(ctx)
	w.pack(c.subjectName)
	w.met.keep(c.who.ID, c.met)
	w.session.Forget()
	s.ForgetPlaces()
}

// pack keeps what was found on a subject.
func (w *Worker) pack(who *subjectName) {
	for f := range w.fresh.all() {
		w.findings.found.add(w.packer.finding(f, who))
	}
	w.fresh.clear()
}

// Keep keeps a subject that is not judged, so that rules which look at all subjects
// compare others with it.
func (w *Worker) Keep(ctx context.Context, s *gateway.Subject) {
	who := s.Identity()
	c := &evaluation{worker: w, who: who, text: s.Source(), subject: s, answers: w.session.Ask(s), context: true, levels: w.levelsOf(who)}
	w.targets.meet(s, c.who)
	c.keepForWorkspaceRules(ctx)
	w.session.Forget()
	s.ForgetPlaces()
}

// evaluate returns to a subject whose model is forgotten. File is the name of its text.
func (w *Worker) evaluate(who gateway.Identity, file string) *evaluation {
	return &evaluation{worker: w, who: who, subjectName: subjectNameOf(who, file), counts: w.countsOf(who), levels: w.levelsOf(who)}
}

// levelsOf returns the levels that are known of subjects of the class of one, to be added to.
func (w *Worker) levelsOf(who gateway.Identity) levels {
	class := classOf(who)
	if w.levels[class] == nil {
		w.levels[class] = levels{}
	}
	return w.levels[class]
}

// level asks the policy what a finding means.
func (w *Worker) level(ctx context.Context, rule *compiledRule, c *evaluation, outcome finding.Outcome, path string) (finding.Level, error) {
	of := ruleOutcome{rule.number, outcome, path, string(w.engine.configured(rule.Rule.Rule, c.who.File, c.who.Name))}
	if level, ok := c.levels[of]; ok {
		return level, nil
	}
	level, err := w.decide(ctx, decision{
		subjectClass: classOf(c.who), rule: rule.ID, severity: string(rule.Severity), outcome: outcome, path: path, set: of.set,
	})
	if err == nil {
		c.levels[of] = level
	}
	return level, err
}

func (w *Worker) decide(ctx context.Context, d decision) (finding.Level, error) {
	answer, err := w.session.Evaluate(ctx, w.engine.policy.level, map[string]any{
		"rule":       map[string]any{"id": d.rule, "severity": d.severity},
		"finding":    map[string]any{"outcome": string(d.outcome), "path": segments(d.path)},
		"subject":    map[string]any{"kind": d.kind, "hosting": d.hosting, "form": d.form, "provided": d.provided},
		"configured": d.set,
	}, "policy")
	if errors.Is(err, rego.ErrUndefined) {
		return "", fmt.Errorf("its level: %w; `default level := …` holds where nothing else does", errSilent)
	}
	if err != nil {
		return "", fmt.Errorf("its level: %w", err)
	}
	word, _ := answer.(string)
	switch level := finding.Level(word); level {
	case finding.Error, finding.Warning, finding.Note, finding.Off:
		return level, nil
	default:
		return "", fmt.Errorf("the policy gives it the level %q; want error, warning, note or off", word)
	}
}

// Whose part of what rules await a checklist takes into account, beside a kind of
// subject: that of all kinds, or of none.
const (
	anyKind = "*"
	noKind  = ""
)

// checklist asks the policy for its checklist. Rules await what they await of the kind. Reasons
// are read for any kind only: elsewhere a policy that gwlint ships is told to leave them out. One
// of the user's own may need them for something else.
func (w *Worker) checklist(ctx context.Context, tally Tally, kind string) ([]Item, error) {
	answer, err := w.askOf(ctx, w.engine.policy.checklist, tally, kind)
	if err != nil {
		return nil, fmt.Errorf("checklist: %w", err)
	}
	items, err := readItems(answer)
	if err != nil {
		return nil, fmt.Errorf("checklist: %w", err)
	}
	return items, nil
}

// checklistWithLacking asks the policy for its checklist, and which of the items lack something.
func (w *Worker) checklistWithLacking(ctx context.Context, tally Tally) ([]Item, error) {
	answer, err := w.askOf(ctx, *w.engine.policy.withLacking, tally, anyKind)
	if err != nil {
		return nil, fmt.Errorf("checklist: %w", err)
	}
	both, _ := answer.([]any) // two, as they are asked for
	items, err := readItems(both[0])
	if err == nil {
		err = readLacking(both[1], items)
	}
	if err != nil {
		return nil, fmt.Errorf("checklist: %w", err)
	}
	return items, nil
}

// askOf asks the policy for a document that reads what came of all subjects, or of one.
func (w *Worker) askOf(ctx context.Context, query rego.Query, tally Tally, kind string) (any, error) {
	total, groups, err := tally.byRule()
	if err != nil {
		return nil, err
	}
	loaded := ruleList{w.engine.loaded, kind}
	awaits, err := loaded.awaits()
	if err != nil {
		return nil, err
	}
	answer, err := w.session.Evaluate(ctx, query, map[string]any{
		"tally": tally, "rules": loaded, "total": total, "groups": groups, "awaits": awaits,
		"brief": w.engine.briefly && kind != anyKind,
	}, "")
	if errors.Is(err, rego.ErrUndefined) {
		err = errSilent
	}
	return answer, err
}

// dryRun is the level of an outcome, which a policy must have also where
// configuration says something and where Databricks provides the subject.
func (w *Worker) dryRun(ctx context.Context, rule rules.Rule, outcome finding.Outcome) (finding.Level, error) {
	plain := ordinary(rule, outcome)
	configured, provided := plain, plain
	configured.set, provided.provided = string(finding.Warning), true
	for _, d := range []decision{configured, provided} {
		if _, err := w.decide(ctx, d); err != nil {
			return "", err
		}
	}
	return w.decide(ctx, plain)
}

// count counts what came of a rule on a subject whose model is forgotten.
func (w *Worker) count(who gateway.Identity, id string, rule *compiledRule, outcome counted) {
	w.countsOf(who)[rule.number][outcome]++
	w.met.count(id, rule.number, outcome)
}

// assignOutcomes gives each subject the outcome that a workspace rule has for it.
func (w *Worker) assignOutcomes(ctx context.Context, c comparison) error {
	for id := range c.found {
		if c.subject(id) == nil {
			return errors.New("it names a subject that is not there")
		}
	}
	for s, view := range c.shown() {
		mine, who := c.found[s.id], s.shape()
		switch {
		case who.context:
			continue
		case len(mine) == 0 && (!view.isUnseen() || !c.open[s.id]):
			w.count(who.Identity, s.id, c.rule, countedPass)
			continue
		}
		kept := s.unpack(w.lines)
		e := w.evaluate(kept.who, kept.file)
		err := e.assignOutcome(ctx, c, kept.view(c.number), mine)
		w.pack(e.subjectName)
		if err != nil {
			return err
		}
	}
	return nil
}
