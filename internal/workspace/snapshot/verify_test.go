package snapshot_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

const chat = "serving-endpoints/chat.json"

func TestAWholeSnapshotVerifies(t *testing.T) {
	t.Parallel()
	dir := written(t, records(), manifest())
	put(t, filepath.Join(dir, "SHA256SUMS.sig"), "a signature")
	m, problems := snapshot.Verify(dir)
	if problems != nil {
		t.Error(problems)
	}
	if diff := cmp.Diff(opened(t, dir).Manifest(), m); diff != "" {
		t.Error(diff)
	}
}

// Whatever somebody does to a snapshot, a reader says nothing else than before,
// or fails: and verify says what was done.
func TestDamage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		damage func(t *testing.T, dir string)
		want   []string
		open   error  // of Open
		fetch  string // the message of the endpoint, else
	}{
		"a changed byte": {
			damage: func(t *testing.T, dir string) { edit(t, filepath.Join(dir, chat), "chat", "chit") },
			want:   []string{chat + ": does not match its digest"},
			fetch:  "the snapshot's file " + chat + " does not match its digest",
		},
		"a file that grew": {
			damage: func(t *testing.T, dir string) { edit(t, filepath.Join(dir, chat), "}\n", "}\n\n") },
			want:   []string{chat + ": does not match its digest"},
			fetch:  "the snapshot's file " + chat + " does not match its digest",
		},
		"a missing file": {
			damage: func(t *testing.T, dir string) { remove(t, filepath.Join(dir, chat)) },
			want:   []string{chat + ": is missing"},
			fetch:  "the snapshot's file " + chat + " is missing",
		},
		"a missing folder": {
			damage: func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "serving-endpoints")) },
			want:   []string{chat + ": is missing"},
			fetch:  "the snapshot's file " + chat + " is missing",
		},
		"a folder in place of a file": {
			damage: func(t *testing.T, dir string) {
				remove(t, filepath.Join(dir, chat))
				mkdir(t, filepath.Join(dir, chat))
			},
			want:  []string{chat + ": is no regular file"},
			fetch: "the snapshot's file " + chat + " is no regular file",
		},
		"a link in place of a file": {
			damage: func(t *testing.T, dir string) {
				body := string(records()[2].Body)
				remove(t, filepath.Join(dir, chat))
				put(t, dir+"-outside.json", body) // the very same bytes
				link(t, dir+"-outside.json", filepath.Join(dir, chat))
			},
			want:  []string{chat + ": is no regular file"},
			fetch: "the snapshot's file " + chat + " is no regular file",
		},
		"a link in place of a folder": {
			damage: func(t *testing.T, dir string) {
				move(t, filepath.Join(dir, "serving-endpoints"), dir+"-outside")
				link(t, dir+"-outside", filepath.Join(dir, "serving-endpoints"))
			},
			want:  []string{"serving-endpoints: is no regular file", chat + ": cannot be read: path escapes from parent"},
			fetch: "the snapshot's file " + chat + " cannot be read: path escapes from parent",
		},
		"a file that nobody listed": {
			damage: func(t *testing.T, dir string) { put(t, filepath.Join(dir, "apps", "a.json"), "{}") },
			want:   []string{"apps/a.json: is in neither manifest.json nor SHA256SUMS"},
			fetch:  "500: no luck",
		},
		"a file for a record that had none": {
			damage: func(t *testing.T, dir string) { put(t, filepath.Join(dir, "apps.json"), "{}") },
			want:   []string{"apps.json: is in neither manifest.json nor SHA256SUMS"},
			fetch:  "500: no luck",
		},
		"a link that nobody listed": {
			damage: func(t *testing.T, dir string) { link(t, "/", filepath.Join(dir, "SHA256SUMS.sig")) },
			want:   []string{"SHA256SUMS.sig: is no regular file"},
			fetch:  "500: no luck",
		},
		"an outcome made better": {
			damage: func(t *testing.T, dir string) {
				edit(t, filepath.Join(dir, "manifest.json"), `"outcome": "denied"`, `"outcome": "absent"`)
			},
			want: []string{"manifest.json: does not match its digest in SHA256SUMS"},
			open: snapshot.ErrDamaged,
		},
		"complete after all": {
			damage: func(t *testing.T, dir string) {
				edit(t, filepath.Join(dir, "manifest.json"), `"complete": false`, `"complete": true`)
			},
			want: []string{"manifest.json: does not match its digest in SHA256SUMS"},
			open: snapshot.ErrDamaged,
		},
		"no sums": {
			damage: func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "SHA256SUMS")) },
			want:   []string{"SHA256SUMS: is missing"},
			open:   snapshot.ErrDamaged,
		},
		"a line of the sums left out": {
			damage: func(t *testing.T, dir string) {
				edit(t, filepath.Join(dir, "SHA256SUMS"), snapshot.Sum(records()[2].Body)+"  "+chat+"\n", "")
			},
			want: []string{chat + ": is not in SHA256SUMS"},
			open: snapshot.ErrDamaged,
		},
		"the manifest left out of the sums": {
			damage: func(t *testing.T, dir string) {
				text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
				if err != nil {
					t.Fatal(err)
				}
				edit(t, filepath.Join(dir, "SHA256SUMS"), snapshot.Sum(text)+"  manifest.json\n", "")
			},
			want: []string{"manifest.json: is not in SHA256SUMS"},
			open: snapshot.ErrDamaged,
		},
		"another digest in the sums": {
			damage: func(t *testing.T, dir string) {
				edit(t, filepath.Join(dir, "SHA256SUMS"), snapshot.Sum(records()[2].Body), strings.Repeat("0", 64))
			},
			want: []string{chat + ": has one digest in manifest.json and another in SHA256SUMS"},
			open: snapshot.ErrDamaged,
		},
		"a line more in the sums": {
			damage: func(t *testing.T, dir string) {
				put(t, filepath.Join(dir, "x.json"), "{}")
				edit(t, filepath.Join(dir, "SHA256SUMS"), "  identity.json\n", "  identity.json\n"+strings.Repeat("0", 64)+"  x.json\n")
			},
			want: []string{"x.json: is in SHA256SUMS and not in manifest.json"},
			open: snapshot.ErrDamaged,
		},
		"sums in another form": {
			damage: func(t *testing.T, dir string) {
				edit(t, filepath.Join(dir, "SHA256SUMS"), "  identity.json\n", " *identity.json\n")
			},
			want: []string{"SHA256SUMS: line 1 is no digest with a path", "identity.json: is not in SHA256SUMS"},
			open: snapshot.ErrDamaged,
		},
		"sums with a line twice": {
			damage: func(t *testing.T, dir string) {
				line := snapshot.Sum(records()[0].Body) + "  identity.json\n"
				edit(t, filepath.Join(dir, "SHA256SUMS"), line, line+line)
			},
			want: []string{"SHA256SUMS: line 2 is about identity.json again"},
			open: snapshot.ErrDamaged,
		},
		"sums in another order": {
			damage: func(t *testing.T, dir string) {
				line := snapshot.Sum(records()[0].Body) + "  identity.json\n"
				edit(t, filepath.Join(dir, "SHA256SUMS"), line, "")
				text, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
				if err != nil {
					t.Fatal(err)
				}
				put(t, filepath.Join(dir, "SHA256SUMS"), string(text)+line)
			},
			want: []string{"SHA256SUMS: it is not as gwlint writes it"},
			open: snapshot.ErrDamaged,
		},
		"no manifest": {
			damage: func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "manifest.json")) },
			want:   []string{"manifest.json: is missing"},
			open:   snapshot.ErrDamaged,
		},
		"half a manifest, and a changed file": {
			damage: func(t *testing.T, dir string) {
				text, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
				if err != nil {
					t.Fatal(err)
				}
				put(t, filepath.Join(dir, "manifest.json"), string(text[:len(text)/2]))
				edit(t, filepath.Join(dir, chat), "chat", "chit")
				remove(t, filepath.Join(dir, "identity.json"))
			},
			want: []string{
				"identity.json: is missing",
				"manifest.json: damaged: unexpected end of JSON input; take a new snapshot, or copy this one again from where it was whole",
				"manifest.json: does not match its digest in SHA256SUMS",
				chat + ": does not match its digest in SHA256SUMS",
			},
			open: snapshot.ErrDamaged,
		},
		"neither manifest nor sums that say anything": {
			damage: func(t *testing.T, dir string) {
				put(t, filepath.Join(dir, "manifest.json"), `{"format": "gwlint-snapshot"`)
				put(t, filepath.Join(dir, "SHA256SUMS"), "")
			},
			want: []string{"manifest.json: damaged: unexpected end of JSON input; take a new snapshot, or copy this one again from where it was whole"},
			open: snapshot.ErrDamaged,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := written(t, records(), manifest())
			test.damage(t, dir)
			_, problems := snapshot.Verify(dir)
			if diff := cmp.Diff(test.want, lines(problems)); diff != "" {
				t.Error(diff)
			}
			if !snapshot.Is(dir) {
				t.Error("passes for a folder of something else")
			}
			r, err := snapshot.Open(dir)
			if !errors.Is(err, test.open) {
				t.Fatalf("Open: %v, want %v", err, test.open)
			}
			if err != nil {
				return
			}
			got := fetch(t, r, chat)
			if got.Outcome != workspace.Failed || got.Message != test.fetch {
				t.Errorf("%+v", got)
			}
			if intact := test.fetch == "500: no luck"; intact != (got.Body != nil) {
				t.Errorf("body %q", got.Body)
			}
		})
	}
}

