package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Digest is "sha256:" and the hexadecimal digest of all that rules consist of
// when they are applied: their Rego and that of their libraries, without tests.
// It changes when what a rule finds may.
func Digest(fsys fs.FS) (string, error) {
	hash := sha256.New()
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") || forTests(name) {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		_, _ = fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
		return err
	})
	return "sha256:" + hex.EncodeToString(hash.Sum(nil)), err
}
