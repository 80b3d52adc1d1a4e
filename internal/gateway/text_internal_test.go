package gateway

import (
	"strings"
	"testing"
)

func TestEachWordForABlankIsFoundWhereverItStands(t *testing.T) {
	t.Parallel()
	for _, word := range append([]string{"<", "*", "${{", "＜", "〈", "《", "【", "«", "‹", "FİXME"}, suspects...) {
		for _, text := range []string{word, "a" + word, word + "a", word[:1] + word, strings.ToUpper(word), "é" + word} {
			if !isSuspect(text) {
				t.Errorf("%q was not found", text)
			}
		}
	}
}

func TestTextsThatAreNoBlanksAreNotSuspect(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "tod", "xx", "your", "${x}", "${", "main", "databricks-claude-sonnet-4-6", "été", "re-place"} {
		if isSuspect(text) {
			t.Errorf("%q was found", text)
		}
	}
}

// FuzzSuspects holds texts in ASCII to what is said of those of any letters.
func FuzzSuspects(f *testing.F) {
	for _, text := range []string{"", "TODO", "a ${{ b", "change-ME", "xXx", "tod", "tTODO"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := isSuspect(text), isSuspectBeyondASCII(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	})
}

func TestPathsOverlapWhereOneIsAPartOfTheOther(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"routes", "routes", true},
		{"routes.name", "routes", true},
		{"rate_limits", "rate_limits.sizes.calls", true},
		{"rate_limits.calls", "rate_limits.sizes.calls", false},
		{"route", "routes", false},
		{"routes", "route", false},
		{"routes.name", "routes.names", false},
		{"legacy", "routes", false},
	} {
		if got := overlap(test.a, test.b); got != test.want {
			t.Errorf("%s and %s: %t", test.a, test.b, got)
		}
	}
}

func BenchmarkSuspects(b *testing.B) {
	for name, is := range map[string]func(string) bool{"in ASCII": isSuspect, "beyond it": isSuspectBeyondASCII} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				is("databricks-claude-sonnet-4-6")
			}
		})
	}
}
