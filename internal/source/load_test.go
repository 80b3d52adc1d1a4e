package source_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func input(t testing.TB, opts source.FindOptions, path string) source.Input {
	t.Helper()
	found := source.Find(t.Context(), opts, []string{path})
	if len(found.Inputs) != 1 || len(found.Problems) > 0 {
		t.Fatalf("inputs %v, problems %v", found.Inputs, found.Problems)
	}
	return found.Inputs[0]
}

func TestLoadReadsTextWithoutItsByteOrderMark(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"gw.json": "\ufeff{\"é\": 1}"})
	got, err := source.Load(input(t, source.FindOptions{Dir: dir}, "gw.json"), source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got.File != "gw.json" || string(got.Bytes) != "{\"é\": 1}" {
		t.Errorf("%s holds %q", got.File, got.Bytes)
	}
	if at := got.Position(1); at != (source.Position{Line: 1, Column: 2}) {
		t.Errorf("the first key is at %v", at)
	}
}

func TestLoadReadsStandardInput(t *testing.T) {
	t.Parallel()
	opts := source.FindOptions{Dir: t.TempDir(), Stdin: strings.NewReader("a: 1"), StdinName: "conf/gw.yaml"}
	got, err := source.Load(input(t, opts, "-"), source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got.File != "conf/gw.yaml" || string(got.Bytes) != "a: 1" {
		t.Errorf("%s holds %q", got.File, got.Bytes)
	}
}

func TestLoadRefusesWhatIsNotText(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content string
		limit   int64
		want    string
	}{
		"bytes that are not UTF-8":     {"a: 1\né: \xff", 0, "gw.yaml: line 2, column 4: not valid UTF-8"},
		"UTF-16":                       {"a\x00:\x00", 0, "gw.yaml: line 1, column 2: a NUL byte: this is not UTF-8 text (is it UTF-16?)"},
		"more than the limit":          {"12345", 4, "gw.yaml: is larger than the limit of 4 bytes"},
		"more than a limit in MiB":     {strings.Repeat(" ", 2<<20), 1 << 20, "gw.yaml: is larger than the limit of 1 MiB"},
		"as much as the limit is fine": {"1234", 4, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := tree(t, map[string]string{"gw.yaml": test.content})
			_, err := source.Load(input(t, source.FindOptions{Dir: dir}, "gw.yaml"), source.Limits{Bytes: test.limit})
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadSaysWhyItCannotRead(t *testing.T) {
	t.Parallel()
	dir := tree(t, map[string]string{"gw.json": "{}"})
	in := input(t, source.FindOptions{Dir: dir}, "gw.json")
	if err := os.Remove(filepath.Join(dir, "gw.json")); err != nil {
		t.Fatal(err)
	}
	if _, err := source.Load(in, source.Limits{}); err == nil || err.Error() != "gw.json: no such file or folder" {
		t.Errorf("a file that is gone: %v", err)
	}
	broken := source.FindOptions{Stdin: iotest.ErrReader(errors.New("broken pipe"))}
	if _, err := source.Load(input(t, broken, "-"), source.Limits{}); err == nil || err.Error() != "<stdin>: broken pipe" {
		t.Errorf("a pipe that breaks: %v", err)
	}
}

func TestStandardInputThatIsHeldIsLoadedAgain(t *testing.T) {
	t.Parallel()
	piped := input(t, source.FindOptions{Dir: t.TempDir(), Stdin: strings.NewReader("name: a")}, "-")
	held := piped.Held(source.Limits{}).Held(source.Limits{})
	for range 2 {
		if got, err := source.Load(held, source.Limits{}); err != nil || string(got.Bytes) != "name: a" {
			t.Error(got, err)
		}
	}
	broken := input(t, source.FindOptions{Dir: t.TempDir(), Stdin: iotest.ErrReader(errors.New("gone"))}, "-").Held(source.Limits{})
	if _, err := source.Load(broken, source.Limits{}); err == nil || !strings.Contains(err.Error(), "gone") {
		t.Error(err)
	}
	long := input(t, source.FindOptions{Dir: t.TempDir(), Stdin: strings.NewReader("name: long")}, "-").Held(source.Limits{Bytes: 4})
	if _, err := source.Load(long, source.Limits{Bytes: 4}); !source.TooLarge(err) {
		t.Error(err)
	}
	dir := tree(t, map[string]string{"a.yml": "name: a"})
	if file := input(t, source.FindOptions{Dir: dir}, "a.yml"); file.Held(source.Limits{}) != file {
		t.Error("a file is held")
	}
}
