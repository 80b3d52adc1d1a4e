// Package engine judges gateways by rules. It knows what an outcome is, and
// refuses to know how Rego is made fast, files, formats and what any rule is about.
package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/rules"
)

// Options is what an engine is made of.
type Options struct {
	Rules []rules.Rule
	// RuleModules and PolicyModules are by file name. Neither sees the other:
	// rules observe, policies decide.
	RuleModules, PolicyModules map[string]*ast.Module
	// Policy is the Rego package that decides: policies.f4_checklist.
	Policy string
	// Schemas are the JSON Schemas that METADATA names, by name: model, decision.
	Schemas map[string][]byte
	// CompiledRules and CompiledPolicy take the place of RuleModules and PolicyModules where
	// they were compiled before.
	CompiledRules  *rules.Compiled
	CompiledPolicy string
	// Levels are those that failures have by default, by the rule's ID; nil has the policy
	// asked.
	Levels map[string]finding.Level
	// RulesTried and PolicyTried say that the modules were compiled against the
	// schemas before, as the tests do with all that is shipped: what those find
	// need not be looked for at each start.
	RulesTried, PolicyTried bool
	// Facts are what is known beside the gateways. They become input.context.
	Facts Facts
	// NoExcerpts has findings go without the text around them, which takes a fiftieth of a
	// check of 10,000 files and stays in memory.
	NoExcerpts bool
	// LineHashes has findings carry the hash that SARIF needs of their line; to
	// hash all lines of a file takes as long as to read it.
	LineHashes bool
	// Fixes has findings carry the edits that mend them, and not only what these do.
	Fixes bool
	// Skip are rules, by ID, that are asked nothing: they count as switched off for each
	// subject of a kind that they concern.
	Skip []string
	// Limit is how long one evaluation may take; 0 is ten seconds.
	Limit time.Duration
	// ProvesSuspects has rules asked what they find also where they suspect nothing: one
	// that says something then cannot be evaluated. It is for testing rules.
	ProvesSuspects bool
	// Clock has the cost of each rule measured, which is then asked alone: a run
	// takes longer by what rules share when they are asked together. Nil measures
	// nothing.
	Clock func() time.Time
	// Configured gives the level that configuration sets for a rule on a subject
	// of a file, "" where it says nothing. Nil says nothing anywhere.
	Configured func(rule rules.Rule, file, subject string) finding.Level
}

// Engine holds the compiled rules and policy. It is safe for concurrent use;
// what judges is an Evaluator.
type Engine struct {
	rules      []compiledRule
	workspace  []compiledRule
	program    *rego.Program
	limit      time.Duration
	noExcerpts bool
	hashes     bool
	fixes      bool
	unseen     map[string]missingPart
	facts      Facts
	policy     policy
	configured func(rule rules.Rule, file, subject string) finding.Level
	loaded     []rules.Rule
	levels     map[string]finding.Level // by default, nil where they are not known
	briefly    bool                     // the policy may be asked to leave out what nobody reads
}

// compileLimit is how long compiling may take: types of nested values can grow without
// bound, and OPA does not interrupt it.
const compileLimit = 20 * time.Second

// New compiles rules and policy. An error is the author's: a misspelt field, a
// facet that METADATA does not require, a built-in that is refused; it names
// the rule and, where OPA knows it, the file and the line.
func New(ctx context.Context, o Options) (*Engine, error) {
	e := &Engine{
		facts: o.Facts, unseen: o.Facts.unseen(),
		configured: o.Configured,
		loaded:     o.Rules,
		levels:     o.Levels,
		limit:      cmp.Or(o.Limit, 10*time.Second),
		noExcerpts: o.NoExcerpts,
		hashes:     o.LineHashes,
		fixes:      o.Fixes,
		briefly:    o.CompiledPolicy != "",
	}
	if e.configured == nil {
		e.configured = func(rules.Rule, string, string) finding.Level { return "" }
	}
	watched := rego.Watch(ctx, "compiling the rules and the policy", compileLimit)
	defer watched.Done()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return e.loadRules(ctx, o) })
	group.Go(func() error {
		compiler, err := o.compilePolicy()
		if err != nil {
			return err
		}
		if e.policy, err = newPolicy(compiler, o.Policy); err != nil {
			return fmt.Errorf("policy %s: %w", o.Policy, err)
		}
		return nil
	})
	return e, group.Wait()
}

