package cli

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/rules"
)

func newCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "new",
		Short: "Begin a rule of your own",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return knownWord("gwlint new", args[0], []string{"rule"})
			}
			return errors.New("no command; try 'gwlint new rule OUR001 naming/team_prefix'")
		},
	}
	command.AddCommand(newRuleCommand(a))
	return command
}

func newRuleCommand(a *app) *cobra.Command {
	var folder string
	command := &cobra.Command{
		Use:   "rule ID AREA/SLUG",
		Short: "Write the files of a new rule",
		Long: `Write the files of a new rule: its Rego with METADATA, a test, and an example of
what it finds bad and what it finds good. All of it works as it is; change the
Rego to find what yours is about, and 'gwlint test' says what does not fit yet.

The rule's folder is AREA/SLUG below the folder of the rules, which is made where
there is none: rules, unless the current folder holds rules itself or --rules
names another. An ID is two to eight capital letters of your own and a number; one
that is taken or retired is refused, and so is a folder that is there already.`,
		Example: `  gwlint new rule OUR001 naming/team_prefix
  gwlint new rule OUR002 limits/batch_limit --rules policy/rules
  gwlint test policy/rules --run OUR002`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 2 {
				return nil
			}
			return fmt.Errorf("new rule takes an ID and a place, such as 'gwlint new rule OUR001 naming/team_prefix'; see '%s --help'", command.CommandPath())
		},
		RunE: func(command *cobra.Command, args []string) error {
			if !command.Flags().Changed("rules") {
				folder = rulesHere(a.streams.Dir)
			}
			return newRule(command.OutOrStdout(), a.streams, folder, args[0], args[1])
		},
	}
	command.Flags().StringVar(&folder, "rules", "rules", "`DIR` that the areas of your rules lie in")
	if err := command.MarkFlagDirname("rules"); err != nil {
		panic(err) // the flag is not defined: gwlint itself is wrong
	}
	return command
}

// rulesHere is the folder of rules that is meant where none is named, as in `gwlint
// test`: rules, or the current folder where that holds rules and no such folder.
func rulesHere(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, "rules")); err == nil {
		return "rules"
	}
	if tree, err := ruleFolder(dir, "."); err == nil {
		if set, err := tree.Load(); err == nil && len(set.Rules) > 0 {
			return "."
		}
	}
	return "rules"
}

// newRule writes the files of a rule and says what comes next. Nothing is left behind
// where one of them cannot be written.
func newRule(w io.Writer, s Streams, folder, id, place string) error {
	if folder == "" {
		return errors.New("--rules names no folder")
	}
	base := s.absolute(folder)
	tree := rules.Tree{Files: os.DirFS(base), Name: filepath.ToSlash(filepath.Clean(folder)), Own: true}
	if _, err := os.Stat(base); !errors.Is(err, os.ErrNotExist) {
		if tree, err = ruleFolder(s.Dir, folder); err != nil {
			return fmt.Errorf("--rules %w", err)
		}
	}
	draft, err := tree.Draft(id, place)
	if err != nil {
		return err
	}
	files, err := draft.Files()
	if err != nil {
		return err
	}
	if err := writeNew(base, path.Join(draft.Area, draft.Slug), files); err != nil {
		return fmt.Errorf("%s: %w", path.Join(tree.Name, place), err)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := fmt.Fprintf(w, "wrote %s\n", path.Join(tree.Name, name)); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, nextSteps(tree, draft))
	return err
}

// nextSteps are the commands that a new rule is worked on with.
func nextSteps(tree rules.Tree, draft rules.Draft) string {
	file := path.Join(tree.Name, draft.Area, draft.Slug, draft.Slug+".rego")
	text := fmt.Sprintf("\nNow write in %s what the rule finds, and try it:\n  gwlint test %s --run %s\n", file, tree.Name, draft.ID)
	if tree.StandsAlone() {
		return text + "CONTRIBUTING.md says what a rule of gwlint needs besides.\n"
	}
	return text + fmt.Sprintf("  gwlint check --rules %s\n", tree.Name)
}

// writeNew writes files below base into one folder that is not there yet: beside its
// place first, so that it comes to be with all of them or not at all.
func writeNew(base, folder string, files map[string][]byte) (err error) {
	target := filepath.Join(base, filepath.FromSlash(folder))
	made, err := makeFolders(filepath.Dir(target))
	defer func() {
		for _, name := range made {
			if err != nil {
				_ = os.Remove(name) // a folder that something else was put into stays
			}
		}
	}()
	if err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(target), ".new-")
	if err != nil {
		return source.WithoutPath(err)
	}
	defer func() { _ = os.RemoveAll(temporary) }() // what stays of it is hidden, and no rule
	for name, text := range files {
		below, err := filepath.Rel(filepath.FromSlash(folder), filepath.FromSlash(name))
		if err != nil {
			return err
		}
		if err := writeBelow(filepath.Join(temporary, "rule", below), text); err != nil {
			return err
		}
	}
	return source.WithoutPath(os.Rename(filepath.Join(temporary, "rule"), target))
}

// Rules are for everybody who reads the repository.
const (
	folderMode = 0o755
	fileMode   = 0o644
)

func writeBelow(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), folderMode); err != nil {
		return source.WithoutPath(err)
	}
	return source.WithoutPath(os.WriteFile(file, text, fileMode))
}

// makeFolders makes a folder and those above it, and returns what it made, the deepest
// first.
func makeFolders(folder string) (made []string, err error) {
	for at := folder; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, os.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	return made, source.WithoutPath(os.MkdirAll(folder, folderMode))
}
