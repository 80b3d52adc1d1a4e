package source

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// gitignore holds the rules of one .gitignore and leads to those above it. It is
// our own because go-git's package draws in twelve others for 300 lines.
type gitignore struct {
	above *gitignore
	base  string // the folder it stands in
	rules []gitignoreRule
}

// gitignoreRule is one line of a .gitignore.
type gitignoreRule struct {
	pattern  string
	negated  bool // brings back what an earlier rule ignores
	folder   bool // concerns folders only
	anchored bool // concerns the path from the base, not names at every level
}

// gitignoresAbove reads the repository's own exclude file, and the .gitignore
// files from the root of the repository down to the folder above the given one.
func gitignoresAbove(folder string) *gitignore {
	root, ok := Repository(folder)
	if !ok {
		return nil
	}
	above := readGitignore(nil, root, filepath.Join(root, ".git", "info", "exclude"))
	var chain []string
	for at := folder; at != root; {
		at = filepath.Dir(at)
		chain = append(chain, at)
	}
	for _, at := range slices.Backward(chain) {
		above = readGitignore(above, at, filepath.Join(at, ".gitignore"))
	}
	return above
}

// readGitignore adds a file of rules; one that cannot be read, as for git, has
// none.
func readGitignore(above *gitignore, base, file string) *gitignore {
	content, err := os.ReadFile(file)
	if err != nil {
		return above
	}
	level := &gitignore{above: above, base: base}
	for line := range strings.Lines(string(content)) {
		if rule, ok := parseGitignoreRule(strings.TrimRight(line, "\r\n")); ok {
			level.rules = append(level.rules, rule)
		}
	}
	if len(level.rules) == 0 {
		return above
	}
	return level
}

// parseGitignoreRule reads a line as https://git-scm.com/docs/gitignore has it.
func parseGitignoreRule(line string) (gitignoreRule, bool) {
	var rule gitignoreRule
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = line[:len(line)-1]
	}
	if line == "" || line[0] == '#' {
		return rule, false
	}
	line, rule.negated = strings.CutPrefix(line, "!")
	line, rule.folder = strings.CutSuffix(line, "/")
	rule.anchored = strings.Contains(line, "/")
	line = strings.TrimPrefix(line, "/")
	if strings.HasSuffix(line, "/**") {
		line += "/*" // what is inside, not the folder itself
	}
	rule.pattern = strings.NewReplacer("{", `\{`, "}", `\}`).Replace(line)
	return rule, line != "" && doublestar.ValidatePattern(rule.pattern)
}

// match says whether a path is ignored. The last rule that concerns it
// decides, and the deepest file comes last.
func (g *gitignore) match(file string, folder bool) bool {
	for level := g; level != nil; level = level.above {
		rel, err := filepath.Rel(level.base, file)
		if err != nil {
			continue
		}
		rel = filepath.ToSlash(rel)
		for i := len(level.rules) - 1; i >= 0; i-- {
			if level.rules[i].match(rel, folder) {
				return !level.rules[i].negated
			}
		}
	}
	return false
}

func (g gitignoreRule) match(rel string, folder bool) bool {
	if g.folder && !folder {
		return false
	}
	if !g.anchored {
		rel = path.Base(rel)
	}
	return doublestar.MatchUnvalidated(g.pattern, rel)
}
