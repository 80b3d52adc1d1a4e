package snapshot_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// many are the records of a large workspace: 5,000 endpoints, with permissions
// and what is read about their tables.
func many() []workspace.Record {
	body := []byte("{\n  \"name\": \"" + strings.Repeat("x", 1500) + "\"\n}\n")
	var list []workspace.Record
	for i := range 5000 {
		for _, folder := range []string{"serving-endpoints", "permissions/serving-endpoints", "tables", "grants/tables"} {
			list = append(list, workspace.Record{
				Path: fmt.Sprintf("%s/endpoint-%d.json", folder, i), API: "/api/2.0/serving-endpoints/endpoint", What: "serving endpoint",
				Outcome: workspace.Read, Status: 200, Body: body,
			})
		}
	}
	return list
}

func BenchmarkWrite(b *testing.B) {
	records := many()
	for i := 0; b.Loop(); i++ {
		write(b, filepath.Join(b.TempDir(), fmt.Sprint(i)), records, manifest())
	}
}

func BenchmarkRead(b *testing.B) {
	records := many()
	dir := written(b, records, manifest())
	for b.Loop() {
		r := opened(b, dir)
		for _, want := range records {
			if got := fetch(b, r, want.Path); got.Outcome != workspace.Read {
				b.Fatal(got.Message)
			}
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	dir := written(b, many(), manifest())
	for b.Loop() {
		if _, problems := snapshot.Verify(dir); problems != nil {
			b.Fatal(problems[0])
		}
	}
}
