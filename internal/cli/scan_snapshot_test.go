package cli

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// alike is a way to scan, of which the same must come by way of a snapshot.
type alike struct {
	options fakeworkspace.Options
	fault   func(s *site)
	// steady says that the fault is told in the same words each time.
	steady      bool
	config      string
	state       bool
	asks, judge []string // arguments of what asks, and of what judges
}

func every(kind fakeworkspace.FaultKind) func(*site) {
	return func(s *site) { s.FaultEvery(0.3, 7, kind) }
}

// TestAScanIsADumpThatIsChecked compares every format of a scan with that of a
// check of the snapshot which the scan has kept, and of one that dump has written.
func TestAScanIsADumpThatIsChecked(t *testing.T) {
	f := newFleet(t)
	for name, test := range few(map[string]alike{
		"as it is":                   {},
		"with principals":            {config: principals},
		"with a state file":          {state: true},
		"without what is provided":   {asks: []string{"--no-provided"}},
		"some endpoints":             {config: principals, asks: []string{"--endpoint", "chat-*", "--endpoint", "team*"}},
		"one schema":                 {asks: []string{"--catalog", "main", "--schema", "ai"}},
		"a catalog and endpoints":    {asks: []string{"--catalog", "main", "--endpoint", "llama-*"}},
		"no such catalog":            {asks: []string{"--catalog", "nowhere"}},
		"at another time":            {state: true, judge: []string{"--as-of", "2027-01-01T00:00:00Z"}},
		"with a warehouse":           {config: principals, asks: []string{"--warehouse", "a1b2c3d4e5f60718"}, steady: true},
		"all evidence wanted":        {config: principals, options: fakeworkspace.Options{NoGrants: true}, judge: []string{"--strict-evidence"}},
		"no administrator":           {config: principals, options: fakeworkspace.Options{NotAdmin: true}},
		"schema by schema":           {options: fakeworkspace.Options{ParentRequired: true, PageSize: 1}},
		"pages without end":          {options: fakeworkspace.Options{RepeatToken: true}, steady: true},
		"errors":                     {config: principals, fault: every(fakeworkspace.Internal), steady: true},
		"refusals":                   {config: principals, fault: every(fakeworkspace.Forbidden), steady: true},
		"what is gone":               {config: principals, fault: every(fakeworkspace.Gone), steady: true},
		"answers that end early":     {fault: every(fakeworkspace.Truncated)},
		"connections that break":     {fault: every(fakeworkspace.Reset)},
		"a token that has expired":   {fault: func(s *site) { s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Expired}) }},
		"a token that expires":       {fault: func(s *site) { s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Expired, After: 30}) }},
		"nothing that may be seen":   {fault: func(s *site) { s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Forbidden}) }, steady: true},
		"nobody who says who it is":  {fault: func(s *site) { s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Internal, Path: lists[0]}) }, steady: true},
		"no endpoints that are seen": {fault: func(s *site) { s.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Malformed, Path: lists[1]}) }, steady: true},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t, fakeworkspace.Demo(), test.options)
			if test.fault != nil {
				test.fault(s)
			}
			test.try(t, s)
		})
	}
}

