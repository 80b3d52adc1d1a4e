package terraform

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestWhatTerraformRefusesIsSaidWhereItStands(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"two arguments on a line": {
			map[string]string{"main.tf": "resource \"a\" \"b\" {\n  c { d = 1 e = 2 }\n}\n"},
			[]string{"main.tf: line 2, column 13: several arguments in a block on one line, which Terraform refuses: write each on a line of its own"},
		},
		"quotes that are not closed": {
			map[string]string{"main.tf": "locals {\n  a = \"b\n}\n"},
			[]string{"main.tf: line 2, column 9: a text in quotes that is not closed on its line, which Terraform refuses: close the quotes, or use a heredoc"},
		},
		"a block that is not closed": {
			map[string]string{"main.tf": "locals {}\nresource \"a\" \"b\" {\n  c {\n}\n"},
			[]string{"main.tf: line 2, column 18: a block that is not closed, which Terraform refuses: close it with `}`"},
		},
		"a label that is missing": {
			map[string]string{"main.tf": "resource \"a\" {\n}\n"},
			[]string{"main.tf: line 1, column 14: missing name for resource, which Terraform refuses: write the labels of the block"},
		},
		"a resource twice": {
			map[string]string{"a.tf": "resource \"a\" \"b\" {}\n", "b.tf": "\n  resource \"a\" \"b\" {}\n"},
			[]string{"b.tf: line 2, column 3: resource `a.b` is declared at a.tf:1 already, and Terraform refuses a second one: rename or remove one of them"},
		},
		"a resource twice, once in JSON": {
			map[string]string{"a.tf": "resource \"a\" \"b\" {}\n", "b.tf.json": `{"resource": {"a": {"b": {}}}}`},
			[]string{"b.tf.json: line 1, column 21: resource `a.b` is declared at a.tf:1 already, and Terraform refuses a second one: rename or remove one of them"},
		},
		"data and a resource of one name": {
			map[string]string{"a.tf": "resource \"a\" \"b\" {}\ndata \"a\" \"b\" {}\n"}, nil,
		},
		"a variable twice": {
			map[string]string{"a.tf": "variable \"a\" {}\nvariable \"a\" {}\n"},
			[]string{"a.tf: line 2, column 1: variable `a` is declared at a.tf:1 already, and Terraform refuses a second one: rename or remove one of them"},
		},
		"a local value twice": {
			map[string]string{"a.tf": "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n"},
			[]string{"a.tf: line 5, column 3: local value `a` is declared at a.tf:2 already, and Terraform refuses a second one: rename or remove one of them"},
		},
		"an output twice": {
			map[string]string{"a.tf": "output \"a\" {\n  value = 1\n}\noutput \"a\" {\n  value = 2\n}\n"},
			[]string{"a.tf: line 4, column 1: output `a` is declared at a.tf:2 already, and Terraform refuses a second one: rename or remove one of them"},
		},
		"a module twice": {
			map[string]string{"a.tf": "module \"a\" {\n  source = \"x/y/z\"\n}\nmodule \"a\" {\n  source = \"x/y/z\"\n}\n"},
			[]string{"a.tf: line 4, column 1: module `a` is declared at a.tf:1 already, and Terraform refuses a second one: rename or remove one of them"},
		},
		"a local value twice in one block": {
			map[string]string{"a.tf": "locals {\n  a = 1\n  a = 2\n}\n"},
			[]string{"a.tf: line 3, column 3: an argument that stands in this block already, which Terraform refuses: remove one of them"},
		},
		"a local value twice in JSON": {
			map[string]string{"a.tf.json": `{"locals": {"a": 1, "a": 2}}`},
			[]string{"a.tf.json: line 1, column 21: an argument that stands in this block already, which Terraform refuses: remove one of them"},
		},
		"an argument of a resource twice": { // it is a finding
			map[string]string{"a.tf": "locals {}\nresource \"a\" \"b\" {\n  c = 1\n  d {\n    e = 1\n    e = 2\n  }\n  c = 2\n}\n"}, nil,
		},
		"many arguments of a resource twice": {
			map[string]string{"a.tf": "resource \"a\" \"b\" {\n" + strings.Repeat("  c = 1\n", 50_000) + "}\n"},
			[]string{"a.tf: line 103, column 3: an argument that stands in this block already, which Terraform refuses: remove one of them"},
		},
		"a value twice": {
			map[string]string{"terraform.tfvars": "a = 1\na = 2\n", "a.tf": "variable \"a\" {}\n"},
			[]string{"terraform.tfvars: line 2, column 1: an argument that stands in this block already, which Terraform refuses: remove one of them"},
		},
		"a misspelt block": {
			map[string]string{"a.tf": "resourse \"a\" \"b\" {}\n"},
			[]string{"a.tf: line 1, column 1: `resourse` is no block that Terraform knows: write `resource`"},
		},
		"a misspelt block in JSON": {
			map[string]string{"a.tf.json": `{"//": "", "resources": {"a": {"b": {}}}}`},
			[]string{"a.tf.json: line 1, column 12: `resources` is no block that Terraform knows: write `resource`"},
		},
		"a block of a later version": {map[string]string{"a.tf": "kumquat {}\n"}, nil},
		"values in a module": {
			map[string]string{"a.tf": "a = 1\nb = 2\n"},
			[]string{"a.tf: line 1, column 1: an argument outside of all blocks, which Terraform refuses: move it into a block, or into a file of values such as terraform.tfvars"},
		},
		"a block in values": {
			map[string]string{"terraform.tfvars": "variable \"a\" {}\n"},
			[]string{"terraform.tfvars: line 1, column 1: unexpected \"variable\" block, which Terraform refuses: correct the syntax"},
		},
		"a reference in values": {
			map[string]string{"terraform.tfvars": "a = local.b\n", "a.tf": "variable \"a\" {}\n"},
			[]string{"terraform.tfvars: line 1, column 5: the value of `a` refers to something, which a file of values cannot: write the value itself, text in quotes"},
		},
		"a call in values": {
			map[string]string{"terraform.tfvars": "a = [upper(\"b\")]\n", "a.tf": "variable \"a\" {}\n"},
			[]string{"terraform.tfvars: line 1, column 5: the value of `a` calls a function, which a file of values cannot: write the value itself"},
		},
		"values of no variable": {map[string]string{"terraform.tfvars": "b = local.c\n", "a.tf": "variable \"a\" {}\n"}, nil},
		"a type that is none": {
			map[string]string{"a.tf": "variable \"a\" {\n  type = list\n}\nvariable \"b\" {\n  type = strin\n}\n"},
			[]string{"a.tf: line 5, column 10: the type of the variable `b` is none that Terraform knows: write one such as `string`, `list(string)` or `object({ name = string })`"},
		},
		"a type that is no text in JSON": {
			map[string]string{"a.tf.json": `{"variable": {"a": {"type": ["string"]}, "b": {"type": "list("}}}`},
			[]string{
				"a.tf.json: line 1, column 29: the type of a variable in JSON is no text: write one such as \"string\"",
				"a.tf.json: line 1, column 56: the type of a variable is no expression: write one such as \"string\"",
			},
		},
		"an override of nothing": {
			map[string]string{"override.tf": "resource \"a\" \"b\" {}\nlocals {\n  c = 1\n}\nvariable \"d\" {}\noutput \"e\" {\n  value = 1\n}\n"},
			[]string{
				"override.tf: line 1, column 1: resource `a.b` is declared in no file that this one overrides, and Terraform refuses that: declare it there, or remove it here",
				"override.tf: line 3, column 3: local value `c` is declared in no file that this one overrides, and Terraform refuses that: declare it there, or remove it here",
				"override.tf: line 5, column 1: variable `d` is declared in no file that this one overrides, and Terraform refuses that: declare it there, or remove it here",
				"override.tf: line 6, column 1: output `e` is declared in no file that this one overrides, and Terraform refuses that: declare it there, or remove it here",
			},
		},
		"an override of what a broken file may declare": {
			map[string]string{"main.tf": "locals {\n  a = \"\n}\n", "override.tf": "resource \"a\" \"b\" {}\n"},
			[]string{"main.tf: line 2, column 8: a text in quotes that is not closed on its line, which Terraform refuses: close the quotes, or use a heredoc"},
		},
		"bytes that are no text": {
			map[string]string{"a.tf": "locals {\n  a = \"\xff\"\n}\n", "b.tf": "l\x00o\x00"},
			[]string{"a.tf: line 2, column 8: not valid UTF-8", "b.tf: line 1, column 2: a NUL byte: this is not UTF-8 text (is it UTF-16?)"},
		},
		"JSON that is none": {
			map[string]string{"a.tf.json": `{"resource": {"a": hunter2}}`, "b.tf.json": "", "c.tf.json": "5"},
			[]string{
				"a.tf.json: line 1, column 20: expected a value",
				"b.tf.json: line 1, column 1: expected a value, found the end of the file",
				"c.tf.json: line 1, column 1: a file that holds no object, which Terraform refuses: write one",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, faultsOf(loadFiles(t, test.files))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOfABrokenFileOnlyWhatEndsBeforeTheErrorIsRead(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{
		"good.tf": "resource \"a\" \"good\" {}\n",
		"main.tf": "resource \"a\" \"before\" {}\nresource \"a\" \"broken\" {\n  b { c = 1 d = 2 }\n}\n" +
			"resource \"a\" \"behind\" {\n  token = \"hunter2\"\n}\n",
	})
	if diff := cmp.Diff([]string{"a.good", "a.before"}, c.root.order); diff != "" || !c.root.broken {
		t.Error(diff, c.root.broken)
	}
	if shown := strings.Join(c.loader.order[1].text.Excerpt(1, 7), "\n"); strings.Contains(shown, "hunter2") {
		t.Errorf("what was not read is shown: %s", shown)
	}
	written := c.loader.written()[1]
	if diff := cmp.Diff(1, len(written.Entries())); diff != "" {
		t.Error(diff)
	}
}

func TestABlockThatIsNeverClosedIsNotRead(t *testing.T) {
	t.Parallel()
	for _, end := range []string{
		"  b {\n}\nresource \"a\" \"behind\" {}\n", "  tags = merge({ ", "  tags = merge({ a = 1 }", "  tags = {\n    a = 1\n  }\n  b = [", "  b = <<EOT\n}\n",
		"  b = \"${{ c = 1 }", "  b {\n  }\n  c = f(", "  b = [for c in d : {}", "  b {", "  b = 1 +", "  b = 1 + #", "  b = {}.",
	} {
		c := loadFiles(t, map[string]string{"main.tf": "resource \"a\" \"before\" {}\nresource \"a\" \"open\" {\n" + end})
		if diff := cmp.Diff([]string{"a.before"}, c.root.order); diff != "" || !c.root.broken || len(c.Faults) != 1 {
			t.Errorf("%q: %s %v", end, diff, faultsOf(c))
		}
		c.loader.written()
	}
}

func TestAValueThatIsNotWholeIsNotKnown(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"(", "[1, ", "{ a = 1 }.", "1 +", "1 + \n", "1 + # c\n", "<<EOT\n}\n", "\"${", "[1\n\n", "c ? 1 :\n", "f(1) 2\n"} {
		c := loadFiles(t, map[string]string{"main.tf": fiveVariables, "terraform.tfvars": "a = 1\ne = " + end})
		want := map[string]string{"a": "1", "b": "unknown", "c": "unknown", "d": "unknown", "e": "unknown"}
		if diff := cmp.Diff(want, assignedOf(t, c)); diff != "" {
			t.Errorf("%q: %s", end, diff)
		}
	}
}

func TestALinkThatLeadsOutIsNotRead(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{
		"secret/x.tf": "locals {\n  a = 1\n}\n", "secret/m/main.tf": "locals {\n  b = 1\n}\n", "module/main.tf": "locals {\n  c = 1\n}\n",
	})
	for link, to := range map[string]string{"module/folder.tf": "../module", "module/x.tf": "../secret/x.tf", "module/m": "../secret/m", "module/gone.tf": "../none"} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	root := filepath.Join(dir, "module")
	c := Load(root, Options{Dir: root, Root: root})
	want := []string{
		"folder.tf: is a folder, which Terraform cannot read: put a file in its place",
		"gone.tf: cannot be read: remove it, or what keeps it from being read",
		"x.tf: is a link that leads out of the folder in which gwlint reads: put the file in its place",
	}
	if diff := cmp.Diff(want, faultsOf(c)); diff != "" {
		t.Error(diff)
	}
	if m := (moduleReader{c.loader}).module(filepath.Join(root, "m")); !m.broken || len(m.locals) > 0 {
		t.Error("a linked module is read")
	}
	if diff := cmp.Diff([]string{"c"}, slices.Collect(maps.Keys(c.root.locals))); diff != "" || !c.root.broken {
		t.Error(diff, c.root.broken)
	}
}

