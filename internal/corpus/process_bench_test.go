package corpus_test

import (
	"errors"
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/corpus"
)

var (
	endpoints = flag.Int("endpoints", 1000, "`NUMBER` of endpoints that each form has")
	against   = flag.String("against", "", "`COMMAND` to run in turns with gwlint, with the folder as its last argument")
)

// BenchmarkProcess runs gwlint as a process over one file, and over the same endpoints in
// each form. It reports the time of the processors, with what it is of that for reading
// and decoding alone where the files are JSON, and the most memory that was in use; and,
// as multiples of another command's, what both take in turns.
//
//	go test ./internal/corpus -run '^$' -bench Process -benchtime 5x -endpoints 10000
//
// The corpus is written by another process: to a process that it starts, Linux counts the
// memory that this one has.
func BenchmarkProcess(b *testing.B) {
	programs := b.TempDir()
	gwlint, floor, writer := built(b, programs, "../../cmd/gwlint"), built(b, programs, "floor.go"), built(b, programs, "main.go")
	measure := func(name, form string, n int) {
		b.Run(name, func(b *testing.B) {
			folder := b.TempDir()
			run(b, writer, "-form", form, strconv.Itoa(n), folder)
			var ours, decoding, theirs []took
			for b.Loop() {
				ours = append(ours, run(b, gwlint, "check", "-f", "json", "--max-size", "4GiB", folder))
				if form == "json" || form == "document" || form == "plan" {
					decoding = append(decoding, run(b, floor, folder))
				}
				if command := strings.Fields(*against); len(command) > 0 {
					theirs = append(theirs, run(b, command[0], append(command[1:], folder)...))
				}
			}
			b.ReportMetric(median(ours, took.processors)*1e6/float64(n), "cpu-us/endpoint")
			b.ReportMetric(median(ours, took.mebibytes), "peak-MiB")
			if decoding != nil {
				b.ReportMetric(ratio(ours, decoding, took.processors), "x-cpu-decoding")
			}
			if theirs != nil {
				b.ReportMetric(ratio(ours, theirs, took.elapsed), "x-wall-against")
				b.ReportMetric(ratio(ours, theirs, took.processors), "x-cpu-against")
				b.ReportMetric(ratio(ours, theirs, took.mebibytes), "x-peak-against")
			}
		})
	}
	measure("one_file", "json", 1)
	for _, form := range corpus.Forms() {
		measure(fmt.Sprintf("%s=%d", form.Name, *endpoints), form.Name, *endpoints)
	}
}

// built builds a program into a folder.
func built(b *testing.B, folder, program string) string {
	b.Helper()
	file := filepath.Join(folder, filepath.Base(program)+".exe")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", file, program).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return file
}

// took is what a process took.
type took struct {
	wall, cpu time.Duration
	peak      float64 // MiB
}

func (t took) elapsed() float64    { return t.wall.Seconds() }
func (t took) processors() float64 { return t.cpu.Seconds() }
func (t took) mebibytes() float64  { return t.peak }

// run runs a program, which may end with findings.
func run(b *testing.B, program string, args ...string) took {
	b.Helper()
	command := exec.CommandContext(b.Context(), program, args...)
	start := time.Now() //nolint:forbidigo // a benchmark measures time
	err := command.Run()
	wall := time.Since(start)
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		b.Fatalf("%s: %v", command, err)
	}
	state := command.ProcessState
	return took{wall, state.UserTime() + state.SystemTime(), peakOf(state)}
}

// median is the median of what several runs took.
func median(runs []took, of func(took) float64) float64 {
	var values []float64
	for _, t := range runs {
		values = append(values, of(t))
	}
	return middle(values)
}

// ratio is the median of the ratios of runs that were made in turns.
func ratio(ours, theirs []took, of func(took) float64) float64 {
	var values []float64
	for i, t := range ours {
		values = append(values, of(t)/of(theirs[i]))
	}
	return middle(values)
}

func middle(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
