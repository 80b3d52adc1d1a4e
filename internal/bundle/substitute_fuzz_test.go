package bundle

import (
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

// FuzzSubstitute resolves bundles of any text. What is resolved once stays as it is when it
// is resolved again, and every value that is not known says why.
func FuzzSubstitute(f *testing.F) {
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
			t.Skip("no files beside this one")
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
		for _, target := range b.Targets {
			r := &resolution{bundle: b, target: target}
			once := r.link(r.substitute(r.merge()))
			if once == nil {
				continue
			}
			r.values.forget()
			again := r.values.top(once)
			if diff := cmp.Diff(flat(once), flat(again)); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// flat are the scalars of a tree in order, with why they are not known.
func flat(n *source.Node) []string {
	var all []string
	for _, item := range n.Items {
		all = append(all, flat(item)...)
	}
	for _, e := range n.Entries {
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
