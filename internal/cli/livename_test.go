package cli

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestNamesAreWhatTheyAre scans endpoints whose names are none of a file's.
func TestNamesAreWhatTheyAre(t *testing.T) {
	names := []string{
		"a/b", "..", ".", "../../../x", "Chat", "chat", "CHAT", "ünï 日本", strings.Repeat("n", 300), strings.Repeat("ü", 300),
		"con", "a%2Fb", "a?b#c", "-f", "manifest.json", "$(touch owned)", "a\nb", "a\x1b[31m", "<script>", "chat.json", " ",
	}
	w := fakeworkspace.New()
	for _, name := range names {
		endpoint := fakeworkspace.External(name, fakeworkspace.Entity("gpt", "openai", "gpt-4o"))
		endpoint["ai_gateway"] = fakeworkspace.Gateway("main.audit", "p")
		w.Endpoints = append(w.Endpoints, endpoint)
	}
	s := newFleet(t).start(t, w, fakeworkspace.Options{})
	dir := configured(t, "")
	got := s.run(t, dir, "scan", "-f", "json", "-o", "in/kept")
	var found []string
	told := reported(t, got)
	for _, subject := range told.Subjects {
		if subject.Hosting != "external" {
			t.Errorf("%q is %s", subject.Name, subject.Hosting)
		}
		found = append(found, subject.Name)
	}
	slices.Sort(names)
	slices.Sort(found)
	if diff := cmp.Diff(names, found); diff != "" {
		t.Error(diff)
	}
	if got.code != report.ExitFindings || told.Workspace.Endpoints != len(names) {
		t.Errorf("exit code %d, %+v, %v", got.code, told.Workspace, told.Errors)
	}
	s.behaves(t)
	for file := range tree(t, dir) {
		if rest, ok := strings.CutPrefix(file, "in/kept/"); file != ".gwlint.yaml" && (!ok || len(filepath.Base(rest)) > 255) {
			t.Errorf("writes %s", file)
		}
	}
	if diff := cmp.Diff(got.out, runAt(t, now, dir, "check", "in/kept", "-f", "json").out); diff != "" {
		t.Error(diff)
	}
	if verified := runAt(t, now, dir, "verify", "in/kept"); verified.code != report.ExitClean {
		t.Error(verified)
	}
}