func (a alike) try(t *testing.T, s *site) {
	t.Helper()
	dir := configured(t, a.config)
	if a.state {
		text, err := os.ReadFile(filepath.Join(root(t), "fixtures", "quickstart", "state.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(dir, "state.yaml"), string(text))
	}
	scanned := s.formats(t, dir, append(a.judge, "-o", "scanned"), append([]string{"scan"}, a.asks...)...)
	if diff := cmp.Diff(scanned, s.formats(t, dir, a.judge, "check", "scanned")); diff != "" {
		t.Errorf("scan, against check of its snapshot:\n%s", diff)
	}
	if a.fault != nil && !a.steady {
		return
	}
	const dumped = "elsewhere/dumped"
	arguments := append([]string{"-o", dumped}, a.asks...)
	if got := s.run(t, dir, "dump", arguments...); got.code == report.ExitUsage {
		t.Fatal(got.err)
	}
	checked := s.formats(t, dir, a.judge, "check", dumped)
	for format, text := range checked { // text is laid out by the width of names
		checked[format] = strings.ReplaceAll(text, dumped, "scanned")
	}
	if diff := cmp.Diff(scanned, checked); diff != "" {
		t.Errorf("scan, against check of a dump:\n%s", diff)
	}
}

// formats runs a command once and returns each format that it writes, with what
// the exit code was.
func (s *site) formats(t *testing.T, dir string, judge []string, arguments ...string) map[string]string {
	t.Helper()
	to := t.TempDir()
	for _, format := range report.Formats() {
		arguments = append(arguments, "-f", format+"="+filepath.Join(to, format))
	}
	arguments = append(arguments, judge...)
	var got ran
	if arguments[0] == "check" {
		got = runAt(t, now.Add(time.Hour), dir, arguments...)
	} else {
		got = s.run(t, dir, arguments[0], arguments[1:]...)
	}
	if got.code == report.ExitUsage || got.out != "" {
		t.Fatalf("%v: exit code %d: %s%s", arguments, got.code, got.err, got.out)
	}
	all := tree(t, to)
	all["exit code"] = string(rune('0' + got.code))
	return all
}

// tree are the files of a folder.
func tree(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
		files[name] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestTwoScansOfOneWorkspaceAreTheSame wants nothing of a snapshot to tell when it
// was taken but its manifest.
func TestTwoScansOfOneWorkspaceAreTheSame(t *testing.T) {
	s := newFleet(t).start(t, estate(), fakeworkspace.Options{})
	dir := configured(t, principals)
	var seen []map[string]string
	for i, when := range []time.Time{now, now.Add(time.Hour)} {
		folder := filepath.Join(dir, string(rune('a'+i)))
		got := runAt(t, when, dir, "scan", "--profile", s.profile, "-f", "json", "-o", folder)
		files := tree(t, folder)
		files["stdout"] = strings.ReplaceAll(got.out+got.err, `"file": "`+filepath.Base(folder)+"/", `"file": "`)
		delete(files, "SHA256SUMS")
		files["manifest.json"] = regexp.MustCompile(`"taken_at": "[^"]*"`).ReplaceAllString(files["manifest.json"], "")
		seen = append(seen, files)
	}
	if diff := cmp.Diff(seen[0], seen[1]); diff != "" {
		t.Error(diff)
	}
}

// TestASnapshotIsTakenWhenItIsTaken wants no flag to move the time that a snapshot
// shows: it is evidence.
func TestASnapshotIsTakenWhenItIsTaken(t *testing.T) {
	s := newFleet(t).start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	dir := configured(t, "")
	s.run(t, dir, "scan", "--as-of", "2025-01-01T00:00:00Z", "-o", "kept")
	if m := tree(t, dir)["kept/manifest.json"]; !strings.Contains(m, `"taken_at": "2026-11-22T12:00:00Z"`) {
		t.Errorf("%.300s", m)
	}
}

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
		"a changed byte":   {replace(chat, "chat_audit", "chat_auditt"), "does not match its digest"},
		"a missing file":   {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, chat) }, "is missing"},
		"missing tables":   {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "tables") }, "is missing"},
		"a missing list":   {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "apps.json") }, "is missing"},
		"an older version": {replace("manifest.json", `"version": 2,`, `"version": 1,`), "take a new snapshot"},
		"a newer version":  {replace("manifest.json", `"version": 2,`, `"version": 3,`), "use a newer gwlint"},
		"half a manifest":  {cut("manifest.json"), "unexpected end of JSON input"},
		"half the sums":    {cut("SHA256SUMS"), "does not match manifest.json"},
		"no manifest":      {func(t *testing.T, folder string) { t.Helper(); drop(t, folder, "manifest.json") }, "is missing"},
		"neither list of files": {func(t *testing.T, folder string) {
			t.Helper()
			drop(t, folder, "manifest.json")
			drop(t, folder, "SHA256SUMS")
		}, "is missing"},
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
