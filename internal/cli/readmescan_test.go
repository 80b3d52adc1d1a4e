package cli_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// serve runs the workspace of the demo, and signs in there by the environment:
// the test cannot run beside others.
func serve(t *testing.T) {
	t.Helper()
	server := fakeworkspace.Start(fakeworkspace.Demo(), fakeworkspace.Options{})
	t.Cleanup(server.Close)
	t.Setenv("DATABRICKS_HOST", server.URL)
	t.Setenv("DATABRICKS_TOKEN", server.Token)
	t.Setenv("DATABRICKS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
}

// asks says whether a command is one of those that a workspace takes, live or in
// a folder.
func asks(command string) bool {
	return regexp.MustCompile(`gwlint (scan|dump|verify)|gwlint check evidence/`).MatchString(command)
}

// TestReadmeScansTheWorkspaceOfTheDemo runs the commands of the README that take
// a workspace, one after the other in one folder.
func TestReadmeScansTheWorkspaceOfTheDemo(t *testing.T) {
	serve(t)
	dir, ran := t.TempDir(), 0
	if err := os.Mkdir(filepath.Join(dir, "evidence"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks(readme(t, "README.md")) {
		for _, s := range b.steps() {
			if !asks(s.command) {
				continue
			}
			ran++
			args, _ := arguments(s.command)
			out, complaint, code := runIn(t, dir, "", args)
			if code > 1 || complaint != "" && args[0] != "dump" {
				t.Errorf("%s: exit code %d: %s", s.command, code, complaint)
			}
			if s.shows && !shortened(s.shown, out) {
				t.Errorf("%s: shown, against what is printed:\n%s", s.command, cmp.Diff(s.shown, out))
			}
		}
	}
	if ran < 4 {
		t.Errorf("the README has %d such commands", ran)
	}
}

// denied are the permissions of the README's table that can be missed, each
// with what the workspace then refuses.
var denied = map[string][]string{
	"who may do what with them": {
		"/api/2.0/permissions/serving-endpoints/*", "/api/2.1/unity-catalog/effective-permissions/*_service/*",
	},
	"which tables there are":                {"/api/2.1/unity-catalog/tables"},
	"who may read them":                     {"/api/2.1/unity-catalog/effective-permissions/table/*"},
	"what alerts there are":                 {"/api/2.0/alerts"},
	"who may query":                         {"/api/2.0/permissions/warehouses/*"},
	"whether usage is recorded":             {"/api/2.1/unity-catalog/metastores/*/systemschemas", "/api/2.1/unity-catalog/schemas/*"},
	"how gateways are used (`--warehouse`)": {"/api/2.0/sql/statements"},
}

// TestReadmeSaysWhatAMissingPermissionCosts refuses what each row of the table
// takes, and wants just the rules of that row to be unknown where they were not.
func TestReadmeSaysWhatAMissingPermissionCosts(t *testing.T) {
	profiles := filepath.Join(t.TempDir(), "profiles")
	t.Setenv("DATABRICKS_CONFIG_FILE", profiles)
	var text strings.Builder
	start := func(profile string, paths ...string) {
		server := fakeworkspace.Start(fakeworkspace.Demo(), fakeworkspace.Options{})
		t.Cleanup(server.Close)
		for _, path := range paths {
			server.Fault(fakeworkspace.Fault{Kind: fakeworkspace.Forbidden, Path: path})
		}
		fmt.Fprintf(&text, "[%s]\nhost = %s\ntoken = %s\n", profile, server.URL, server.Token)
	}
	names := slices.Sorted(maps.Keys(denied))
	start("all")
	for i, name := range names {
		start(fmt.Sprint(i), denied[name]...)
	}
	if err := os.WriteFile(profiles, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	got := make([]map[string]bool, len(names))
	var all map[string]bool
	var group sync.WaitGroup
	group.Go(func() { all = undecided(t, "all") })
	for i := range names {
		group.Go(func() { got[i] = undecided(t, fmt.Sprint(i)) })
	}
	group.Wait()
	rows := permissions(t)
	for i, name := range names {
		cost := map[string]bool{}
		for key := range got[i] {
			if !all[key] {
				rule, _, _ := strings.Cut(key, " ")
				cost[rule] = true
			}
		}
		if diff := cmp.Diff(rows[name], slices.Sorted(maps.Keys(cost))); diff != "" {
			t.Errorf("without %q: the README, against what is unknown:\n%s", name, diff)
		}
	}
}

// permissions gives the rules that stand in the last column of the README's table,
// by what its second column says.
func permissions(t *testing.T) map[string][]string {
	t.Helper()
	rows := map[string][]string{}
	for line := range strings.Lines(readme(t, "README.md")) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) == 3 {
			rows[strings.TrimSpace(cells[1])] = regexp.MustCompile(`GW\d{3}`).FindAllString(cells[2], -1)
		}
	}
	return rows
}

// undecided are the rules and subjects that a scan leaves unknown.
func undecided(t *testing.T, profile string) map[string]bool {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf("params:\n  agent_principals: [%q, %q]\n  ops_principals: [%q]\n",
		fakeworkspace.ChatApp, fakeworkspace.NotesApp, fakeworkspace.Operations)
	if err := os.WriteFile(filepath.Join(dir, ".gwlint.yaml"), []byte(config), 0o600); err != nil {
		t.Error(err)
	}
	out, complaint, code := runIn(t, dir, "", []string{"scan", "--profile", profile, "--warehouse", "a1b2c3d4e5f60718", "-f", "json"})
	if code > 1 {
		t.Errorf("%s: exit code %d: %s", profile, code, complaint)
	}
	var scanned struct {
		Findings []struct {
			Rule, Outcome string
			Subject       struct{ Kind, Name string }
		}
	}
	if err := json.Unmarshal([]byte(out), &scanned); err != nil {
		t.Errorf("%s: %v", profile, err)
	}
	found := map[string]bool{}
	for _, f := range scanned.Findings {
		if f.Outcome == "unknown" {
			found[f.Rule+" "+f.Subject.Kind+" "+f.Subject.Name] = true
		}
	}
	return found
}
