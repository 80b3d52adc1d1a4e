package source

import (
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
	base  string // the folder that its rules start from
	file  string // absolute
	rules []gitignoreRule
}

// gitignoreRule is one line of a .gitignore.
type gitignoreRule struct {
	pattern  string
	line     int  // counted from 1
	negated  bool // brings back what an earlier rule ignores
	folder   bool // concerns folders only
	anchored bool // concerns the path from the base, not names at every level
}

// gitignoresAbove reads the repository's own exclude file, and the .gitignore
// files from the root of the repository down to the folder above the given one.
func gitignoresAbove(folder string, in *repository) *gitignore {
	if in == nil {
		return nil
	}
	above := readGitignore(nil, in.root, in.exclude())
	var chain []string
	for at := folder; at != in.root; {
		at = filepath.Dir(at)
		chain = append(chain, at)
	}
	for _, at := range slices.Backward(chain) {
		above = readGitignore(above, at, filepath.Join(at, ".gitignore"))
	}
	return above
}

// gitignoreBytes is the largest file of rules that is read.
const gitignoreBytes = 4 << 20

// readGitignore adds a file of rules. One that cannot be read has none; neither,
// as for git, has one that is a symbolic link, nor one that is too large.
func readGitignore(above *gitignore, base, file string) *gitignore {
	content, err := readRegular(file, gitignoreBytes)
	if err != nil {
		return above
	}
	level := &gitignore{above: above, base: base, file: file}
	number := 0
	for line := range strings.Lines(string(content)) {
		number++
		if rule, ok := parseGitignoreRule(strings.TrimRight(line, "\r\n")); ok {
			rule.line = number
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

// match says whether a path is ignored, and by which file and line. The last rule
// that concerns it decides, and the deepest file comes last.
func (g *gitignore) match(file string, folder bool) (by gitignoreLine, ignored bool) {
	for level := g; level != nil; level = level.above {
		rel, err := filepath.Rel(level.base, file)
		if err != nil {
			continue
		}
		rel = filepath.ToSlash(rel)
		for i := len(level.rules) - 1; i >= 0; i-- {
			if level.rules[i].match(rel, folder) {
				return gitignoreLine{level.file, level.rules[i].line}, !level.rules[i].negated
			}
		}
	}
	return gitignoreLine{}, false
}

// gitignoreLine is where a rule stands.
type gitignoreLine struct {
	file string // absolute
	line int
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
