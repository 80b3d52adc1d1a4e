package snapshot

import (
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

var (
	Decode    = decode
	ParseSums = parseSums
	Placeable = validPath
	Sum       = sum
)

// Text is the manifest as it is written.
func (m Manifest) Text() ([]byte, error) { return m.encode() }

// SumsOf are the lines of SHA256SUMS.
func (m Manifest) SumsOf(manifest []byte) []byte { return m.sums(manifest) }

// Broken is a disk on which one thing fails once: what the name of the operation and
// the end of the path say. A write fails when half of it is done.
type Broken struct {
	disk
	Operation, Suffix string
	// Times is how often it works before.
	Times int

	mu sync.Mutex
}

// CreateOn is Create on another disk.
func CreateOn(dir string, on *Broken) (*Writer, error) { return create(dir, on) }

func (b *Broken) fails(operation, path string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if operation != b.Operation || !strings.HasSuffix(filepath.ToSlash(path), b.Suffix) {
		return nil
	}
	if b.Times--; b.Times != -1 {
		return nil
	}
	return &fs.PathError{Op: operation, Path: path, Err: syscall.ENOSPC}
}

func (b *Broken) Temp(parent, pattern string) (string, error) {
	if err := b.fails("temp", parent); err != nil {
		return "", err
	}
	return b.disk.Temp(parent, pattern)
}

func (b *Broken) Folder(path string) error {
	if err := b.fails("folder", path); err != nil {
		return err
	}
	return b.disk.Folder(path)
}

func (b *Broken) Create(path string) (io.WriteCloser, error) {
	if err := b.fails("create", path); err != nil {
		return nil, err
	}
	file, err := b.disk.Create(path)
	return &brokenFile{WriteCloser: file, disk: b, path: path}, err
}

func (b *Broken) Rename(from, to string) error {
	if err := b.fails("rename", to); err != nil {
		return err
	}
	return b.disk.Rename(from, to)
}

type brokenFile struct {
	io.WriteCloser
	disk *Broken
	path string
}

func (f *brokenFile) Write(p []byte) (int, error) {
	if err := f.disk.fails("write", f.path); err != nil {
		n, _ := f.WriteCloser.Write(p[:len(p)/2])
		return n, err
	}
	return f.WriteCloser.Write(p)
}

func (f *brokenFile) Close() error {
	err := f.disk.fails("close", f.path)
	if closed := f.WriteCloser.Close(); err == nil {
		err = closed
	}
	return err
}
