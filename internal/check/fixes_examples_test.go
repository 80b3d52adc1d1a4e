package check_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/internal/source"
)

// TestFixesOfExamples has every bad example of a rule with a fix mended, as it is written and
// in each other syntax.
func TestFixesOfExamples(t *testing.T) {
	t.Parallel()
	units := map[string]string{}
	set := shipped.Rules()
	for _, rule := range set.Rules {
		if rule.Fix == "" {
			continue
		}
		folder := path.Join(rule.Area, rule.Name, "bad")
		examples, err := fs.ReadDir(os.DirFS("../../rules"), folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, example := range examples {
			content, err := fs.ReadFile(os.DirFS("../../rules"), path.Join(folder, example.Name()))
			if err != nil {
				t.Fatal(err)
			}
			units[path.Join("example", rule.ID, example.Name(), example.Name())] = string(content)
			text, err := source.NewText(example.Name(), content)
			if err != nil {
				t.Fatal(err)
			}
			documents, err := source.Parse(text, source.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			for i, d := range documents {
				for name, written := range inEachSyntax(d.Root) {
					syntax, file, _ := strings.Cut(name, "/")
					units[path.Join(syntax, rule.ID, fmt.Sprint(example.Name(), i), file)] = written
				}
			}
		}
	}
	tried := theFixer(t).try(t, units)
	for _, rule := range set.Rules {
		for _, syntax := range []string{"example", "yaml", "flow", "json", "compact", "lines", "bundle", "hcl"} {
			if rule.ID == "GW004" && syntax == "hcl" { // Terraform reads the first alone, and refuses the file
				continue
			}
			if rule.Fix != "" && tried[rule.ID+" "+syntax] == 0 {
				t.Errorf("no fix of %s is tried in %s: %v", rule.ID, syntax, tried)
			}
		}
	}
}

// inEachSyntax is a document in each syntax, by the syntax and the name of a file.
func inEachSyntax(n *source.Node) map[string]string {
	m := &manner{random: rand.New(rand.NewPCG(1, 2)), indent: "  ", said: 10}
	flow := &manner{random: rand.New(rand.NewPCG(1, 2)), flow: 10, said: 10}
	compact := &manner{random: rand.New(rand.NewPCG(1, 2)), compact: true}
	quiet := &manner{random: rand.New(rand.NewPCG(1, 2)), indent: "  "}
	all := map[string]string{
		"yaml-quiet/a.yaml": quiet.yaml(n, ""),
		"json-quiet/a.json": quiet.json(n, ""),
		"yaml/a.yaml":       m.yaml(n, ""),
		"flow/a.yaml":       flow.yaml(n, ""),
		"json/a.json":       m.json(n, "") + "\n",
		"compact/a.json":    compact.json(n, ""),
		"lines/a.jsonl":     compact.json(n, "") + "\n" + `{"name": "other", "ai_gateway": {}}` + "\n",
	}
	if isEndpoint(n) {
		all["bundle-quiet/databricks.yml"] = "bundle: {name: shop}\nresources:\n  model_serving_endpoints:\n    chat:\n" + quiet.yaml(n, "      ")
		all["bundle/databricks.yml"] = "bundle:\n  name: shop # c1000c\nresources:\n  model_serving_endpoints:\n    chat:\n" + m.yaml(n, "      ")
		all["hcl/main.tf"] = "resource \"databricks_model_serving\" \"chat\" { # c1000c\n" + m.hcl(n, "  ") + "}\n"
	}
	return all
}

// isEndpoint says whether a document is one of a serving endpoint as a person writes it.
func isEndpoint(n *source.Node) bool {
	return n.Get("name") != nil && (n.Get("ai_gateway") != nil || n.Get("config") != nil) && n.Get("id") == nil &&
		!slices.ContainsFunc(n.Entries(), func(e source.Entry) bool { return e.Merged })
}