func (o Options) compilePolicy() (*ast.Compiler, error) {
	if o.CompiledPolicy != "" {
		return rego.Restore(o.CompiledPolicy), nil
	}
	return rego.Compile(o.PolicyModules, o.Schemas, o.PolicyTried)
}

// Precompile compiles the rules and the policy of options, with every check, and returns what a
// start needs of them.
func Precompile(o Options) (*rules.Compiled, string, error) {
	list, err := rego.Precompile(rego.Options{
		Rules: o.Rules, Modules: o.RuleModules, Schemas: o.Schemas, Fields: modelFields,
	})
	if err != nil {
		return nil, "", err
	}
	policy, err := rego.PrecompilePolicy(o.PolicyModules, o.Schemas)
	return &list, policy, err
}

// loadRules compiles the rules and sorts them by what they look at: one subject, or
// all of a workspace.
func (e *Engine) loadRules(ctx context.Context, o Options) (err error) {
	e.program, err = rego.Load(ctx, rego.Options{
		Rules: o.Rules, Modules: o.RuleModules, Compiled: o.CompiledRules, Schemas: o.Schemas, Tried: o.RulesTried,
		Fields: modelFields, Context: o.Facts.context(),
		Unseen: func(facets []string) bool { return e.unseenFact(facets) != nil },
		Limit:  e.limit, ProvesSuspects: o.ProvesSuspects, Clock: o.Clock,
	})
	if err != nil {
		return err
	}
	for i, rule := range e.program.Rules {
		c := compiledRule{
			Rule: rule, number: i, title: lowerFirst(rule.Title),
			unseen: e.unseenFact(rule.Requires), mootUnseen: e.unseenFact(rule.MootReads) != nil,
			skipped: slices.Contains(o.Skip, rule.ID),
		}
		if _, missing, ok := e.missingFact(rule.Requires); ok {
			c.excused = missing.none
		}
		if rule.Scope == "workspace" {
			e.workspace = append(e.workspace, c)
		} else {
			e.rules = append(e.rules, c)
		}
	}
	return nil
}

// NewCompiler returns a compiler that checks modules as strictly as those of a
// check are.
func NewCompiler(schemas map[string][]byte) (*ast.Compiler, error) { return rego.NewCompiler(schemas) }

// Faults says to an author what is wrong with Rego that a compiler of NewCompiler
// refused; other errors it leaves as they are.
func Faults(compiler *ast.Compiler, err error) error { return rego.Faults(compiler, err) }

// ErrLate says that an evaluation was ended because it took too long.
var ErrLate = rego.ErrLate

// Guard says when an evaluation cannot be ended, so that the process has to be.
type Guard = rego.Guard

// NewGuard returns a Guard with the bounds that hold for a check.
func NewGuard() *Guard { return rego.NewGuard() }

// Watch watches evaluations that OPA runs by itself; see rego.Watch.
func Watch(ctx context.Context, what string, limit time.Duration) *rego.Watched {
	return rego.Watch(ctx, what, limit)
}

// Cost is what the evaluation of one rule took, or of the policy's levels.
type Cost = rego.Cost

// Checklist asks the policy for its checklist, given what came of all subjects, and
// the kinds of which there may be others, since they could not be listed.
func (e *Engine) Checklist(ctx context.Context, tally Tally, unseen ...string) ([]Item, error) {
	all := e.withUnlisted(tally, unseen)
	if e.policy.withLacking == nil {
		return e.checklistAskedTwice(ctx, all)
	}
	w, err := e.NewWorker(ctx)
	if err != nil {
		return nil, err
	}
	return w.checklistWithLacking(ctx, all)
}

