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

// BenchmarkChecklist asks the policy for all that a run asks of it once everything is judged:
// the checklist of all subjects, and that of each.
func BenchmarkChecklist(b *testing.B) {
	options := shipped(b)
	options.ProvesSuspects = false
	for _, policy := range []string{"f4_checklist", "nist_ai_rmf"} {
		options.Policy = "policies." + policy
		e := compiledRule(b, options)
		for _, n := range []int{1, 1_000} {
			var all []*gateway.Subject
			for i, endpoint := range corpus.Endpoints(n, 7) {
				all = append(all, subjects(b, corpus.Name(i)+".json", corpus.Indented(endpoint))...)
			}
			result := judge(b, e, all)
			b.Run(fmt.Sprintf("%s/%d endpoints", policy, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := e.Checklist(b.Context(), result.Tally); err != nil {
						b.Fatal(err)
					}
					if _, err := e.SubjectItems(b.Context(), result.Subjects); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
