// The README is tested as its readers use it: its commands are run, its output
// is what is printed, its configuration is taken, its links lead somewhere.
package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeCommandsDoWhatItShows runs each command of the README, in a folder
// that holds what they name. Output that is shown must be what is printed; a
// line that is only an ellipsis stands for lines that are left out.
func TestReadmeCommandsDoWhatItShows(t *testing.T) {
	t.Parallel()
	for _, b := range blocks(readme(t, "README.md")) {
		for _, s := range b.steps() {
			t.Run(s.command, func(t *testing.T) {
				t.Parallel()
				s.try(t)
			})
		}
	}
}

// TestReadmeConfigurationIsTaken loads every file that the README writes out.
func TestReadmeConfigurationIsTaken(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*testing.T, string){
		".gwlint.yaml":                 takenByGwlint,
		".pre-commit-config.yaml":      takenByPreCommit,
		".github/workflows/gwlint.yml": takenByTheAction,
	}
	var seen []string
	for _, b := range blocks(readme(t, "README.md")) {
		if b.language != "yaml" {
			continue
		}
		first, _, _ := strings.Cut(b.text, "\n")
		name := strings.TrimPrefix(first, "# ")
		seen = append(seen, name)
		test, ok := tests[name]
		if !ok {
			t.Errorf("nothing tests the block that begins with %q", first)
			continue
		}
		test(t, b.text)
	}
	if len(seen) != len(tests) {
		t.Errorf("the README writes out %v", seen)
	}
}

// TestReadmeIsShortAndItsLinksLead keeps it a page that is read to its end.
func TestReadmeIsShortAndItsLinksLead(t *testing.T) {
	t.Parallel()
	text := readme(t, "README.md")
	if n := strings.Count(text, "\n"); n >= 200 {
		t.Errorf("the README has %d lines", n)
	}
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(text, -1) {
		file, heading, _ := strings.Cut(link[1], "#")
		if strings.Contains(file, "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, file)); err != nil {
			t.Errorf("%s: %v", link[1], err)
		} else if heading != "" && !strings.Contains(strings.ToLower(readme(t, file)), "\n## "+strings.ReplaceAll(heading, "-", " ")+"\n") {
			t.Errorf("%s: no such heading", link[1])
		}
	}
}

var root = filepath.Join("..", "..")

// readme reads a file of the repository.
func readme(tb testing.TB, name string) string {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}
