package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/source"
)

// The reasons why no file can be read where a flag or the configuration names one; each is to
// stand behind the name.
var (
	errNoFile     = errors.New("no such file")
	errFolder     = errors.New("is a folder: name the file in it")
	errNotRegular = errors.New("is no regular file")
)

// checkFile says why the file at a path, links followed, cannot be read; nil where it is a
// regular file. A pipe or a device is none: it may never end.
func checkFile(place string) error {
	info, err := os.Stat(place)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return errNoFile
	case err != nil:
		return source.WithoutPath(err)
	case info.IsDir():
		return errFolder
	case !info.Mode().IsRegular():
		return errNotRegular
	}
	return nil
}

// checkNamed is what checkFile says, behind a flag and the name that it was given. No name is
// no file to check.
func checkNamed(flag, place, name string) error {
	if name == "" {
		return nil
	}
	if err := checkFile(place); err != nil {
		return fmt.Errorf("%s: %s: %w", flag, filepath.ToSlash(name), err)
	}
	return nil
}

// openFile opens a file that checkFile has nothing to say of.
func openFile(place string) (*os.File, error) {
	if err := checkFile(place); err != nil {
		return nil, err
	}
	file, err := os.Open(place)
	return file, source.WithoutPath(err)
}

// readFile reads a file whole. One that is larger than a limit, in whole MiB, is refused.
func readFile(place string, mebibytes int64) ([]byte, error) {
	file, err := openFile(place)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	content, err := io.ReadAll(io.LimitReader(file, mebibytes<<20+1))
	if err == nil && int64(len(content)) > mebibytes<<20 {
		err = fmt.Errorf("is larger than the limit of %d MiB", mebibytes)
	}
	return content, source.WithoutPath(err)
}

// shownFrom is the name of a file in messages: the path that leads to it from a folder.
func shownFrom(dir, place string) string {
	if rel, err := filepath.Rel(dir, place); err == nil {
		place = rel
	}
	return filepath.ToSlash(place)
}
