package cli

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// FuzzCheck asks of any file that its check ends in a report which satisfies
// the schema, does nothing to whoever reads it, and has an exit code that fits.
func FuzzCheck(f *testing.F) {
	for i, content := range fixtures(f) {
		if !raced || i%24 == 0 { // the fixtures are one file after the other: there is no race to find in each
			f.Add(content)
		}
	}
	f.Add(hostileDocument("a\x1b[31m\u202e"))
	f.Add(leaks()["a private key on one line"])
	settings := config.Default()
	policy, err := loadPolicy(settings, "")
	if err != nil {
		f.Fatal(err)
	}
	loaded, err := (&rulesFlag{}).load("")
	if err != nil {
		f.Fatal(err)
	}
	r := check.Request{
		Dir: "/", Rules: loaded, Settings: settings, Policy: policy, FailOn: report.FailOnError,
		Limits: source.Limits{Bytes: 1 << 20, Depth: 50, Aliases: 500},
	}
	if r.Engine, err = check.Compile(f.Context(), r, check.Facts{}); err != nil {
		f.Fatal(err)
	}
	described, err := gojsonschema.NewSchema(gojsonschema.NewReferenceLoader("file://" + filepath.ToSlash(filepath.Join(root(f), "schema", "report.schema.json"))))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{"gw.json", "gw.yaml", "gw.jsonl"} {
			fuzzed{T: t, schema: described}.check(r, name, content)
		}
	})
}

// fixtures are the inputs of all scenarios with gateways.
func fixtures(t testing.TB) []string {
	t.Helper()
	var all []string
	folder := filepath.Join(root(t), "fixtures")
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.Contains(path, wanted) || strings.Contains(path, "unrelated") {
			return err
		}
		content, err := os.ReadFile(path)
		all = append(all, string(content))
		return err
	})
	if err != nil || len(all) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	return all
}

type fuzzed struct {
	*testing.T

	schema *gojsonschema.Schema
}

func (f fuzzed) check(r check.Request, name, content string) {
	got, err := check.Run(f.Context(), r, &check.Files{
		Paths: []string{"-"}, Kind: gateway.Auto, Stdin: strings.NewReader(content), StdinName: name,
	})
	if err != nil {
		f.Fatal(err)
	}
	if code := got.Summary.ExitCode; (code == report.ExitIncomplete) != (len(got.Errors) > 0) || code != 0 && code != 1 && code != 3 {
		f.Errorf("exit code %d with %d errors", code, len(got.Errors))
	}
	seen := map[string]bool{}
	for _, finding := range got.Findings {
		if seen[finding.Fingerprint] {
			f.Errorf("two findings have the fingerprint of %s %s", finding.Rule, finding.Pointer)
		}
		seen[finding.Fingerprint] = true
	}
	for _, format := range []string{"text", "json", "sarif"} {
		f.format(format, got)
	}
}

func (f fuzzed) format(format string, r report.Report) {
	var out bytes.Buffer
	if err := report.Write(&out, format, r, report.Options{Verbose: true}); err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(out.String()) {
		if fault := acts(strings.TrimSuffix(line, "\n")); fault != "" {
			f.Errorf("%s: %s: %.300q", format, fault, line)
		}
	}
	if (format == "json" || format == "sarif") && !json.Valid(out.Bytes()) {
		f.Errorf("%s: not JSON", format)
	}
	if format != "json" {
		return
	}
	result, err := f.schema.Validate(gojsonschema.NewBytesLoader(out.Bytes()))
	if err != nil {
		f.Fatal(err)
	}
	for _, violation := range result.Errors() {
		f.Error(violation)
	}
}
