package pack

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Writer writes a pack into a hidden folder beside its place, and puts it there when it is whole.
type Writer struct {
	shown, target, temp string
	// vacant says that there is nothing at the target; else there is an empty folder.
	vacant bool
	done   bool
}

// Create begins a pack at a path at which there is nothing, or an empty folder. What is there is
// never replaced: an older pack is evidence.
func Create(dir string, m Manifest) (*Writer, error) {
	w := &Writer{shown: filepath.ToSlash(dir)}
	var err error
	if w.target, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("%s: %w", w.shown, source.WithoutPath(err))
	}
	if err := w.free(); err != nil {
		return nil, err
	}
	w.temp, err = os.MkdirTemp(filepath.Dir(w.target), ".gwlint-"+filepath.Base(w.target)+"-*")
	if err != nil {
		return nil, fmt.Errorf("%s: the folder around it cannot be written to: %w; name another folder", w.shown, source.WithoutPath(err))
	}
	text, err := m.encode()
	if err == nil {
		err = w.Write(ManifestName, func(to io.Writer) error { return write(to, text) })
	}
	if err != nil {
		return nil, errors.Join(err, w.Abort())
	}
	return w, nil
}

func write(to io.Writer, text []byte) error {
	_, err := to.Write(text)
	return err
}

// free refuses a target at which there is something.
func (w *Writer) free() error {
	info, err := os.Lstat(w.target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.vacant = true
		if parent, err := os.Stat(filepath.Dir(w.target)); err != nil || !parent.IsDir() {
			return fmt.Errorf("%s: there is no folder around it; make it first", w.shown)
		}
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w", w.shown, source.WithoutPath(err))
	case !info.IsDir():
		return fmt.Errorf("%s: it is no folder; name another", w.shown)
	}
	entries, err := os.ReadDir(w.target)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", w.shown, source.WithoutPath(err))
	case len(entries) > 0:
		return fmt.Errorf("%s: it is not empty, and a pack replaces nothing; name another folder", w.shown)
	}
	if here, err := os.Stat("."); err == nil && os.SameFile(here, info) {
		return fmt.Errorf("%s: it is the current folder, which cannot be replaced; name one in it", w.shown)
	}
	return nil
}

// Dir is the folder in which the pack grows.
func (w *Writer) Dir() string { return w.temp }

// Write writes a file. Only its owner may read it: it says who may do what in a workspace.
func (w *Writer) Write(name string, content func(io.Writer) error) error {
	if !plainName(name) {
		return fmt.Errorf("%s: no file of a pack can have the name %q", w.shown, name)
	}
	place := filepath.Join(w.temp, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		return w.failed(name, err)
	}
	file, err := os.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return w.failed(name, err)
	}
	buffered := bufio.NewWriterSize(file, 1<<16)
	err = content(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return w.failed(name, err)
	}
	return nil
}

func (w *Writer) failed(name string, err error) error {
	return fmt.Errorf("%s: cannot be written: %w; no part of the pack is kept; make room or name another folder, and run it again",
		path.Join(w.shown, name), source.WithoutPath(err))
}

// Copy copies a folder, all but what skip says, below a name. What is no regular file is refused:
// a link could lead to what has no business in a pack.
func (w *Writer) Copy(from, below string, skip func(name string) bool) error {
	root, err := os.OpenRoot(from)
	if err != nil {
		return fmt.Errorf("%s: %w", below, source.WithoutPath(err))
	}
	defer func() { _ = root.Close() }() // it was only read
	return fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", path.Join(below, name), source.WithoutPath(err))
		case entry.IsDir() || skip(name):
			return nil
		}
		file, err := open(root, name)
		if err != nil {
			return fmt.Errorf("%s: %w", path.Join(below, name), err)
		}
		defer func() { _ = file.Close() }() // it was only read
		return w.Write(path.Join(below, name), func(to io.Writer) error {
			_, err := io.Copy(to, file)
			return err
		})
	})
}

// Close writes README.txt and SHA256SUMS and puts the pack in its place in one step. It returns the
// number of files. After an error there is no pack.
func (w *Writer) Close() (files int, err error) {
	files, err = w.finish()
	if err == nil && !w.vacant {
		err = os.Remove(w.target) // an empty folder, or no more than an error
	}
	if err == nil {
		err = os.Rename(w.temp, w.target)
	}
	if err != nil {
		return 0, errors.Join(fmt.Errorf("%s: the pack cannot be put there: %w; name another folder", w.shown, source.WithoutPath(err)), w.Abort())
	}
	w.done = true
	return files, nil
}

// finish writes the files that say what the others are.
func (w *Writer) finish() (files int, err error) {
	names, err := filesIn(w.temp)
	if err != nil {
		return 0, err
	}
	if err := w.Write(readmeName, func(to io.Writer) error { return write(to, []byte(readme(names))) }); err != nil {
		return 0, err
	}
	if names, err = filesIn(w.temp); err != nil {
		return 0, err
	}
	root, err := os.OpenRoot(w.temp)
	if err != nil {
		return 0, err
	}
	defer func() { _ = root.Close() }() // it was only read
	var sums strings.Builder
	for _, name := range names {
		sum, err := digest(root, name)
		if err != nil {
			return 0, fmt.Errorf("%s %w", name, err)
		}
		sums.WriteString(sum + "  " + name + "\n")
	}
	return len(names) + 1, w.Write(sumsName, func(to io.Writer) error { return write(to, []byte(sums.String())) })
}

// Abort removes what was written so far. After Close it does nothing.
func (w *Writer) Abort() error {
	if w.done {
		return nil
	}
	w.done = true
	if err := os.RemoveAll(w.temp); err != nil {
		return fmt.Errorf("%s: cannot be removed: %w; remove it", w.temp, source.WithoutPath(err))
	}
	return nil
}

// filesIn are the files of a folder in the order of their names.
func filesIn(dir string) ([]string, error) {
	var names []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, name)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}