// Every single byte counts.
func TestNoByteOfASnapshotCanChange(t *testing.T) {
	t.Parallel()
	dir := written(t, records()[:3], manifest())
	for _, name := range []string{"manifest.json", "SHA256SUMS", chat} {
		whole, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for i := range whole {
			changed := slices.Clone(whole)
			changed[i] ^= 1
			put(t, filepath.Join(dir, name), string(changed))
			if _, problems := snapshot.Verify(dir); problems == nil || !snapshot.Is(dir) {
				t.Errorf("%s, byte %d: %v, a snapshot: %t", name, i, problems, snapshot.Is(dir))
			}
			if _, err := snapshot.Open(dir); (err == nil) != (name == chat) {
				t.Errorf("%s, byte %d: Open: %v", name, i, err)
			}
		}
		put(t, filepath.Join(dir, name), string(whole))
	}
}

// Whoever rewrites the sums too can say anything, but not read other files.
func TestAManifestCannotLeadOutOfTheFolder(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{
		"above":             "../x.json",
		"absolute":          "/x.json",
		"above, in between": "a/../../x.json",
		"with a dot":        "./x.json",
		"two slashes":       "a//x.json",
		"a backslash":       `..\x.json`,
		"the manifest":      "manifest.json",
		"no JSON by name":   "x.txt",
		"two lines":         "x\n.json",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := written(t, nil, manifest())
			put(t, filepath.Join(dir, "..", "x.json"), "{}\n")
			m := opened(t, dir).Manifest()
			m.Records = []snapshot.Entry{{Path: path, Outcome: "read", Status: 200, SHA256: snapshot.Sum([]byte("{}\n")), Size: 3}}
			seal(t, dir, m)
			got := fetch(t, opened(t, dir), path)
			if got.Outcome != workspace.Failed || got.Body != nil || got.Message != "the snapshot's file "+path+" has a path that no file of a snapshot has" {
				t.Errorf("%+v", got)
			}
			_, problems := snapshot.Verify(dir)
			if !slices.Contains(lines(problems), path+": has a path that no file of a snapshot has") {
				t.Errorf("%q", lines(problems))
			}
		})
	}
}

