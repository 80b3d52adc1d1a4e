package cli

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xeipuuv/gojsonschema"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

var update = flag.Bool("update", false, "write the outputs of the scenarios anew")

// wanted is the end of a folder's name that holds what a scenario must give;
// the folder without it holds the inputs.
const wanted = ".want"

// everywhere are the formats that each scenario has an output of. One has those of the
// others too, so that a word that is changed does not change two hundred files.
var everywhere = []string{"text", "concise", "json", "sarif"}

// TestScenarios runs each scenario of fixtures/ from the root of the
// repository with the arguments of its args file, one to a line, in every
// format that it has an output of, and compares all that is written, byte by byte. What changes with
// every edit of any rule is left out of the goldens: see steady.
func TestScenarios(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join(root(t), "fixtures", "*"+wanted))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, folder := range folders {
		name := strings.TrimSuffix(filepath.Base(folder), wanted)
		for _, format := range formatsTried() {
			if _, err := os.Stat(filepath.Join(folder, format)); err != nil && !slices.Contains(everywhere, format) {
				continue
			}
			t.Run(name+"/"+format, func(t *testing.T) {
				t.Parallel()
				out, prompts, code := scenario(t, folder, format)
				golden(t, filepath.Join(folder, format), out)
				exits(t, filepath.Join(folder, "exit"), code, format)
				asks(t, filepath.Join(folder, "stderr"), prompts, format)
				promises(t, format, out)
			})
		}
	}
}

// exits compares an exit code, the same in every format, of which one writes
// it.
func exits(t testing.TB, path string, code int, format string) {
	t.Helper()
	got := strconv.Itoa(code) + "\n"
	if !*update || format == "text" {
		golden(t, path, []byte(got))
	}
}

// scenario runs gwlint as a scenario's args file says.
func scenario(t testing.TB, folder, format string) (out []byte, prompts string, code int) {
	t.Helper()
	args, err := os.ReadFile(filepath.Join(folder, "args"))
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Split(strings.TrimSuffix(string(args), "\n"), "\n")
	ran := runIn(t, root(t), append(words, "--format", format)...)
	return steady(t, format, []byte(ran.out)), ran.err, ran.code
}

// asks compares what goes to standard error, the same in every format. A
// scenario without such a file asks nothing.
func asks(t testing.TB, path, got, format string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		if got != "" {
			t.Errorf("standard error: %s", got)
		}
		return
	}
	if !*update || format == "text" {
		golden(t, path, []byte(got))
	}
}

// ran is what came of a run.
type ran struct {
	out, err string
	code     int
}

func runIn(t testing.TB, dir string, args ...string) ran {
	t.Helper()
	var out, complaints bytes.Buffer
	code := Main(t.Context(), Streams{In: strings.NewReader(""), Out: &out, Err: &complaints, Dir: dir}, args)
	return ran{out: out.String(), err: complaints.String(), code: code}
}

// root is the root of the repository.
func root(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// golden compares with a file, or writes it when asked.
func golden(t testing.TB, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s; -update writes it anew\n%s", filepath.Base(path), diff)
	}
}

var digests = regexp.MustCompile(`sha256:[0-9a-f]{64}`)

// steady takes out of an output what changes with every edit of any rule: the
// digest of them all, and in SARIF the rules' pages, which the tests of rules
// and of report look at.
func steady(t testing.TB, format string, out []byte) []byte {
	t.Helper()
	out = digests.ReplaceAll(out, []byte("sha256:"+strings.Repeat("0", 64)))
	if format != "sarif" {
		return out
	}
	lines := strings.SplitAfter(string(out), "\n")
	for i, line := range lines {
		switch {
		case strings.Contains(line, `"fullDescription": {`):
			lines[i+1] = `                "text": "What the rule's page says."` + "\n"
		case strings.Contains(line, `"help": {`):
			lines[i+1] = `                "text": "The rule's page.",` + "\n"
			lines[i+2] = `                "markdown": "The rule's page."` + "\n"
		}
	}
	return []byte(strings.Join(lines, ""))
}

// promises holds an output to what its format promises to anyone.
func promises(t testing.TB, format string, out []byte) {
	t.Helper()
	if dir := root(t); bytes.Contains(out, []byte(dir)) {
		t.Errorf("the absolute path %s is in the output", dir)
	}
	if format != "json" && format != "sarif" {
		return
	}
	if !json.Valid(out) {
		t.Error("it is not JSON")
	}
	if format == "json" {
		for _, violation := range reportViolations(t, out) {
			t.Error(violation)
		}
	}
}

// reportViolations are what the report's schema has against a document.
func reportViolations(t testing.TB, document []byte) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root(t), "schema", "report.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(text), gojsonschema.NewBytesLoader(document))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range result.Errors() {
		all = append(all, e.String())
	}
	return all
}

// TestTheSeedHasTheOneFaultItIsKnownFor holds the document that gwlint was
// asked for to what is known of it, whatever the goldens say.
func TestTheSeedHasTheOneFaultItIsKnownFor(t *testing.T) {
	t.Parallel()
	type fault struct {
		Rule           string
		Line, From, To int
	}
	for name, want := range map[string][]fault{
		"seed":            {{"GW303", 11, 5, 18}},
		"seed-underscore": {{"GW103", 9, 28, 33}, {"GW303", 11, 5, 18}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var r report.Report
			if err := json.Unmarshal([]byte(runIn(t, root(t), "check", "-f", "json", "fixtures/"+name).out), &r); err != nil {
				t.Fatal(err)
			}
			var got []fault
			for _, f := range r.Findings {
				if f.Level == finding.Error || f.Level == finding.Warning {
					got = append(got, fault{f.Rule, f.Location.StartLine, f.Location.StartColumn, f.Location.EndColumn})
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestUnrelatedFilesPassInSilence holds gwlint to what a hook over a whole
// repository needs: of more than a hundred files of other systems, many of which use
// words of ours, none is a gateway and none is an error.
func TestUnrelatedFilesPassInSilence(t *testing.T) {
	t.Parallel()
	ran := runIn(t, root(t), "check", "-f", "json", "fixtures/unrelated")
	var r report.Report
	if err := json.Unmarshal([]byte(ran.out), &r); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Subjects {
		t.Errorf("%s is read as a gateway in form %s", s.File, s.Form)
	}
	for _, e := range r.Errors {
		t.Errorf("%s: %s", e.File, e.Message)
	}
	want := report.Summary{Skipped: 105, Complete: true}
	if diff := cmp.Diff(want, r.Summary); diff != "" || ran.code != 0 || ran.err != "" {
		t.Errorf("exit code %d, %s\n%s", ran.code, ran.err, diff)
	}
}
