package source_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

func TestContentsStandInForFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeGateway(t, dir, "a: 1\n")
	input, err := source.NewInput(dir, "gw.yaml")
	if err != nil {
		t.Fatal(err)
	}
	disk := source.NewContents(nil)
	loaded := func(c *source.Contents) string {
		text, err := source.Load(input, source.Limits{Contents: c})
		if err != nil {
			t.Fatal(err)
		}
		return string(text.Bytes)
	}
	if got := loaded(disk); got != "a: 1\n" {
		t.Errorf("%q, want what lies on the disk", got)
	}
	if got := loaded(source.NewContents(map[string][]byte{input.Real(): []byte("a: 2\n")})); got != "a: 2\n" {
		t.Errorf("%q, want what was edited", got)
	}
	read := disk.Of("gw.yaml")
	if read == nil || !read.IsRead([]byte("a: 1\n")) || read.IsRead([]byte("a: 2\n")) {
		t.Errorf("it is not kept what was read: %v", read)
	}
	writeGateway(t, dir, "a: 3\n")
	loaded(disk)
	if read.IsRead([]byte("a: 1\n")) || read.IsRead([]byte("a: 3\n")) {
		t.Error("a file that changed between two reads counts as read")
	}
}

func TestContentsAreBoundedLikeFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeGateway(t, dir, "a: 1\n")
	input, err := source.NewInput(dir, "gw.yaml")
	if err != nil {
		t.Fatal(err)
	}
	edited := source.NewContents(map[string][]byte{input.Real(): []byte(strings.Repeat("#", 100))})
	if _, err := source.Load(input, source.Limits{Bytes: 50, Contents: edited}); !source.TooLarge(err) {
		t.Errorf("%v, want that it is too large", err)
	}
}

func TestContentsKnowWhichLinesOfAnEditedFileHoldSecrets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeGateway(t, dir, "a: 1\n")
	input, err := source.NewInput(dir, "gw.yaml")
	if err != nil {
		t.Fatal(err)
	}
	edited := source.NewContents(map[string][]byte{input.Real(): []byte("a: 1\nkey: secret\nb: 2\n")})
	text, err := source.Load(input, source.Limits{Contents: edited})
	if err != nil {
		t.Fatal(err)
	}
	text.Mask(source.Range{Start: 10, End: 16})
	for line, want := range map[int]bool{1: false, 2: true, 3: false, 9: false} {
		if got := edited.Of("gw.yaml").Hides(line); got != want {
			t.Errorf("line %d hides a secret: %v, want %v", line, got, want)
		}
	}
}

func writeGateway(t *testing.T, dir, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "gw.yaml"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
