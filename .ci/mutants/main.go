// Command mutants breaks the code as a list says, one place at a time, and reports
// the breaks that no test notices. It runs in the repository's root:
//
//	go run ./.ci/mutants            all of the list
//	go run ./.ci/mutants gateway    those whose heading matches the expression
//
// The code stays as it is: `go test -overlay` is given the broken file. It ends
// with 1 where a break survives, or where the list no longer fits the code.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

const list = ".ci/mutants/mutants.txt"

func main() {
	only := ""
	if len(os.Args) > 1 {
		only = os.Args[1]
	}
	if err := run(only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(only string) error {
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	mutants, err := parse(string(text))
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	survived := 0
	for _, m := range mutants {
		if !wanted.MatchString(m.heading()) {
			continue
		}
		verdict := "killed"
		if err := m.try(folder); err != nil {
			survived++
			verdict = err.Error()
		}
		fmt.Printf("%s:%d: %s: %s\n", list, m.line, m.heading(), verdict)
	}
	if survived > 0 {
		return fmt.Errorf("%d mutants were not killed", survived)
	}
	return nil
}

// mutant is one break of the code.
type mutant struct {
	line     int      // of the list
	folder   string   // of the code
	tested   string   // the package whose tests must fail
	test     string   // the test that must fail, "" for any
	old, new []string // lines, as a part of the file
}

func (m mutant) heading() string {
	heading := m.folder
	if m.tested != m.folder {
		heading += " -> " + m.tested
	}
	if m.test != "" {
		heading += " " + m.test
	}
	return heading + ": " + strings.TrimSpace(strings.Join(m.old, " "))
}

var headingForm = regexp.MustCompile(`^([a-z][\w/]*)(?: -> ([a-z][\w/]*))?(?: (Test\S*))?$`)

// parse reads the list: a heading, the lines that are taken out, each behind a
// minus, and those that are put there, each behind a plus.
func parse(text string) ([]mutant, error) {
	var mutants []mutant
	for i, line := range strings.Split(text, "\n") {
		last := len(mutants) - 1
		switch parts := headingForm.FindStringSubmatch(line); {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#"):
		case parts != nil:
			m := mutant{line: i + 1, folder: parts[1], tested: parts[2], test: parts[3]}
			if m.tested == "" {
				m.tested = m.folder
			}
			mutants = append(mutants, m)
		case line[0] == '-' && last >= 0:
			mutants[last].old = append(mutants[last].old, strings.TrimSpace(line[1:]))
		case line[0] == '+' && last >= 0:
			mutants[last].new = append(mutants[last].new, strings.TrimSpace(line[1:]))
		default:
			return nil, fmt.Errorf("%s:%d: want `FOLDER [-> FOLDER] [TestName]`, `- old` or `+ new`", list, i+1)
		}
	}
	return mutants, nil
}

// try runs the tests on the broken code, and is an error where they pass.
func (m mutant) try(folder string) error {
	file, broken, err := m.apply()
	if err != nil {
		return err
	}
	overlay, err := overlaid(folder, file, broken)
	if err != nil {
		return err
	}
	arguments := []string{"test", "-count=1", "-vet=off", "-overlay", overlay}
	if m.test != "" {
		arguments = append(arguments, "-run", m.test)
	}
	output, err := exec.Command("go", append(arguments, "./"+m.tested)...).CombinedOutput()
	var failed *exec.ExitError
	switch {
	case err == nil && bytes.Contains(output, []byte("no tests to run")):
		return fmt.Errorf("%s has no test %s", m.tested, m.test)
	case err == nil:
		return errors.New("SURVIVED")
	case !errors.As(err, &failed):
		return err
	case !bytes.Contains(output, []byte("--- FAIL")) && !bytes.Contains(output, []byte("panic: ")):
		return fmt.Errorf("the tests do not run:\n%s", output)
	default:
		return nil
	}
}

// apply finds the one file of the folder that holds the old text, and breaks it.
func (m mutant) apply() (file string, broken []byte, err error) {
	files, err := filepath.Glob(filepath.Join(m.folder, "*.go"))
	if err != nil {
		return "", nil, err
	}
	old := m.pattern()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return "", nil, err
		}
		places := old.FindAllIndex(text, -1)
		switch {
		case len(places) == 0:
			continue
		case len(places) > 1 || file != "":
			return "", nil, errors.New("the old text stands there more than once")
		}
		file = name
		broken = append(broken, text[:places[0][0]]...)
		broken = append(broken, strings.Join(m.new, "\n")...)
		broken = append(broken, text[places[0][1]:]...)
	}
	if file == "" {
		return "", nil, errors.New("the old text stands nowhere")
	}
	if _, err := format.Source(broken); err != nil {
		return "", nil, fmt.Errorf("the new text is no Go: %w", err)
	}
	return file, broken, nil
}

// pattern matches the old lines however they are indented.
func (m mutant) pattern() *regexp.Regexp {
	lines := make([]string, len(m.old))
	for i, line := range m.old {
		lines[i] = regexp.QuoteMeta(line)
	}
	return regexp.MustCompile(strings.Join(lines, `\n[ \t]*`))
}

// overlaid writes the broken file, and the overlay that puts it in place of the file.
func overlaid(folder, file string, broken []byte) (string, error) {
	place, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	instead := filepath.Join(folder, "broken.go")
	if err := os.WriteFile(instead, broken, 0o600); err != nil {
		return "", err
	}
	text, err := json.Marshal(map[string]map[string]string{"Replace": {place: instead}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(folder, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o600)
}
