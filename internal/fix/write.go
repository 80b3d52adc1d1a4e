package fix

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/source"
)

// Reasons why a file is not written; each is what follows its name in a sentence.
var (
	// ErrReadOnly says that nobody may write the file.
	ErrReadOnly = errors.New("is read-only: make it writable, or leave it out")
	// ErrChanged says that the file holds something else than what was checked.
	ErrChanged = errors.New("changed while it was checked: run gwlint again")
	// ErrLinked says that a new file in its place would leave other names with the old one.
	ErrLinked = errors.New("has several hard links, which would no longer be one file: apply the patch of `--diff`")
	// ErrNoFile says that it is a device, a pipe or a folder.
	ErrNoFile = errors.New("is no regular file")
)

// Writable says why the file at a path, links followed, could not be written; nil where it
// can.
func Writable(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return source.WithoutPath(err)
	case !info.Mode().IsRegular():
		return ErrNoFile
	case info.Mode().Perm()&0o222 == 0:
		return ErrReadOnly
	case hardLinks(info) > 1:
		return ErrLinked
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrPermission) {
		return ErrReadOnly
	}
	if err != nil {
		return source.WithoutPath(err)
	}
	if err := file.Close(); err != nil {
		return source.WithoutPath(err)
	}
	return folderWritable(filepath.Dir(path))
}

// folderWritable says why no file can be made in a folder.
func folderWritable(folder string) error {
	probe, err := os.CreateTemp(folder, temporary+"*")
	if err != nil {
		return errors.New("lies in a folder that cannot be written to: make it writable, or leave the file out")
	}
	return source.WithoutPath(errors.Join(probe.Close(), os.Remove(probe.Name())))
}

// temporary is how the names of files begin that are not whole yet.
const temporary = ".gwlint-"

// Write puts the new content of a change in place of the old one, whole or not at all: into
// a file of the same folder that takes the name when it is complete, with the mode and, as
// far as that is allowed, the owner of the old one. It is ErrChanged where the file does not
// hold the old content any more.
func Write(c Change) error {
	if err := Writable(c.Path); err != nil {
		return err
	}
	info, err := os.Lstat(c.Path)
	if err != nil {
		return source.WithoutPath(err)
	}
	name := filepath.Join(filepath.Dir(c.Path), temporary+rand.Text())
	err = create(name, c.New, info)
	if err == nil {
		err = holds(c.Path, c.Old)
	}
	if err == nil {
		err = os.Rename(name, c.Path)
	}
	if err != nil {
		if left := os.Remove(name); !errors.Is(left, fs.ErrNotExist) {
			err = errors.Join(err, left)
		}
	}
	return source.WithoutPath(err)
}

// create writes a file that is not there yet, like another one.
func create(name string, content []byte, like fs.FileInfo) error {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		keepOwner(file, like)
		err = file.Chmod(like.Mode() & (fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky))
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

// holds is ErrChanged unless a file holds a content.
func holds(path string, content []byte) error {
	now, err := os.ReadFile(path)
	if err == nil && !bytes.Equal(now, content) {
		err = ErrChanged
	}
	return err
}
