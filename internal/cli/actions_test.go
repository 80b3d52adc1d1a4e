package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

// commanded is the command that the runner of GitHub Actions takes a line for, "" for none
// (actions/runner, ActionCommand.cs, in both of its syntaxes).
func commanded(line string) string {
	if rest, ok := strings.CutPrefix(strings.TrimLeftFunc(line, unicode.IsSpace), "::"); ok {
		if info, _, ok := strings.Cut(rest, "::"); ok {
			name, _, _ := strings.Cut(info, " ")
			return name
		}
	}
	if _, rest, ok := strings.Cut(line, "##["); ok {
		if info, _, ok := strings.Cut(rest, "]"); ok {
			return "##[" + info
		}
	}
	return ""
}

// quoted is a word as JSON writes it.
func quoted(word string) string {
	written, err := json.Marshal(word)
	if err != nil {
		panic(err) // a string can be written
	}
	return string(written)
}

// inActions runs gwlint in GitHub Actions, in a folder that holds the summary.
func inActions(t *testing.T, dir string, args ...string) (stdout, stderr, summary string) {
	t.Helper()
	var out, errs bytes.Buffer
	file := filepath.Join(t.TempDir(), "summary.md")
	env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": file}
	Main(context.Background(), Streams{
		In: strings.NewReader(""), Out: &out, Err: &errs, Dir: dir, Env: func(name string) string { return env[name] },
	}, args)
	text, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), string(text)
}

func TestHostileWordsCommandNoRunner(t *testing.T) {
	t.Parallel()
	words := map[string]string{
		"an older command":          "##[add-mask]a",
		"an older command in words": "a ##[stop-commands]b ##[error]c",
		"a command":                 "::add-mask::a",
		"a command behind blanks":   strings.Repeat("word ", 30) + "::stop-commands::a",
		"the end of a group":        "::endgroup::",
	}
	for name, word := range hostile {
		words["hostile: "+name] = word
	}
	for name, word := range few(words) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			document := hostileDocument(word)
			state := strings.ReplaceAll(`{"llm_role_endpoints": {?: {"candidates": [?], "endpoint": ?}}}`, "?", quoted(word))
			for file, text := range map[string]string{"gw.json": document, "state.yaml": state} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, errs, summary := inActions(t, dir, "check", "-v")
			folded, text, ok := strings.Cut(out, "\n::endgroup::\n")
			if !ok || !strings.HasPrefix(folded, "::group::Annotations\n") {
				t.Fatalf("no annotations: %.500q", out)
			}
			for line := range strings.Lines(strings.TrimPrefix(folded, "::group::Annotations\n")) {
				if c := commanded(line); c != "error" && c != "warning" && c != "notice" {
					t.Errorf("no annotation: %.300q", line)
				}
			}
			for line := range strings.Lines(text + errs) {
				if c := commanded(line); c != "" {
					t.Errorf("it commands %s: %.300q", c, line)
				}
			}
			if !strings.HasPrefix(summary, "## gwlint: ") {
				t.Errorf("no summary: %.300q", summary)
			}
		})
	}
}

func TestHowLinesAreWrittenDoesNotMatter(t *testing.T) {
	t.Parallel()
	const text = "one\n  ::error::two\n:: a\n  ::: b::c\nd ::error::e\n\u00a0::f::\n##[g]##[h]\n::i::"
	const want = "one\n  \\x3a:error::two\n:: a\n  \\x3a:: b::c\nd ::error::e\n\u00a0\\x3a:f::\n##\\x5bg]##\\x5bh]\n\\x3a:i::"
	for _, size := range []int{1, 2, 3, 7, 1000} {
		var b strings.Builder
		lines := &wholeLines{w: disarmed{&b}}
		for rest := text; rest != ""; {
			n := min(size, len(rest))
			if written, err := lines.Write([]byte(rest[:n])); err != nil || written != n {
				t.Fatal(written, err)
			}
			rest = rest[n:]
		}
		if err := lines.flush(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, b.String()); diff != "" {
			t.Errorf("by %d bytes: %s", size, diff)
		}
	}
}

func TestASummaryLeavesRoomForWhatStandsThere(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var endpoints []string
	for range 3000 {
		endpoints = append(endpoints, `{"name": "`+strings.Repeat("n", 60)+`", "config": {}, "ai_gateway": {"rate_limits": [{"key": "nobody"}]}}`)
	}
	if err := os.WriteFile(filepath.Join(dir, "gw.json"), []byte("["+strings.Join(endpoints, ",")+"]"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "summary.md")
	before := strings.Repeat("x", 700_000)
	if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": file}
	var errs bytes.Buffer
	code := Main(context.Background(), Streams{
		In: strings.NewReader(""), Out: &bytes.Buffer{}, Err: &errs, Dir: dir, Env: func(name string) string { return env[name] },
	}, []string{"check", "-q", "gw.json"})
	text, err := os.ReadFile(file)
	if err != nil || code != 1 || errs.Len() > 0 {
		t.Fatal(code, err, &errs)
	}
	if !bytes.HasPrefix(text, []byte(before+"\n## gwlint: FAILED\n")) {
		t.Errorf("what stood there is gone, or nothing stands behind it: %.100q", text[:min(len(text), 100)])
	}
	if len(text) > 900_000 || len(text) < 850_000 || !bytes.Contains(text, []byte(" more have no room here: ")) {
		t.Errorf("it has %d bytes", len(text))
	}
}
