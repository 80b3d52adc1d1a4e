package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

func (a *app) policiesCommand() *cobra.Command {
	var format string
	own := &rulesFlag{}
	command := &cobra.Command{
		Use:   "policies [POLICY]",
		Short: "List the policies, or explain one",
		Long: `List the policies that gwlint ships, or explain one: what a finding of each rule
means by it, and which rules decide each item of its checklist. A POLICY is the
name of a shipped one, or the file or folder of your own.`,
		Example: `  gwlint policies
  gwlint policies f4_checklist
  gwlint policies governance/ours.rego
  gwlint policies owasp_llm_2025 --format markdown`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return errors.New("policies takes at most one policy, such as f4_checklist; 'gwlint policies' lists them")
			}
			return nil
		},
		ValidArgsFunction: completePolicies,
		RunE: func(command *cobra.Command, args []string) error {
			if err := checkFormat(format, listings); err != nil {
				return err
			}
			if len(args) == 0 {
				return listPolicies(command.Context(), command.OutOrStdout(), format)
			}
			loaded, err := own.load(a.streams.Dir)
			if err != nil {
				return err
			}
			load, err := findPolicy(args[0], a.streams.Dir, a.streams.Dir)
			if err != nil {
				return err
			}
			policy, err := load()
			if err != nil {
				return err
			}
			e, err := explained(command.Context(), policy, loaded)
			if err != nil {
				return err
			}
			return e.write(command.OutOrStdout(), format)
		},
	}
	own.add(command)
	command.Flags().StringVarP(&format, "format", "f", "text", "`NAME` of the format: "+strings.Join(listings, ", "))
	complete(command, "format", func() []string { return listings })
	return command
}

// rehearse has a policy decide on rules what it would in a check.
func rehearse(ctx context.Context, policy policies.Policy, loaded rules.Set) ([]engine.Meaning, []engine.Item, error) {
	e, err := engine.New(ctx, engine.Options{
		Rules: loaded.Rules, RuleModules: loaded.Modules,
		PolicyModules: policy.Modules, Policy: policy.Package,
		Schemas: schema.Rego(),
	})
	if err != nil {
		return nil, nil, err
	}
	return rehearsed(ctx, e, policy)
}

func rehearsed(ctx context.Context, e *engine.Engine, policy policies.Policy) ([]engine.Meaning, []engine.Item, error) {
	meanings, items, err := e.Rehearse(ctx)
	var fault *engine.PolicyError
	switch {
	case errors.As(err, &fault):
		err = fmt.Errorf("%s%w", policy.Where(fault.Decision), err)
	case err != nil:
		err = fmt.Errorf("policy %s: %w", policy.Name, err)
	}
	return meanings, items, err
}

// listedPolicy is a policy as `gwlint policies --format json` shows it.
type listedPolicy struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Items       int    `json:"items"`
}

func listPolicies(ctx context.Context, w io.Writer, format string) error {
	var list []listedPolicy
	for _, name := range policies.Names() {
		policy, err := shippedPolicy(name)
		if err != nil {
			return err
		}
		_, items, err := rehearse(ctx, policy, rules.Set{})
		if err != nil {
			return err
		}
		list = append(list, listedPolicy{policy.Name, policy.Title, policy.Description, len(items)})
	}
	switch format {
	case "json":
		return writeJSON(w, list)
	case "markdown":
		var text strings.Builder
		text.WriteString("| Name | Title | Items |\n|---|---|---|\n")
		for _, p := range list {
			fmt.Fprintf(&text, "| %s | %s | %d |\n", p.Name, cell(p.Title), p.Items)
		}
		_, err := io.WriteString(w, text.String())
		return err
	default:
		table := columns(w)
		for _, p := range list {
			_, _ = fmt.Fprintf(table, "%s\t%d items\t%s\n", p.Name, p.Items, p.Title) // Flush tells
		}
		return table.Flush()
	}
}
