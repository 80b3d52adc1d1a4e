package terraform

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/gwlint/gwlint/internal/source"
)

// files are what functions may read: below a root, and links lead out of nothing.
type files struct {
	// root is what nothing is read outside of, and folder what names of files start in.
	root, folder string
	limits       source.Limits
}

// errNotRead is why a file is not read that may be there: what it holds is not known.
type errNotRead struct{ reason string }

func (e errNotRead) Error() string { return e.reason }

func outside(name string) error {
	return errNotRead{fmt.Sprintf("`%s` lies outside the checked folder", name)}
}

// within is the name of a file from the root.
func (f *files) within(name string) (string, error) {
	if strings.HasPrefix(name, "~") {
		return "", outside(name)
	}
	full := filepath.FromSlash(name)
	if !filepath.IsAbs(full) {
		full = filepath.Join(f.folder, full)
	}
	below, err := filepath.Rel(f.root, full)
	if err != nil || !filepath.IsLocal(below) {
		return "", outside(name)
	}
	return below, nil
}

// open opens the root, and gives the name of a file in it.
func (f *files) open(name string) (*os.Root, string, error) {
	below, err := f.within(name)
	if err != nil {
		return nil, "", err
	}
	root, err := os.OpenRoot(f.root)
	if err != nil {
		return nil, "", errNotRead{"the checked folder cannot be opened"}
	}
	return root, below, nil
}

// content reads a file. The error is an errNotRead where the file may be there, and
// another one where Terraform refuses to read it, too.
func (f *files) content(name string) ([]byte, error) {
	root, below, err := f.open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	if content, ok := f.limits.Contents.EditedAt(filepath.Join(f.root, below)); ok {
		return f.readAll(name, bytes.NewReader(content))
	}
	// A pipe that nobody writes to would keep the call waiting.
	file, err := root.OpenFile(below, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, openingError(name, err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, errNotRead{fmt.Sprintf("`%s` cannot be read", name)}
	case info.IsDir():
		return nil, fmt.Errorf("%s is a directory, not a file", name)
	case !info.Mode().IsRegular():
		return nil, errNotRead{fmt.Sprintf("`%s` is no regular file", name)}
	}
	return f.readAll(name, file)
}

func (f *files) readAll(name string, from io.Reader) ([]byte, error) {
	most := f.limits.Bytes
	if most <= 0 || most > mostResultBytes {
		most = mostResultBytes
	}
	content, err := io.ReadAll(io.LimitReader(from, most+1))
	switch {
	case err != nil:
		return nil, errNotRead{fmt.Sprintf("`%s` cannot be read", name)}
	case int64(len(content)) > most:
		return nil, errNotRead{fmt.Sprintf("`%s` %s", name, tooLarge)}
	}
	return content, nil
}

// openingError tells a file that is not there from one that may not be read.
func openingError(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("no file exists at %q", name)
	case strings.Contains(err.Error(), "escapes"): // os has no error to compare with
		return outside(name)
	}
	return errNotRead{fmt.Sprintf("`%s` cannot be read", name)}
}

// text reads a file that holds text.
func (f *files) text(name string) (string, error) {
	content, err := f.content(name)
	if err == nil && !utf8.Valid(content) {
		err = fmt.Errorf("contents of %q are not valid UTF-8", name)
	}
	return string(content), err
}

// functions are those that read files.
func (f *files) functions() map[string]function.Function {
	return map[string]function.Function{
		"file":             ofFile(f.text),
		"filebase64":       f.of(base64Text),
		"filebase64sha256": f.of(func(b []byte) string { return base64Text(sha256Of(b)) }),
		"filebase64sha512": f.of(func(b []byte) string { return base64Text(sha512Of(b)) }),
		"fileexists":       f.existsFunction(),
		"filemd5":          f.of(func(b []byte) string { return hexText(md5Of(b)) }),
		"fileset":          f.setFunction(),
		"filesha1":         f.of(func(b []byte) string { return hexText(sha1Of(b)) }),
		"filesha256":       f.of(func(b []byte) string { return hexText(sha256Of(b)) }),
		"filesha512":       f.of(func(b []byte) string { return hexText(sha512Of(b)) }),
		"pathexpand":       pathExpandFunction,
	}
}