// checklistAskedTwice finds out by itself which items lack something: those that are unknown, and
// would not be without what is unknown for want of something.
func (e *Engine) checklistAskedTwice(ctx context.Context, all Tally) ([]Item, error) {
	var items, decidable []Item
	var group errgroup.Group // on two cores, the one takes no time beside the other
	var err, errDecidable error
	group.Go(func() error {
		items, err = e.checklist(ctx, all, anyKind)
		return nil
	})
	group.Go(func() error {
		decidable, errDecidable = e.checklist(ctx, all.decidable(), noKind)
		return nil
	})
	_ = group.Wait() // the functions return none
	if err = cmp.Or(err, errDecidable); err != nil || len(decidable) != len(items) {
		return items, err
	}
	for i := range items {
		items[i].Lacking = items[i].Status == "unknown" && decidable[i].ID == items[i].ID && decidable[i].Status != "unknown"
	}
	return items, nil
}

// checklist asks the policy by a worker of its own.
func (e *Engine) checklist(ctx context.Context, tally Tally, kind string) ([]Item, error) {
	w, err := e.NewWorker(ctx)
	if err != nil {
		return nil, err
	}
	return w.checklist(ctx, tally, kind)
}

// withUnlisted adds to a tally what every rule would have judged of kinds that
// could not be listed.
func (e *Engine) withUnlisted(tally Tally, kinds []string) Tally {
	all := Tally{}
	maps.Copy(all, tally)
	for _, rule := range e.loaded {
		for _, kind := range kinds {
			if slices.Contains(rule.Kinds, kind) {
				all[Count{Rule: rule.ID, Kind: kind, Hosting: "unknown", Outcome: unlisted}] = 1
			}
		}
	}
	return all
}

// unseenFact returns the first of the facets that is a fact and unseen.
func (e *Engine) unseenFact(facets []string) *gateway.Unseen {
	facet, missing, ok := e.missingFact(facets)
	if !ok {
		return nil
	}
	return &gateway.Unseen{Facet: facet, Reason: gateway.Scrub(missing.reason), Needs: missing.needs}
}

// missingFact returns the first of the facets that is a fact and unseen, and why it is.
func (e *Engine) missingFact(facets []string) (facet string, missing missingPart, ok bool) {
	for _, facet := range facets {
		if !modelFields.IsFact(facet) {
			continue
		}
		for whole := facet; whole != ""; {
			if missing, unseen := e.unseen[whole]; unseen {
				return facet, missing, true
			}
			end := strings.LastIndexByte(whole, '.')
			whole = whole[:max(end, 0)]
		}
		for _, part := range slices.Sorted(maps.Keys(e.unseen)) {
			if strings.HasPrefix(part, facet+".") {
				return facet, e.unseen[part], true
			}
		}
	}
	return "", missingPart{}, false
}

// Levels gives the level that each rule's failures have by default: where
// nothing is special about the subject.
func (e *Engine) Levels(ctx context.Context) (map[string]finding.Level, error) {
	if e.levels != nil {
		return e.levels, nil
	}
	v, err := e.NewWorker(ctx)
	if err != nil {
		return nil, err
	}
	levels := map[string]finding.Level{}
	for _, rule := range e.loaded {
		if levels[rule.ID], err = v.decide(ctx, ordinary(rule, finding.Fail)); err != nil {
			return nil, fmt.Errorf("rule %s: %w", rule.ID, err)
		}
	}
	return levels, nil
}

