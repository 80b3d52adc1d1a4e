package bundle

import (
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

// FuzzLoad asks that any two files make a bundle: every fault has a place in one of them,
// every value says which text it stands in, and what is unfit does not say so of others.
func FuzzLoad(f *testing.F) {
	for _, seed := range [][2]string{
		{"include: ['*.yml']\nbundle: {name: a}\n", "resources: {model_serving_endpoints: {a: {ai_gateway: {rate_limits: [{calls: '5'}, {calls: x}, x]}}}}\n"},
		{"x: &x {b: *x}\n", "x: &a {b: 1}\ny: {<<: *a, <<: *a}\nz: {<<: {a: b}}\n"},
		{"l: &l [&m {a: 1}, *m]\nresources: {apps: {a: {<<: [*m, {permissions: *l}], config: *l}}}\n", "---\n---\na: 1\n---\nb: {{x}}\n"},
		{"include: ['../*', '[', '**/*.yml', '${var.x}', a.json, /etc/*, 5, {a: b}, ~, \"\\0\"]\n", "{\"a\": 1, // x\n \"a\": 010}"},
		{"targets: {dev: {resources: [a], variables: {x: [1]}, default: yes}, prod: 5}\nenvironments: x\n", "%YAML 1.2\n---\n? a\n  b\n: !Ref c\n1: d\n"},
		{"a0: &a0 [1]\na1: &a1 [*a0,*a0,*a0,*a0]\na2: &a2 [*a1,*a1,*a1,*a1]\nresources: {apps: {x: {user_api_scopes: *a2}}}\n", "\ufeffresources:\r\n  apps: {a: {name: 1.50}}\r\n"},
		{"resources: {model_serving_endpoints: {'${var.k}': , 'b': ${var.b}, c: {name: 0x7fffffffffffffff1}}}\n", "[[[[[[[[[[[[{"},
		{"experimental: {scripts: {preinit: x}, python: {mutators: [a]}}\npython: {resources: a}\n", "\xff\xfe"},
	} {
		f.Add(seed[0], seed[1])
	}
	dir, input := write(f, map[string]string{"databricks.yml": "", "a.yml": "", "more/b.json": ""})
	f.Fuzz(func(t *testing.T, root, more string) {
		b := &Bundle{Root: input, options: Options{Dir: dir, Limits: source.Limits{Depth: 30, Aliases: 500}}}
		for _, content := range []string{root, more} {
			if text, err := source.NewText("databricks.yml", []byte(content)); err == nil {
				b.addText(input, text)
			}
		}
		if len(b.files) > 0 {
			included(b, b.files[0], mostIncluded)
		}
		faults := b.Faults
		for _, more := range b.targetFaults {
			faults = append(faults, more...)
		}
		for _, fault := range faults {
			checkPlace(t, b, fault)
		}
		for _, file := range b.files {
			checkOrigins(t, file, file.root)
		}
	})
}

func checkPlace(t *testing.T, b *Bundle, fault *source.Error) {
	t.Helper()
	if fault.Message == "" {
		t.Errorf("a fault without a message in %s", fault.File)
	}
	for _, file := range b.files {
		if fault.File == file.input.File && fault.At.Line <= file.text.Lines() {
			return
		}
	}
	t.Errorf("no file of the bundle has the place of %v", fault)
}

func checkOrigins(t *testing.T, f file, n *source.Node) {
	t.Helper()
	if n == nil {
		return
	}
	if n.Origin == nil || n.Origin.Text != f.text {
		t.Fatalf("%s: a value at %v that does not say where it stands", f.input.File, n.Range())
	}
	if n.Range().Start > n.Range().End || n.Range().End > len(f.text.Bytes) {
		t.Fatalf("%s: a value at %v of %d bytes", f.input.File, n.Range(), len(f.text.Bytes))
	}
	for _, item := range n.Items() {
		if item.Origin == n.Origin && n.Origin.Unfit {
			t.Fatalf("%s: an origin of what is unfit is shared", f.input.File)
		}
		checkOrigins(t, f, item)
	}
	for _, e := range n.Entries() {
		checkOrigins(t, f, e.Value)
	}
}
