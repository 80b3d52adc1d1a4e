package source_test

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestPositionCountsLinesAndCharacters(t *testing.T) {
	t.Parallel()
	const content = "é😀x\r\n\ny"
	tests := map[int]source.Position{
		-1:                            {Line: 1, Column: 1},
		0:                             {Line: 1, Column: 1},
		strings.Index(content, "😀"):   {Line: 1, Column: 2},
		strings.Index(content, "x"):   {Line: 1, Column: 3},
		strings.Index(content, "\n"):  {Line: 1, Column: 5},
		strings.Index(content, "\ny"): {Line: 2, Column: 1},
		strings.Index(content, "y"):   {Line: 3, Column: 1},
		len(content):                  {Line: 3, Column: 2},
		len(content) + 1:              {Line: 3, Column: 2},
	}
	source := text(t, "gw.json", content)
	for offset, want := range tests {
		if got := source.Position(offset); got != want {
			t.Errorf("offset %d is at %v, want %v", offset, got, want)
		}
	}
	if got := source.Lines(); got != 3 {
		t.Errorf("%d lines, want 3", got)
	}
}

func TestPositionInALongLineIsThatOfItsCharacters(t *testing.T) {
	t.Parallel()
	long := text(t, "gw.json", "first\n"+strings.Repeat("aé😀", 5000))
	for n := range 15000 {
		offset := len("first\n") + n/3*7 + []int{0, 1, 3}[n%3]
		if got, want := long.Position(offset), (source.Position{Line: 2, Column: n + 1}); got != want {
			t.Fatalf("character %d is at %v, want %v", n, got, want)
		}
	}
}

func TestExcerptShowsLinesAndHidesSecrets(t *testing.T) {
	t.Parallel()
	const content = "a: 1\r\nkey: s é cret # c\ntwo: lines\nend"
	secret := text(t, "gw.yaml", content)
	if diff := cmp.Diff([]string{"a: 1", "key: s é cret # c"}, secret.Excerpt(0, 2)); diff != "" {
		t.Error(diff)
	}
	start := strings.Index(content, "s é")
	secret.Mask(source.Range{Start: start + 4, End: start + len("s é cret")})
	if diff := cmp.Diff([]string{"key: s é******** # c"}, secret.Excerpt(2, 2)); diff != "" {
		t.Error(diff)
	}
	secret.Mask(source.Range{Start: start, End: start + 5})
	secret.Mask(source.Range{Start: strings.Index(content, "lines"), End: strings.Index(content, "d")})
	want := []string{"key: ******** # c", "two: ********", "********d"}
	if diff := cmp.Diff(want, secret.Excerpt(2, 9)); diff != "" {
		t.Error(diff)
	}
	if got := secret.Excerpt(5, 9); got != nil {
		t.Errorf("lines behind the end: %q", got)
	}
}

func TestALongLineIsShownAroundAPlace(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é𝄞x", 20_000) // 7 bytes, 3 characters, 4 UTF-16 code units
	text, err := source.NewText("long.json", []byte("short\n"+long+"secret"+long+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	at := len("short\n") + len(long)
	text.Mask(source.Range{Start: at, End: at + len("secret")})
	part := text.Line(2, source.Range{Start: at, End: at + len("secret")})
	before, after, found := strings.Cut(part.Text, source.Masked)
	if !found || strings.Contains(part.Text, "secret") {
		t.Fatalf("the secret is not masked where it stands: %q", part.Text[:40])
	}
	type counts struct {
		Points, Units int
		More          bool
	}
	want := counts{60_000, 80_000, true}
	got := counts{part.Points + utf8.RuneCountInString(before), part.Units + len(utf16.Encode([]rune(before))), part.More}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(part.Text) > 1<<15 || after == "" {
		t.Errorf("%d bytes are shown, %d of them behind the place", len(part.Text), len(after))
	}
	if diff := cmp.Diff(source.LinePart{Text: "short"}, text.Line(1, source.Range{Start: at, End: at + 1})); diff != "" {
		t.Error(diff)
	}
}

func TestGoroutinesShareATextThatHoldsSecrets(t *testing.T) {
	t.Parallel()
	text := text(t, "gw.yaml", strings.Repeat("a: secret\n", 100))
	for line := range 100 {
		at := (99 - line) * len("a: secret\n")
		text.Mask(source.Range{Start: at + 3, End: at + 9})
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for line := 1; line <= 100; line++ {
				if got := text.Excerpt(line, line)[0]; got != "a: ********" {
					t.Errorf("line %d: %q", line, got)
				}
			}
		})
	}
	all.Wait()
}

func TestUnitsAreColumnsInUTF16(t *testing.T) {
	t.Parallel()
	const content = "é😀x\n😀"
	text := text(t, "gw.json", content)
	for offset, want := range map[int]int{0: 1, len("é"): 2, len("é😀"): 4, len("é😀x\n"): 1, len(content): 3, len(content) + 5: 3} {
		if got := text.Units(offset); got != want {
			t.Errorf("offset %d is at %d, want %d", offset, got, want)
		}
	}
}
