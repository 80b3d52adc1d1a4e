package cli

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gwlint/gwlint/internal/report"
)

// TestScripts runs gwlint in process, in the folder of each script:
//
//	gwlint check a.json          it must exit with 0
//	! gwlint check a.json        it must not
//	exits 2 gwlint check a.json  it must exit with 2
//	gwlint check - < a.json      with standard input
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Files: scripts(t),
		Condition: func(name string) (bool, error) {
			if name == "race" {
				return raced, nil
			}
			return false, fmt.Errorf("unknown condition %s", name)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"gwlint": func(ts *testscript.TestScript, negated bool, args []string) {
				if code := run(ts, args); (code == report.ExitClean) == negated {
					ts.Fatalf("exit code %d", code)
				}
			},
			"exits": func(ts *testscript.TestScript, _ bool, args []string) {
				if len(args) < 2 || args[1] != "gwlint" {
					ts.Fatalf("usage: exits CODE gwlint ARG…")
				}
				if code := strconv.Itoa(run(ts, args[2:])); code != args[0] {
					ts.Fatalf("exit code %s, want %s", code, args[0])
				}
			},
		},
	})
}

// scripts are all scripts, and where the race detector watches every third: they run the
// same code, one command after the other.
func scripts(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil || len(all) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	if !raced {
		return all
	}
	var some []string
	for i, file := range all {
		if i%3 == 0 {
			some = append(some, file)
		}
	}
	return some
}

func run(ts *testscript.TestScript, args []string) int {
	var in io.Reader = strings.NewReader("")
	if n := len(args); n > 1 && args[n-2] == "<" {
		in, args = strings.NewReader(ts.ReadFile(args[n-1])), args[:n-2]
	}
	streams := Streams{
		In: in, Out: ts.Stdout(), Err: ts.Stderr(), Dir: ts.MkAbs("."),
		Env: ts.Getenv, Terminal: ts.Getenv("TERMINAL") != "",
	}
	return Main(context.Background(), streams, args)
}
