package snapshot_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

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
		{`"version": 1`, `"version": 2`},
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
