package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/gwlint/gwlint/internal/module"
)

// retiredFile lists the IDs of a tree that are retired, at its top.
const retiredFile = "retired.txt"

// retired says of each retired ID what became of it.
type retired map[string]string

// retired reads the IDs of the tree that a rule once had. A tree without the file has
// none.
func (t Tree) retired() (retired, error) {
	text, err := module.ReadFile(t.Files, retiredFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	file := path.Join(t.Name, retiredFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	gone := retired{}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, why, _ := strings.Cut(line, " ")
		if !ownForm.MatchString(id) || strings.TrimSpace(why) == "" {
			return nil, fmt.Errorf("%s: line %d: write an ID, the version that had it last, and what became of it: OUR001 1.2.0 split into OUR007 and OUR008", file, i+1)
		}
		gone[id] = strings.TrimSpace(why)
	}
	return gone, nil
}
