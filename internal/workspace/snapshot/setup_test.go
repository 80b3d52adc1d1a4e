package snapshot_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// records are one of each kind of answer.
func records() []workspace.Record {
	return []workspace.Record{
		{Path: "identity.json", API: "/api/2.0/preview/scim/v2/Me", What: "identity of the caller", Outcome: workspace.Read, Status: 200, Body: []byte("{\n  \"userName\": \"ana@example.com\"\n}\n")},
		{Path: "serving-endpoints.json", API: "/api/2.0/serving-endpoints", What: "list of serving endpoints", Needed: true, Outcome: workspace.Read, Status: 200, Body: []byte("{\n  \"endpoints\": []\n}\n")},
		{Path: "serving-endpoints/chat.json", API: "/api/2.0/serving-endpoints/chat", What: "serving endpoint", Needed: true, Outcome: workspace.Failed, Status: 500, Message: "500: no luck", Body: []byte("{\n  \"name\": \"chat\"\n}\n")},
		{Path: "permissions/serving-endpoints/chat.json", API: "/api/2.0/permissions/serving-endpoints/1", What: "permissions of a serving endpoint", Outcome: workspace.Denied, Status: 403, Message: "403: not yours <&>"},
		{Path: "metastore.json", API: "/api/2.1/unity-catalog/current-metastore-assignment", What: "metastore of the workspace", Outcome: workspace.Absent, Status: 404, Message: "404: none"},
		{Path: "apps.json", API: "/api/2.0/apps", What: "list of apps", Needed: true, Outcome: workspace.Unasked, Message: "not asked after the first 401"},
		{Path: "usage/endpoints.json", API: "", What: "usage \xff of\u2028endpoints", Outcome: workspace.Read, Status: 200, Body: []byte("{}\n")},
	}
}

func manifest() snapshot.Manifest {
	return snapshot.Manifest{
		Tool:    snapshot.Tool{Version: "1.2.3"},
		TakenAt: time.Date(2026, 4, 20, 17, 30, 0, 5, time.FixedZone("", 7200)),
		Host:    "adb-1.azuredatabricks.net", WorkspaceID: "1", Identity: "ana@example.com", TLS: workspace.VerifiedTLS,
		Options: snapshot.Options{Principals: []string{"agents"}, Operations: true},
		Counts:  map[string]int{"endpoints": 1, "apps": 0},
	}
}

// written writes a snapshot of some records into a folder of its own.
func written(t testing.TB, records []workspace.Record, m snapshot.Manifest) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "snap")
	write(t, dir, records, m)
	return dir
}

func write(t testing.TB, dir string, records []workspace.Record, m snapshot.Manifest) {
	t.Helper()
	w, err := snapshot.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := w.Keep(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(m); err != nil {
		t.Fatal(err)
	}
}

func opened(t testing.TB, dir string) *snapshot.Reader {
	t.Helper()
	r, err := snapshot.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// tree is all that is in a folder, by path; folders end in a slash.
func tree(t testing.TB, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			found[name+"/"] = ""
		case entry.Type().IsRegular():
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				return err
			}
			found[name] = string(text)
		default:
			found[name] = entry.Type().String()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func put(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// edit changes a file of a snapshot.
func edit(t testing.TB, path, old, replacement string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s does not hold %q", path, old)
	}
	put(t, path, strings.Replace(string(text), old, replacement, 1))
}

// seal writes a manifest with right sums: what somebody does who knows how.
func seal(t testing.TB, dir string, m snapshot.Manifest) {
	t.Helper()
	text, err := m.Text()
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, "manifest.json"), string(text))
	put(t, filepath.Join(dir, "SHA256SUMS"), string(m.SumsOf(text)))
}

func fetch(t testing.TB, f workspace.Fetcher, path string) workspace.Record {
	t.Helper()
	return f.Fetch(t.Context(), workspace.Request{Path: path, API: "/api/asked", What: "asked", Needed: true})
}

// answers is a workspace that has an answer for each path.
type answers map[string]workspace.Record

func (a answers) Fetch(_ context.Context, r workspace.Request) workspace.Record { return a[r.Path] }
