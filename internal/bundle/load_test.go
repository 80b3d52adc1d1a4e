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

// loaded is what loading a bundle found.
type loaded struct {
	Included []string
	// Keys are the keys of endpoints in the files, in their order.
	Keys   []string
	Faults []string
}

// loadFiles loads a bundle whose root is databricks.yml, unless a file `at` says which.
func loadFiles(tb testing.TB, files map[string]string) loaded {
	tb.Helper()
	root := "databricks.yml"
	if at, ok := files["at"]; ok {
		root = at
		delete(files, "at")
	}
	dir := tb.TempDir()
	writeFiles(tb, dir, files)
	input, err := source.NewInput(dir, root)
	if err != nil {
		tb.Fatal(err)
	}
	return loadedOf(Load(input, Options{Dir: dir}))
}

// writeFiles writes files by name into a folder.
func writeFiles(tb testing.TB, dir string, files map[string]string) {
	tb.Helper()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
}

func loadedOf(b *Bundle) (found loaded) {
	for _, in := range b.Included {
		found.Included = append(found.Included, in.File)
	}
	for _, f := range b.files {
		if endpoints := f.root.Get("resources").Get("model_serving_endpoints"); endpoints != nil {
			for _, e := range endpoints.Entries() {
				found.Keys = append(found.Keys, e.Key)
			}
		}
	}
	found.Faults = faultLines(b.Faults)
	return found
}

// faultLines are faults as file:line:column message.
func faultLines(faults []*source.Error) (lines []string) {
	for _, fault := range faults {
		at := fault.File
		if fault.At != (source.Position{}) {
			at += fmt.Sprintf(":%d:%d", fault.At.Line, fault.At.Column)
		}
		lines = append(lines, at+" "+fault.Message)
	}
	return lines
}

// endpoint is a file that declares an endpoint.
func endpoint(key string) string {
	return "resources: {model_serving_endpoints: {" + key + ": {name: " + key + "}}}\n"
}

