package corpus_test

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
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

// BenchmarkProcess runs gwlint as a process over one file, over the same endpoints in each
// form, and over a snapshot of as many others. It reports the time of the processors and the most memory that was in use.
// What is compared runs in turns, and the medians of the ratios are reported: each form
// with JSON, the forms of JSON with reading and decoding alone, and all with the command
// that -against names.
//
//	go test ./internal/corpus -run '^$' -bench Process -benchtime 5x -endpoints 10000
//
// The corpus is written by another process: to a process that it starts, Linux counts the
// memory that this one has.
func BenchmarkProcess(b *testing.B) {
	p := programs{
		built(b, "../../cmd/gwlint"), built(b, "floor.go"), built(b, "main.go"), built(b, "../workspace/fakeworkspace/demo.go"),
	}
	b.Run("one_file", func(b *testing.B) { p.measure(b, "json", 1) })
	for _, form := range corpus.Forms() {
		b.Run(fmt.Sprintf("%s=%d", form.Name, *endpoints), func(b *testing.B) { p.measure(b, form.Name, *endpoints) })
	}
	b.Run(fmt.Sprintf("snapshot=%d", *endpoints), func(b *testing.B) { p.measure(b, "snapshot", *endpoints) })
}

// BenchmarkGrowth runs gwlint as a process over a tenth of the files and over all of them, in
// turns, and reports by how many bytes the most memory that was in use grows with a file.
//
//	go test ./internal/corpus -run '^$' -bench Growth -benchtime 3x -endpoints 100000
func BenchmarkGrowth(b *testing.B) {
	p := programs{gwlint: built(b, "../../cmd/gwlint"), writer: built(b, "main.go")}
	few, many := b.TempDir(), b.TempDir()
	p.write(b, "json", *endpoints/10, few)
	p.write(b, "json", *endpoints, many)
	var ofFew, ofMany []took
	for b.Loop() {
		ofFew, ofMany = append(ofFew, p.check(b, few)), append(ofMany, p.check(b, many))
	}
	grown := median(ofMany, took.mebibytes) - median(ofFew, took.mebibytes)
	b.ReportMetric(median(ofFew, took.mebibytes), "MiB-peak-tenth")
	b.ReportMetric(median(ofMany, took.mebibytes), "MiB-peak")
	b.ReportMetric(grown*(1<<20)/float64(*endpoints-*endpoints/10), "B-peak/file")
}

// programs are the files of the programs that are measured, and of the one that writes.
type programs struct{ gwlint, floor, writer, workspace string }

// measure measures a check of n endpoints in a form.
func (p programs) measure(b *testing.B, form string, n int) {
	b.Helper()
	folder, inJSON := b.TempDir(), b.TempDir()
	p.write(b, form, n, folder)
	if form != "json" {
		p.write(b, "json", n, inJSON)
	}
	command := strings.Fields(*against)
	var ours, json, decoding, theirs []took
	for b.Loop() {
		ours = append(ours, p.check(b, folder))
		if form != "json" {
			json = append(json, p.check(b, inJSON))
		}
		if n > 1 && decodable[form] {
			decoding = append(decoding, run(b, p.floor, folder))
		}
		if len(command) > 0 {
			theirs = append(theirs, run(b, command[0], append(command[1:], folder)...))
		}
	}
	b.ReportMetric(median(ours, took.processors)*1e6/float64(n), "cpu-us/endpoint")
	b.ReportMetric(median(ours, took.mebibytes), "MiB-peak")
	if json != nil {
		b.ReportMetric(ratio(ours, json, took.processors), "x-cpu-json")
		b.ReportMetric(ratio(ours, json, took.mebibytes), "x-peak-json")
	}
	if decoding != nil {
		b.ReportMetric(ratio(ours, decoding, took.processors), "x-cpu-decoding")
	}
	if theirs != nil {
		b.ReportMetric(ratio(ours, theirs, took.elapsed), "x-wall-against")
		b.ReportMetric(ratio(ours, theirs, took.processors), "x-cpu-against")
		b.ReportMetric(ratio(ours, theirs, took.mebibytes), "x-peak-against")
	}
}

// write writes n endpoints into a folder.
func (p programs) write(b *testing.B, form string, n int, folder string) {
	b.Helper()
	if form == "snapshot" {
		p.snapshot(b, n, folder)
		return
	}
	run(b, p.writer, "-form", form, strconv.Itoa(n), folder)
}

// snapshot takes one of a workspace of n endpoints.
func (p programs) snapshot(b *testing.B, n int, folder string) {
	b.Helper()
	workspace := exec.CommandContext(b.Context(), p.workspace, "-addr", "127.0.0.1:0", "-endpoints", strconv.Itoa(n))
	said, err := workspace.StdoutPipe()
	if err == nil {
		err = workspace.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = workspace.Process.Kill()
		_ = workspace.Wait()
	}()
	dump := exec.CommandContext(b.Context(), p.gwlint, "dump", "-o", folder)
	dump.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool { return strings.HasPrefix(entry, "DATABRICKS_") })
	dump.Env = append(dump.Env, "DATABRICKS_RATE_LIMIT=100000")
	lines := bufio.NewScanner(said)
	for range 2 { // the host and the token
		lines.Scan()
		dump.Env = append(dump.Env, strings.TrimPrefix(lines.Text(), "export "))
	}
	if out, err := dump.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
}

// decodable are the forms that encoding/json can decode.
var decodable = map[string]bool{"json": true, "document": true, "plan": true}

// check runs gwlint over a folder.
func (p programs) check(b *testing.B, folder string) took {
	b.Helper()
	return run(b, p.gwlint, "check", "-f", "json", "--max-size", "4GiB", folder)
}

// built builds a program, and returns its file.
func built(b *testing.B, program string) string {
	b.Helper()
	file := filepath.Join(b.TempDir(), filepath.Base(program)+".exe")
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
