package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

func policiesCommand(a *app) *cobra.Command {
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
			if err := checkFormat(format, listFormats); err != nil {
				return err
			}
			if len(args) == 0 {
				return listPolicies(command.Context(), command.OutOrStdout(), format, a.streams.width())
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
			if policy.Own {
				go a.guard.WatchMemory(command.Context())
			}
			e, err := explainPolicy(command.Context(), policy, loaded)
			if err != nil {
				return err
			}
			return e.write(command.OutOrStdout(), format, a.streams.width())
		},
	}
	own.add(command)
	command.Flags().StringVarP(&format, "format", "f", "text", "`NAME` of the format: "+strings.Join(listFormats, ", "))
	complete(command, "format", func() []string { return listFormats })
	return command
}

// listedPolicy is a policy as `gwlint policies --format json` shows it.
type listedPolicy struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Items       int    `json:"items"`
}

func listPolicies(ctx context.Context, w io.Writer, format string, width int) error {
	var list []listedPolicy
	for _, name := range policies.Names() {
		policy, err := shipped.Policy(name)
		if err != nil {
			return err
		}
		_, items, err := check.DryRun(ctx, policy, rules.Set{})
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
		rows := make([][]string, 0, len(list))
		for _, p := range list {
			rows = append(rows, []string{p.Name, fmt.Sprintf("%d items", p.Items), p.Title})
		}
		return writeTable(w, width, rows)
	}
}

