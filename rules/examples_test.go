package rules_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// Every bad example must be flagged where it says so and nowhere else, every
// good one must be decided and found right. An example may have a .gwlint.yaml
// beside it.
func TestExamples(t *testing.T) {
	t.Parallel()
	list, _, err := rules.Load(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range list {
		folder := filepath.Join(rule.Area, rule.Name)
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			for _, file := range examples(t, filepath.Join(folder, "bad")) {
				got := check(t, file)
				report(t, file, wanted(t, file, rule.ID), spell(got, rule.ID))
			}
			for _, file := range examples(t, filepath.Join(folder, "good")) {
				report(t, file, nil, spell(check(t, file), rule.ID))
			}
		})
	}
}

// expectation is `want GW101 "part of the message"` in a comment.
var expectation = regexp.MustCompile(`\bwant (GW\d{3}) "((?:[^"\\]|\\.)*)"`)

// wanted lists what an example expects of a rule: the line and part of the
// message.
func wanted(tb testing.TB, file, id string) []string {
	tb.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	var want []string
	for i, line := range strings.Split(string(text), "\n") {
		for _, match := range expectation.FindAllStringSubmatch(line, -1) {
			if match[1] != id {
				tb.Errorf("%s:%d: wants %s, and is an example of %s", file, i+1, match[1], id)
			}
			want = append(want, fmt.Sprintf("%d: fail: %s", i+1, match[2]))
		}
	}
	if len(want) == 0 {
		tb.Errorf("%s: wants nothing", file)
	}
	return want
}

// spell lists what a rule found in the same form, with the whole message.
func spell(found []finding.Finding, id string) []string {
	var got []string
	for _, f := range found {
		if f.Rule == id {
			got = append(got, fmt.Sprintf("%d: %s: %s%s", f.Location.StartLine, f.Outcome, f.Message, f.Reason))
		}
	}
	return got
}

// report holds findings against expectations, each of which must be met by one.
func report(tb testing.TB, file string, want, got []string) {
	tb.Helper()
	for _, w := range want {
		line, part, _ := strings.Cut(w, ": fail: ")
		i := slices.IndexFunc(got, func(g string) bool {
			return strings.HasPrefix(g, line+": fail: ") && strings.Contains(g, part)
		})
		if i < 0 {
			tb.Errorf("%s:%s: not found: %s\namong %q", file, line, part, got)
			continue
		}
		got = slices.Delete(got, i, i+1)
	}
	for _, g := range got {
		tb.Errorf("%s:%s: found and not wanted", file, g)
	}
}

// check judges all that an example holds.
func check(tb testing.TB, file string) []finding.Finding {
	tb.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	text, err := source.NewText(filepath.ToSlash(file), content)
	if err != nil {
		tb.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	judge := start(tb, filepath.Dir(file))
	evaluator, subjects := judge.Evaluator(), 0
	for _, document := range documents {
		found, err := gateway.Normalise(document, gateway.Auto)
		if err != nil {
			tb.Fatal(err)
		}
		for _, subject := range found {
			evaluator.Judge(context.Background(), subject)
			subjects++
		}
	}
	if subjects == 0 {
		tb.Errorf("%s: holds no gateway", file)
	}
	result := judge.Finish(context.Background(), []*engine.Evaluator{evaluator})
	for _, err := range result.Errors {
		tb.Error(err)
	}
	return result.Findings
}

// start makes an engine with the parameters that hold in a folder of examples.
func start(tb testing.TB, folder string) *engine.Engine {
	tb.Helper()
	judge, err := plain()
	if _, missing := os.Stat(filepath.Join(folder, ".gwlint.yaml")); missing == nil {
		judge, err = with(configured(tb, folder).Params)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return judge
}

// plain is the engine of the examples without a configuration of their own.
var plain = sync.OnceValues(func() (*engine.Engine, error) { return with(config.Default().Params) })

func with(params config.Params) (*engine.Engine, error) {
	list, modules, err := rules.Load(os.DirFS("."))
	if err != nil {
		return nil, err
	}
	_, deciding, err := policies.Load(policies.Embedded)
	if err != nil {
		return nil, err
	}
	maps.Copy(modules, deciding)
	return engine.New(context.Background(), engine.Options{
		Rules: list, Modules: modules, Policy: "policies." + policies.Default,
		Schemas: map[string][]byte{"model": schema.Text(schema.Model), "decision": schema.Text("decision")},
		Params: map[string]any{
			"shared_schemas": params.SharedSchemas,
			"pii":            map[string]any{"input": params.PII.Input, "output": params.PII.Output},
		},
	})
}

func configured(tb testing.TB, folder string) config.Settings {
	tb.Helper()
	dir, err := filepath.Abs(folder)
	if err != nil {
		tb.Fatal(err)
	}
	settings, err := config.Load(config.Options{Dir: dir})
	if err != nil {
		tb.Fatal(err)
	}
	return settings
}

// examples lists the files of a folder; there must be one.
func examples(tb testing.TB, folder string) []string {
	tb.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		tb.Fatal(err)
	}
	var files []string
	for _, entry := range entries {
		if !entry.IsDir() && !strings.HasPrefix(entry.Name(), ".") {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	if len(files) == 0 {
		tb.Errorf("%s: no examples", folder)
	}
	return files
}
