package bundle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// FuzzReference reads references in any text. What it finds is in order, does not overlap,
// and reads the same by itself.
func FuzzReference(f *testing.F) {
	for _, text := range []string{
		"${var.x}", "a${var.a.b[0][1].c}b${bundle.target}", "${var.${var.a}}", "${{var.x}}", "$${var.x}", "${var.x-_y}", "${var.end_}",
		"${ünï.x}", "${resources.schemas.audit.name}", "{{secrets/${var.s}/k}}", "${var[0]}", "${var.x[99999999999999999999]}", "${${${", "${var.x",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, ref := range references(text) {
			if ref.start < end || ref.end > len(text) || len(ref.path) == 0 {
				t.Fatalf("%+v in %q", ref, text)
			}
			end = ref.end
			again := references(ref.in(text))
			if len(again) != 1 || !again[0].whole(ref.in(text)) {
				t.Fatalf("%q reads as %+v by itself", ref.in(text), again)
			}
			if strings.ContainsAny(ref.in(text)[len("${"):], "${ \n") {
				t.Fatalf("%q is a reference", ref.in(text))
			}
		}
		takenLiterally(text)
	})
}

// FuzzSubstitute resolves references in values of any text. What is resolved once stays as
// it is when it is resolved again, and what is left as a reference says why.
func FuzzSubstitute(f *testing.F) {
	for _, texts := range [][3]string{
		{"${var.b}", "c", "x${var.a}_"},
		{"x${var.b}", "${var.a}y", "${var.${var.c}}${var.b}"},
		{"{var.b}", "${bundle.git.branch}", "$${var.a}{{secrets/${var.b}/k}}"},
		{"${var.b}${var.b}", "${var.c}${var.c}", "${var.a}${var.a}"},
		{"${var.m.a[0]}", "${var.m}", "${resources.schemas.audit.name}"},
		{"m.a[1]", "${workspace.file_path}", "${var.${var.a}}"},
	} {
		f.Add(texts[0], texts[1], texts[2])
	}
	dir := f.TempDir()
	name := filepath.Join(dir, "databricks.yml")
	if err := os.WriteFile(name, []byte(`
bundle: {name: "pelican-${var.a}"}
variables: {a: {}, b: {}, c: {}, open: {}, m: {type: complex, default: {a: ["${var.a}", "${var.b}"], m: "${var.m.a}"}}}
resources:
  schemas: {audit: {name: "${var.b}-${resources.model_serving_endpoints.chat.name}", catalog_name: "${var.c}"}}
  model_serving_endpoints:
    chat: {name: "${var.a}-${resources.schemas.audit.name}", description: "${var.c}${var.open}", ai_gateway: {rate_limits: "${var.m.a}"}}
`), 0o600); err != nil {
		f.Fatal(err)
	}
	root, err := source.NewInput(dir, name)
	if err != nil {
		f.Fatal(err)
	}
	read := Load(root, Options{Dir: dir})
	f.Fuzz(func(t *testing.T, a, b, c string) {
		given := map[string]string{"BUNDLE_VAR_a": a, "BUNDLE_VAR_b": b, "BUNDLE_VAR_c": c}
		bundle := *read
		bundle.options.LookupEnv = func(name string) (string, bool) {
			value, ok := given[name]
			return value, ok
		}
		resolvesOnce(t, &bundle)
	})
}

// resolvesOnce fails where a bundle without a fault that is resolved is not left as it is by resolving it
// again, or where a reference is left in a value that counts as known.
func resolvesOnce(t *testing.T, b *Bundle) {
	t.Helper()
	for _, target := range b.Targets {
		r := &resolution{bundle: b, target: target}
		once := r.link(r.substitute(r.merge()))
		if once == nil {
			continue
		}
		if len(r.faults) == 0 { // what is left of a circle depends on where it is entered
			r.values.forget()
			again := r.values.top(once)
			if diff := cmp.Diff(withoutReasons(flat(once)), withoutReasons(flat(again))); diff != "" {
				t.Fatal(diff)
			}
		}
		for _, e := range once.Entries() {
			if e.Key == "resources" {
				noReference(t, e.Value)
			}
		}
	}
}

// withoutReasons leaves out why values are not known: which reasons are found depends on
// what was resolved before.
func withoutReasons(values []string) []string {
	without := make([]string, 0, len(values))
	for _, value := range values {
		text, _, unknown := strings.Cut(value, "? ")
		without = append(without, fmt.Sprint(text, " unknown: ", unknown))
	}
	return without
}

// noReference fails where a value that counts as known is a reference.
func noReference(t *testing.T, n *source.Node) {
	t.Helper()
	if n.Kind == source.String && !isUnresolved(n) && !isUnfit(n) && len(references(n.Text)) > 0 {
		t.Fatalf("%q counts as known", n.Text)
	}
	for _, item := range n.Items() {
		noReference(t, item)
	}
	for _, e := range n.Entries() {
		noReference(t, e.Value)
	}
}

// FuzzSubstituteFile does the same with files of any text.
func FuzzSubstituteFile(f *testing.F) {
	for _, text := range []string{
		namedEndpoints("variables: {a: {default: b}, b: {default: '${var.a}'}}", "${var.${var.a}}", "x${var.b}"),
		namedEndpoints("variables: {a: {}, m: {type: complex, default: {a: ['${var.a}', '${var.m.a}']}}}", "${var.a}_", "${var.m.a[0]}"),
		namedEndpoints("variables: {p: {default: 'x${var.q}'}, q: {default: '${var.p}y'}}", "$${var.p}", "{{secrets/${var.q}/k}}"),
		namedEndpoints("workspace: {root_path: '~/x'}", "${workspace.file_path}", "${bundle.git.branch}", "${resources.model_serving_endpoints.n0.name}"),
		namedEndpoints("targets: {default: {variables: {a: {default: 5}}, mode: development}}\nvariables: {a: {lookup: {warehouse: w}}}", "${var.a}"),
	} {
		f.Add(text)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "include") {
			return // no files lie beside this one
		}
		name := filepath.Join(dir, "databricks.yml")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		root, err := source.NewInput(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		b := Load(root, Options{Dir: dir, Variables: map[string]string{"f": "${var.a}"}})
		resolvesOnce(t, b)
	})
}

// flat are the scalars of a tree in order, with why they are not known.
func flat(n *source.Node) []string {
	var all []string
	for _, item := range n.Items() {
		all = append(all, flat(item)...)
	}
	for _, e := range n.Entries() {
		all = append(all, e.Key)
		all = append(all, flat(e.Value)...)
	}
	if n.Kind >= source.List {
		return all
	}
	said := n.Kind.String() + " " + n.Text
	if n.Origin != nil && n.Origin.Unresolved != "" {
		said += "? " + n.Origin.Unresolved
	}
	return append(all, said)
}
