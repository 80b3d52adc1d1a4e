package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestAScanNamesPlacesThatThereAre reads a workspace in three ways: without a snapshot, by
// a snapshot that the scan keeps, and from one. What is found is the same, and is shown
// where a reader finds it.
func TestAScanNamesPlacesThatThereAre(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, principals)
	live := readReport(t, s.run(t, dir, "scan", "-f", "json"))
	kept := readReport(t, s.run(t, dir, "scan", "-f", "json", "-o", "evidence/2026-11"))
	s.run(t, dir, "dump", "-o", "dumped")
	checked := readReport(t, runAt(t, now, dir, "check", "dumped", "-f", "json"))
	above := readReport(t, runAt(t, now, filepath.Join(dir, "dumped", "apps"), "check", "..", "-f", "json", "--config", filepath.Join(dir, ".gwlint.yaml")))

	if diff := cmp.Diff(fingerprintsOf(live), fingerprintsOf(kept)); diff != "" || len(live.Findings) == 0 {
		t.Errorf("live, against a scan that keeps a snapshot:\n%s", diff)
	}
	if diff := cmp.Diff(fingerprintsOf(live), fingerprintsOf(checked)); diff != "" {
		t.Errorf("live, against a check of a snapshot:\n%s", diff)
	}
	for _, file := range filesOf(live) {
		if !strings.HasPrefix(file, "/api/2.") {
			t.Errorf("a live scan names %s", file)
		}
	}
	there(t, dir, kept, "evidence/2026-11/")
	there(t, dir, checked, "dumped/")
	there(t, filepath.Join(dir, "dumped", "apps"), above, "../")
	for _, r := range []report.Report{live, kept, checked} {
		for _, subject := range r.Subjects {
			if !strings.HasPrefix(subject.Page, s.URL+"/") {
				t.Errorf("the page of %s %s is %q", subject.Kind, subject.Name, subject.Page)
			}
		}
	}
}

// there wants every file of a report to be one that a folder has, and to have the lines
// that are named of it.
func there(t *testing.T, dir string, r report.Report, prefix string) {
	t.Helper()
	for _, file := range filesOf(r) {
		if !strings.HasPrefix(file, prefix) {
			t.Errorf("%s is not below %s", file, prefix)
		}
	}
	for _, f := range r.Findings {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(f.Location.File)))
		if err != nil {
			t.Error(err)
			continue
		}
		lines := strings.Split(string(text), "\n")
		// What is missing stands at the nearest key above it that is written, or at the name.
		keys := append(strings.Split(strings.TrimPrefix(f.Pointer, "/"), "/"), "name")
		written := func(key string) bool { return strings.Contains(lines[f.Location.StartLine-1], key) }
		if f.Location.StartLine > len(lines) || !slices.ContainsFunc(keys, written) {
			t.Errorf("%s:%d is not where %s is written", f.Location.File, f.Location.StartLine, f.Pointer)
		}
	}
}

func readReport(t *testing.T, got ran) report.Report {
	t.Helper()
	var r report.Report
	if err := json.Unmarshal([]byte(got.out), &r); err != nil {
		t.Fatalf("%v: %s", err, got.err)
	}
	return r
}

// filesOf are those that a report names, of findings and of subjects.
func filesOf(r report.Report) []string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, f.Location.File)
	}
	for _, s := range r.Subjects {
		list = append(list, s.File)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// fingerprintsOf are those of all findings, with what they are about.
func fingerprintsOf(r report.Report) []string {
	var list []string
	for _, f := range r.Findings {
		list = append(list, strings.Join([]string{f.Fingerprint, f.Rule, f.Subject.Kind, f.Subject.Name, f.Pointer}, " "))
	}
	slices.Sort(list)
	return list
}

// TestTextOfAScanNamesObjects looks at what a person sees.
func TestTextOfAScanNamesObjects(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, "")
	got := s.run(t, dir, "scan", "--all").out
	for _, want := range []string{"--> app notes-app  resources[", s.URL + "/apps/notes-app", "--> endpoint "} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, ".json") {
		t.Errorf("a scan that keeps nothing names a file:\n%s", got)
	}
}

// TestAConfigurationNamesFilesOfASnapshotAsTheyAreShown switches a rule off by the path
// that a report shows.
func TestAConfigurationNamesFilesOfASnapshotAsTheyAreShown(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, "")
	s.run(t, dir, "dump", "-o", "dumped")
	failed := func() (n int) {
		for _, f := range readReport(t, runAt(t, now, dir, "check", "dumped", "-f", "json")).Findings {
			if f.Rule == "GW601" && f.Outcome == finding.Fail {
				n++
			}
		}
		return n
	}
	if failed() == 0 {
		t.Fatal("GW601 finds nothing")
	}
	put(t, filepath.Join(dir, ".gwlint.yaml"), "overrides:\n  - {paths: [dumped/apps], rules: {GW601: off}}\n")
	if n := failed(); n != 0 {
		t.Errorf("GW601 is off there, and found %d times", n)
	}
}