func TestALinkWithinTheTreeIsRead(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"shared/x.tf": "locals {\n  a = 1\n}\n", "module/main.tf": "locals {\n  c = 1\n}\n"})
	if err := os.Symlink("../shared/x.tf", filepath.Join(dir, "module", "x.tf")); err != nil {
		t.Fatal(err)
	}
	c := Load(filepath.Join(dir, "module"), Options{Dir: dir, Root: dir})
	if diff := cmp.Diff([]string{"a", "c"}, slices.Sorted(maps.Keys(c.root.locals))); diff != "" || c.Faults != nil {
		t.Error(diff, c.Faults)
	}
}

func TestALinkToTheFolderItselfIsNoEndOfModules(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"main.tf": "module \"m\" {\n  source = \"./m\"\n}\n"})
	if err := os.Symlink(".", filepath.Join(dir, "m")); err != nil {
		t.Fatal(err)
	}
	c := Load(dir, Options{Dir: dir, Root: dir})
	c.Resolve(func(string) bool { return true })
	want := []string{"main.tf: line 1, column 1: `module.m` is called from itself without end: give it another source"}
	if diff := cmp.Diff(want, faultsOf(c)); diff != "" || len(c.Files) > 2 {
		t.Error(diff, filesOf(c.Files))
	}
}

