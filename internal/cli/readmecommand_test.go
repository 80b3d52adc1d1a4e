package cli_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/cli"
)

// piped are the commands of the README that other tools feed; here a file does.
var piped = map[string]string{
	"databricks serving-endpoints get chat -o json": "get.json",
}

// elsewhere are the commands of the README that are not gwlint's own, with what
// must be so for them to work: running them would take a network, or this test.
var elsewhere = map[string]func(t *testing.T){
	"go test ./...": func(*testing.T) {}, // runs this test
	"go run ./internal/workspace/fakeworkspace/demo.go": func(t *testing.T) {
		t.Helper()
		demo := readme(t, "internal/workspace/fakeworkspace/demo.go")
		if !strings.Contains(demo, "//go:build ignore\n") || !strings.Contains(demo, "\npackage main\n") {
			t.Error("the demo is no command")
		}
	},
	"go install github.com/gwlint/gwlint/cmd/gwlint@latest": func(t *testing.T) {
		t.Helper()
		if !strings.Contains(readme(t, "cmd/gwlint/main.go"), "package main\n") {
			t.Error("cmd/gwlint is no command")
		}
		if !strings.HasPrefix(readme(t, "go.mod"), "module github.com/gwlint/gwlint\n") {
			t.Error("the module has another name")
		}
	},
}

// block is a fenced block of Markdown.
type block struct{ language, text string }

func blocks(markdown string) []block {
	var found []block
	for _, m := range regexp.MustCompile("(?ms)^```(\\w+)\n(.*?)^```$").FindAllStringSubmatch(markdown, -1) {
		found = append(found, block{language: m[1], text: m[2]})
	}
	return found
}

// step is a command, with the output that is shown.
type step struct {
	command string
	shown   string
	shows   bool
}

// steps reads a block of commands (sh), or of commands behind a $ with their
// output (console).
func (b block) steps() []step {
	var steps []step
	for line := range strings.Lines(b.text) {
		command, prompted := strings.CutPrefix(line, "$ ")
		switch {
		case b.language == "sh":
			steps = append(steps, step{command: strings.TrimSpace(line)})
		case b.language == "console" && prompted:
			steps = append(steps, step{command: strings.TrimSpace(command), shows: true})
		case b.language == "console":
			steps[len(steps)-1].shown += line
		}
	}
	return steps
}

func (s step) try(t *testing.T) {
	t.Helper()
	if check, ok := elsewhere[s.command]; ok {
		check(t)
		return
	}
	if asks(s.command) {
		t.Skip("TestReadmeScansTheWorkspaceOfTheDemo runs it")
	}
	command, in := s.command, ""
	if i := strings.LastIndex(command, " | "); i >= 0 {
		dump, ok := piped[command[:i]]
		if !ok {
			t.Fatalf("nothing stands in for %q", command[:i])
		}
		command, in = command[i+3:], readme(t, filepath.Join("internal/cli/testdata/readme", dump))
	}
	args, ok := arguments(command)
	if !ok {
		t.Fatal("nothing runs this command")
	}
	out, complaint, code := runIn(t, place(t, command), in, args)
	if code > 1 || complaint != "" {
		t.Errorf("exit code %d: %s", code, complaint)
	}
	if s.shows && !shortened(s.shown, out) {
		t.Errorf("shown, against what is printed:\n%s", cmp.Diff(s.shown, out))
	}
}

// arguments gives what a command line hands to gwlint.
func arguments(command string) ([]string, bool) {
	rest, ok := strings.CutPrefix(command, "go run ./cmd/gwlint ")
	if !ok {
		rest, ok = strings.CutPrefix(command, "gwlint ")
	}
	args := strings.Fields(rest)
	for i, arg := range args {
		args[i] = strings.Trim(arg, "'")
	}
	return args, ok
}

// place makes a folder that holds what a command of the README names. The examples
// stand in it once: two state files would be one too many.
func place(t *testing.T, command string) string {
	t.Helper()
	dir := t.TempDir()
	examples := "gateways"
	if strings.Contains(command, "fixtures/quickstart") {
		examples = "fixtures/quickstart"
	}
	for to, from := range map[string]string{examples: "fixtures/quickstart", "policy/rules": "internal/cli/testdata/readme/rules"} {
		if err := os.CopyFS(filepath.Join(dir, to), os.DirFS(filepath.Join(root, from))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func runIn(tb testing.TB, dir, in string, args []string) (out, complaint string, code int) {
	tb.Helper()
	var stdout, stderr strings.Builder
	code = cli.Main(context.Background(), cli.Streams{In: strings.NewReader(in), Out: &stdout, Err: &stderr, Dir: dir}, args)
	return stdout.String(), stderr.String(), code
}

// shortened says whether shown is out, but for lines that an ellipsis stands for.
func shortened(shown, out string) bool {
	var pattern strings.Builder
	for line := range strings.Lines(shown) {
		if line == "…\n" {
			pattern.WriteString("(?:.*\n)+")
		} else {
			pattern.WriteString(regexp.QuoteMeta(line))
		}
	}
	return regexp.MustCompile("^" + pattern.String() + "$").MatchString(out)
}
