package snapshot

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// errIrregular is about a link, a folder or a device. A snapshot is written
// without any, and a link could lead to a file that it has no business with.
var errIrregular = errors.New("is no regular file")

// read reads a file of the folder. Nothing leads out of it: os.Root follows no
// link that does.
func read(dir, name string, limit int64) ([]byte, error) {
	file, size, err := open(dir, name)
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	if size > limit {
		return nil, fmt.Errorf("has %d bytes, and at most %d are read", size, limit)
	}
	text, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, unreadable(err)
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("has more than %d bytes, and no more are read", limit)
	}
	return text, nil
}

// open opens a file of the folder and tells its size.
func open(dir, name string) (*os.File, int64, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = root.Close() }()
	// Before it is opened: opening a pipe would wait for who writes to it.
	if info, err := root.Lstat(name); err != nil {
		return nil, 0, err
	} else if !info.Mode().IsRegular() {
		return nil, 0, errIrregular
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return file, info.Size(), nil
}

// unreadable says what is wrong with a file, to stand behind its name.
func unreadable(err error) error {
	switch {
	case errors.Is(err, errIrregular):
		return errIrregular
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("is missing")
	default:
		return fmt.Errorf("cannot be read: %w", cause(err))
	}
}
