package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// TestASnapshotThatIsNotAsItWasIsIncomplete damages a snapshot.
func TestASnapshotThatIsNotAsItWasIsIncomplete(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	whole := configured(t, "")
	if got := s.run(t, whole, "dump", "-o", "kept"); got.code != report.ExitClean {
		t.Fatal(got)
	}
	const chat = "serving-endpoints/chat-gateway.json"
	for name, test := range few(map[string]struct {
		damage func(t *testing.T, folder string)
		says   string
	}{
		"a changed byte":        {replace(chat, "chat_audit", "chat_auditt"), "does not match its digest"},
		"a missing file":        {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, chat) }, "is missing"},
		"missing tables":        {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "tables") }, "is missing"},
		"a missing list":        {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "apps.json") }, "is missing"},
		"an older version":      {replace("manifest.json", `"version": 1,`, `"version": 0,`), "take a new snapshot"},
		"a newer version":       {replace("manifest.json", `"version": 1,`, `"version": 2,`), "use a newer gwlint"},
		"half a manifest":       {cut("manifest.json"), "unexpected end of JSON input"},
		"half the sums":         {cut("SHA256SUMS"), "does not match manifest.json"},
		"no manifest":           {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "manifest.json") }, "is missing"},
		"complete after all":    {replace("manifest.json", `"complete": true`, `"complete": false`), "does not match manifest.json"},
		"a record that is gone": {replace("manifest.json", `"outcome": "read"`, `"outcome": "absent"`), "damaged"},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			test.damage(t, filepath.Join(dir, "kept"))
			got := runAt(t, now, dir, "check", "kept")
			if got.code != report.ExitIncomplete || !strings.Contains(got.out, test.says) {
				t.Errorf("check: exit code %d, not %q:\n%s%s", got.code, test.says, got.out, got.err)
			}
			if verified := runAt(t, now, dir, "verify", "kept"); verified.code != report.ExitIncomplete {
				t.Errorf("verify: exit code %d: %s%s", verified.code, verified.out, verified.err)
			}
		})
	}
}

func replace(file, old, replacement string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		path := filepath.Join(folder, filepath.FromSlash(file))
		text, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(text, []byte(old)) {
			t.Fatalf("%s holds no %q: %v", file, old, err)
		}
		put(t, path, strings.Replace(string(text), old, replacement, 1))
	}
}

func cut(file string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		path := filepath.Join(folder, file)
		info, err := os.Stat(path)
		if err == nil {
			err = os.Truncate(path, info.Size()/2)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func drop(t *testing.T, folder, file string) {
	t.Helper()
	path := filepath.Join(folder, filepath.FromSlash(file))
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

// TestAFolderThatCannotHoldASnapshotIsRefusedBeforeAnythingIsAsked names folders
// that are no place for a snapshot.
func TestAFolderThatCannotHoldASnapshotIsRefusedBeforeAnythingIsAsked(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, "")
	put(t, filepath.Join(dir, "file"), "text")
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o500); err != nil {
		t.Fatal(err)
	}
	places := []string{".", "file", "file/in"}
	if os.Getuid() != 0 { // who may write anywhere
		places = append(places, "locked/in")
	}
	for _, place := range places {
		for _, command := range []string{"scan", "dump"} {
			if got := s.run(t, dir, command, "-o", place); got.code != report.ExitUsage || got.out != "" {
				t.Errorf("%s -o %s: exit code %d: %s%s", command, place, got.code, got.out, got.err)
			}
		}
	}
	for _, asked := range s.Requests() {
		if strings.HasPrefix(asked.Path, "/api/") {
			t.Errorf("asks %s", asked)
		}
	}
	if diff := cmp.Diff(map[string]string{".gwlint.yaml": "", "file": "text"}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}
