package secret

import (
	"strings"
	"testing"
)

// slowly is hintsIn, one word after the other.
func slowly(text string) hint {
	var found hint
	for _, row := range hintTable {
		if containsAny(text, row.words) {
			found |= row.hint
		}
	}
	return found
}

func TestEachWordGivesItsHintWhereverItStands(t *testing.T) {
	t.Parallel()
	for _, row := range hintTable {
		for _, word := range row.words {
			for _, text := range []string{word, word + "x", "x" + word, word[:1] + word, "é" + word + "é"} {
				if got := hintsIn(text); got != slowly(text) || got&row.hint == 0 {
					t.Errorf("%q has the hints %b, want %b", text, got, slowly(text))
				}
			}
		}
	}
}

func FuzzHints(f *testing.F) {
	f.Add("")
	f.Add("Authorization: Bearer x")
	f.Add(strings.Repeat("ghp", 3) + "_ --token=é@")
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := hintsIn(text), slowly(text); got != want {
			t.Errorf("%q has the hints %b, want %b", text, got, want)
		}
	})
}

func BenchmarkHints(b *testing.B) {
	text := strings.Repeat(`  "inference_table_config": {"enabled": true, "catalog_name": "main"},`+"\n", 20)
	for name, hints := range map[string]func(string) hint{"at once": hintsIn, "word by word": slowly} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				hints(text)
			}
		})
	}
}