// of is a function of what a file holds.
func (f *files) of(write func([]byte) string) function.Function {
	return ofFile(func(name string) (string, error) {
		content, err := f.content(name)
		return write(content), err
	})
}

// ofFile is a function of the name of a file.
func ofFile(read func(name string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String, AllowMarked: true}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			name, marks := args[0].Unmark()
			text, err := read(name.AsString())
			if err != nil {
				return unread(t, err, marks)
			}
			return cty.StringVal(text).WithMarks(marks), nil
		},
	})
}

// unread is what is not known as a file is not read, or an error as Terraform has it. The
// marks are those of the file's name, which the reason does not show where it is sensitive.
func unread(t cty.Type, err error, marks ...cty.ValueMarks) (cty.Value, error) {
	var not errNotRead
	if !errors.As(err, &not) {
		return cty.NilVal, err
	}
	for _, of := range marks {
		if _, secret := of[sensitive{}]; secret {
			not.reason = "a file whose name is sensitive is not read"
		}
	}
	return unknown(t, not.reason).WithMarks(marks...), nil
}

func (f *files) existsFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String, AllowMarked: true}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			name, marks := args[0].Unmark()
			there, err := f.exists(name.AsString())
			if err != nil {
				return unread(t, err, marks)
			}
			return cty.BoolVal(there).WithMarks(marks), nil
		},
	})
}

func (f *files) exists(name string) (bool, error) {
	root, below, err := f.open(name)
	if err != nil {
		return false, err
	}
	defer func() { _ = root.Close() }()
	info, err := root.Stat(below)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, openingError(name, err)
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s is no regular file", name)
	}
	return true, nil
}

// setFunction lists the files of a folder that a pattern names.
func (f *files) setFunction() function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "path", Type: cty.String, AllowMarked: true}, {Name: "pattern", Type: cty.String, AllowMarked: true}},
		Type:   function.StaticReturnType(cty.Set(cty.String)),
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			folder, marks := args[0].Unmark()
			pattern, more := args[1].Unmark()
			names, err := f.set(folder.AsString(), pattern.AsString())
			switch {
			case err != nil:
				return unread(t, err, marks, more)
			case len(names) == 0:
				return cty.SetValEmpty(cty.String).WithMarks(marks, more), nil
			}
			return cty.SetVal(names).WithMarks(marks, more), nil
		},
	})
}

// mostEntries is how many entries of folders one fileset() looks at.
const mostEntries = 100_000

func (f *files) set(folder, pattern string) ([]cty.Value, error) {
	root, below, err := f.open(folder)
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	pattern = path.Clean(filepath.ToSlash(pattern))
	if strings.HasPrefix(pattern, "..") || strings.HasPrefix(pattern, "/") {
		return nil, outside(path.Join(folder, pattern))
	}
	if _, err := root.Stat(below); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	sub, err := fs.Sub(root.FS(), filepath.ToSlash(below))
	if err != nil {
		return nil, err
	}
	counted := &countedFS{FS: sub, left: mostEntries}
	found, err := doublestar.Glob(counted, pattern, doublestar.WithFilesOnly(), doublestar.WithNoFollow())
	switch {
	case counted.left <= 0:
		return nil, errNotRead{fmt.Sprintf("`%s` has more files than gwlint lists", folder)}
	case err != nil:
		return nil, fmt.Errorf("failed to glob pattern %q", pattern)
	}
	names := make([]cty.Value, len(found))
	for i, name := range found {
		names[i] = cty.StringVal(name)
	}
	return names, nil
}

// countedFS lists so many entries of folders, and no more.
type countedFS struct {
	fs.FS
	left int
}

var errTooMany = errors.New("too many files")

// ReadDir lists a folder.
func (c *countedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	if c.left <= 0 {
		return nil, errTooMany
	}
	entries, err := fs.ReadDir(c.FS, name)
	c.left -= len(entries) + 1
	return entries, err
}

// pathExpandFunction leaves alone what does not start in somebody's home.
var pathExpandFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "path", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		if strings.HasPrefix(args[0].AsString(), "~") {
			return unknown(t, "`pathexpand()` differs from machine to machine"), nil
		}
		return args[0], nil
	},
})
