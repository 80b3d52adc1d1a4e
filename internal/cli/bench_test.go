package cli

import (
	"fmt"
	"io"
	"testing"

	"github.com/gwlint/gwlint/internal/corpus"
)

// BenchmarkCheck runs the whole command over files of one endpoint each.
func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1, 1_000, 10_000} {
		b.Run(fmt.Sprintf("%d files", n), func(b *testing.B) {
			dir := b.TempDir()
			if err := corpus.Write(dir, n, 7); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				streams := Streams{Out: io.Discard, Err: io.Discard, Dir: dir}
				if code := Main(b.Context(), streams, []string{"check", "-f", "json"}); code > 1 {
					b.Fatalf("exit code %d", code)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/file")
		})
	}
}
