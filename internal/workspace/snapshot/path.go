package snapshot

import (
	"io/fs"
	"path"
	"path/filepath"
	"strings"
)

// placeable says whether a record can lie at a path: in the folder whatever the
// system, one line of SHA256SUMS without escapes, and no file of the snapshot's
// own, also where capitals make no difference.
func placeable(name string) bool {
	return fs.ValidPath(name) && filepath.IsLocal(filepath.FromSlash(name)) &&
		path.Ext(name) == ".json" && !reserved(name) &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\x7f' || r == '\\' })
}

func reserved(name string) bool {
	return strings.EqualFold(name, manifestName) || strings.EqualFold(name, sumsName) || signature(name)
}

// signature says whether a file is one that people put beside SHA256SUMS:
// SHA256SUMS.asc, SHA256SUMS.sig, SHA256SUMS.sigstore.json.
func signature(name string) bool {
	prefix := sumsName + "."
	return len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) && !strings.Contains(name, "/")
}
