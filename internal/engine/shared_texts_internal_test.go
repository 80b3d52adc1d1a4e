package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTextsThatFindingsHaveInCommonAreKeptOnce(t *testing.T) {
	t.Parallel()
	s := newSharedTexts()
	lines := []string{"a:", "", "  b: 1"}
	first, again := s.excerpt(lines), s.excerpt(strings.Split("a:\n\n  b: 1", "\n"))
	if diff := cmp.Diff(lines, first); diff != "" {
		t.Error(diff)
	}
	if &first[0] != &again[0] {
		t.Error("two excerpts that are the same are kept twice")
	}
	if got := s.excerpt(nil); got != nil {
		t.Errorf("no lines became %q", got)
	}
	long := []string{strings.Repeat("x", longestShared+1)}
	if got := s.excerpt(long); &got[0] != &long[0] {
		t.Error("a long line was copied")
	}
}

func TestSharedTextsAreBounded(t *testing.T) {
	t.Parallel()
	s := newSharedTexts()
	for i := range manyShared + 10 {
		text := fmt.Sprint(i)
		if s.text(text) != text || s.excerpt([]string{text})[0] != text {
			t.Fatalf("%s became another text", text)
		}
	}
	if len(s.texts) != manyShared || len(s.lines) != manyShared {
		t.Errorf("%d texts and %d excerpts are kept", len(s.texts), len(s.lines))
	}
}