// explainedPolicy is a policy as `gwlint policies NAME --format json` shows it.
type explainedPolicy struct {
	Name        string          `json:"name"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Digest      string          `json:"digest"`
	Levels      []explainedRule `json:"levels"`
	Items       []explainedItem `json:"items"`
}

// explainedRule is what a rule's findings mean where nothing is special about
// the subject.
type explainedRule struct {
	Rule     string           `json:"rule"`
	Name     string           `json:"name"`
	Severity finding.Severity `json:"severity"`
	Fail     finding.Level    `json:"fail"`
	Unknown  finding.Level    `json:"unknown"`
}

// explainedItem is an item and the rules that decide it; Manual says that no
// rule does.
type explainedItem struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Rules  []string `json:"rules"`
	Manual bool     `json:"manual"`
}

func explainPolicy(ctx context.Context, policy policies.Policy, loaded check.RuleSet) (explainedPolicy, error) {
	e := explainedPolicy{
		Name: policy.Name, Title: policy.Title, Description: policy.Description, Digest: policy.Digest,
		Levels: []explainedRule{}, Items: []explainedItem{},
	}
	meanings, items, err := check.DryRun(ctx, policy, loaded.Set)
	for _, m := range meanings {
		e.Levels = append(e.Levels, explainedRule{m.Rule.ID, m.Rule.Name, m.Rule.Severity, m.Fail, m.Unknown})
	}
	for _, item := range items {
		e.Items = append(e.Items, explainedItem{item.ID, item.Title, item.Rules, len(item.Rules) == 0})
	}
	return e, err
}

func (e explainedPolicy) write(w io.Writer, format string, width int) error {
	switch format {
	case "json":
		return writeJSON(w, e)
	case "markdown":
		return e.markdown(w)
	default:
		return e.text(w, width)
	}
}

// manual is said of an item that no rule decides.
const manual = "a person must judge it"

// text is for a terminal of so many columns, 0 where it is none. The description is
// Markdown, which reads well as it is.
func (e explainedPolicy) text(w io.Writer, width int) error {
	heading := reflow(e.Name+": "+e.Title, width) + "\n\n" + reflow(e.Description, width) + "\n\n"
	if _, err := io.WriteString(w, heading); err != nil {
		return err
	}
	rows := [][]string{{"Item", "Title, and the rules that decide it"}}
	for _, item := range e.Items {
		rows = append(rows, []string{item.ID, item.Title}, []string{"", item.decided()})
	}
	if err := writeTable(w, width, rows); err != nil {
		return err
	}
	rows = [][]string{{"Rule", "Found", "Not decided", "Severity", "Name"}}
	for _, r := range e.Levels {
		rows = append(rows, []string{r.Rule, string(r.Fail), string(r.Unknown), string(r.Severity), r.Name})
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return err
	}
	return writeTable(w, width, rows)
}

func (e explainedPolicy) markdown(w io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "# %s: %s\n\n%s\n\n## Items\n\n", e.Name, e.Title, e.Description)
	text.WriteString("| Item | Title | Decided by |\n|---|---|---|\n")
	for _, item := range e.Items {
		fmt.Fprintf(&text, "| %s | %s | %s |\n", cell(item.ID), cell(item.Title), cell(item.decided()))
	}
	text.WriteString("\n## Levels\n\n| Rule | Name | Severity | Found | Not decided |\n|---|---|---|---|---|\n")
	for _, r := range e.Levels {
		fmt.Fprintf(&text, "| %s | %s | %s | %s | %s |\n", r.Rule, r.Name, r.Severity, r.Fail, r.Unknown)
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (e explainedItem) decided() string {
	if e.Manual {
		return manual
	}
	return strings.Join(e.Rules, ", ")
}

// cell is text in a cell of a Markdown table, which ends at a bar or a new line.
func cell(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "|", `\|`)), " ")
}

func columns(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
}

// writeJSON writes a value for people and programs.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// onceByName calls a function once for each name.
func onceByName[V any](call func(name string) (V, error)) func(name string) (V, error) {
	var mu sync.Mutex
	known := map[string]func() (V, error){}
	return func(name string) (V, error) {
		mu.Lock()
		answer, ok := known[name]
		if !ok {
			answer = sync.OnceValues(func() (V, error) { return call(name) })
			known[name] = answer
		}
		mu.Unlock()
		return answer()
	}
}

// policyFlag is the flag that sets the policy, and so its origin.
const policyFlag = "--policy"

// loadPolicy finds the policy that settings name. A path in a configuration file
// starts from that file's folder, one in a flag from dir, where gwlint was
// started.
func loadPolicy(settings config.Settings, dir string) (policies.Policy, error) {
	origin, base := settings.Origins.Of("policy"), settings.Base
	if origin == policyFlag {
		base = dir
	}
	load, err := findPolicy(settings.Policy, base, dir)
	if err != nil {
		return policies.Policy{}, fmt.Errorf("%s: %w", origin, err)
	}
	return load()
}

// policyNotice says that a configuration file alone has chosen a policy that gwlint
// does not ship: who changes the file decides what a finding means.
func policyNotice(r check.Request) []string {
	origin := r.Settings.Origins.Of("policy")
	if !r.Policy.Own || origin == policyFlag {
		return nil
	}
	return []string{fmt.Sprintf("%s: the policy %s is none of gwlint's and decides what a finding means; --policy chooses another, --config none ignores the file",
		origin, r.Policy.Path)}
}

// findPolicy finds a policy that gwlint ships by name, or one of the user's own
// by its path from base, and returns what loads it. Messages show paths from
// dir.
func findPolicy(name, base, dir string) (load func() (policies.Policy, error), err error) {
	names := policies.Names()
	if slices.Contains(names, name) {
		return func() (policies.Policy, error) { return shipped.Policy(name) }, nil
	}
	place, shown := name, filepath.ToSlash(filepath.Clean(name))
	if !filepath.IsAbs(name) {
		place = filepath.Join(base, name)
		shown = shownFrom(dir, place)
	}
	info, err := os.Stat(place)
	switch {
	case name == "" || err != nil && !isPath(name):
		return nil, fmt.Errorf("there is no policy %q%s; shipped: %s; one of your own is named by its path",
			name, suggestion(name, names), strings.Join(names, ", "))
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s: no such file or folder; shipped: %s", shown, strings.Join(names, ", "))
	case err != nil:
		return nil, fmt.Errorf("%s: %w", shown, source.WithoutPath(err))
	case info.IsDir():
		return policies.Tree{Files: os.DirFS(place), Name: shown}.Load, nil
	case !info.Mode().IsRegular() || filepath.Ext(place) != ".rego":
		return nil, fmt.Errorf("%s: no .rego file; a policy is one, or a folder of them", shown)
	}
	return policies.Tree{Files: os.DirFS(filepath.Dir(place)), Name: path.Dir(shown), File: filepath.Base(place)}.Load, nil
}

// isPath reports whether a name can only be meant as a path.
func isPath(name string) bool {
	return strings.ContainsAny(name, `/\`) || filepath.Ext(name) == ".rego"
}

// completePolicies offers the policies that are shipped, and files.
func completePolicies(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return policies.Names(), cobra.ShellCompDirectiveDefault
}
