package terraform_test

import (
	"encoding/json"
	"runtime"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// BenchmarkShown reads a plan of 5,000 endpoints, and says how much time and memory that
// takes of what encoding/json takes to decode it into any:
//
//	go test ./internal/terraform -run NONE -bench Shown -benchtime 5x
func BenchmarkShown(b *testing.B) {
	const endpoints = 5000
	content, err := corpus.Plan(endpoints, 1)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(content))/1e6, "MB")
	var ours, theirs cost
	for b.Loop() {
		ours.add(func() any {
			text, err := source.NewText("plan.json", content)
			if err != nil {
				b.Fatal(err)
			}
			documents, err := terraform.Parse(text, source.Limits{})
			if err != nil {
				b.Fatal(err)
			}
			doc, faults := terraform.OfShown(documents[0], nil, func(typ string) bool { return typ == "databricks_model_serving" })
			if got := len(doc.Root.Get("resources").Items()); got != endpoints || len(faults) > 0 {
				b.Fatal(got, faults)
			}
			return doc
		})
		theirs.add(func() any {
			var value any
			if err := json.Unmarshal(content, &value); err != nil {
				b.Fatal(err)
			}
			return value
		})
	}
	b.ReportMetric(ours.time.Seconds()/theirs.time.Seconds(), "time-of-json")
	b.ReportMetric(float64(ours.kept)/float64(theirs.kept), "kept-of-json")
	b.ReportMetric(float64(ours.kept)/float64(b.N)/(1<<20), "MiB-kept")
}

// cost is what calls took: the time, and the memory of what they return.
type cost struct {
	time time.Duration
	kept uint64
}

func (c *cost) add(call func() any) {
	before, start := inUse(), time.Now() //nolint:forbidigo // a benchmark measures time
	result := call()
	c.time += time.Since(start)
	c.kept += inUse() - before
	runtime.KeepAlive(result)
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