func TestMarksAndLineEndsOfWindowsAreRead(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{
		"a.tf": "\ufeffresource \"a\" \"漢字\" {\r\n  /* 👩‍👩‍👧‍👦 */ b = \"c\"\r\n  d = <<EOT\r\ne\r\nEOT\r\n}\r\n",
	})
	if c.Faults != nil {
		t.Fatal(faultsOf(c))
	}
	spot, ok := c.loader.spot(c.root.resources["a.漢字"].at)
	if want := (source.Range{Start: 0, End: 21}); !ok || spot.Range != want {
		t.Errorf("%v, want %v", spot.Range, want)
	}
}

func TestWhatAConfigurationMayReadIsBounded(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"a.tf": "locals {}\n", "b.tf": "locals {}\n", "c.tf": "locals {}\n", "d.tf": "locals {}\n"})
	for name, left := range map[string]bounds{"files": {files: 2, bytes: 1000}, "bytes": {files: 100, bytes: 15}} {
		l := newLoader(Options{Dir: dir, Root: dir})
		l.left = left
		m := moduleReader{l}.module(dir)
		want := []*source.Error{{File: "c.tf", Message: "is not read, since a module and those that it calls may have 10000 files that hold four times the limit of one: check fewer modules at once"}}
		if diff := cmp.Diff(want, l.faults); diff != "" || len(l.order) != 2 || !m.broken {
			t.Errorf("%s: %s %d %v", name, diff, len(l.order), m.broken)
		}
	}
	c := Load(dir, Options{Dir: dir, Root: dir, Limits: source.Limits{Bytes: 5}})
	if got := faultsOf(c); len(got) != 4 || got[0] != "a.tf: is larger than the limit of 5 bytes" {
		t.Error(got)
	}
}

func TestAFolderThatCannotBeListedIsAFault(t *testing.T) {
	t.Parallel()
	dir := writeFiles(t, map[string]string{"file": ""})
	for folder, want := range map[string]string{"none": "none", "file": "file"} {
		c := Load(filepath.Join(dir, folder), Options{Dir: dir, Root: dir})
		if diff := cmp.Diff([]string{want + ": cannot be listed: make it a folder that can be read"}, faultsOf(c)); diff != "" || !c.root.broken {
			t.Error(diff)
		}
	}
}

func TestFaultsAreSaidUpToABound(t *testing.T) {
	t.Parallel()
	c := loadFiles(t, map[string]string{"main.tf": strings.Repeat("locals {\n  a = 1\n}\n", mostFaults+50)})
	got := faultsOf(c)
	if want := "main.tf: line 3005, column 3: more than 1000 places are wrong: correct those that come first"; len(got) != mostFaults+1 || got[mostFaults] != want {
		t.Error(len(got), got[len(got)-1])
	}
}
