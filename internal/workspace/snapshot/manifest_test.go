package snapshot_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace/snapshot"
	"github.com/gwlint/gwlint/schema"
)

// plain is a manifest as others see it.
func plain(t testing.TB, m snapshot.Manifest) map[string]any {
	t.Helper()
	text, err := m.Text()
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func violations(t testing.TB, tree map[string]any) []schema.Violation {
	t.Helper()
	found, err := schema.Validate("manifest", tree)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAManifestHoldsItsSchema(t *testing.T) {
	t.Parallel()
	m := opened(t, written(t, records(), manifest())).Manifest()
	if found := violations(t, plain(t, m)); found != nil {
		t.Error(found)
	}
}

// What a reader refuses of a value, the schema refuses too.
func TestTheSchemaAndTheReaderRefuseTheSame(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(m *snapshot.Manifest){
		"another format":          func(m *snapshot.Manifest) { m.Format = "x" },
		"a newer version":         func(m *snapshot.Manifest) { m.Version = 3 },
		"another tool":            func(m *snapshot.Manifest) { m.Tool.Name = "x" },
		"a time elsewhere":        func(m *snapshot.Manifest) { m.TakenAt = manifest().TakenAt },
		"a host that is a path":   func(m *snapshot.Manifest) { m.Host = "../x" },
		"a connection unknown":    func(m *snapshot.Manifest) { m.TLS = "" },
		"complete, by nobody":     func(m *snapshot.Manifest) { m.Complete, m.Identity = true, "" },
		"a negative count":        func(m *snapshot.Manifest) { m.Counts = map[string]int{"apps": -1} },
		"an outcome nobody knows": func(m *snapshot.Manifest) { m.Records[0].Outcome = "" },
		"a digest of half":        func(m *snapshot.Manifest) { m.Records[0].SHA256 = "abc" },
		"a digest without a size": func(m *snapshot.Manifest) { m.Records[0].Size = 0 },
		"a size without a digest": func(m *snapshot.Manifest) { m.Records[0].SHA256 = "" },
		"a size below nothing":    func(m *snapshot.Manifest) { m.Records[0].Size = -1 },
		"a file beyond bounds":    func(m *snapshot.Manifest) { m.Records[0].Size = 64<<20 + 1 },
		"read without a file":     func(m *snapshot.Manifest) { m.Records[0].SHA256, m.Records[0].Size = "", 0 },
		"a record without a path": func(m *snapshot.Manifest) { m.Records[0].Path = "" },
		"a status below":          func(m *snapshot.Manifest) { m.Records[0].Status = -1 },
		"a status beyond":         func(m *snapshot.Manifest) { m.Records[0].Status = 1000 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := opened(t, written(t, records()[:3], manifest())).Manifest()
			change(&m)
			text, err := m.Text()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := snapshot.Decode(text); err == nil {
				t.Error("the reader takes it")
			}
			if violations(t, plain(t, m)) == nil {
				t.Error("the schema takes it")
			}
		})
	}
}

func TestNoKeyOfAManifestCanBeLeftOutOrAdded(t *testing.T) {
	t.Parallel()
	dir := written(t, records(), manifest())
	for name, object := range objects(plain(t, opened(t, dir).Manifest())) {
		for _, key := range append(slices.Sorted(maps.Keys(object)), "more") {
			if name == "counts" {
				continue // which are what was counted
			}
			tree := plain(t, opened(t, dir).Manifest())
			changed := objects(tree)[name]
			if _, there := changed[key]; there {
				delete(changed, key)
			} else {
				changed[key] = "x"
			}
			text, err := json.MarshalIndent(tree, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := snapshot.Decode(text); err == nil {
				t.Errorf("the reader takes %s with another %s", name, key)
			}
			if violations(t, tree) == nil {
				t.Errorf("the schema takes %s with another %s", name, key)
			}
		}
	}
}

// objects are the objects in a manifest by what they are.
func objects(tree map[string]any) map[string]map[string]any {
	found := map[string]map[string]any{"manifest": tree}
	for key, value := range tree {
		if object, ok := value.(map[string]any); ok {
			found[key] = object
		}
	}
	for _, record := range tree["records"].([]any) {
		if object := record.(map[string]any); object["sha256"] != nil {
			found["record"] = object
		} else {
			found["record without a file"] = object
		}
	}
	return found
}

// Another tool that writes a manifest has to write it as gwlint does.
func TestAManifestIsWrittenInOneWay(t *testing.T) {
	t.Parallel()
	text, err := opened(t, written(t, records(), manifest())).Manifest().Text()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := snapshot.Decode(text); err != nil {
		t.Fatal(err)
	}
	for name, replace := range map[string][2]string{
		"a key twice":         {`"host": `, `"host": "x", "host": `},
		"a key in capitals":   {`"complete": `, `"Complete": `},
		"a null":              {`"warehouse": ""`, `"warehouse": null`},
		"an unknown key":      {`"identity": `, `"more": 1, "identity": `},
		"another indentation": {"\n  \"host\"", "\n\"host\""},
		"an escape":           {"adb-1", `\u0061db-1`},
		"a time with a zone":  {"15:30:00Z", "15:30:00+00:00"},
		"a fraction":          {"15:30:00Z", "15:30:00.0Z"},
		"more behind it":      {"]\n}\n", "]\n}\n{}\n"},
		"no end of the line":  {"]\n}\n", "]\n}"},
		"lines of Windows":    {"\n", "\r\n"},
		"a status of 1e2":     {`"status": 200`, `"status": 2e2`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			changed := strings.Replace(string(text), replace[0], replace[1], 1)
			if changed == string(text) {
				t.Fatal("nothing changed")
			}
			if _, err := snapshot.Decode([]byte(changed)); err == nil {
				t.Error("taken")
			}
		})
	}
}

// What is taken of a manifest is written in one way, holds the schema, and gives
// sums that name every file whose path can be one.
func FuzzManifest(f *testing.F) {
	m := opened(f, written(f, records()[2:4], manifest())).Manifest()
	text, err := m.Text()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(text))
	for _, replace := range [][2]string{
		{chat, "../x.json"},
		{`"version": 2`, `"version": 3`},
		{`"failed"`, `"read"`},
		{"15:30", "25:30"},
		{"ana", `\u2028`},
		{`"size": `, `"size": -`},
		{`"counts": {`, `"counts": {"": 3, `},
		{chat, `a\nb.json`},
	} {
		f.Add(strings.Replace(string(text), replace[0], replace[1], 1))
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := snapshot.Decode([]byte(text))
		if err != nil {
			return
		}
		again, err := m.Text()
		if err != nil || string(again) != text {
			t.Fatalf("%v: written again it is %q", err, again)
		}
		if found := violations(t, plain(t, m)); found != nil {
			t.Error(found)
		}
		sums, _ := snapshot.ParseSums(m.SumsOf([]byte(text)))
		for _, e := range m.Records {
			if snapshot.Placeable(e.Path) && sums[e.Path] != e.SHA256 {
				t.Errorf("%q has the sum %q", e.Path, sums[e.Path])
			}
			if snapshot.Placeable(e.Path) && !strings.HasPrefix(filepath.Join("/snap", e.Path), filepath.FromSlash("/snap/")) {
				t.Errorf("%q leads out", e.Path)
			}
		}
	})
}

// What is read of SHA256SUMS is what the lines say that have no fault.
func FuzzSums(f *testing.F) {
	line := strings.Repeat("0a", 32) + "  a/b.json\n"
	for _, text := range []string{"", line, line + line, strings.TrimSuffix(line, "\n"), strings.ToUpper(line), "\\" + line, "\n", line + "\r\n"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sums, faults := snapshot.ParseSums([]byte(text))
		if got, want := len(sums)+len(faults), strings.Count(text, "\n"); got != want && (strings.HasSuffix(text, "\n") || got != want+1) && text != "" {
			t.Errorf("%d sums and %d faults of %d lines", len(sums), len(faults), want)
		}
		for name, sum := range sums {
			if !strings.Contains(text, sum+"  "+name+"\n") {
				t.Errorf("made up %q %q", sum, name)
			}
		}
	})
}
