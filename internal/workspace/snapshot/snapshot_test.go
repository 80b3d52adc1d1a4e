package snapshot_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

func TestASnapshotAnswersAsTheWorkspaceDid(t *testing.T) {
	t.Parallel()
	r := opened(t, written(t, records(), manifest()))
	for _, want := range records() {
		got := fetch(t, r, want.Path)
		want.What, want.Needed = "asked", true
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", want.Path, diff)
		}
	}
	got := fetch(t, r, "alerts.json")
	want := workspace.Record{
		Path: "alerts.json", API: "/api/asked", What: "asked", Needed: true, Outcome: workspace.Unasked,
		Message: "not in the snapshot, which was taken without it",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAManifestSaysWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	m := manifest()
	m.Scope = workspace.Scope{Endpoints: []string{"prod-*"}, Catalog: "main", Schema: "gw", NoProvided: true}
	m.Options.Warehouse = "w1"
	m.Complete, m.Interrupted = true, true
	got := opened(t, written(t, records()[:1], m)).Manifest()
	want := m
	want.Format, want.Version, want.Tool.Name = snapshot.Format, 2, "gwlint"
	want.Complete = false // an interrupted one never is
	want.TakenAt = time.Date(2026, 4, 20, 15, 30, 0, 0, time.UTC)
	want.Records = []snapshot.Entry{{
		Path: "identity.json", API: "/api/2.0/preview/scim/v2/Me", What: "identity of the caller", Outcome: "read", Status: 200,
		SHA256: snapshot.Sum(records()[0].Body), Size: int64(len(records()[0].Body)),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnEntryFailsAsItsRecordDoes(t *testing.T) {
	t.Parallel()
	kept := map[string]workspace.Record{}
	for _, r := range records() {
		kept[r.Path] = r
	}
	for _, e := range opened(t, written(t, records(), manifest())).Manifest().Records {
		if got, want := e.Fails(), kept[e.Path].Fails(); got != want {
			t.Errorf("%s fails: %t, want %t", e.Path, got, want)
		}
	}
}

func TestTheSameRecordsGiveTheSameBytesButForTheTime(t *testing.T) {
	t.Parallel()
	backwards := records()
	for i, r := range records() {
		backwards[len(backwards)-1-i] = r
	}
	first, second := tree(t, written(t, records(), manifest())), tree(t, written(t, backwards, manifest()))
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
	later := manifest()
	later.TakenAt = later.TakenAt.Add(time.Hour)
	third := tree(t, written(t, records(), later))
	third["manifest.json"] = strings.Replace(third["manifest.json"], "16:30:00Z", "15:30:00Z", 1)
	delete(first, "SHA256SUMS")
	delete(third, "SHA256SUMS")
	if diff := cmp.Diff(first, third); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyTheOwnerReadsASnapshot(t *testing.T) {
	t.Parallel()
	dir := written(t, records(), manifest())
	for name, want := range map[string]os.FileMode{
		".": 0o700, "serving-endpoints": 0o700, "serving-endpoints/chat.json": 0o600, "manifest.json": 0o600, "SHA256SUMS": 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: %o, want %o", name, got, want)
		}
	}
}

func TestARecordWithoutABodyHasNoFile(t *testing.T) {
	t.Parallel()
	got := tree(t, written(t, records(), manifest()))
	want := map[string]string{
		"./": "", "serving-endpoints/": "", "usage/": "",
		"manifest.json": got["manifest.json"], "SHA256SUMS": got["SHA256SUMS"],
	}
	for _, r := range records() {
		if r.Body != nil {
			want[r.Path] = string(r.Body)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheSumsAreThoseOfAllFilesInOrder(t *testing.T) {
	t.Parallel()
	files := tree(t, written(t, records(), manifest()))
	want := ""
	for _, name := range []string{"identity.json", "manifest.json", "serving-endpoints.json", "serving-endpoints/chat.json", "usage/endpoints.json"} {
		want += fmt.Sprintf("%s  %s\n", snapshot.Sum([]byte(files[name])), name)
	}
	if diff := cmp.Diff(want, files["SHA256SUMS"]); diff != "" {
		t.Error(diff)
	}
}

func TestTheFirstRecordOfAPathIsKept(t *testing.T) {
	t.Parallel()
	first := workspace.Record{Path: "a/b.json", Outcome: workspace.Read, Status: 200, Body: []byte("{}\n")}
	second := workspace.Record{Path: "a/b.json", Outcome: workspace.Failed, Status: 500, Message: "500"}
	dir := written(t, []workspace.Record{first, second, first}, manifest())
	if got := fetch(t, opened(t, dir), "a/b.json").Outcome; got != workspace.Read {
		t.Errorf("outcome %q", got)
	}
}

func TestManyKeepAtOnceWhatPassesThrough(t *testing.T) {
	t.Parallel()
	live := answers{}
	for i := range 200 {
		path := fmt.Sprintf("folder-%d/%d.json", i%7, i)
		live[path] = workspace.Record{Path: path, Outcome: workspace.Read, Status: 200, Body: fmt.Appendf(nil, "{\"n\": %d}\n", i)}
	}
	dir := filepath.Join(t.TempDir(), "snap")
	w, err := snapshot.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	recording := snapshot.Recording(live, w)
	var group sync.WaitGroup
	for range 4 { // each path four times
		for path, want := range live {
			group.Go(func() {
				if diff := cmp.Diff(want, fetch(t, recording, path)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
	group.Wait()
	if err := w.Close(manifest()); err != nil {
		t.Fatal(err)
	}
	r := opened(t, dir)
	got := answers{}
	for path := range live {
		record := fetch(t, r, path)
		record.What, record.Needed = "", false
		got[path] = record
	}
	if diff := cmp.Diff(live, got); diff != "" {
		t.Error(diff)
	}
	if _, problems := snapshot.Verify(dir); problems != nil {
		t.Error(problems)
	}
}

func TestARecordThatCannotBeReadBackIsNotKept(t *testing.T) {
	t.Parallel()
	for name, record := range map[string]workspace.Record{
		"a path that leads out":    {Path: "../a.json", Outcome: workspace.Denied},
		"an absolute path":         {Path: "/a.json", Outcome: workspace.Denied},
		"no path":                  {Outcome: workspace.Denied},
		"a path of the manifest":   {Path: "Manifest.json", Outcome: workspace.Denied},
		"a path of the sums":       {Path: "sha256sums.json", Outcome: workspace.Denied},
		"a path of two lines":      {Path: "a\nb.json", Outcome: workspace.Denied},
		"read, and no body":        {Path: "a.json", Outcome: workspace.Read},
		"an outcome there is not":  {Path: "a.json", Outcome: "guessed"},
		"a status there is not":    {Path: "a.json", Outcome: workspace.Failed, Status: 1000},
		"a body that is too large": {Path: "a.json", Outcome: workspace.Read, Body: make([]byte, 64<<20+1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			w, err := snapshot.Create(filepath.Join(parent, "snap"))
			if err != nil {
				t.Fatal(err)
			}
			kept := w.Keep(record)
			if kept == nil || !strings.Contains(kept.Error(), fmt.Sprintf("record %q", record.Path)) {
				t.Errorf("Keep: %v", kept)
			}
			if err := w.Close(manifest()); !errors.Is(err, kept) || !errors.Is(w.Err(), kept) {
				t.Errorf("Close: %v, Err: %v", err, w.Err())
			}
			if diff := cmp.Diff(map[string]string{"./": ""}, tree(t, parent)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAManifestThatCannotBeReadBackIsNotWritten(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(m *snapshot.Manifest){
		"no time":             func(m *snapshot.Manifest) { m.TakenAt = time.Time{} },
		"a time nobody knows": func(m *snapshot.Manifest) { m.TakenAt = m.TakenAt.AddDate(10_000, 0, 0) },
		"a host with a path":  func(m *snapshot.Manifest) { m.Host = "a/../b" },
		"a negative count":    func(m *snapshot.Manifest) { m.Counts = map[string]int{"apps": -1} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parent := t.TempDir()
			w, err := snapshot.Create(filepath.Join(parent, "snap"))
			if err != nil {
				t.Fatal(err)
			}
			m := manifest()
			change(&m)
			if err := w.Close(m); err == nil || !strings.Contains(err.Error(), "the manifest cannot be written") {
				t.Error(err)
			}
			if diff := cmp.Diff(map[string]string{"./": ""}, tree(t, parent)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTextThatIsNoUTF8IsWrittenAsJSONHasIt(t *testing.T) {
	t.Parallel()
	m := manifest()
	m.Identity, m.Counts = "ana\xff", map[string]int{"a\xfe": 1}
	got := opened(t, written(t, nil, m)).Manifest()
	if got.Identity != "ana\ufffd" || !maps.Equal(got.Counts, map[string]int{"a\ufffd": 1}) {
		t.Errorf("identity %q, counts %v", got.Identity, got.Counts)
	}
}

func TestAClosedWriterKeepsNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "snap")
	w, err := snapshot.Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(manifest()); err != nil {
		t.Fatal(err)
	}
	if w.Keep(records()[0]) == nil || w.Close(manifest()) == nil {
		t.Error("kept, or closed again")
	}
	if err := w.Abort(); err != nil || !snapshot.Is(dir) {
		t.Errorf("aborting a closed one: %v", err)
	}
}

func TestOthersCanCheckTheSums(t *testing.T) {
	t.Parallel()
	tool, err := exec.LookPath("sha256sum")
	if err != nil {
		t.Skip("there is no sha256sum here")
	}
	check := exec.CommandContext(t.Context(), tool, "--check", "--strict", "SHA256SUMS")
	check.Dir = written(t, records(), manifest())
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
