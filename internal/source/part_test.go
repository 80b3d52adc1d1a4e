package source_test

import (
	"fmt"
	"strings"
	"testing"
	"unsafe"

	"github.com/gwlint/gwlint/internal/source"
)

// secrets is one line of a kilobyte n times over, with a secret in each.
func secrets(t testing.TB, n int) *source.Text {
	t.Helper()
	one := strings.Repeat("é", 500) + "TOPSECRET" + strings.Repeat(" ", 15)
	text, err := source.NewText("a.json", []byte(strings.Repeat(one, n)))
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		text.Mask(source.Range{Start: i*len(one) + 1000, End: i*len(one) + 1009})
	}
	return text
}

func TestPlacesNextToEachOtherShareWhatIsShown(t *testing.T) {
	t.Parallel()
	text := secrets(t, 100)
	one, other := text.Line(1, source.Range{Start: 5_200, End: 5_210}), text.Line(1, source.Range{Start: 5_300, End: 5_308})
	if unsafe.StringData(one.Text) != unsafe.StringData(other.Text) {
		t.Error("each has its own copy")
	}
}

// TestAPartOfALongLineHoldsThePlaceAndNoSecret asks for places all over a long line.
func TestAPartOfALongLineHoldsThePlaceAndNoSecret(t *testing.T) {
	t.Parallel()
	text := secrets(t, 100)
	whole := string(text.Bytes)
	for _, at := range []source.Range{
		{0, 0},
		{0, 1},
		{1, 3},
		{1022, 1024},
		{1023, 1025},
		{1024, 1024},
		{5_000, 5_009},
		{5_001, 5_002},
		{20_000, 26_000},
		{20_000, 100_000},
		{102_398, 102_400},
		{102_400, 102_400},
		{101_000, 102_400},
		{0, 102_400},
	} {
		t.Run(fmt.Sprintf("%d to %d", at.Start, at.End), func(t *testing.T) {
			t.Parallel()
			part := text.Line(1, at)
			if strings.Contains(part.Text, "SECRET") {
				t.Error("a secret is shown")
			}
			if len(part.Text) > 12<<10 {
				t.Errorf("%d bytes are shown", len(part.Text))
			}
			before := len([]rune(whole[:at.Start]))
			if at.Start < len(whole) && before < part.Points {
				t.Errorf("the part begins at the %d. character, behind the place at the %d.", part.Points, before)
			}
			end := len([]rune(whole[:min(at.End, at.Start+8_192)]))
			if got := part.Points + width(part); at.Start < len(whole) && got < end {
				t.Errorf("the part ends at the %d. character, before the place's end at the %d.", got, end)
			}
			if more := part.Points+width(part) < len([]rune(whole)); more != part.More {
				t.Errorf("more is %v", part.More)
			}
		})
	}
}

// width is how many characters of its line a part stands for.
func width(part source.LinePart) int {
	n := len([]rune(part.Text))
	for _, mask := range part.Masks {
		n += mask.Points - len(source.Masked)
	}
	return n
}