func TestAFileThatIsNoJSONIsNoAnswer(t *testing.T) {
	t.Parallel()
	dir := written(t, records()[:3], manifest())
	m := opened(t, dir).Manifest()
	put(t, filepath.Join(dir, chat), "no")
	m.Records[2].SHA256, m.Records[2].Size = snapshot.Sum([]byte("no")), 2
	seal(t, dir, m)
	if got := fetch(t, opened(t, dir), chat); got.Outcome != workspace.Failed || got.Message != "the snapshot's file "+chat+" is no JSON" {
		t.Errorf("%+v", got)
	}
	_, problems := snapshot.Verify(dir)
	if diff := cmp.Diff([]string{chat + ": is no JSON"}, lines(problems)); diff != "" {
		t.Error(diff)
	}
}

func TestAManifestMeansOneThing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(m *snapshot.Manifest)
		kind   error
		want   string
	}{
		"a newer version":         {func(m *snapshot.Manifest) { m.Version = 3 }, snapshot.ErrVersion, "it has version 3 of the format, and this gwlint reads version 2: use a newer gwlint"},
		"an older version":        {func(m *snapshot.Manifest) { m.Version = 1 }, snapshot.ErrVersion, "it has version 1 of the format, and this gwlint reads version 2: take a new snapshot"},
		"another format":          {func(m *snapshot.Manifest) { m.Format = "x" }, snapshot.ErrDamaged, `its format is "x"`},
		"another tool":            {func(m *snapshot.Manifest) { m.Tool.Name = "x" }, snapshot.ErrDamaged, `it was written by "x"`},
		"complete and not":        {func(m *snapshot.Manifest) { m.Complete, m.Interrupted = true, true }, snapshot.ErrDamaged, "both complete and interrupted"},
		"complete, by nobody":     {func(m *snapshot.Manifest) { m.Complete, m.Identity = true, "" }, snapshot.ErrDamaged, "complete and not who took it"},
		"a connection unknown":    {func(m *snapshot.Manifest) { m.TLS = "off" }, snapshot.ErrDamaged, `"off" is no protection of a connection`},
		"a host that is a path":   {func(m *snapshot.Manifest) { m.Host = "../x" }, snapshot.ErrDamaged, `"../x" is no host`},
		"a path twice":            {func(m *snapshot.Manifest) { m.Records = append(m.Records, m.Records[2]) }, snapshot.ErrDamaged, chat + ": twice, or out of order"},
		"an outcome nobody knows": {func(m *snapshot.Manifest) { m.Records[0].Outcome = "" }, snapshot.ErrDamaged, `"" is no outcome`},
		"a digest of half":        {func(m *snapshot.Manifest) { m.Records[0].SHA256 = "abc" }, snapshot.ErrDamaged, "no proper digest and size"},
		"a digest without a size": {func(m *snapshot.Manifest) { m.Records[0].Size = 0 }, snapshot.ErrDamaged, "no proper digest and size"},
		"a size below nothing":    {func(m *snapshot.Manifest) { m.Records[0].Size = -1 }, snapshot.ErrDamaged, "no proper digest and size"},
		"a file beyond bounds":    {func(m *snapshot.Manifest) { m.Records[0].Size = 64<<20 + 1 }, snapshot.ErrDamaged, "at most 67108864"},
		"read without a file":     {func(m *snapshot.Manifest) { m.Records[0].SHA256, m.Records[0].Size = "", 0 }, snapshot.ErrDamaged, "it was read and has no file"},
		"a record without a path": {func(m *snapshot.Manifest) { m.Records[0].Path = "" }, snapshot.ErrDamaged, "a record without a path"},
		"a negative status":       {func(m *snapshot.Manifest) { m.Records[0].Status = -1 }, snapshot.ErrDamaged, "-1 is no status"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := written(t, records()[:3], manifest())
			m := opened(t, dir).Manifest()
			test.change(&m)
			seal(t, dir, m)
			_, err := snapshot.Open(dir)
			if !errors.Is(err, test.kind) || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), filepath.Join(dir, "manifest.json")+": ") {
				t.Error(err)
			}
			_, problems := snapshot.Verify(dir)
			if !slices.ContainsFunc(problems, func(p snapshot.Problem) bool {
				return p.File == "manifest.json" && strings.Contains(p.Message, test.want)
			}) {
				t.Error(problems)
			}
		})
	}
}

