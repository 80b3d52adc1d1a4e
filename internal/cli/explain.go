package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/markdown"
	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// explainFormats are the formats of `gwlint explain`.
var explainFormats = []string{"text", "markdown", "json"}

type explainFlags struct {
	rulesFlag

	format, color string
}

func explainCommand(a *app) *cobra.Command {
	f := &explainFlags{}
	load := func() (check.RuleSet, error) { return f.load(a.streams.Dir) }
	command := &cobra.Command{
		Use:   "explain NAME…",
		Short: "Explain rules and items of checklists",
		Long: `Explain rules, named by ID or slug: what each finds and why it matters, examples,
how to fix it, what it needs to see, its parameters, and how to let it stand. An
item of a checklist is explained by the rules that decide it.`,
		Example: `  gwlint explain GW103
  gwlint explain prefix_trailing_underscore --format markdown
  gwlint explain F4-04 GW201
  gwlint explain OUR001 --rules policy/rules`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("explain takes rules or items, such as GW103 or F4-04; 'gwlint rules' and 'gwlint policies' list them")
			}
			return nil
		},
		ValidArgsFunction: completeRules(load),
		RunE: func(command *cobra.Command, args []string) error {
			if err := errors.Join(checkFormat(f.format, explainFormats), checkColor(f.color)); err != nil {
				return err
			}
			loaded, err := load()
			if err != nil {
				return err
			}
			topics, err := explainedPages(command.Context(), loaded, args)
			if err != nil {
				return err
			}
			return f.write(command.OutOrStdout(), a.streams, topics)
		},
	}
	f.add(command)
	flags := command.Flags()
	flags.StringVarP(&f.format, "format", "f", "text", "`NAME` of the format: "+strings.Join(explainFormats, ", "))
	flags.StringVar(&f.color, "color", "auto", "`WHEN` to use colours: "+strings.Join(colorModes, ", "))
	complete(command, "format", func() []string { return explainFormats })
	complete(command, "color", func() []string { return colorModes })
	return command
}

// write writes topics one below the other.
func (e *explainFlags) write(w io.Writer, streams Streams, topics []explainedPage) error {
	if e.format == "json" {
		return writePagesJSON(w, topics)
	}
	color := useColor(e.color, streams.Terminal, streams.Env)
	options := markdown.Options{
		Width: streams.width(), Color: color, Hyperlinks: useHyperlinks(color, streams.Terminal, streams.Env),
	}
	for i, t := range topics {
		text := t.page
		if e.format == "text" {
			text = markdown.Render(text, options)
		}
		if i > 0 {
			text = "\n\n" + text
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}

// explainedPage is something that can be explained: a rule, or an item of a checklist.
type explainedPage struct {
	page string // Markdown
	// value is what JSON says of it.
	value any
}

// explainedPages finds what is named, or says of every name that nothing has it.
func explainedPages(ctx context.Context, loaded check.RuleSet, names []string) ([]explainedPage, error) {
	lists := onceByName(func(policy string) (checklistOf, error) { return checklistFor(ctx, policy) })
	var topics []explainedPage
	var faults []error
	for _, name := range names {
		t, err := explainedPageOf(loaded, lists, name)
		topics, faults = append(topics, t), append(faults, err)
	}
	return topics, errors.Join(faults...)
}

func explainedPageOf(loaded check.RuleSet, lists func(policy string) (checklistOf, error), name string) (explainedPage, error) {
	if rule, ok := findRule(loaded.Described(), name); ok {
		page, err := loaded.Page(rule)
		return explainedPage{page, asListed(rule)}, err
	}
	known := slugs(loaded.Described())
	for _, policy := range policyNames() {
		list, err := lists(policy)
		if err != nil {
			return explainedPage{}, err
		}
		for _, item := range list.items {
			short, _, _ := strings.Cut(item.ID, ":") // LLM10:2025 is LLM10 to most
			if strings.EqualFold(item.ID, name) || strings.EqualFold(short, name) {
				return itemPage(list.policy, item, loaded.Rules), nil
			}
			known = append(known, item.ID)
		}
	}
	return explainedPage{}, fmt.Errorf("there is no rule %q, and no item of a checklist%s; 'gwlint rules' and 'gwlint policies' list them",
		name, suggestion(name, known))
}

func slugs(list []rules.Rule) []string {
	var names []string
	for _, rule := range list {
		names = append(names, rule.Name)
	}
	return names
}

// policyNames are the policies that are shipped, the default one first: others
// may have its items too.
func policyNames() []string {
	names := slices.DeleteFunc(policies.Names(), func(name string) bool { return name == policies.Default })
	return slices.Insert(names, 0, policies.Default)
}

// checklistOf is a policy's checklist.
type checklistOf struct {
	policy policies.Policy
	items  []engine.Item
}

// checklistFor has a policy say which of the shipped rules decide its items.
func checklistFor(ctx context.Context, name string) (checklistOf, error) {
	policy, err := shipped.Policy(name)
	if err != nil {
		return checklistOf{}, err
	}
	_, items, err := check.DryRun(ctx, policy, shippedRules())
	return checklistOf{policy, items}, err
}

// itemPage writes a page on an item.
func itemPage(policy policies.Policy, item engine.Item, list []rules.Rule) explainedPage {
	var page strings.Builder
	fmt.Fprintf(&page, "# %s: %s\n\nAn item of `%s`: %s.\n\n", item.ID, item.Title, policy.Name, policy.Title)
	t := explainedPage{value: explainedItem{item.ID, item.Title, item.Rules, len(item.Rules) == 0}}
	if len(item.Rules) == 0 {
		page.WriteString("No rule decides it: a person must.\n")
		t.page = page.String()
		return t
	}
	page.WriteString("It fails where one of these rules finds something, is unknown where one cannot be decided, and passes only " +
		"where all that apply pass:\n\n")
	for _, id := range item.Rules {
		i := slices.IndexFunc(list, func(rule rules.Rule) bool { return rule.ID == id })
		if i < 0 {
			fmt.Fprintf(&page, "- %s\n", id)
			continue
		}
		fmt.Fprintf(&page, "- %s, `%s`: %s\n", id, list[i].Name, list[i].Heading())
	}
	fmt.Fprintf(&page, "\n`gwlint explain %s` explains them.\n", strings.Join(item.Rules, " "))
	t.page = page.String()
	return t
}

// writePagesJSON writes what is known of topics as a list, in the order asked for.
func writePagesJSON(w io.Writer, topics []explainedPage) error {
	values := make([]any, 0, len(topics))
	for _, t := range topics {
		values = append(values, t.value)
	}
	return writeJSON(w, values)
}
