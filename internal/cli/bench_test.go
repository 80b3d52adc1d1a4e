package cli

import (
	"flag"
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

var endpoints = flag.Int("endpoints", 1000, "`NUMBER` of endpoints that are checked in each form")

// BenchmarkCheck runs the whole command over one file, over the same endpoints in each form,
// and over a snapshot of as many others, with what a workspace shows beside them. For an
// endpoint it reports the time, what is allocated and what the collector found in use at
// most; and of the whole the largest heap.
//
//	go test -run '^$' -bench Check -benchtime 3x ./internal/cli -endpoints 10000
func BenchmarkCheck(b *testing.B) {
	b.Run("one_file", func(b *testing.B) { benchmarkForm(b, corpus.Forms()[0], 1) })
	for _, form := range corpus.Forms() {
		b.Run(fmt.Sprintf("%s=%d", form.Name, *endpoints), func(b *testing.B) { benchmarkForm(b, form, *endpoints) })
	}
	b.Run(fmt.Sprintf("snapshot=%d", *endpoints), func(b *testing.B) {
		dir := b.TempDir()
		s := newFleet(b).start(b, fakeworkspace.Generate(*endpoints, 1), fakeworkspace.Options{})
		if got := s.run(b, dir, "dump", "-o", filepath.Join(dir, "snapshot")); got.code != 0 {
			b.Fatal(got.err)
		}
		benchmarkFolder(b, filepath.Join(dir, "snapshot"), *endpoints)
	})
}

// benchmarkForm checks endpoints of the corpus.
func benchmarkForm(b *testing.B, form corpus.Form, n int) {
	b.Helper()
	dir := b.TempDir()
	if err := form.Write(dir, corpus.Endpoints(n, 7)); err != nil {
		b.Fatal(err)
	}
	benchmarkFolder(b, dir, n)
}

// benchmarkFolder checks a folder of n endpoints.
func benchmarkFolder(b *testing.B, dir string, n int) {
	b.Helper()
	runtime.GC()
	before := memory()
	stop, peak := make(chan struct{}), make(chan heap)
	go func() { peak <- highest(stop) }()
	for b.Loop() {
		streams := Streams{Out: io.Discard, Err: io.Discard, Dir: dir}
		if code := Main(b.Context(), streams, []string{"check", "-f", "json", "--max-size", "4GiB"}); code > 1 {
			b.Fatalf("exit code %d", code)
		}
	}
	close(stop)
	most := <-peak
	checked := float64(b.N * n)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/checked, "ns/endpoint")
	b.ReportMetric(float64(memory().allocated-before.allocated)/checked, "B/endpoint")
	b.ReportMetric(float64(most.live-min(before.live, most.live))/float64(n), "live-B/endpoint")
	b.ReportMetric(float64(most.objects-before.objects)/(1<<20), "MiB-peak")
}

// BenchmarkCheckSnapshot checks a snapshot, and reports the most memory that the heap had.
//
//	go test -run '^$' -bench CheckSnapshot -benchtime 1x -cpu 1 ./internal/cli
func BenchmarkCheckSnapshot(b *testing.B) {
	for _, n := range []int{5_000, 20_000} {
		b.Run(fmt.Sprintf("%d endpoints", n), func(b *testing.B) {
			streams := Streams{Out: io.Discard, Err: io.Discard, Dir: b.TempDir()}
			dumpGenerated(b, streams, n)
			b.ReportAllocs()
			peak := uint64(0)
			for b.Loop() {
				runtime.GC()
				stop := make(chan struct{})
				highestOfRun := make(chan heap)
				go func() { highestOfRun <- highest(stop) }()
				if code := Main(b.Context(), streams, []string{"check", "snapshot", "-f", "json"}); code != 1 {
					b.Fatalf("exit code %d", code)
				}
				close(stop)
				peak = max(peak, (<-highestOfRun).objects)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/endpoint")
			b.ReportMetric(float64(peak)/(1<<20), "MiB-peak")
		})
	}
}

// dumpGenerated takes a snapshot of a workspace of n endpoints, which is gone afterwards: its
// memory is none of the check.
func dumpGenerated(b *testing.B, streams Streams, n int) {
	b.Helper()
	f := newFleet(b)
	server := fakeworkspace.Start(fakeworkspace.Generate(n, 1), fakeworkspace.Options{})
	defer server.Close()
	profile := f.profile(b, server.URL, server.Token, patience)
	if code := Main(b.Context(), streams, []string{"dump", "--profile", profile, "-o", "snapshot"}); code != 0 {
		b.Fatalf("exit code %d", code)
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
		before := memory().objects
		stop := make(chan struct{})
		peak := make(chan heap)
		go func() { peak <- highest(stop) }()
		dir := b.TempDir()
		s.quietly(b, dir, "-o", filepath.Join(dir, "snapshot"))
		close(stop)
		b.ReportMetric(float64((<-peak).objects-before)/(1<<20), "MiB-peak")
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

// heap is what the heap held, in bytes.
type heap struct {
	objects   uint64 // in use or not yet collected
	live      uint64 // in use when the collector last ran
	allocated uint64 // ever
}

// highest returns the largest sizes of the heap until stop is closed.
func highest(stop <-chan struct{}) heap {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	peak := memory()
	for {
		select {
		case <-stop:
			return peak
		case <-ticker.C:
			now := memory()
			peak.objects, peak.live = max(peak.objects, now.objects), max(peak.live, now.live)
		}
	}
}

// memory is what the heap holds.
func memory() heap {
	samples := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"},
	}
	metrics.Read(samples)
	return heap{samples[0].Value.Uint64(), samples[1].Value.Uint64(), samples[2].Value.Uint64()}
}
