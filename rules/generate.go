//go:build ignore

// Generate writes the rules' pages, their catalogue and the page for authors. It runs in the rules
// folder, by `go generate ./rules`.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

func main() {
	if err := write(context.Background(), "."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(ctx context.Context, folder string) error {
	tree := os.DirFS(folder)
	standing, list, err := consult(ctx, folder)
	if err != nil {
		return err
	}
	_, modules, err := rules.Load(tree)
	if err != nil {
		return err
	}
	if err := save(rules.RenderVocabulary(modules), folder, "lib", "README.md"); err != nil {
		return err
	}
	for _, rule := range list {
		page, err := rules.RenderPage(tree, rule, standing)
		if err != nil {
			return err
		}
		if err := save(page, folder, rule.Area, rule.Name, "README.md"); err != nil {
			return err
		}
	}
	for _, rule := range rules.Housekeeping() {
		if err := save(rules.RenderHousekeeping(rule), folder, rule.Area, rule.Name, "README.md"); err != nil {
			return err
		}
	}
	return save(rules.RenderCatalogue(list, standing), folder, "README.md")
}

// consult asks the default policy what it makes of the rules in a folder.
func consult(ctx context.Context, folder string) (rules.PolicySummary, []rules.Rule, error) {
	standing := rules.PolicySummary{Policy: policies.Default}
	list, modules, err := rules.Load(os.DirFS(folder))
	if err != nil {
		return standing, nil, err
	}
	_, decide, err := policies.Load(policies.Embedded)
	if err != nil {
		return standing, nil, err
	}
	e, err := engine.New(ctx, engine.Options{
		Rules: list, RuleModules: modules, PolicyModules: decide, Policy: "policies." + policies.Default,
		Schemas: schema.Rego(),
	})
	if err != nil {
		return standing, nil, err
	}
	if standing.Levels, err = e.Levels(ctx); err != nil {
		return standing, nil, err
	}
	if standing.Unwaivable, err = e.Unwaivable(ctx); err != nil {
		return standing, nil, err
	}
	items, err := e.Checklist(ctx, engine.Tally{})
	for _, item := range items {
		standing.Items = append(standing.Items, rules.Item{ID: item.ID, Title: item.Title, Rules: item.Rules})
	}
	return standing, list, err
}

func save(text string, path ...string) error {
	return os.WriteFile(filepath.Join(path...), []byte(text), 0o644)
}
