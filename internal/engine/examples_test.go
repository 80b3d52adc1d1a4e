package engine_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// want is an expectation that stands on the line it is about:
// `# want GW103 "ends in an underscore"`, in JSON behind `//`.
var want = regexp.MustCompile(`(GW\d{3}) "([^"]*)"`)

// TestExamplesOfEveryRule runs each rule's own examples, which its page shows:
// every line marked in bad/ is found there, and nothing else is; good/ is
// judged, and found good.
func TestExamplesOfEveryRule(t *testing.T) {
	t.Parallel()
	options := shipped(t)
	plain := compiled(t, options)
	for _, rule := range options.Rules {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join("..", "..", "rules", rule.Area, rule.Name)
			bad, badEngine := examples(t, filepath.Join(folder, "bad"), options, plain)
			good, goodEngine := examples(t, filepath.Join(folder, "good"), options, plain)
			for _, side := range []string{"bad", "good"} {
				if files, err := filepath.Glob(filepath.Join(folder, side, "*.[jy]*")); err != nil || len(files) == 0 {
					t.Fatalf("there is no example in %s/", side)
				}
			}
			for file, content := range bad {
				found := findingsOf(t, badEngine, rule, file, content)
				if diff := cmp.Diff(wanted(rule, content), lines(content, found)); diff != "" {
					t.Errorf("bad/%s: -want +got\n%s", file, diff)
				}
			}
			for file, content := range good {
				for _, f := range findingsOf(t, goodEngine, rule, file, content) {
					t.Errorf("good/%s:%d: %s %s %s", file, f.Location.StartLine, f.Outcome, f.Message, f.Reason)
				}
			}
		})
	}
}

// with sets the params of an example's own configuration.
func with(t testing.TB, o engine.Options, configuration []byte) engine.Options {
	t.Helper()
	var written struct {
		Params map[string]any `yaml:"params"`
	}
	if err := yaml.Unmarshal(configuration, &written); err != nil {
		t.Fatal(err)
	}
	params, ok := o.Context["params"].(map[string]any)
	if !ok {
		t.Fatal("the context has no params")
	}
	params = maps.Clone(params)
	maps.Copy(params, written.Params)
	o.Context = maps.Clone(o.Context)
	o.Context["params"] = params
	return o
}

// examples reads a folder of examples and returns the engine to judge them by:
// the plain one, unless the folder has a configuration of its own.
func examples(t testing.TB, folder string, o engine.Options, plain *engine.Engine) (map[string][]byte, *engine.Engine) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), inputs) {
			continue // TestExamplesThatNoFileShows runs it
		}
		content, err := fs.ReadFile(os.DirFS(folder), entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = content
	}
	if configuration, ok := files[".gwlint.yaml"]; ok {
		delete(files, ".gwlint.yaml")
		return files, compiled(t, with(t, o, configuration))
	}
	return files, plain
}

// findingsOf judges an example and returns what one rule has to say of it.
func findingsOf(t testing.TB, e *engine.Engine, rule rules.Rule, file string, content []byte) []finding.Finding {
	t.Helper()
	all := subjects(t, file, content)
	if len(all) == 0 {
		t.Errorf("%s holds no gateway", file)
	}
	var found []finding.Finding
	for _, f := range judge(t, e, all).Findings {
		if f.Rule == rule.ID {
			found = append(found, f)
		}
	}
	return found
}

func wanted(rule rules.Rule, content []byte) []string {
	var list []string
	for i, line := range strings.Split(string(content), "\n") {
		_, comment, _ := strings.Cut(line, "want ")
		for _, m := range want.FindAllStringSubmatch(comment, -1) {
			if m[1] == rule.ID {
				list = append(list, fmt.Sprintf("%d: %s", i+1, m[2]))
			}
		}
	}
	slices.Sort(list)
	return list
}

// lines lists findings as wanted does: with the part of the message that is
// wanted on their line, or the whole message.
func lines(content []byte, found []finding.Finding) []string {
	all := strings.Split(string(content), "\n")
	used := map[string]int{}
	var list []string
	for _, f := range found {
		message := string(f.Outcome) + " " + f.Message
		for _, m := range want.FindAllStringSubmatch(all[f.Location.StartLine-1], -1) {
			key := fmt.Sprint(f.Location.StartLine, m[2])
			if m[1] == f.Rule && f.Outcome == finding.Fail && strings.Contains(f.Message, m[2]) && used[key] == 0 {
				used[key]++
				message = m[2]
				break
			}
		}
		list = append(list, fmt.Sprintf("%d: %s", f.Location.StartLine, message))
	}
	slices.Sort(list)
	return list
}
