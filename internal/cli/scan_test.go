package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// now is when the tests scan.
var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// principals are the configuration of a workspace whose agents and operations
// are known, so that grants and warehouses are read too.
var principals = fmt.Sprintf("params:\n  agent_principals: [%q, %q]\n  ops_principals: [%q]\n",
	fakeworkspace.ChatApp, fakeworkspace.NotesApp, fakeworkspace.Operations)

// fleet are workspaces that tests sign in to by profile: the environment is the
// process's, and so the same for all, but commands may then run side by side.
type fleet struct {
	mu       sync.Mutex
	file     string
	profiles strings.Builder
	count    int
}

// newFleet leaves nothing in the environment that says where to sign in. The test
// itself cannot run beside others; its subtests can.
func newFleet(tb testing.TB) *fleet {
	tb.Helper()
	f := &fleet{file: filepath.Join(tb.TempDir(), "profiles")}
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "DATABRICKS_") {
			tb.Setenv(name, "")
		}
	}
	tb.Setenv("DATABRICKS_CONFIG_FILE", f.file)
	tb.Setenv("DATABRICKS_RATE_LIMIT", "100000")
	return f
}

// patience is how many seconds a workspace may be silent: so many that no machine is
// so busy. Where a request hangs, a test waits as long, and so for hangPatience.
const (
	patience     = 60
	hangPatience = 1
)

// start runs a workspace under a profile.
func (f *fleet) start(tb testing.TB, w *fakeworkspace.Workspace, o fakeworkspace.Options) *site {
	tb.Helper()
	return f.startFor(tb, w, o, patience)
}

// startFor is start with a patience in seconds.
func (f *fleet) startFor(tb testing.TB, w *fakeworkspace.Workspace, o fakeworkspace.Options, patience int) *site {
	tb.Helper()
	server := fakeworkspace.Start(w, o)
	tb.Cleanup(server.Close)
	return &site{Server: server, profile: f.profile(tb, server.URL, server.Token, patience)}
}

// profile adds a profile with a patience in seconds, and returns its name.
func (f *fleet) profile(tb testing.TB, host, token string, patience int) string {
	tb.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	name := fmt.Sprintf("p%d", f.count)
	fmt.Fprintf(&f.profiles, "[%s]\nhost = %s\ntoken = %s\nhttp_timeout_seconds = %d\n", name, host, token, patience)
	written := f.file + "~" // whoever reads meanwhile has all of the file before
	if err := os.WriteFile(written, []byte(f.profiles.String()), 0o600); err != nil {
		tb.Fatal(err)
	}
	if err := os.Rename(written, f.file); err != nil {
		tb.Fatal(err)
	}
	return name
}

// site is a workspace that runs, and the profile that signs in there.
type site struct {
	*fakeworkspace.Server
	profile string
}

// run runs a live command on the workspace: scan or dump.
func (s *site) run(tb testing.TB, dir, command string, args ...string) ran {
	tb.Helper()
	return runAt(tb, now, dir, append([]string{command, "--profile", s.profile, "--retry-for", "100ms"}, args...)...)
}

// get is the answer to a request of one path.
func (s *site) get(tb testing.TB, path string) string {
	tb.Helper()
	asked, err := http.NewRequestWithContext(tb.Context(), http.MethodGet, s.URL+path, http.NoBody)
	if err != nil {
		tb.Fatal(err)
	}
	asked.Header.Set("Authorization", "Bearer "+s.Token)
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		tb.Fatalf("%s: %s: %v", path, answer.Status, err)
	}
	return string(body)
}

// runAt runs a command at a time.
func runAt(tb testing.TB, at time.Time, dir string, args ...string) ran {
	tb.Helper()
	var out, complaints bytes.Buffer
	code := Main(tb.Context(), Streams{
		In: strings.NewReader(""), Out: &out, Err: &complaints, Dir: dir, Now: func() time.Time { return at },
	}, args)
	return ran{out: out.String(), err: complaints.String(), code: code}
}

// configured is a folder with a configuration, "" for none.
func configured(tb testing.TB, config string) string {
	tb.Helper()
	dir := tb.TempDir()
	put(tb, filepath.Join(dir, ".gwlint.yaml"), config)
	return dir
}

