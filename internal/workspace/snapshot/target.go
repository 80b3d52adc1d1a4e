package snapshot

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const nameAnother = "; name another folder"

// target is the folder that a snapshot is to be.
type target struct {
	shown string // as it was named
	path  string // absolute and without symbolic links
}

// newTarget refuses a folder that a snapshot cannot be put in the place of.
func newTarget(dir string) (target, error) {
	t := target{shown: dir}
	path, err := filepath.Abs(dir)
	if err != nil {
		return t, fmt.Errorf("%s: %w", dir, cause(err))
	}
	if _, err := os.Lstat(path); err == nil {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return t, fmt.Errorf("%s: a link that leads nowhere%s", dir, nameAnother)
		}
	} else if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return t, fmt.Errorf("%s: there is no folder %s; make it first", dir, filepath.Dir(dir))
	}
	t.path = path
	return t, nil
}

// isFree says whether there is nothing at the target; else there is an empty
// folder, or a snapshot. An error says what else there is.
func (t target) isFree() (bool, error) {
	info, err := os.Stat(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, fmt.Errorf("%s: %w", t.shown, cause(err))
	case !info.IsDir():
		return false, fmt.Errorf("%s: it is a file%s", t.shown, nameAnother)
	}
	if here, err := os.Stat("."); err == nil && os.SameFile(here, info) {
		return false, fmt.Errorf("%s: it is the current folder, which cannot be replaced; name one in it", t.shown)
	}
	return false, t.replaceable()
}

// replaceable refuses a folder that holds a file which is not a snapshot's:
// replacing it would lose that.
func (t target) replaceable() error {
	own := t.ownFiles()
	return fs.WalkDir(os.DirFS(t.path), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", t.shown, cause(err))
		case entry.IsDir(), own[name], own != nil && isSignature(name):
			return nil
		case own == nil:
			return fmt.Errorf("%s: it is neither empty nor a snapshot, which alone are replaced: it holds %s%s", t.shown, name, nameAnother)
		default:
			return fmt.Errorf("%s: beside an older snapshot it holds %s, which would be lost; move that away, or name another folder", t.shown, name)
		}
	})
}

// ownFiles are the files of the snapshot at the target, of whatever version; nil where
// there is none.
func (t target) ownFiles() map[string]bool {
	text, err := read(t.path, manifestName, maxManifest)
	if err != nil {
		return nil
	}
	var m struct {
		Format  string
		Records []struct{ Path string }
	}
	if json.Unmarshal(text, &m) != nil || m.Format != Format {
		return nil
	}
	own := map[string]bool{manifestName: true, sumsName: true}
	for _, record := range m.Records {
		own[record.Path] = true
	}
	return own
}
