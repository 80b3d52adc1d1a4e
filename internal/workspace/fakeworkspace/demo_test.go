package fakeworkspace_test

import (
	"bufio"
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// build compiles the demo, which no other build does.
func build(t *testing.T) string {
	t.Helper()
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("it builds a program and interrupts it")
	}
	program := filepath.Join(t.TempDir(), "demo")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "demo.go").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

func TestDemoProgram(t *testing.T) {
	t.Parallel()
	program := build(t)
	for _, args := range [][]string{{"-nothing"}, {"more"}, {"-endpoints", "-1"}, {"-rate", "-1"}, {"-latency", "2h"}, {"-addr", "nowhere"}} {
		if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err == nil {
			t.Errorf("%v: %s", args, out)
		}
	}
	var problems bytes.Buffer
	command := exec.CommandContext(t.Context(), program, "-addr", "127.0.0.1:0", "-endpoints", "12", "-latency", "1ms", "-rate", "50")
	command.Stderr = &problems
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	next := func() string { lines.Scan(); return lines.Text() }
	host, hasHost := strings.CutPrefix(next(), "export DATABRICKS_HOST=")
	token, hasToken := strings.CutPrefix(next(), "export DATABRICKS_TOKEN=")
	if next(); !hasHost || !hasToken || !strings.Contains(next(), "12 serving endpoints") {
		t.Errorf("it does not say how to use it: %s %s %s", host, token, lines.Text())
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, host+serving, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK || token != fakeworkspace.New().Token {
		t.Errorf("%s with the token %s", response.Status, token)
	}
	if err := command.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil || problems.Len() > 0 {
		t.Errorf("Ctrl-C: %v\n%s", err, &problems)
	}
}
