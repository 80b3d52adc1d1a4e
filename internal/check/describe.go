package check

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// describe returns a report that says what checks, and nothing yet of what was
// found.
func describe(ctx context.Context, e *engine.Engine, r Request) (draft report.Report, err error) {
	draft.Run = r.run()
	if draft.Tool, err = tool(r); err != nil {
		return draft, err
	}
	if draft.Frameworks, err = frameworks(r); err != nil {
		return draft, err
	}
	draft.Rules, err = ruleInfos(ctx, e, r.Rules)
	if errors.Is(err, engine.ErrLate) {
		draft.Errors, err = interrupted(err), nil
	}
	return draft, err
}

// tool names what checks: the digest is that of the policy and of the rules it
// decides on.
func tool(r Request) (report.Tool, error) {
	digest, err := r.Rules.digest()
	sum := sha256.Sum256([]byte(r.Policy.Digest + "\n" + digest))
	return report.Tool{
		Name: "gwlint", Version: r.Version,
		Policy: r.Policy.Name, PolicyDigest: "sha256:" + hex.EncodeToString(sum[:]),
	}, err
}

// frameworks are those that gwlint ships a policy of, where the report is to name them.
func frameworks(r Request) ([]report.Framework, error) {
	if !r.Frameworks {
		return nil, nil
	}
	list, err := policies.Frameworks(policies.Embedded)
	if err != nil {
		return nil, err
	}
	described := make([]report.Framework, len(list))
	for i, f := range list {
		described[i] = report.Framework{
			ID: f.ID, Name: f.Name, Title: f.Title, Description: f.Description,
			Version: f.Version, Released: f.Released, Organization: f.Organization, URL: f.URL,
		}
		for _, c := range f.Controls {
			described[i].Controls = append(described[i].Controls, report.Control(c))
		}
	}
	return described, nil
}

// ruleInfos are what formats say of the rules that were applied.
func ruleInfos(ctx context.Context, e *engine.Engine, loaded RuleSet) ([]report.RuleInfo, error) {
	levels, err := e.Levels(ctx)
	if err != nil {
		return nil, err
	}
	described := loaded.Described()
	infos := make([]report.RuleInfo, 0, len(described))
	for i, rule := range described {
		infos = append(infos, report.RuleInfo{
			ID: rule.ID, Name: rule.Name, Title: rule.Title,
			Description: rule.Description, Remediation: rule.Remediation, Advice: rule.Advice,
			Help: func() string { return loaded.help(described[i]) }, URL: rules.DocURL(rule), Links: links(rule),
			Severity: rule.Severity, Precision: rule.Precision, Level: cmp.Or(levels[rule.ID], rules.HousekeepingLevel(rule.ID)), Tags: tags(rule),
			Controls: rule.Controls, Halts: rule.Halts, Awaits: slices.Sorted(maps.Values(rule.Awaits())),
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

// tags are the area and the items of other frameworks that a rule serves. A viewer shows
// only the first few: those that earlier versions wrote come first, so that no filter by
// them loses its findings.
func tags(rule rules.Rule) []string {
	list := []string{rule.Area}
	names := slices.Sorted(maps.Keys(rule.Controls))
	slices.SortStableFunc(names, func(a, b string) int { return slices.Index(lateFrameworks, a) - slices.Index(lateFrameworks, b) })
	for _, framework := range names {
		for _, item := range rule.Controls[framework] {
			list = append(list, framework+"/"+item)
		}
	}
	return list
}

// lateFrameworks are those whose items are tags after all others.
var lateFrameworks = []string{"dasf", "eu-ai-act", "mitre-atlas"}
