package terraform

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// loadFiles writes files and loads the module of a folder of them.
func loadFiles(t testing.TB, files map[string]string, change ...func(*Options)) *Configuration {
	t.Helper()
	dir := writeFiles(t, files)
	o := Options{Dir: dir, Root: dir}
	for _, c := range change {
		c(&o)
	}
	return Load(dir, o)
}

func writeFiles(t testing.TB, files map[string]string) (dir string) {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func faultsOf(c *Configuration) []string {
	var all []string
	for _, f := range c.Faults {
		all = append(all, f.Error())
	}
	return all
}

func filesOf(inputs []source.Input) []string {
	var names []string
	for _, input := range inputs {
		names = append(names, input.File)
	}
	return names
}

func TestAFolderIsAModule(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{
		"main.tf":         "resource \"a\" \"one\" {}\nmodule \"m\" {\n  source = \"./m\"\n}\noutput \"o\" {\n  value = 1\n}\n",
		"b.tf.json":       `{"//": "x", "resource": {"a": {"two": {"name": "x"}}}, "variable": {"v": {"type": "list(string)"}}, "locals": {"l": 1}}`,
		"z.tf":            "data \"d\" \"d\" {}\nvariable \"w\" {\n  type = string\n}\n",
		".hidden.tf":      "resource \"a\" \"hidden\" {}\n",
		"backup.tf~":      "resource \"a\" \"backup\" {}\n",
		"m/main.tf":       "resource \"a\" \"called\" {}\n",
		"notes.md":        "# notes\n",
		"test.tftest.hcl": "run \"x\" {}\n",
	})
	m := c.root
	got := map[string][]string{
		"resources": m.order, "data": slices.Sorted(maps.Keys(m.data)), "calls": m.callOrder, "files": filesOf(c.Files),
		"variables": slices.Sorted(maps.Keys(m.variables)), "locals": slices.Sorted(maps.Keys(m.locals)),
		"outputs": slices.Sorted(maps.Keys(m.outputs)), "faults": faultsOf(c),
	}
	want := map[string][]string{
		"resources": {"a.two", "a.one"}, "data": {"d.d"}, "calls": {"m"}, "files": {"b.tf.json", "main.tf", "z.tf", "m/main.tf"},
		"variables": {"v", "w"}, "locals": {"l"}, "outputs": {"o"}, "faults": nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
