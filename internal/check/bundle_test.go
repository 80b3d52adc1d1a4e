package check_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/report"
)

// checkedBundle is the report of a run over a bundle of files by name.
func checkedBundle(t *testing.T, files map[string]string, options check.Variables, hook bool, paths ...string) report.Report {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := check.Run(t.Context(), shippedRequest(t, dir), &check.Files{Paths: paths, Kind: "auto", Hook: hook, Variables: options})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestAVariableOfTheEnvironmentMayBeEmpty(t *testing.T) {
	t.Parallel()
	files := map[string]string{"databricks.yml": `
bundle: {name: shop}
variables: {suffix: {default: -x}}
resources: {model_serving_endpoints: {chat: {name: "chat${var.suffix}"}}}
`}
	for value, want := range map[string]string{"": "chat", "-y": "chat-y"} {
		lookup := func(name string) (string, bool) { return value, name == "BUNDLE_VAR_suffix" }
		got := checkedBundle(t, files, check.Variables{LookupEnv: lookup}, false, ".")
		if len(got.Subjects) != 1 || got.Subjects[0].Name != want {
			t.Errorf("%q: %v", value, got.Subjects)
		}
	}
}

// TestAFaultCountsWhereAGatewayMayHangOnIt passes files of a bundle with a hook.
func TestAFaultCountsWhereAGatewayMayHangOnIt(t *testing.T) {
	t.Parallel()
	const (
		root  = "bundle: {name: a}\ninclude: ['r/*.yml']\n"
		lost  = "bundle: {name: a}\ninclude: ['r/*.yml', lost.yml]\n"
		job   = "resources: {jobs: {a: {name: a}}}\n"
		chat  = "resources: {model_serving_endpoints: {chat: {name: chat}}}\n"
		torn  = "resources: {jobs: {a: {name: a}\n"
		tornG = "resources: {model_serving_endpoints: {chat: {name: chat}\n"
	)
	for name, test := range map[string]struct {
		files  map[string]string
		paths  string
		faults int
	}{
		"a lost file may hold a gateway":                 {map[string]string{"databricks.yml": lost, "r/a.yml": job}, ".", 1},
		"a torn file without a gateway's words does not": {map[string]string{"databricks.yml": root, "r/a.yml": torn}, ".", 0},
		"a torn file with them does":                     {map[string]string{"databricks.yml": root, "r/a.yml": tornG}, ".", 1},
		"a torn file beside a gateway does":              {map[string]string{"databricks.yml": root, "r/a.yml": torn, "r/b.yml": chat}, ".", 1},
		"a torn file that is passed does":                {map[string]string{"databricks.yml": root, "r/a.yml": torn, "r/b.yml": chat}, "r/a.yml", 1},
		"a lost file is not a job's matter":              {map[string]string{"databricks.yml": lost, "r/a.yml": job, "r/b.yml": chat}, "r/a.yml", 0},
		"a lost file is a passed gateway's matter":       {map[string]string{"databricks.yml": lost, "r/a.yml": job, "r/b.yml": chat}, "r/b.yml", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := checkedBundle(t, test.files, check.Variables{}, true, strings.Fields(test.paths)...)
			if len(got.Errors) != test.faults {
				t.Errorf("%d faults: %v", len(got.Errors), got.Errors)
			}
		})
	}
}

// notCheckedOf are the errors of a report as it lists them.
func notCheckedOf(got report.Report) []string {
	var list []string
	for _, e := range got.Errors {
		list = append(list, e.File+": "+e.Message)
	}
	return list
}

func TestWhatKeepsAFileOfABundleFromBeingCheckedIsSaidOnce(t *testing.T) {
	t.Parallel()
	const chat = "resources: {model_serving_endpoints: {%s: {name: %s}}}\n"
	gateway := func(key string) string { return strings.ReplaceAll(chat, "%s", key) }
	root := "bundle: {name: shop}\n" + gateway("chat")
	const twice = "is one of two root files in a folder, which the Databricks CLI refuses: move its content or that of `databricks.%s` into an included file"
	for name, test := range map[string]struct {
		files map[string]string
		paths []string
		want  []string
	}{
		"two documents that the root does not include": {
			map[string]string{"databricks.yml": root, "more.yml": gateway("a") + "---\n" + gateway("b")},
			[]string{"more.yml"},
			[]string{"more.yml: holds gateways of a bundle, and databricks.yml does not include it, so no target deploys them: add it to `include` there"},
		},
		"two roots in a folder": {
			map[string]string{"databricks.yml": root, "databricks.yaml": root},
			[]string{"."},
			[]string{"databricks.yaml: " + strings.Replace(twice, "%s", "yml", 1)},
		},
		"one of two roots": {
			map[string]string{"databricks.yml": root, "databricks.yaml": root},
			[]string{"databricks.yml"},
			[]string{"databricks.yml: " + strings.Replace(twice, "%s", "yaml", 1)},
		},
		"two roots in each of two folders": {
			map[string]string{"a/databricks.yml": root, "a/databricks.yaml": root, "b/databricks.yml": root, "b/databricks.yaml": root},
			[]string{"."},
			[]string{"a/databricks.yaml: " + strings.Replace(twice, "%s", "yml", 1), "b/databricks.yaml: " + strings.Replace(twice, "%s", "yml", 1)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := checkedBundle(t, test.files, check.Variables{}, false, test.paths...)
			if diff := cmp.Diff(test.want, notCheckedOf(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
