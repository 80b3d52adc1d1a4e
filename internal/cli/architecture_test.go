package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// quotedPath is a path of the repository in backquotes, with the declaration
	// that may stand behind it: `internal/check/check.go` (`Run`).
	quotedPath = regexp.MustCompile("`((?:[a-z_.]+/)+[A-Za-z_.]*)`(?:,? \\(?`([A-Za-z]+)`)?")
	// declared is what a Go file declares.
	declared = regexp.MustCompile(`(?m)^(?:func (?:\([^)]*\) )?|type |var |const )([A-Za-z]+)`)
)

// TestTheArchitectureNamesWhatThereIs wants each path on the page to be there, each
// declaration in the file that it is said to be in, each package in the table, and
// the page to be short.
func TestTheArchitectureNamesWhatThereIs(t *testing.T) {
	t.Parallel()
	page := readme(t, "ARCHITECTURE.md")
	named := quotedPath.FindAllStringSubmatch(page, -1)
	if len(named) < 40 {
		t.Errorf("only %d paths are found on the page", len(named))
	}
	for _, name := range named {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(name[1]))); err != nil {
			t.Errorf("%s: there is no such file or folder", name[1])
			continue
		}
		if name[2] != "" && !declares(readme(t, name[1]), name[2]) {
			t.Errorf("%s does not declare %s", name[1], name[2])
		}
	}
	for _, folder := range packages(t) {
		if !strings.Contains(page, "| `"+folder+"` |") {
			t.Errorf("the table lacks %s", folder)
		}
	}
	if lines := strings.Count(page, "\n"); lines > 150 {
		t.Errorf("%d lines, more than 150", lines)
	}
}

func declares(file, name string) bool {
	for _, found := range declared.FindAllStringSubmatch(file, -1) {
		if found[1] == name {
			return true
		}
	}
	return false
}

// packages are the folders below internal that hold Go.
func packages(t *testing.T) []string {
	t.Helper()
	var folders []string
	for _, pattern := range []string{"internal/*", "internal/*/*"} {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern), "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			folder, err := filepath.Rel(root, filepath.Dir(file))
			if err != nil {
				t.Fatal(err)
			}
			folders = append(folders, filepath.ToSlash(folder))
		}
	}
	return folders
}
