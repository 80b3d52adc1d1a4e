package snapshot

import (
	"io"
	"os"
)

// files is where a snapshot is written to. A test has one that is full.
type files interface {
	// Temp makes a folder with a name of its own.
	Temp(parent, pattern string) (string, error)
	Folder(path string) error
	Create(path string) (io.WriteCloser, error)
	Rename(from, to string) error
	Remove(path string) error
}

// disk are the files of the system. Nobody but their owner reads them: who may
// do what in a workspace is nobody else's business.
type disk struct{}

func (disk) Temp(parent, pattern string) (string, error) { return os.MkdirTemp(parent, pattern) }

func (disk) Folder(path string) error { return os.MkdirAll(path, 0o700) }

func (disk) Create(path string) (io.WriteCloser, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func (disk) Rename(from, to string) error { return os.Rename(from, to) }

func (disk) Remove(path string) error { return os.RemoveAll(path) }
