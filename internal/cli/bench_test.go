package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
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

// BenchmarkScan scans 1,000 endpoints, each request answered after 50 ms, with 200
// requests a second allowed, and reports how much longer that takes than the limit
// makes it: 1 is as fast as can be.
//
//	go test -run '^$' -bench 'Scan$' -benchtime 1x ./internal/cli
func BenchmarkScan(b *testing.B) {
	const rate = 200
	f := newFleet(b)
	b.Setenv("DATABRICKS_RATE_LIMIT", fmt.Sprint(rate))
	s := f.start(b, fakeworkspace.Generate(1000, 1), fakeworkspace.Options{Latency: 50 * time.Millisecond})
	requests := 0
	for b.Loop() {
		s.Forget()
		s.quietly(b, b.TempDir())
		requests += len(s.Requests())
	}
	limited := float64(requests-b.N*rate) / rate // those of the first second pass at once
	b.ReportMetric(float64(requests)/float64(b.N), "requests/op")
	b.ReportMetric(b.Elapsed().Seconds()/limited, "x-limit")
}

// BenchmarkScanMemory scans 20,000 endpoints and keeps the snapshot, and reports the
// most memory that the heap had meanwhile. The workspace is another process's as a
// rule; here its share is what was in use before, which is taken off.
//
//	go test -run '^$' -bench ScanMemory -benchtime 1x ./internal/cli
func BenchmarkScanMemory(b *testing.B) {
	f := newFleet(b)
	s := f.start(b, fakeworkspace.Generate(20_000, 1), fakeworkspace.Options{})
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	for b.Loop() {
		s.Forget()
		runtime.GC()
		before := heap()
		stop := make(chan struct{})
		peak := make(chan uint64)
		go func() { peak <- highest(stop) }()
		dir := b.TempDir()
		s.quietly(b, dir, "-o", filepath.Join(dir, "snapshot"))
		close(stop)
		b.ReportMetric(float64(<-peak-before)/(1<<20), "MiB-peak")
	}
}

// gcPercent is that of package main while a workspace is read.
const gcPercent = 12

// quietly scans, and wants all of it to be read.
func (s *site) quietly(b *testing.B, dir string, args ...string) {
	b.Helper()
	streams := Streams{Out: io.Discard, Err: io.Discard, Dir: dir}
	if code := Main(b.Context(), streams, append([]string{"scan", "--profile", s.profile, "-f", "json"}, args...)); code != 1 {
		b.Fatalf("exit code %d", code)
	}
}

// highest returns the largest size of the heap until stop is closed.
func highest(stop <-chan struct{}) uint64 {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	peak := heap()
	for {
		select {
		case <-stop:
			return peak
		case <-ticker.C:
			peak = max(peak, heap())
		}
	}
}

// heap is what objects take that are in use or not yet collected.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
