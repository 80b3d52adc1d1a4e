package source_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// leftOut lists what Find leaves out, each with its reason.
func leftOut(t testing.TB, opts source.FindOptions, paths ...string) []string {
	t.Helper()
	var all []string
	for _, file := range source.Find(t.Context(), opts, paths).LeftOut {
		line := fmt.Sprintf("%s: %s by %q", file.File, file.Why, file.By)
		if file.Nothing {
			line += ", nothing there"
		}
		all = append(all, line)
	}
	return all
}

func TestWhatIsLeftOutIsListedWithItsReason(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{
		".git/HEAD": "", ".git/info/exclude": "private.json\n", ".gitignore": "# c\nbuild/\n*.local.yaml\n",
		"a.json": "", "private.json": "", "x.local.yaml": "", "build/deep/o.json": "", "build/main.o": "",
		"vendor/v.json": "", "vendor/deep/.git/x.json": "", "vendor/deep/w.tf": "", "vendor/readme.txt": "", "sub/not.yaml": "",
		"t.json5": "", "t.yaml.j2": "", "t.YAML.tpl": "", "noextension": "", "main.go": "", "README.md": "", "terraform.tfstate.backup": "",
	})
	opts := source.FindOptions{Dir: dir, Exclude: []string{"vendor/**", "not.yaml"}}
	want := []string{
		`build/deep/o.json: ignored by ".gitignore:2"`,
		`noextension: othername by ""`,
		`private.json: ignored by ".git/info/exclude:1"`,
		`sub/not.yaml: excluded by "not.yaml"`,
		`t.YAML.tpl: othername by ""`,
		`t.json5: othername by ""`,
		`t.yaml.j2: othername by ""`,
		`terraform.tfstate.backup: othername by ""`,
		`vendor/deep/w.tf: excluded by "vendor/**"`,
		`vendor/v.json: excluded by "vendor/**"`,
		`x.local.yaml: ignored by ".gitignore:3"`,
	}
	if diff := cmp.Diff(want, leftOut(t, opts, ".")); diff != "" {
		t.Error(diff)
	}
	for _, paths := range [][]string{{"vendor"}, {"vendor/v.json", "vendor/deep"}, {"vendor/*.json", "vendor/deep/w.tf"}} {
		if diff := cmp.Diff([]string{want[8], want[9]}, leftOut(t, opts, paths...)); diff != "" {
			t.Errorf("%v: %s", paths, diff)
		}
	}
	if diff := cmp.Diff([]string(nil), leftOut(t, source.FindOptions{Dir: dir}, "build/deep/o.json", "build")); diff != "" {
		t.Error("what is named is read:", diff)
	}
}

func TestALinkThatIsNotFollowedIsListed(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{
		"out/a.json": "", "out/deep/b.yaml": "", "out/c.txt": "", "empty/x.txt": "",
		"in/kept.json": "", "in/again.json -> kept.json": "",
		"in/file.json -> ../out/a.json": "", "in/folder -> ../out": "", "in/other -> ../empty": "", "in/gone.yaml -> nowhere": "",
		"in/loop.json -> loop.json": "", "in/named.json -> ../out": "", "in/notes.txt -> ../out/c.txt": "", "in/null.json -> /dev/null": "",
		"in/cycle -> ../in": "",
	})
	want := []string{
		`in/file.json: linked by "../out/a.json"`,
		`in/folder/a.json: linked by "../out"`,
		`in/folder/deep/b.yaml: linked by "../out"`,
		`in/gone.yaml: linked by "nowhere", nothing there`,
		`in/loop.json: linked by "loop.json", nothing there`,
		`in/named.json/a.json: linked by "../out"`,
		`in/named.json/deep/b.yaml: linked by "../out"`,
		`in/null.json: linked by "/dev/null", nothing there`,
		`in/other: linked by "../empty", nothing there`,
	}
	if diff := cmp.Diff(want, leftOut(t, source.FindOptions{Dir: dir}, "in")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[3:5], leftOut(t, source.FindOptions{Dir: dir}, "in", "out", "empty")[0:2]); diff != "" {
		t.Error("what is read by another way is not left out:", diff)
	}
}

func TestAFolderOfTooMuchIsCutShort(t *testing.T) {
	t.Parallel()
	files := map[string]string{"a.yaml": ""}
	for i := range 2005 {
		files[fmt.Sprintf("node_modules/%d.json", i)] = ""
	}
	got := source.Find(t.Context(), source.FindOptions{Dir: tree(t, files), Exclude: []string{"node_modules"}}, []string{"."})
	if len(got.LeftOut) != 2000 || !got.Cut[source.Excluded] || len(got.Inputs) != 1 {
		t.Errorf("%d left out, cut: %v, inputs %v", len(got.LeftOut), got.Cut, got.Inputs)
	}
}

func TestTerraformsFilesAreFound(t *testing.T) {
	t.Parallel()
	names := []string{"a.tf", "a.tf.json", "a.tfvars", "a.tofu", "a.tofu.json", "a.auto.tfvars.json", "terraform.tfstate", "UPPER.TF"}
	files := map[string]string{}
	for _, name := range names {
		files[name] = ""
	}
	if got := found(t, source.FindOptions{Dir: tree(t, files)}, "."); len(got) != len(names) {
		t.Errorf("%d of %v: %v", len(got), names, got)
	}
}

func TestNamesAreFoundWhateverTheirExtension(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{".vibecoding-state.md": "", "README.md": "", "sub/.vibecoding-state.md": ""})
	opts := source.FindOptions{Dir: dir, Names: []string{".vibecoding-state.md"}}
	if diff := cmp.Diff([]string{".vibecoding-state.md", "sub/.vibecoding-state.md"}, found(t, opts, ".")); diff != "" {
		t.Error(diff)
	}
}
