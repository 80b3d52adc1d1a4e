package rules

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/module"
	"github.com/gwlint/gwlint/internal/regex"
)

// An example says by a comment what must be found: behind what is on the line,
// or on a line of its own. Pages show examples without.
var (
	wantLine = regex.Lazy(`(?m)^[ \t]*(//|#) want [A-Z]{2,8}\d{3,4}\b.*\n?`)
	wantTail = regex.Lazy(`(?m)[ \t]*(//|#) want [A-Z]{2,8}\d{3,4}\b.*$`)
)

// companions are the files beside the examples that these are judged with, and
// what introduces them.
var companions = []struct{ file, intro string }{
	{".gwlint.yaml", "With this `.gwlint.yaml`:"},
	{"state.yaml", "With this state file, `state.yaml`:"},
	{".vibecoding-state.md", "With this state file, `.vibecoding-state.md`:"},
}

// modelExample ends the names of examples that are no document: what is seen elsewhere,
// in the model's form.
const modelExample = ".input.yaml"

// Such an example says only what differs from a subject in which all is well.
const (
	modelLink   = "[model](https://github.com/gwlint/gwlint/blob/main/schema/model.schema.json)"
	byWorkspace = "No file shows this. It is what a workspace shows of a gateway in which all else is well, in the words of the " + modelLink + ":"
	byModel     = "In the words of the " + modelLink + ", where all else is well:"
)

// example is the example of one side, bad or good, with what it is judged with, as code blocks:
// the file named example.*, else the smallest document, else the smallest patch.
func example(fsys fs.FS, rule Rule, side string) (string, error) {
	folder := path.Join(rule.Area, rule.Name, side)
	files, err := examples(fsys, folder)
	if err != nil {
		return "", err
	}
	var blocks, judged []string
	for _, c := range companions {
		if text, ok := files[c.file]; ok {
			blocks = append(blocks, c.intro, fence(c.file, text))
			judged = append(judged, c.file)
		}
	}
	best := bestExample(files, judged)
	switch {
	case best == "" && (len(judged) == 0 || judged[len(judged)-1] == companions[0].file):
		return "", fmt.Errorf("%s: no example", folder)
	case best == "": // the state file is the example
		blocks[len(blocks)-2] = strings.Replace(blocks[len(blocks)-2], "With this", "The", 1)
	case strings.HasSuffix(best, modelExample):
		intro := byModel
		if slices.ContainsFunc(rule.Requires, func(facet string) bool { return placeOf(facet) == inWorkspace }) {
			intro = byWorkspace
		}
		blocks = append(blocks, intro, fence(best, files[best]))
	default:
		if len(blocks) > 0 {
			blocks = append(blocks, "this document:")
		}
		blocks = append(blocks, fence(best, files[best]))
	}
	return strings.Join(blocks, "\n\n"), nil
}

// examples are the texts of a folder's files by name, without their
// expectations; of hidden files only the companions.
func examples(fsys fs.FS, folder string) (map[string]string, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return nil, fmt.Errorf("%s: no example: %w", folder, err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		name := entry.Name()
		if entry.IsDir() || strings.HasPrefix(name, ".") && !isCompanion(name) {
			continue
		}
		content, err := module.ReadFile(fsys, path.Join(folder, name))
		if err != nil {
			return nil, err
		}
		text := wantTail().ReplaceAllString(wantLine().ReplaceAllString(string(content), ""), "")
		files[name] = strings.TrimSpace(text)
	}
	return files, nil
}

func isCompanion(name string) bool {
	for _, c := range companions {
		if c.file == name {
			return true
		}
	}
	return false
}

// bestExample is the name of the file to show, "" where there are only companions.
func bestExample(files map[string]string, judged []string) string {
	rank := func(name string) int {
		switch {
		case strings.HasPrefix(name, "example."):
			return 0
		case strings.HasSuffix(name, modelExample):
			return 2
		default:
			return 1
		}
	}
	var names []string
	for name := range files {
		if !slices.Contains(judged, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.MinFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(len(files[a]), len(files[b])), cmp.Compare(a, b))
	})
}

// fence writes a file as a code block; the fence is longer than any in it.
func fence(name, text string) string {
	mark := "```"
	for strings.Contains(text, mark) {
		mark += "`"
	}
	return fmt.Sprintf("%s%s\n%s\n%s", mark, strings.TrimPrefix(path.Ext(name), "."), text, mark)
}
