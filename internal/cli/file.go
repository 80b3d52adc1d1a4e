package cli

import (
	"bufio"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile has a file written whole or not at all: into a temporary file of
// the same folder, which takes the name when it is complete. What was there
// before stays as it is until then. Devices and pipes are written to directly.
func writeFile(path string, write func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays a link
	}
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return writeTo(os.OpenFile(path, os.O_WRONLY, 0))(write)
	}
	temporary := filepath.Join(filepath.Dir(path), ".gwlint-"+rand.Text())
	//nolint:gosec // G302, G304: the user names the file, and who may read it is for the umask to say
	err = writeTo(os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666))(write)
	if err == nil && info != nil {
		err = os.Chmod(temporary, info.Mode().Perm())
	}
	if err == nil {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return errors.Join(err, ignoreMissing(os.Remove(temporary)))
	}
	return nil
}

// ignoreMissing drops the error of removing what is not there.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// writeTo writes to a file that was just opened, and closes it.
func writeTo(file *os.File, err error) func(func(io.Writer) error) error {
	return func(write func(io.Writer) error) error {
		if err != nil {
			return err
		}
		buffered := bufio.NewWriterSize(file, 1<<16)
		if err := write(buffered); err != nil {
			return errors.Join(err, file.Close())
		}
		return errors.Join(buffered.Flush(), file.Close())
	}
}
