package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// newEngine compiles the rules and the policy of a request, and tries a policy
// that is the user's own.
func newEngine(ctx context.Context, r request, state surrounding) (*engine.Engine, error) {
	defer r.profile.phase("compile")()
	params, err := r.settings.Params.Value()
	if err != nil {
		return nil, err
	}
	e, err := engine.New(ctx, engine.Options{
		Rules:       r.rules.Rules,
		RuleModules: r.rules.Modules, PolicyModules: r.policy.Modules,
		Policy:     r.policy.Package,
		RulesTried: !slices.ContainsFunc(r.rules.Rules, func(rule rules.Rule) bool { return rule.Own }), PolicyTried: !r.policy.Own,
		Schemas:    schema.Rego(),
		Context:    surroundings(params, r.asOf, state),
		Unseen:     state.unseen(),
		LineHashes: slices.ContainsFunc(r.outputs, func(o output) bool { return o.format == "sarif" }),
		Place:      state.place,
		Clock:      r.profile.clock(),
		Configured: func(rule rules.Rule, file, subject string) finding.Level {
			level, _ := r.settings.Level(rule.ID, file, subject)
			return level
		},
	})
	if err != nil || !r.policy.Own {
		return e, err
	}
	// One that takes too long fails to evaluate, and leaves the check incomplete.
	if _, _, err := rehearsed(ctx, e, r.policy); err != nil && !errors.Is(err, engine.ErrLate) {
		return nil, err
	}
	return e, nil
}

// tool says what checks: the digest is that of the policy and of the rules it
// decides on.
func tool(r request) (report.Tool, error) {
	digest, err := r.rules.digest()
	sum := sha256.Sum256([]byte(r.policy.Digest + "\n" + digest))
	return report.Tool{
		Name: "gwlint", Version: Version(),
		Policy: r.policy.Name, PolicyDigest: "sha256:" + hex.EncodeToString(sum[:]),
	}, err
}

// catalogue is what formats say of the rules that were applied.
func catalogue(ctx context.Context, e *engine.Engine, loaded ruleSet) ([]report.RuleInfo, error) {
	levels, err := e.Levels(ctx)
	if err != nil {
		return nil, err
	}
	infos := make([]report.RuleInfo, 0, len(loaded.Rules))
	for _, rule := range loaded.Rules {
		infos = append(infos, report.RuleInfo{
			ID: rule.ID, Name: rule.Name, Title: rule.Title,
			Description: rule.Description, Remediation: rule.Remediation,
			Help: loaded.help(rule), URL: rules.DocURL(rule), Links: links(rule),
			Severity: rule.Severity, Precision: rule.Precision, Level: levels[rule.ID], Tags: tags(rule),
			Halts: rule.Halts,
		})
	}
	return infos, nil
}

func links(rule rules.Rule) []report.Link {
	list := make([]report.Link, 0, len(rule.Links))
	for _, link := range rule.Links {
		list = append(list, report.Link{Text: link.Text, URL: link.URL})
	}
	return list
}

// tags are the area and the items of other frameworks that a rule serves.
func tags(rule rules.Rule) []string {
	list := []string{rule.Area}
	for _, framework := range slices.Sorted(maps.Keys(rule.Controls)) {
		for _, item := range rule.Controls[framework] {
			list = append(list, framework+"/"+item)
		}
	}
	return list
}
