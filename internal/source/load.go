package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Input is a file to read, or standard input.
type Input struct {
	// File is its name in reports, with forward slashes: see Base.Name.
	File string

	path  string // absolute
	real  string // path without symbolic links: what makes two inputs one
	stdin io.Reader
	named bool // it was asked for by its own name, or by a glob
}

// ErrFolder is what NewInput says of a folder.
var ErrFolder = errors.New("is a folder")

// NewInput makes an input of the path of one file, which need not be
// configuration by its name; a path that is not absolute starts from dir. Its
// error is ErrFolder, ErrNotRegular or one of the operating system.
func NewInput(dir, path string) (Input, error) {
	f := &finder{base: NewBase(dir), named: filepath.IsAbs(path)}
	absolute := Absolute(dir, path)
	info, err := os.Stat(absolute)
	switch {
	case err != nil:
		return Input{}, err
	case info.IsDir():
		return Input{}, ErrFolder
	case !info.Mode().IsRegular():
		return Input{}, ErrNotRegular
	}
	return f.input(absolute), nil
}

// Real is the absolute path without symbolic links, by which two inputs are one
// file; "" for standard input.
func (i Input) Real() string { return i.real }

// Path is the absolute path by which the file was found; "" for standard input.
func (i Input) Path() string { return i.path }

// Load reads an input. Its error is always an *Error: the input cannot be
// read, is larger than limits.Bytes, or is not UTF-8 text. What is not UTF-8 is
// returned with the error, for callers that want to know if it matters.
func Load(input Input, limits Limits) (*Text, error) {
	limits = limits.orDefault()
	content, err := limits.Contents.load(input, limits.Bytes)
	if err != nil {
		return nil, &Error{File: input.File, Message: readMessage(err)}
	}
	if int64(len(content)) > limits.Bytes {
		return nil, &Error{File: input.File, Message: largerThan + size(limits.Bytes)}
	}
	text, err := NewText(input.File, content)
	limits.Contents.watch(input, text)
	return text, err
}

const largerThan = "is larger than the limit of "

// TooLarge says whether an error of Load is that the input is larger than allowed.
func TooLarge(err error) bool {
	fault, ok := errors.AsType[*Error](err)
	return ok && strings.HasPrefix(fault.Message, largerThan)
}

// read reads at most one byte more than limit, by which the caller sees that
// there is more.
func (i Input) read(limit int64) ([]byte, error) {
	if h, ok := i.stdin.(*held); ok {
		return h.content, h.err
	}
	if i.stdin != nil {
		return io.ReadAll(io.LimitReader(i.stdin, limit+1))
	}
	return readInput(i.path, limit)
}

// readInput reads the file of an input.
func readInput(path string, limit int64) ([]byte, error) {
	// A pipe that nobody writes to would keep the call waiting. It also saves four of ten
	// calls of the system, by which os.Open would try out whether a file can be waited for.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, whyNotOpen(path, err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, err
	case endless(path, info.Mode()):
		return nil, errPipe
	case !info.Mode().IsRegular():
		return io.ReadAll(io.LimitReader(file, limit+1))
	}
	return readSized(file, info.Size(), limit)
}

// readSized reads a file of which the system says how large it is. No more room is taken
// than the content needs: texts are kept for a whole run.
func readSized(file io.Reader, size, limit int64) ([]byte, error) {
	content := make([]byte, min(size, limit)+1) // one more, to see that it grew
	n, err := io.ReadAtLeast(file, content, int(max(1, min(size, limit+1))))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return content[:n], nil
	case err != nil:
		return nil, err
	case n < len(content):
		return content[:n], nil
	}
	rest, err := io.ReadAll(io.LimitReader(file, limit+1-int64(n)))
	return append(content, rest...), err
}

// whyNotOpen is why a file cannot be opened: the system says of a socket only that there is
// no such device.
func whyNotOpen(path string, err error) error {
	if info, statErr := os.Stat(path); statErr == nil && endless(path, info.Mode()) {
		return errPipe
	}
	return err
}

// errPipe is what Load says of a pipe that is named as a file.
var errPipe = fmt.Errorf("%w: pipe it in, and name it -", ErrNotRegular)

// Named says whether the input was asked for by its own name, or by a glob, and not
// found in a folder.
func (i Input) Named() bool { return i.named }

// Held returns standard input with what it holds, up to one byte beyond the limit of its
// size: it can be loaded more than once then. A file is returned as it is.
func (i Input) Held(limits Limits) Input {
	if i.stdin == nil {
		return i
	}
	if _, again := i.stdin.(*held); !again {
		content, err := i.read(limits.orDefault().Bytes)
		i.stdin = &held{Reader: bytes.NewReader(content), content: content, err: err}
	}
	return i
}

// held is standard input that was read.
type held struct {
	io.Reader

	content []byte
	err     error
}

// Piped says whether the input is standard input.
func (i Input) Piped() bool { return i.stdin != nil }

// readMessage words an error of the operating system without the path, which
// the Error shows already and which may be absolute.
func readMessage(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	}
	return WithoutPath(err).Error()
}

func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
