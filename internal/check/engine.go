package check

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// Compile compiles the rules and the policy of a request, and tries a policy that
// is the user's own. Run does so itself; who checks many sources that share the
// facts compiles once. An error is that of the author of a rule or a policy.
func Compile(ctx context.Context, r Request, known Facts) (*engine.Engine, error) {
	defer r.Profile.Phase("compile")()
	if err := r.Policy.CheckRules(r.Rules.ids()); err != nil {
		return nil, err
	}
	params, err := r.Settings.Params.Value()
	if err != nil {
		return nil, err
	}
	o := options(r.Policy, r.Rules.Set)
	o.RulesTried = !slices.ContainsFunc(r.Rules.Rules, func(rule rules.Rule) bool { return rule.Own })
	o.PolicyTried = !r.Policy.Own
	o.Facts = known.forEngine(params, r.AsOf)
	o.NoExcerpts = r.NoExcerpts && r.Baseline == nil && r.Accept == nil // a baseline holds nothing that is masked
	o.LineHashes = r.LineHashes
	o.Fixes = r.Fixes
	o.Skip = r.offByFlag()
	o.Clock = r.Profile.clock()
	o.Configured = func(rule rules.Rule, file, subject string) finding.Level {
		level, _ := r.Settings.Level(rule.ID, known.named(file), subject)
		return level
	}
	e, err := engine.New(ctx, o)
	if err != nil || !r.Policy.Own {
		return e, err
	}
	// One that takes too long fails to evaluate, and leaves the check incomplete.
	if _, _, err := dryRun(ctx, e, r.Policy); err != nil && !errors.Is(err, engine.ErrLate) {
		return nil, err
	}
	return e, nil
}

// options are those of an engine of a policy and rules, compiled before or not.
func options(policy policies.Policy, loaded rules.Set) engine.Options {
	o := engine.Options{
		Rules: loaded.Rules, RuleModules: loaded.Modules, CompiledRules: loaded.Compiled,
		PolicyModules: policy.Modules, Policy: policy.Package,
		Schemas: schema.Rego(),
	}
	if policy.Compiled == nil {
		return o
	}
	o.CompiledPolicy = policy.Compiled.Modules
	if loaded.Compiled != nil {
		o.Levels = map[string]finding.Level{}
		for rule, level := range policy.Compiled.Levels {
			o.Levels[rule] = finding.Level(level)
		}
	}
	return o
}

// DryRun has a policy decide on rules what it would in a check, on no gateway: the
// levels of each rule, and the items of the checklist.
func DryRun(ctx context.Context, policy policies.Policy, loaded rules.Set) ([]engine.RuleLevels, []engine.Item, error) {
	if err := policy.CheckRules((RuleSet{Set: loaded}).ids()); err != nil {
		return nil, nil, err
	}
	e, err := engine.New(ctx, options(policy, loaded))
	if err != nil {
		return nil, nil, err
	}
	return dryRun(ctx, e, policy)
}

func dryRun(ctx context.Context, e *engine.Engine, policy policies.Policy) ([]engine.RuleLevels, []engine.Item, error) {
	meanings, items, err := e.DryRun(ctx)
	var fault *engine.PolicyError
	switch {
	case errors.As(err, &fault):
		err = fmt.Errorf("%s%w", policy.ErrorPrefix(fault.Decision), err)
	case err != nil:
		err = fmt.Errorf("policy %s: %w", policy.Name, err)
	}
	return meanings, items, err
}