func TestAFolderOfSomethingElseIsNoSnapshot(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(t *testing.T, dir string){
		"nothing":        func(*testing.T, string) {},
		"a file":         func(t *testing.T, dir string) { put(t, dir, "{}") },
		"an empty one":   func(t *testing.T, dir string) { mkdir(t, dir) },
		"other manifest": func(t *testing.T, dir string) { put(t, filepath.Join(dir, "manifest.json"), `{"name": "gwlint"}`) },
		"other sums": func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "manifest.json"), "{}\n")
			put(t, filepath.Join(dir, "SHA256SUMS"), snapshot.Sum([]byte("{}\n"))+"  manifest.json\n")
		},
		"sums of other files": func(t *testing.T, dir string) {
			put(t, filepath.Join(dir, "SHA256SUMS"), strings.Repeat("0", 64)+"  gwlint.tar.gz\n")
		},
		"lists that somebody kept": func(t *testing.T, dir string) {
			layout(t, dir, "serving-endpoints.json", "apps.json", "model-services.json")
		},
		"gateways by their names":  func(t *testing.T, dir string) { layout(t, dir, "serving-endpoints/chat.json", "apps/notes.json") },
		"an identity alone":        func(t *testing.T, dir string) { layout(t, dir, "identity.json", "users.json") },
		"a metastore of Terraform": func(t *testing.T, dir string) { layout(t, dir, "metastore.json", "main.tf") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "snap")
			before(t, dir)
			if _, err := snapshot.Open(dir); !errors.Is(err, snapshot.ErrNoSnapshot) || !strings.HasPrefix(err.Error(), dir+": ") {
				t.Error(err)
			}
			if snapshot.Is(dir) {
				t.Error("passes for a snapshot")
			}
			if _, problems := snapshot.Verify(dir); len(problems) == 0 {
				t.Error("verifies")
			}
		})
	}
}