func TestFilesAreIncludedAsTheDatabricksCLIIncludesThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		want  loaded
	}{
		"a star is a part of one name": {
			map[string]string{
				"databricks.yml": "include: ['resources/*.yml']\n", "resources/b.yml": endpoint("b"), "resources/a.yml": endpoint("a"),
				"resources/sub/c.yml": endpoint("c"), "resources/d.yaml": endpoint("d"),
			},
			loaded{Included: []string{"resources/a.yml", "resources/b.yml"}, Keys: []string{"a", "b"}},
		},
		"two stars are exactly one folder": {
			map[string]string{
				"databricks.yml": "include: ['resources/**/*.yml']\n", "resources/a.yml": endpoint("a"),
				"resources/sub/b.yml": endpoint("b"), "resources/sub/deep/c.yml": endpoint("c"),
			},
			loaded{Included: []string{"resources/sub/b.yml"}, Keys: []string{"b"}},
		},
		"a hidden file matches": {
			map[string]string{"databricks.yml": "include: ['resources/*.yml']\n", "resources/.a.yml": endpoint("a")},
			loaded{Included: []string{"resources/.a.yml"}, Keys: []string{"a"}},
		},
		"other patterns": {
			map[string]string{
				"databricks.yml": "include: ['r/?.yml', 'r/[x-z]?.y*ml', './s/a.yml']\n", "r/a.yml": "", "r/xy.yaml": "", "r/aa.yml": "", "s/a.yml": "",
			},
			loaded{Included: []string{"r/a.yml", "r/xy.yaml", "s/a.yml"}},
		},
		"entries keep their order and files are sorted in each": {
			map[string]string{"databricks.yml": "include: [z.yml, 'r/*.yml', 'r/a.yml', z.yml]\n", "z.yml": "", "r/b.yml": "", "r/a.yml": ""},
			loaded{Included: []string{"z.yml", "r/a.yml", "r/b.yml"}},
		},
		"files of several folders are sorted by their paths": {
			map[string]string{"databricks.yml": "include: ['*/a.yml']\n", "r/a.yml": "", "r-b/a.yml": ""},
			loaded{Included: []string{"r-b/a.yml", "r/a.yml"}},
		},
		"the root is not read twice": {
			map[string]string{"databricks.yml": "include: ['*.yml', databricks.yml]\n" + endpoint("a"), "more.yml": endpoint("b")},
			loaded{Included: []string{"more.yml"}, Keys: []string{"a", "b"}},
		},
		"a folder beside the root's": {
			map[string]string{"app/databricks.yml": "include: ['../shared/*.yml']\n", "shared/a.yml": endpoint("a"), "at": "app/databricks.yml"},
			loaded{Included: []string{"shared/a.yml"}, Keys: []string{"a"}},
		},
		"a file above the folder of the run": {
			map[string]string{"databricks.yml": "include: ['../*.yml', '../../../../../../../etc/*.yml']\n"},
			loaded{Faults: []string{
				"databricks.yml:1:11 `../*.yml` leads out of the folder that gwlint is started in, where nothing is read: start gwlint in a folder that holds all files of the bundle",
				"databricks.yml:1:23 `../../../../../../../etc/*.yml` leads out of the folder that gwlint is started in, where nothing is read: start gwlint in a folder that holds all files of the bundle",
			}},
		},
		"a file that is not there": {
			map[string]string{"databricks.yml": "include:\n- resources/a.yml\n- b.yml\n", "b.yml": endpoint("b")},
			loaded{
				Included: []string{"b.yml"}, Keys: []string{"b"},
				Faults: []string{"databricks.yml:2:3 `resources/a.yml` is missing: there is no such file, and the Databricks CLI refuses that; remove the entry or write the right path"},
			},
		},
		"a pattern without a file": {
			map[string]string{"databricks.yml": "include: ['resources/*.yml', 'a?.yml', '[ab].yml']\n"}, loaded{},
		},
		"a file that is no configuration": {
			map[string]string{"databricks.yml": "include: ['resources/*']\n", "resources/a.yml": endpoint("a"), "resources/notes.txt": "", "resources/other.txt": "", "resources/sub/b.yml": ""},
			loaded{
				Included: []string{"resources/a.yml"}, Keys: []string{"a"},
				Faults: []string{"databricks.yml:1:11 `resources/*` matches `resources/notes.txt`, which is neither YAML nor JSON, and the Databricks CLI refuses that: narrow the pattern, as in `*.yml`"},
			},
		},
		"an extension in capitals is no configuration": {
			map[string]string{"databricks.yml": "include: [a.YML]\n", "a.YML": endpoint("a")},
			loaded{Faults: []string{"databricks.yml:1:11 `a.YML` matches `a.YML`, which is neither YAML nor JSON, and the Databricks CLI refuses that: narrow the pattern, as in `*.yml`"}},
		},
		"a folder that is named as a file": {
			map[string]string{"databricks.yml": "include: ['*.yml']\n", "sub.yml/a.yml": endpoint("a")},
			loaded{Faults: []string{"databricks.yml:1:11 `*.yml` matches `sub.yml`, which is a folder: narrow the pattern, or name files"}},
		},
		"an absolute path": {
			map[string]string{"databricks.yml": "include: [/etc/*.yml]\n"},
			loaded{Faults: []string{"databricks.yml:1:11 `/etc/*.yml` is an absolute path, which the Databricks CLI does not take in `include`: write one that begins at the folder of the root file"}},
		},
		"a pattern that is not valid": {
			map[string]string{"databricks.yml": "include: ['[a']\n"},
			loaded{Faults: []string{"databricks.yml:1:11 `[a` is not a valid pattern: close its brackets"}},
		},
		"a reference in a path": {
			map[string]string{"databricks.yml": "variables: {dir: {default: resources}}\ninclude: ['${var.dir}/*.yml']\n", "resources/a.yml": endpoint("a")},
			loaded{Faults: []string{"databricks.yml:2:11 `${var.dir}/*.yml` matches nothing, since the Databricks CLI resolves no reference in `include`: write the path"}},
		},
		"a reference for the list": {
			map[string]string{"databricks.yml": "include: ${var.files}\n"},
			loaded{Faults: []string{"databricks.yml:1:10 the Databricks CLI resolves no reference in `include`: write the list"}},
		},
		"a text for the list": {
			map[string]string{"databricks.yml": "include: resources/*.yml\n" + endpoint("chat"), "resources/a.yml": endpoint("a")},
			loaded{Keys: []string{"chat"}, Faults: []string{"databricks.yml:1:10 `include` is a text where the Databricks CLI takes a list, and drops it: write a list"}},
		},
		"a map in the list": {
			map[string]string{"databricks.yml": "include: [{a: b}, b.yml]\n", "b.yml": ""},
			loaded{Included: []string{"b.yml"}, Faults: []string{"databricks.yml:1:11 `include[0]` is a map where the Databricks CLI takes a text, and drops it: write a text"}},
		},
		"an include in an included file": {
			map[string]string{"databricks.yml": "include: [resources/a.yml]\n", "resources/a.yml": "include: [more/*.yml, ../databricks.yml]\n" + endpoint("a"), "resources/more/b.yml": endpoint("b")},
			loaded{
				Included: []string{"resources/a.yml"}, Keys: []string{"a"},
				Faults: []string{"resources/a.yml:1:1 the Databricks CLI follows `include` only in the root file: move it to `databricks.yml`"},
			},
		},
		"JSON is included": {
			map[string]string{"databricks.yml": "include: ['*.json']\n", "a.json": `{"resources": {"model_serving_endpoints": {"a": {"name": "a",},}}}`},
			loaded{Included: []string{"a.json"}, Keys: []string{"a"}},
		},
		"JSON with a comment is not": {
			map[string]string{"databricks.yml": "include: ['*.json']\n", "a.json": "{\n // front\n \"resources\": {}}\n"},
			loaded{Included: []string{"a.json"}, Faults: []string{"a.json:2:2 a key ends on the line that it begins on: a comment in JSON is read as a part of one"}},
		},
		"files that hold nothing": {
			map[string]string{"databricks.yml": "include: ['*.y*']\n" + endpoint("chat"), "a.yml": "", "b.yml": "# nothing yet\n", "c.yaml": "---\n"},
			loaded{Included: []string{"a.yml", "b.yml", "c.yaml"}, Keys: []string{"chat"}},
		},
		"a file that is broken, beside others": {
			map[string]string{"databricks.yml": "include: ['*.yml']\n" + endpoint("chat"), "a.yml": "resources:\n\t- x\n", "b.yml": endpoint("b")},
			loaded{Included: []string{"a.yml", "b.yml"}, Keys: []string{"chat", "b"}, Faults: []string{"a.yml:2:1 a tab cannot indent YAML: use spaces"}},
		},
		"a second document": {
			map[string]string{"databricks.yml": "include: [a.yml]\n", "a.yml": endpoint("a") + "---\n" + endpoint("b")},
			loaded{Included: []string{"a.yml"}, Keys: []string{"a"}, Faults: []string{
				"a.yml:2:1 the Databricks CLI reads only the first document of a file: move what follows to a file of its own",
			}},
		},
		"a file that is a list": {
			map[string]string{"databricks.yml": "include: [a.yml, b.yml]\n", "a.yml": "- resources\n", "b.yml": "${var.x}\n"},
			loaded{Included: []string{"a.yml", "b.yml"}, Faults: []string{
				"a.yml:1:1 the file is a list where the Databricks CLI takes a map, and drops it: write a map",
				"b.yml:1:1 the file is a text where the Databricks CLI takes a map, and drops it: write a map",
			}},
		},
		"a root of another name": {
			map[string]string{"bundle.yaml": "include: [a.yml]\n", "a.yml": endpoint("a"), "at": "bundle.yaml"},
			loaded{Included: []string{"a.yml"}, Keys: []string{"a"}},
		},
		"two roots in one folder": {
			map[string]string{"databricks.yml": "include: ['*.yml']\n", "bundle.yml": endpoint("b"), "a.yml": endpoint("a")},
			loaded{Included: []string{"a.yml"}, Keys: []string{"a"}, Faults: []string{
				"databricks.yml is one of two root files in a folder, which the Databricks CLI refuses: move its content or that of `bundle.yml` into an included file",
			}},
		},
		"a bundle in a folder below": {
			map[string]string{"databricks.yml": "include: ['*/*.yml']\n", "app/databricks.yml": endpoint("b")},
			loaded{Included: []string{"app/databricks.yml"}, Keys: []string{"b"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, loadFiles(t, test.files)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatTheDatabricksCLIRefusesOrDropsOfABundleIsSaid(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		root string
		want []string
	}{
		"a list for a kind of resources":     {"resources:\n  model_serving_endpoints:\n  - chat\n", []string{"databricks.yml:3:3 `resources.model_serving_endpoints` is a list where the Databricks CLI takes a map, and drops it: write a map"}},
		"a list of maps for one":             {"resources: {model_serving_endpoints: [{name: chat}]}\n", []string{"databricks.yml:1:38 `resources.model_serving_endpoints` is a list where the Databricks CLI takes a map, and drops it: write a map"}},
		"a list for all resources":           {"resources: [a]\n", []string{"databricks.yml:1:12 `resources` is a list where the Databricks CLI takes a map, and drops it: write a map"}},
		"a text for a resource":              {"resources: {jobs: {a: b}, apps: {c: d}}\n", []string{"databricks.yml:1:23 `resources.jobs.a` is a text where the Databricks CLI takes a map, and drops it: write a map", "databricks.yml:1:37 `resources.apps.c` is a text where the Databricks CLI takes a map, and drops it: write a map"}},
		"a wrong kind in a resource":         {"resources: {model_serving_endpoints: {a: {ai_gateway: on}}}\n", nil},
		"a kind without resources":           {"resources: {model_serving_endpoints: }\n", nil},
		"a kind that nobody knows":           {"resources: {serving_endpoints: [a]}\n", nil},
		"a reference as the key of one":      {"resources: {model_serving_endpoints: {'${var.k}': {name: chat}}}\n", []string{"databricks.yml:1:39 `${var.k}` is the key of a resource, in which the Databricks CLI takes no reference: write the key, and the reference in its `name`"}},
		"a list for the targets":             {"targets: [dev]\n", []string{"databricks.yml:1:10 `targets` is a list where the Databricks CLI takes a map, and drops it: write a map"}},
		"a word for a boolean":               {"experimental: {skip_name_prefix_for_schema: maybe}\n", []string{"databricks.yml:1:45 `experimental.skip_name_prefix_for_schema` is a text where the Databricks CLI takes a boolean, and drops it: write a boolean"}},
		"a fraction for a whole number":      {"presets: {jobs_max_concurrent_runs: 1.5}\n", []string{"databricks.yml:1:37 `presets.jobs_max_concurrent_runs` is a number where the Databricks CLI takes a whole number, and drops it: write a whole number"}},
		"a variable without its declaration": {"variables: {x: 5}\n", []string{"databricks.yml:1:16 `variables.x` is a number where the Databricks CLI takes a map, and drops it: write a map"}},
		"a variable of any value":            {"variables: {x: {default: [1, {a: b}]}}\n", nil},
		"a template":                         {"bundle:\n  name: {{.project_name}}\n", []string{"databricks.yml:2:10 a key must be a single value, not a list or a map (is this a template?)"}},
		"a quoted template":                  {"bundle:\n  name: '{{.project_name}}'\n", nil},
		"a number as a key":                  {"resources: {model_serving_endpoints: {1: {name: one}}}\n", []string{"databricks.yml:1:39 the Databricks CLI takes only a text as a key: quote it"}},
		"a script that may write files":      {"experimental: {scripts: {preinit: make, prebuild: x}}\n", []string{"databricks.yml:1:26 `preinit` may write files that `include` finds, and gwlint runs no script: check what `databricks bundle validate -o json` prints as well"}},
		"a script that runs later":           {"experimental: {scripts: {postdeploy: make}}\nscripts: {hello: {content: echo}}\n", nil},
		"resources by code":                  {"python: {resources: ['resources:load']}\n", []string{"databricks.yml:1:1 `python` adds and changes resources by code, which gwlint does not run: check what `databricks bundle validate -o json` prints as well"}},
		"resources by code, as before":       {"experimental: {python: {mutators: ['m:f']}}\n", []string{"databricks.yml:1:16 `python` adds and changes resources by code, which gwlint does not run: check what `databricks bundle validate -o json` prints as well"}},
		"an environment without code":        {"python: {venv_path: .venv}\n", nil},
		"an anchor in itself":                {"x: &x {a: *x}\n", []string{"databricks.yml:1:11 an alias inside the value that it stands for"}},
		"two merge keys":                     {"x: &x {a: b}\ny:\n  <<: *x\n  <<: *x\n", []string{"databricks.yml:4:3 the Databricks CLI takes `<<` once in a map: list the anchors behind one, as in `<<: [*a, *b]`"}},
		"UTF-16":                             {"\xff\xfeb\x00", []string{"databricks.yml:1:4 a NUL byte: this is not UTF-8 text (is it UTF-16?)"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := loadFiles(t, map[string]string{"databricks.yml": test.root})
			if diff := cmp.Diff(test.want, got.Faults); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAnchorOfAnotherFileIsNotKnown(t *testing.T) {
	t.Parallel()
	got := loadFiles(t, map[string]string{"databricks.yml": "include: [a.yml]\nx: &gw {a: b}\n", "a.yml": "resources: {model_serving_endpoints: {a: {ai_gateway: *gw}}}\n"})
	want := []string{"a.yml:1:55 an alias of an anchor that is not defined before it"}
	if diff := cmp.Diff(want, got.Faults); diff != "" {
		t.Error(diff)
	}
}

func TestAWrongKindInATargetIsAFaultOfThatTarget(t *testing.T) {
	t.Parallel()
	dir, root := write(t, map[string]string{"databricks.yml": `
bundle: {name: heron}
targets:
  dev: {default: maybe, presets: {name_prefix: [a]}, resources: {model_serving_endpoints: {chat: {ai_gateway: {rate_limits: {calls: 5}}}}}}
  prod: {resources: {model_serving_endpoints: [chat]}, variables: {x: [1]}}
`})
	b := Load(root, Options{Dir: dir})
	for target, want := range map[string][]string{
		"dev": {
			"databricks.yml:4:18 `targets.dev.default` is a text where the Databricks CLI takes a boolean, and drops it: write a boolean",
			"databricks.yml:4:48 `targets.dev.presets.name_prefix` is a list where the Databricks CLI takes a text, and drops it: write a text",
		},
		"prod": {"databricks.yml:5:47 `targets.prod.resources.model_serving_endpoints` is a list where the Databricks CLI takes a map, and drops it: write a map"},
	} {
		if diff := cmp.Diff(want, faultLines(b.targetFaults[target])); diff != "" {
			t.Errorf("%s: %s", target, diff)
		}
	}
	if b.Faults != nil {
		t.Errorf("of all targets: %v", faultLines(b.Faults))
	}
}

func TestAValueOfAnotherKindThanTheRootHasIsUnfitWhereTheDatabricksCLIDropsIt(t *testing.T) {
	t.Parallel()
	dir, root := write(t, map[string]string{"databricks.yml": `
bundle: {name: heron}
resources: {model_serving_endpoints: {chat: {ai_gateway: {rate_limits: [], usage_tracking_config: {enabled: true}}}}}
targets:
  map: {resources: {model_serving_endpoints: {chat: {ai_gateway: {rate_limits: {calls: 5}}}}}}
  text: {resources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: off}}}}}
  reference: {resources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: {enabled: '${var.n}'}}}}}}
  word: {resources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: {enabled: 'false'}}}}}}
  block: {resources: {model_serving_endpoints: {chat: {ai_gateway: '${var.gw}'}}}}
`})
	b := Load(root, Options{Dir: dir})
	targets := b.files[0].root.Get("targets")
	for name, want := range map[string]string{
		"map/rate_limits": "object unfit", "text/usage_tracking_config": "string unfit",
		"reference/usage_tracking_config/enabled": "string", "word/usage_tracking_config/enabled": "boolean", "block/": "string",
	} {
		path := strings.Split(name, "/")
		n := targets.Get(path[0]).Get("resources").Get("model_serving_endpoints").Get("chat").Get("ai_gateway")
		for _, key := range path[1:] {
			if key != "" {
				n = n.Get(key)
			}
		}
		got := n.Kind.String()
		if n.Origin.Unfit {
			got += " unfit"
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if b.Faults != nil || b.targetFaults != nil {
		t.Errorf("what the settings of a resource are is left to who reads it: %v", faultLines(b.Faults))
	}
}

func TestARepeatedKeyStays(t *testing.T) {
	t.Parallel()
	dir, root := write(t, map[string]string{
		"databricks.yml": "include: [a.json]\nresources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: {enabled: 'yes', enabled: 'no'}}}}}\n",
		"a.json":         `{"resources": {"model_serving_endpoints": {"a": {"name": 1, "name": 2}}}}`,
	})
	b := Load(root, Options{Dir: dir})
	endpoints := func(i int) *source.Node { return b.files[i].root.Get("resources").Get("model_serving_endpoints") }
	for name, n := range map[string]*source.Node{
		"enabled": endpoints(0).Get("chat").Get("ai_gateway").Get("usage_tracking_config"), "name": endpoints(1).Get("a"),
	} {
		if len(n.Entries()) != 2 || n.Entries()[0].Repeats || !n.Entries()[1].Repeats {
			t.Errorf("%s: got %+v", name, n.Entries())
		}
		if last := n.Get(name); last.Text != "false" && last.Text != "2" || last.Kind != source.Bool && last.Kind != source.String {
			t.Errorf("%s: the last one is %v %q", name, last.Kind, last.Text)
		}
	}
	if b.Faults != nil {
		t.Error(faultLines(b.Faults))
	}
}

func TestALinkOutOfTheFolderOfTheRunIsNotFollowed(t *testing.T) {
	t.Parallel()
	other := filepath.Join(t.TempDir(), "other.yml")
	if err := os.WriteFile(other, []byte(endpoint("other")), 0o600); err != nil {
		t.Fatal(err)
	}
	dir, root := write(t, map[string]string{"databricks.yml": "include: ['*.yml']\n", "real/a.yml": endpoint("a")})
	for name, to := range map[string]string{"a.yml": "real/a.yml", "b.yml": other, "c.yml": "nowhere.yml"} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	want := loaded{
		Included: []string{"a.yml"}, Keys: []string{"a"},
		Faults: []string{
			"databricks.yml:1:11 `*.yml` matches `b.yml`, a link that leads out of the folder that gwlint is started in, where nothing is read: put the file in its place",
			"databricks.yml:1:11 `*.yml` matches `c.yml`, which cannot be read: remove it, or what keeps it from being read",
		},
	}
	if diff := cmp.Diff(want, loadedOf(Load(root, Options{Dir: dir}))); diff != "" {
		t.Error(diff)
	}
}

func TestARootThatIsALinkIncludesWhatLiesBesideTheLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"shared/root.yml": "include: ['*.yml']\n", "shared/b.yml": endpoint("b"), "app/a.yml": endpoint("a"), "app/bundle.yml": "",
	})
	if err := os.Symlink("../shared/root.yml", filepath.Join(dir, "app", "databricks.yml")); err != nil {
		t.Fatal(err)
	}
	root, err := source.NewInput(dir, "app/databricks.yml")
	if err != nil {
		t.Fatal(err)
	}
	want := loaded{
		Included: []string{"app/a.yml"}, Keys: []string{"a"},
		Faults: []string{"app/databricks.yml is one of two root files in a folder, which the Databricks CLI refuses: move its content or that of `bundle.yml` into an included file"},
	}
	if diff := cmp.Diff(want, loadedOf(Load(root, Options{Dir: dir}))); diff != "" {
		t.Error(diff)
	}
}

func TestFaultsHaveABound(t *testing.T) {
	t.Parallel()
	var include, variables strings.Builder
	for i := range 2 * mostFaults {
		fmt.Fprintf(&include, "- %s%d.yml\n", strings.Repeat("é", 500), i)
		fmt.Fprintf(&variables, "  %s%d: 5\n", strings.Repeat("é", 500), i)
	}
	got := loadFiles(t, map[string]string{"databricks.yml": "include:\n" + include.String() + "variables:\n" + variables.String()})
	if len(got.Faults) != 2*mostFaults {
		t.Errorf("%d faults", len(got.Faults))
	}
	for _, fault := range got.Faults {
		if len(fault) > 500 {
			t.Errorf("a fault of %d bytes: %s", len(fault), fault)
		}
	}
}

func TestFilesOfTheWholeRepositoryAreIncluded(t *testing.T) {
	t.Parallel()
	dir, _ := write(t, map[string]string{".git/HEAD": "", "shared/a.yml": endpoint("a"), "app/databricks.yml": "include: ['../shared/*.yml', '../../*.yml']\n", "databricks.yml": ""})
	app := filepath.Join(dir, "app")
	root, err := source.NewInput(app, "databricks.yml")
	if err != nil {
		t.Fatal(err)
	}
	want := loaded{
		Included: []string{"shared/a.yml"}, Keys: []string{"a"},
		Faults: []string{"app/databricks.yml:1:30 `../../*.yml` leads out of the repository, where nothing is read: put the file into it"},
	}
	if diff := cmp.Diff(want, loadedOf(Load(root, Options{Dir: app}))); diff != "" {
		t.Error(diff)
	}
}

func TestABundleHasBounds(t *testing.T) {
	t.Parallel()
	files := map[string]string{"databricks.yml": "include: ['r/1*.yml', 'r/2*.yml', 'r/*.yml']\n"}
	for i := range 40 {
		files[fmt.Sprintf("r/%d.yml", i)] = ""
	}
	for name, test := range map[string]struct {
		bounds   includeBounds
		included int
		want     []string
	}{
		"not reached":   {includeBounds{files: 40, entries: 126}, 40, nil},
		"of files":      {includeBounds{files: 21, entries: 126}, 21, []string{"databricks.yml:1:23 `r/2*.yml` makes more than the limit of 21 files: narrow the patterns of `include`"}},
		"of what is in": {includeBounds{files: 40, entries: 125}, 40, []string{"databricks.yml:1:35 `r/*.yml` makes more than the limit of 125 files to look through: narrow the patterns of `include`"}},
		"early":         {includeBounds{files: 40, entries: 5}, 11, []string{"databricks.yml:1:11 `r/1*.yml` makes more than the limit of 5 files to look through: narrow the patterns of `include`"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, root := write(t, files)
			b := &Bundle{Root: root, options: Options{Dir: dir}}
			b.add(root)
			included := included(b, b.files[0], test.bounds)
			if diff := cmp.Diff(test.want, faultLines(b.Faults)); diff != "" || len(included) != test.included {
				t.Error(diff, len(included))
			}
		})
	}
}

func TestIncludedFilesMayHoldSoMuchTogether(t *testing.T) {
	t.Parallel()
	files := map[string]string{"databricks.yml": "include: ['*.yml']\n"}
	for i := range 6 {
		files[fmt.Sprintf("%d.yml", i)] = "x: " + strings.Repeat("a", 80) + "\n"
	}
	dir, root := write(t, files)
	got := loadedOf(Load(root, Options{Dir: dir, Limits: source.Limits{Bytes: 100}}))
	if diff := cmp.Diff([]string{"databricks.yml:1:1 the files together hold more than four times the limit of one file: leave some out"}, got.Faults); diff != "" {
		t.Error(diff)
	}
}

func TestValuesOfIncludedFilesSayWhichTextTheyStandIn(t *testing.T) {
	t.Parallel()
	dir, root := write(t, map[string]string{"databricks.yml": "include: [a.yml]\n", "a.yml": "x: &x {calls: '5'}\nresources: {model_serving_endpoints: {a: {ai_gateway: {rate_limits: [*x]}}}}\n"})
	b := Load(root, Options{Dir: dir})
	calls := b.files[1].root.Get("resources").Get("model_serving_endpoints").Get("a").Get("ai_gateway").Get("rate_limits").Items()[0].Get("calls")
	if calls.Kind != source.Number || calls.Origin.Text != b.files[1].text || calls.Origin.Written != "5" {
		t.Errorf("got %v %q of %+v", calls.Kind, calls.Text, calls.Origin)
	}
	if unknown := b.files[1].root.Get("x").Get("calls"); unknown.Kind != source.String || unknown.Origin.Text != b.files[1].text {
		t.Errorf("what the CLI does not know became %v of %+v", unknown.Kind, unknown.Origin)
	}
}
