package source

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ErrNotRegular is what is said of a pipe, a socket or a device where a file is read
// that nobody named on the command line: it may never end.
var ErrNotRegular = errors.New("is no regular file")

// errLarge is what readRegular says of a file beyond its limit.
var errLarge = errors.New("is too large")

// readRegular reads a regular file up to a limit, and no symbolic link.
func readRegular(path string, limit int64) ([]byte, error) {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = ErrNotRegular
	}
	if err != nil {
		return nil, err
	}
	return readFollowed(path, limit)
}

// readFollowed reads a regular file up to a limit; a symbolic link leads to it.
func readFollowed(path string, limit int64) ([]byte, error) {
	// A pipe that nobody writes to would keep the call waiting.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, ErrNotRegular
	}
	content, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = errLarge
	}
	return content, err
}

// endless says whether a file may be one that never ends or never begins: a pipe
// or a socket, unless a shell made it for this very command, as in <(cat a.json).
func endless(path string, mode os.FileMode) bool {
	if mode&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return false
	}
	path = filepath.ToSlash(path)
	return !strings.HasPrefix(path, "/dev/fd/") && !strings.HasPrefix(path, "/proc/self/fd/") && path != "/dev/stdin"
}
