package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Digest is "sha256:" and the hexadecimal digest of all that the rules consist of
// when they are applied: their Rego and that of their libraries, without tests.
// It changes when what a rule finds may, and not with the folder's name.
func (t Tree) Digest() (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(t.Files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") || t.leavesOut(name) {
			return err
		}
		text, err := fs.ReadFile(t.Files, name)
		_, _ = fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
		return err
	})
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), err
}
