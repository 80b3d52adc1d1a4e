package engine

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
)

func TestTextsThatFindingsHaveInCommonAreKeptOnce(t *testing.T) {
	t.Parallel()
	p := newPacker()
	excerpt := func() *finding.Excerpt { return &finding.Excerpt{FirstLine: 1, Lines: []string{"a:", "", "  b: 1"}} }
	first, again := p.excerpt(excerpt(), 2), p.excerpt(excerpt(), 2)
	if unsafe.StringData(first.lines) != unsafe.StringData(again.lines) {
		t.Error("two excerpts that are the same are kept twice")
	}
	lines := sharedLines{}
	one, other := first.unpack(2, lines), again.unpack(2, lines)
	if diff := cmp.Diff(*excerpt(), one); diff != "" {
		t.Error(diff)
	}
	if &one.Lines[0] != &other.Lines[0] {
		t.Error("two excerpts that are the same become two")
	}
	long := &finding.Excerpt{FirstLine: 1, Lines: []string{strings.Repeat("x", longestShared+1)}}
	if got := p.excerpt(long, 1).unpack(1, lines); &got.Lines[0] != &long.Lines[0] {
		t.Error("a long line was copied")
	}
}

func TestWhatIsSharedIsBounded(t *testing.T) {
	t.Parallel()
	texts, places, lines := sharedTexts{}, alike[placeShape]{}, sharedLines{}
	for i := range manyShared + 10 {
		text := fmt.Sprint(i)
		if texts.bytes([]byte(text)) != text || places.share(placeShape{file: text}).file != text || lines.of(text + "\n")[0] != text {
			t.Fatalf("%s became another text", text)
		}
	}
	if len(texts) != manyShared || len(places) != manyShared || len(lines) != manyShared {
		t.Errorf("%d texts, %d places and %d excerpts are kept", len(texts), len(places), len(lines))
	}
}
