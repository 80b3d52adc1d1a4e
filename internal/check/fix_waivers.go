package check

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// waiverFile is the file of waivers as it was read, nil where the run has none or a name in
// reports is another file's. It is read before a run, and not by it.
func (x *fixer) waiverFile(name string) *source.Content {
	file := x.request.Waivers
	if file == nil || file.Name != name {
		return nil
	}
	if x.waivers == nil {
		input, err := source.NewInput(x.base.Root(), filepath.FromSlash(name))
		if err != nil {
			return nil
		}
		x.waivers = &source.Content{Input: input}
		digest, _ := strings.CutPrefix(file.Digest, "sha256:")
		if sum, err := hex.DecodeString(digest); err == nil && len(sum) == sha256.Size {
			x.waivers.Sum = [sha256.Size]byte(sum)
		}
	}
	return x.waivers
}

// readWaivers reads the file of waivers where it was edited, for the next run.
func (x *fixer) readWaivers(r *Request, edited map[string][]byte) error {
	if x.waivers == nil {
		return nil
	}
	content, ok := edited[x.waivers.Input.Real()]
	if !ok {
		return nil
	}
	text, err := source.NewText(r.Waivers.Name, content)
	if err != nil {
		return err
	}
	r.Waivers, err = r.Rules.WaiverReader().File(text)
	return err
}
