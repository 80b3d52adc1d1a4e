package report_test

import (
	"io"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func BenchmarkTenThousandFindings(b *testing.B) {
	r := full(b)
	some := r.Findings
	r.Findings = nil
	for i := range 10_000 {
		r.Findings = append(r.Findings, some[i%len(some)])
	}
	finding.Fingerprint(r.Findings)
	r = report.New(r, report.FailOnError)
	for _, format := range report.Formats() {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := report.Write(io.Discard, format, r, report.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkTenThousandSubjects(b *testing.B) {
	r := full(b)
	some := r.Subjects
	r.Findings, r.Subjects = nil, nil
	for i := range 10_000 {
		r.Subjects = append(r.Subjects, some[i%len(some)])
	}
	r = report.New(r, report.FailOnError)
	b.ReportAllocs()
	for b.Loop() {
		if err := report.Write(io.Discard, "json", r, report.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
