package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

// TestAKeyIsFoundHoweverManyThereAre asks maps of many sizes for keys that they have
// once, twice, by a merge key, and not at all.
func TestAKeyIsFoundHoweverManyThereAre(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 16, 17, 254, 255, 256, 257, 5_000} {
		for file, write := range map[string]func(key string, value int) string{
			"gw.json": func(key string, value int) string { return fmt.Sprintf("%q: %d, ", key, value) },
			"gw.yaml": func(key string, value int) string { return fmt.Sprintf("  %s: %d\n", key, value) },
		} {
			var b strings.Builder
			for i := range n {
				b.WriteString(write(fmt.Sprintf("k%d", i), i))
			}
			b.WriteString(write("twice", 1) + write("twice", 2))
			content := "{" + b.String() + "}"
			if file == "gw.yaml" {
				content = "a: &a {merged: 3}\nb:\n" + b.String() + "  <<: *a\n"
			}
			t.Run(fmt.Sprintf("%s with %d", file, n), func(t *testing.T) {
				t.Parallel()
				at := root(t, file, content)
				if file == "gw.yaml" {
					at = at.Get("b")
					if got := at.Get("merged"); got == nil || got.Text != "3" {
						t.Errorf("merged is %v", got)
					}
				}
				for i := range n {
					if got := at.Get(fmt.Sprintf("k%d", i)); got == nil || got.Text != fmt.Sprint(i) {
						t.Fatalf("k%d is %v", i, got)
					}
				}
				if got := at.Get("twice"); got == nil || got.Text != "2" {
					t.Errorf("the key that is repeated is %v", got)
				}
				if got := at.Get("none"); got != nil {
					t.Errorf("none is %v", got)
				}
			})
		}
	}
}

// root is the value of a text of one document.
func root(t *testing.T, file, content string) *source.Node {
	t.Helper()
	documents, err := source.Parse(text(t, file, content), source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return documents[0].Root
}
