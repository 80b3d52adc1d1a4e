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
		compiledRule(b, shipped(b))
	}
}

// BenchmarkJudge applies all rules to endpoints that all differ.
func BenchmarkJudge(b *testing.B) {
	options := shipped(b)
	options.ProvesSuspects = false
	e := compiledRule(b, options)
	for _, n := range []int{1, 1_000, 10_000} {
		b.Run(fmt.Sprintf("%d endpoints", n), func(b *testing.B) {
			var all []*gateway.Subject
			for i, endpoint := range corpus.Endpoints(n, 7) {
				all = append(all, subjects(b, corpus.Name(i)+".json", corpus.Indented(endpoint))...)
			}
			b.ReportAllocs()
			for b.Loop() {
				v, err := e.NewWorker(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				for _, s := range all {
					v.Judge(b.Context(), s)
				}
				if _, err := e.Finish(b.Context(), []*engine.Worker{v}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/endpoint")
		})
	}
}

// BenchmarkRule asks each rule by itself all that it can be asked about one
// endpoint, or about a hundred where it compares them: far more than share a name
// or a table.
func BenchmarkRule(b *testing.B) {
	options := shipped(b)
	options.Facts = options.Facts.AllSeen() // so that every rule has something to judge
	e := compiledRule(b, options)
	v, err := e.NewWorker(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	var all []*gateway.Subject
	for i, endpoint := range corpus.Endpoints(100, 7) {
		all = append(all, subjects(b, corpus.Name(i)+".json", corpus.Indented(endpoint))...)
	}
	for _, s := range all {
		v.Judge(b.Context(), s)
	}
	for _, rule := range options.Rules {
		b.Run(rule.ID, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := v.Alone(b.Context(), rule.ID, all[0]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
