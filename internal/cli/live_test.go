package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

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
	// patience is how many seconds a workspace may be silent.
	patience int
}

// newFleet leaves nothing in the environment that says where to sign in. The test
// itself cannot run beside others; its subtests can.
func newFleet(tb testing.TB) *fleet {
	tb.Helper()
	f := &fleet{file: filepath.Join(tb.TempDir(), "profiles"), patience: 1}
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "DATABRICKS_") {
			tb.Setenv(name, "")
		}
	}
	tb.Setenv("DATABRICKS_CONFIG_FILE", f.file)
	tb.Setenv("DATABRICKS_RATE_LIMIT", "100000")
	return f
}

// start runs a workspace under a profile, which gives up on silence soon.
func (f *fleet) start(tb testing.TB, w *fakeworkspace.Workspace, o fakeworkspace.Options) *site {
	tb.Helper()
	server := fakeworkspace.Start(w, o)
	tb.Cleanup(server.Close)
	return &site{Server: server, profile: f.profile(tb, server.URL, server.Token)}
}

// profile adds a profile, and returns its name.
func (f *fleet) profile(tb testing.TB, host, token string) string {
	tb.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	name := fmt.Sprintf("p%d", f.count)
	fmt.Fprintf(&f.profiles, "[%s]\nhost = %s\ntoken = %s\nhttp_timeout_seconds = %d\n", name, host, token, f.patience)
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