// TestASnapshotWithoutItsListsOfFilesIsOne takes manifest.json and SHA256SUMS away.
func TestASnapshotWithoutItsListsOfFilesIsOne(t *testing.T) {
	t.Parallel()
	for name, files := range map[string][]string{
		"whole":                   {"identity.json", "serving-endpoints.json", "serving-endpoints/chat.json", "apps.json", "metastore.json"},
		"without its identity":    {"serving-endpoints.json", "serving-endpoints/chat.json", "permissions/serving-endpoints/chat.json"},
		"without permissions":     {"identity.json", "serving-endpoints.json"},
		"without lists":           {"identity.json", "metastore.json", "serving-endpoints/chat.json"},
		"of services":             {"grants/model-services/a.b.c.json", "model-services.json", "model-services/a.b.c.json"},
		"of apps":                 {"identity.json", "apps.json", "apps/notes.json"},
		"of warehouses":           {"permissions/warehouses/w1.json", "system-schemas.json"},
		"with a file of another":  {"identity.json", "serving-endpoints.json", "README.md"},
		"with a signature beside": {"identity.json", "serving-endpoints.json", "SHA256SUMS.asc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "snap")
			layout(t, dir, files...)
			if !snapshot.Is(dir) {
				t.Error("passes for a folder of something else")
			}
			if _, err := snapshot.Open(dir); !errors.Is(err, snapshot.ErrDamaged) {
				t.Error(err)
			}
			if _, problems := snapshot.Verify(dir); !slices.Contains(lines(problems), "manifest.json: is missing") {
				t.Error(lines(problems))
			}
		})
	}
}

// layout makes files that are empty objects.
func layout(t *testing.T, dir string, files ...string) {
	t.Helper()
	for _, file := range files {
		path := filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		put(t, path, "{}\n")
	}
}

func lines(problems []snapshot.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, p.String())
	}
	return list
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}

func move(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}