func put(tb testing.TB, file, text string) {
	tb.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// told is what tests read of a JSON report.
type told struct {
	Workspace *report.Workspace
	Findings  []struct {
		Rule        string
		Outcome     finding.Outcome
		Subject     struct{ Kind, Name string }
		Message     string
		Reason      string
		Fingerprint string
		Location    struct{ File string }
	}
	Checklist []report.Item
	Subjects  []report.Subject
	Errors    []report.Problem
	Summary   report.Summary
}

// reported reads a JSON report.
func reported(tb testing.TB, r ran) told {
	tb.Helper()
	var t told
	if err := json.Unmarshal([]byte(r.out), &t); err != nil {
		tb.Fatalf("exit code %d, %v: %s%.300s", r.code, err, r.err, r.out)
	}
	if t.Summary.ExitCode != r.code {
		tb.Errorf("exit code %d, and %d in the report", r.code, t.Summary.ExitCode)
	}
	return t
}

// estate is a workspace with the mistakes of the demo, and with so many endpoints
// more that a few calls in a hundred are several.
func estate() *fakeworkspace.Workspace {
	w, more := fakeworkspace.Demo(), fakeworkspace.Generate(20, 1)
	for _, secret := range more.Secrets() {
		w.Secret(secret)
	}
	w.Endpoints = append(w.Endpoints, more.Endpoints...)
	w.Apps = append(w.Apps, more.Apps...)
	for _, table := range more.Tables {
		if table["catalog_name"] != "system" {
			w.AddSchema(table["catalog_name"].(string) + "." + table["schema_name"].(string))
			w.Tables = append(w.Tables, table)
		}
	}
	for key, list := range more.Grants {
		w.Grants[key] = append(w.Grants[key], list...)
	}
	for key, list := range more.Permissions {
		if !strings.HasPrefix(key, "warehouses/") {
			w.Permissions[key] = append(w.Permissions[key], list...)
		}
	}
	return w
}

// few are all cases, and where the race detector watches every sixth: what runs at
// the same time is the same in all of them.
func few[T any](all map[string]T) map[string]T {
	if !raced {
		return all
	}
	some := map[string]T{}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if i%6 == 0 {
			some[name] = all[name]
		}
	}
	return some
}

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

// TestOnlyWhatIsNeededIsAsked wants no request that changes something, that no
// workspace knows, or that was answered before; and the same answers, however the
// lists come.
func TestOnlyWhatIsNeededIsAsked(t *testing.T) {
	f := newFleet(t)
	dir := configured(t, principals)
	plain := f.start(t, estate(), fakeworkspace.Options{})
	want := plain.elsewhere(plain.run(t, dir, "scan", "-v", "-f", "json").out)
	plain.behaves(t)
	for name, test := range few(map[string]struct {
		options fakeworkspace.Options
		asks    []string
		differs bool
	}{
		"empty pages":      {options: fakeworkspace.Options{EmptyPages: true}},
		"small pages":      {options: fakeworkspace.Options{PageSize: 1}},
		"both":             {options: fakeworkspace.Options{PageSize: 1, EmptyPages: true}},
		"schema by schema": {options: fakeworkspace.Options{ParentRequired: true, PageSize: 2}},
		"no administrator": {options: fakeworkspace.Options{NotAdmin: true}, differs: true},
		"no grants":        {options: fakeworkspace.Options{NoGrants: true}, differs: true},
		"one token":        {options: fakeworkspace.Options{RepeatToken: true}, differs: true},
		"a warehouse":      {asks: []string{"--warehouse", "a1b2c3d4e5f60718"}, differs: true},
		"some endpoints":   {asks: []string{"--endpoint", "chat*"}, differs: true},
		"one catalog":      {asks: []string{"--catalog", "main"}, differs: true},
		"what is provided": {asks: []string{"--no-provided"}, differs: true},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := f.start(t, estate(), test.options)
			got := s.run(t, dir, "scan", append(test.asks, "-v", "-f", "json")...)
			s.behaves(t)
			if diff := cmp.Diff(want, s.elsewhere(got.out)); diff != "" && !test.differs {
				t.Error(diff)
			}
		})
	}
}

// behaves wants no request that should not have been made.
func (s *site) behaves(t *testing.T) {
	t.Helper()
	if repeated := s.Repeated(); len(repeated) > 0 {
		t.Errorf("asked twice: %v", repeated)
	}
	if unknown := s.Unknown(); len(unknown) > 0 {
		t.Errorf("no workspace knows: %v", unknown)
	}
	if refused := s.Refused(); len(refused) > 0 {
		t.Errorf("would change something: %v", refused)
	}
}

// elsewhere is a report without the address of the workspace, which every test has
// another of.
func (s *site) elsewhere(text string) string {
	text = strings.ReplaceAll(text, s.Host(), "HOST")
	text = strings.ReplaceAll(text, strings.ReplaceAll(s.Host(), ":", "_"), "HOST")
	return regexp.MustCompile(`"fingerprint": "\w+"`).ReplaceAllString(text, "")
}
