package terraform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

// FuzzBody holds that the body of a resource is made whatever is written in it, that each
// value has a place in a text, and that what is known without the values of variables is the
// same with any of them: neither missing nor made up.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		"name = var.team",
		"name = var.on ? \"a\" : null",
		"name = \"${var.team}_\"\nname = \"b\"",
		"ai_gateway {\n dynamic \"rate_limits\" {\n for_each = var.list\n content {\n key = rate_limits.value\n }\n }\n}",
		"ai_gateway {\n rate_limits {\n calls = var.number\n }\n dynamic \"rate_limits\" {\n for_each = var.map\n content {}\n }\n}",
		"ai_gateway = { guardrails = var.on ? { input = { safety = true } } : null }",
		"dynamic \"ai_gateway\" {\n for_each = var.on ? [1] : []\n content {\n dynamic \"guardrails\" {\n for_each = var.object[*]\n iterator = it\n content {\n input {\n safety = it.value.name\n }\n }\n }\n }\n}",
		"config {\n served_entities {\n environment_vars = merge(var.map, { A = null, B = 1 })\n }\n served_entities {}\n}",
		"name = <<EOT\n${var.team}\nEOT\nx = [var.team, [null, {}]]\nlifecycle {\n x = 1\n}",
		"email_notifications {\n on_update_failure = [for t in var.list : upper(t)]\n on_update_success = toset([1, \"1\", var.number])\n}",
		"tags {\n key = 1e600000000\n}\ntags \"x\" {\n value = sensitive(\"${var.team}a\")\n}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 4096 || strings.ContainsRune(body, 0) || strings.Contains(body, "file") {
			return
		}
		files := map[string]string{"main.tf": `
variable "team" {}
variable "on" { type = bool }
variable "number" { type = number }
variable "list" { type = list(string) }
variable "map" { type = map(string) }
variable "object" { type = object({ name = optional(string, "x") }) }
` + endpoint(body)}
		open := bodyDocument(t, files)
		files["terraform.tfvars"] = "team = \"a\"\non = true\nnumber = 3\nlist = [\"x\"]\nmap = { a = \"b\" }\nobject = {}\n"
		closed := bodyDocument(t, files)
		if open == nil || closed == nil {
			return
		}
		for _, doc := range []*source.Document{open, closed} {
			for _, resource := range doc.Root.Get(keyResources).Items() {
				checkPlaces(t, resource.Get(keyValues), "values")
			}
		}
		a, b := open.Root.Get(keyResources).Items(), closed.Root.Get(keyResources).Items()
		if len(a) == 1 && len(b) == 1 {
			compareKnown(t, a[0].Get(keyValues), b[0].Get(keyValues), "values")
		}
	})
}

func bodyDocument(t *testing.T, files map[string]string) *source.Document {
	t.Helper()
	return evaluationOf(t, files).document(func(typ string) bool { return typ == "databricks_model_serving" })
}

// checkPlaces fails where a value or a key has no place in a text.
func checkPlaces(t *testing.T, n *source.Node, path string) {
	t.Helper()
	if n.Origin == nil || n.Origin.Text == nil {
		t.Fatalf("%s is in no text", path)
	}
	spots := []source.Spot{{Text: n.Origin.Text, Range: n.Range()}}
	for _, e := range n.Entries() {
		spots = append(spots, source.Spot{Text: e.Value.Origin.Text, Range: e.KeyRange()})
	}
	if n.Origin.Via != nil {
		spots = append(spots, *n.Origin.Via)
	}
	if n.Origin.From != nil {
		spots = append(spots, append(n.Origin.Parts, *n.Origin.From)...)
	}
	for _, s := range spots {
		if s.Range.Start < 0 || s.Range.End < s.Range.Start || s.Range.End > len(s.Text.Bytes) {
			t.Errorf("%s is at %v of %d bytes", path, s.Range, len(s.Text.Bytes))
		}
	}
	if n.Origin.Unresolved != "" && n.Kind != source.String {
		t.Errorf("%s is not known, and no text", path)
	}
	for i, item := range n.Items() {
		checkPlaces(t, item, fmt.Sprintf("%s[%d]", path, i))
	}
	for _, e := range n.Entries() {
		checkPlaces(t, e.Value, path+"."+e.Key)
	}
}

// compareKnown fails where what is known in one tree is something else in the other.
func compareKnown(t *testing.T, open, closed *source.Node, path string) {
	t.Helper()
	switch {
	case open.Origin.Unresolved != "":
		return
	case closed.Origin.Unresolved != "":
		t.Errorf("%s is known without values, and not with them: %s", path, closed.Origin.Unresolved)
		return
	case open.Kind != closed.Kind || open.Text != closed.Text || len(open.Items()) != len(closed.Items()) || len(open.Entries()) != len(closed.Entries()):
		t.Errorf("%s is %s %q without values, %s %q with them", path, open.Kind, open.Text, closed.Kind, closed.Text)
		return
	}
	for i := range open.Items() {
		compareKnown(t, open.Items()[i], closed.Items()[i], fmt.Sprintf("%s[%d]", path, i))
	}
	for i := range open.Entries() {
		if open.Entries()[i].Key != closed.Entries()[i].Key {
			t.Errorf("%s has %s without values, %s with them", path, open.Entries()[i].Key, closed.Entries()[i].Key)
			return
		}
		compareKnown(t, open.Entries()[i].Value, closed.Entries()[i].Value, path+"."+open.Entries()[i].Key)
	}
}
