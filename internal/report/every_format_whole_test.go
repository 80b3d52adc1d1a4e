//go:build !race

// Nothing runs at once in these tests, and the race detector makes them take minutes.

package report_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// TestNoFormatHoldsACharacterThatActs writes controls, which a terminal or a parser obeys,
// and characters that hide or turn others around, in each place where there is a text.
func TestNoFormatHoldsACharacterThatActs(t *testing.T) {
	t.Parallel()
	var acting strings.Builder
	for r := rune(0); r < 0xa0; r++ {
		if unicode.IsControl(r) {
			acting.WriteRune(r)
		}
	}
	acting.WriteString("\u00ad\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\u3164\ufeff\ufff9\U000e0001\U000e0041\xff\xc3(\xed\xa0\x80")
	r := everywhere(t, "a"+acting.String()+"b")
	for _, format := range report.Formats() {
		for name, o := range layouts() {
			t.Run(format+"/"+name, func(t *testing.T) {
				t.Parallel()
				document := written(t, format, r, o)
				if format == "csv" { // Excel wants the one
					document = bytes.TrimPrefix(document, []byte("\ufeff"))
				}
				if !utf8.Valid(document) {
					t.Error("it is no UTF-8")
				}
				for i, line := range strings.Split(string(document), "\n") {
					line = strings.ReplaceAll(strings.TrimSuffix(line, "\r"), "\t", " ")
					if at := strings.IndexFunc(line, acts); at >= 0 {
						t.Fatalf("line %d: %q", i+1, line[max(at-40, 0):min(at+10, len(line))])
					}
				}
			})
		}
	}
}

func TestEveryFormatWritesTheSameReportAlike(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]report.Report{"full": full(t), "live": live(t), "crowded": crowded(t), "empty": empty(), "zero": report.New(report.Report{}, report.FailOnError)} {
		for _, format := range report.Formats() {
			for layout, o := range layouts() {
				first := written(t, format, r, o)
				if len(first) == 0 && !o.Quiet && (format != "github" || r.Summary.ExitCode != report.ExitClean) {
					t.Errorf("%s, %s, %s: nothing is written", name, format, layout)
				}
				for range 3 {
					if !bytes.Equal(first, written(t, format, r, o)) {
						t.Errorf("%s, %s, %s: written again it differs", name, format, layout)
						break
					}
				}
			}
		}
	}
}

// TestEveryFormatHoldsThirtyThousandFindings measures the process, so nothing runs
// beside it.
func TestEveryFormatHoldsThirtyThousandFindings(t *testing.T) { //nolint:paralleltest // the heap is the process's
	const mib = 1 << 20
	r := full(t)
	some := r.Findings
	r.Findings = nil
	for i := range 30_000 {
		f := some[i%len(some)]
		f.Subject.Name = fmt.Sprintf("%s-%05d", f.Subject.Name, i)
		f.Location.File = fmt.Sprintf("conf/%03d.json", i/100)
		r.Findings = append(r.Findings, f)
	}
	finding.Sort(r.Findings)
	finding.Fingerprint(r.Findings)
	r = report.New(r, report.FailOnError)
	before := heap()
	// What a consumer takes: GitLab less than 30 MB of JUnit, GitHub 10 MB of SARIF when it is
	// compressed, by about a tenth.
	largest := map[string]int{"junit": 30_000_000, "sarif": 100 * mib}
	for _, format := range report.Formats() {
		var s sampler
		if err := report.Write(&s, format, r, report.Options{}); err != nil {
			t.Fatal(err)
		}
		limit, ok := largest[format]
		if !ok {
			limit = 64 * mib
		}
		if s.written >= limit {
			t.Errorf("%s: %d bytes, more than %d", format, s.written, limit)
		}
		if grown := int64(s.heap) - int64(before); grown > 64*mib {
			t.Errorf("%s: the heap grows by %d MiB while it is written", format, grown/mib)
		}
		t.Logf("%-10s %6.1f MB, %6.1f MiB of heap", format, float64(s.written)/1e6, float64(int64(s.heap)-int64(before))/mib)
	}
	runtime.KeepAlive(r)
}
