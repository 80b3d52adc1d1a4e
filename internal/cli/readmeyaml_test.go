package cli_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

func takenByGwlint(t *testing.T, text string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".gwlint.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, complaint, code := runIn(t, dir, "", []string{"config", "show"}); code != 0 {
		t.Error(complaint)
	}
}

func takenByPreCommit(t *testing.T, text string) {
	t.Helper()
	type hook struct{ ID string }
	var hooks []hook
	parseYAML(t, readme(t, ".pre-commit-hooks.yaml"), &hooks)
	var config struct {
		Repos []struct{ Hooks []hook }
	}
	parseYAML(t, text, &config)
	for _, repo := range config.Repos {
		for _, h := range repo.Hooks {
			if !slices.Contains(hooks, h) {
				t.Errorf("there is no hook %q", h.ID)
			}
		}
	}
}

func takenByTheAction(t *testing.T, text string) {
	t.Helper()
	var action struct{ Inputs map[string]any }
	parseYAML(t, readme(t, "action.yml"), &action)
	var workflow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses string
				With map[string]any
			}
		}
	}
	parseYAML(t, text, &workflow)
	uses := 0
	for _, job := range workflow.Jobs {
		for _, step := range job.Steps {
			if !strings.HasPrefix(step.Uses, "gwlint/gwlint@") {
				continue
			}
			uses++
			for input := range step.With {
				if _, ok := action.Inputs[input]; !ok {
					t.Errorf("the action has no input %q", input)
				}
			}
		}
	}
	if uses != 1 {
		t.Errorf("the workflow uses the action %d times", uses)
	}
}

func parseYAML(t *testing.T, text string, to any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(text), to); err != nil {
		t.Fatal(err)
	}
}
