package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
)

// many writes endpoints that share tables, mistakes and files of several
// documents, enough of them for every core to have some.
func many(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for i := range 20 {
		var b strings.Builder
		for j := range 5 {
			fmt.Fprintf(&b, "---\nname: gw-%d-%d\nai_gateway:\n  inference_table_config: {enabled: true, catalog_name: main, schema_name: gw, table_name_prefix: t%d_}\n  rate_limits: [{key: user, calls: %d}]\n  unknown_%d: 1\nconfig: {served_entities: [{name: a, entity_name: system.ai.x}]}\n", i, j, (i+j)%5, j, j)
		}
		if i%9 == 0 {
			b.WriteString("---\nai_gateway: [\n")
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%02d.yaml", i)), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// One file with more gateways than one worker judges alone, which is 256.
	var b strings.Builder
	for i := range 300 {
		fmt.Fprintf(&b, "{\"name\": \"line-%d\", \"ai_gateway\": {\"rate_limits\": []}}\n", i)
	}
	if err := os.WriteFile(filepath.Join(dir, "lines.jsonl"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestOutputsDoNotDependOnCoresOrOrder changes the number of cores of the
// process, so nothing runs beside it.
func TestOutputsDoNotDependOnCoresOrOrder(t *testing.T) { //nolint:paralleltest // GOMAXPROCS is the process's
	dir := many(t)
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = filepath.Base(file)
	}
	backwards := slices.Clone(files)
	slices.Reverse(backwards)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	want := inAllFormats(t, dir, ".")
	for _, format := range report.Formats() {
		if len(want[format]) == 0 || strings.Contains(want[format], dir) {
			t.Errorf("%s: %d bytes, and no absolute path is to be among them", format, len(want[format]))
		}
	}
	runtime.GOMAXPROCS(8)
	for name, paths := range map[string][]string{
		"on eight cores": {"."}, "file by file": files, "backwards": backwards,
		"twice": append(slices.Clone(backwards), "."), "by absolute path": {dir},
	} {
		if diff := cmp.Diff(want, inAllFormats(t, dir, paths...)); diff != "" {
			t.Errorf("%s: %.2000s", name, diff)
		}
	}
}

// inAllFormats is the report of one check in every format, by the format's name.
func inAllFormats(t *testing.T, dir string, paths ...string) map[string]string {
	t.Helper()
	folder := t.TempDir()
	args := append([]string{"check", "-v"}, paths...)
	for _, format := range report.Formats() {
		args = append(args, "-f", format+"="+filepath.Join(folder, format))
	}
	if ran := runIn(t, dir, args...); ran.code != report.ExitIncomplete || ran.out != "" || ran.err != "" {
		t.Fatalf("exit code %d, %s%s", ran.code, ran.out, ran.err)
	}
	all := map[string]string{}
	for _, format := range report.Formats() {
		all[format] = read(t, filepath.Join(folder, format))
	}
	return all
}

// formatsTried are all formats, and the one that shows all of a run where the race detector
// watches: formats are written one after the other.
func formatsTried() []string {
	if raced {
		return []string{"json"}
	}
	return report.Formats()
}
