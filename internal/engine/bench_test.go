package engine_test

import (
	"fmt"
	"testing"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/gateway"
)

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		compiled(b, shipped(b))
	}
}

// BenchmarkJudge applies all rules to endpoints that all differ.
func BenchmarkJudge(b *testing.B) {
	e := compiled(b, shipped(b))
	for _, n := range []int{1, 1_000, 10_000} {
		b.Run(fmt.Sprintf("%d endpoints", n), func(b *testing.B) {
			var all []*gateway.Subject
			for i, endpoint := range corpus.Endpoints(n, 7) {
				all = append(all, subjects(b, corpus.Name(i)+".json", corpus.Indented(endpoint))...)
			}
			b.ReportAllocs()
			for b.Loop() {
				v, err := e.Evaluator(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				for _, s := range all {
					v.Judge(b.Context(), s)
				}
				if _, err := e.Finish(b.Context(), []*engine.Evaluator{v}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/endpoint")
		})
	}
}
