package check_test

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/source"
)

// BenchmarkBundle checks a bundle of 200 endpoints and six targets, and reports how much
// more time and memory that takes than to parse its files once for each target: to resolve
// it, and to check it with all rules.
//
//	go test -run '^$' -bench BenchmarkBundle -benchtime 3x ./internal/check
func BenchmarkBundle(b *testing.B) {
	const endpoints, targets = 200, 6
	dir := b.TempDir()
	if err := corpus.WriteBundle(dir, endpoints, targets, 7); err != nil {
		b.Fatal(err)
	}
	var parsed, resolved, checkedAll cost
	for b.Loop() {
		parsed.add(func() { parseBundle(b, dir, targets) })
		resolved.add(func() { resolveBundle(b, dir, targets) })
		checkedAll.add(func() {
			if got := checked(b, dir, "."); len(got.Subjects) != endpoints*targets || len(got.Errors) > 0 {
				b.Fatal(len(got.Subjects), got.Errors)
			}
		})
	}
	resolved.report(b, "resolve", parsed)
	checkedAll.report(b, "check", parsed)
}

// cost is what something took.
type cost struct {
	time  time.Duration
	bytes uint64
}

func (c *cost) add(what func()) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	began := time.Now() //nolint:forbidigo // it measures
	what()
	c.time += time.Since(began)
	runtime.ReadMemStats(&after)
	c.bytes += after.TotalAlloc - before.TotalAlloc
}

// report reports a cost by itself and as a multiple of another one.
func (c *cost) report(b *testing.B, name string, of cost) {
	b.ReportMetric(c.time.Seconds()*1e3/float64(b.N), "ms-"+name)
	b.ReportMetric(float64(c.bytes)/(1<<20)/float64(b.N), "MiB-"+name)
	b.ReportMetric(float64(c.time)/float64(of.time), "x-time-"+name)
	b.ReportMetric(float64(c.bytes)/float64(of.bytes), "x-bytes-"+name)
}

// parseBundle parses the files of a bundle, a number of times.
func parseBundle(b *testing.B, dir string, times int) {
	files, err := filepath.Glob(filepath.Join(dir, "resources", "*.yml"))
	if err != nil || len(files) == 0 {
		b.Fatal(files, err)
	}
	for range times {
		for _, file := range append(files, filepath.Join(dir, "databricks.yml")) {
			content, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			text, err := source.NewText(filepath.Base(file), content)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := source.Parse(text, source.Limits{}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// resolveBundle loads a bundle and resolves each of its targets.
func resolveBundle(b *testing.B, dir string, targets int) {
	root, err := source.NewInput(dir, "databricks.yml")
	if err != nil {
		b.Fatal(err)
	}
	loaded := bundle.Load(root, bundle.Options{Dir: dir})
	if len(loaded.Targets) != targets || len(loaded.Faults) > 0 {
		b.Fatal(loaded.Targets, loaded.Faults)
	}
	for _, target := range loaded.Targets {
		if got := loaded.Resolve(target); got.Document == nil || len(got.Faults) > 0 {
			b.Fatal(target, got.Faults)
		}
	}
}