// DryRun asks the policy what a check may ask of it: the level of every rule,
// for each outcome and with what configuration may say, and the checklist of
// nothing. Its error is the policy's author's, and comes before anything is
// read.
func (e *Engine) DryRun(ctx context.Context) ([]RuleLevels, []Item, error) {
	v, err := e.NewWorker(ctx)
	if err != nil {
		return nil, nil, err
	}
	meanings := make([]RuleLevels, 0, len(e.loaded))
	for _, rule := range e.loaded {
		levels := map[finding.Outcome]finding.Level{}
		for _, outcome := range []finding.Outcome{finding.Fail, finding.Unknown, finding.Waived} {
			if levels[outcome], err = v.dryRun(ctx, rule, outcome); err != nil {
				return nil, nil, &PolicyError{"level", fmt.Errorf("a finding of %s with the outcome %s: %w", rule.ID, outcome, err)}
			}
		}
		meanings = append(meanings, RuleLevels{Rule: rule, Fail: levels[finding.Fail], Unknown: levels[finding.Unknown]})
	}
	items, err := e.Checklist(ctx, Tally{})
	if err != nil {
		return nil, nil, &PolicyError{"checklist", err}
	}
	if _, err := e.Unwaivable(ctx); err != nil {
		return nil, nil, err
	}
	return meanings, items, nil
}

// NewWorker returns a new evaluator.
func (e *Engine) NewWorker(ctx context.Context) (*Worker, error) {
	session, err := e.program.NewSession(ctx)
	if err != nil {
		return nil, err
	}
	return &Worker{
		engine:  e,
		session: session,
		levels:  map[subjectClass]levels{},
		result:  Result{Tally: Tally{}},
		counted: map[Count]counts{},
		met:     newMetBySubject(),
		targets: targets{},
		packer:  newPacker(),
		lines:   sharedLines{},
	}, nil
}

// Finish applies the rules of workspace scope to all that the evaluators saw,
// and returns everything they found together.
func (e *Engine) Finish(ctx context.Context, evaluators []*Worker) (Result, error) {
	all, err := e.NewWorker(ctx)
	if err != nil {
		return Result{}, err
	}
	for _, v := range evaluators {
		all.all = slices.Grow(all.all, v.kept.len())
		all.findings.join(&v.findings)
		all.result.Errors = append(all.result.Errors, v.result.Errors...)
		v.tally(all.result.Tally)
		all.met.join(v.met)
		for s := range v.kept.all() {
			all.all = append(all.all, waitingSubject{s, v.packer})
		}
		all.targets.join(v.targets)
		all.session.AddCosts(v.session)
		v.met, v.kept, v.packer = newMetBySubject(), nil, newPacker()
	}
	slices.SortFunc(all.all, func(a, b waitingSubject) int { return strings.Compare(a.id, b.id) })
	for i := range e.workspace {
		if err := compareGroups(ctx, all, i); err != nil {
			all.result.Errors = append(all.result.Errors, &RuleError{Rule: e.workspace[i].ID, Err: err})
			for _, s := range all.all {
				if who := s.shape(); !who.context {
					all.count(who.Identity, s.id, &e.workspace[i], countedUnknown)
				}
			}
		}
	}
	all.all = nil
	all.tally(all.result.Tally)
	all.result.Findings = all.findings.whole(all.lines)
	all.result.Targets = all.targets.inOrder()
	all.result.Costs = all.session.Costs()
	all.result.Subjects = Subjects{met: all.met.of}
	return all.result, nil
}

// Unwaivable asks the policy which rules no waiver covers, and what to do instead: those
// that hold under any policy, and those that it adds.
func (e *Engine) Unwaivable(ctx context.Context) (map[string]string, error) {
	w, err := e.NewWorker(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, query := range e.policy.unwaivable {
		answer, err := w.session.Evaluate(ctx, query, map[string]any{}, "")
		if errors.Is(err, rego.ErrUndefined) {
			err = errSilent
		}
		var list map[string]string
		if err == nil {
			err = convert(answer, &list)
		}
		if err != nil {
			return nil, &PolicyError{"unwaivable", fmt.Errorf("unwaivable must be an object of texts by rule: %w", err)}
		}
		for rule, instead := range list {
			if all[rule] == "" {
				all[rule] = instead
			}
		}
	}
	return all, nil
}
