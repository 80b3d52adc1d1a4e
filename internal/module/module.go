// Package module reads a tree of Rego into parsed modules. It knows which files
// are tests, which are read apart, and how a METADATA block is found; it refuses
// to know what a rule or a policy is.
package module

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Module is one parsed file.
type Module struct {
	// File is its path with the root's name in front: rules/limits/…, so that an
	// error leads to the file from the top of the repository.
	File string
	// Package is the Rego package, without `data.`.
	Package string
	Text    []byte
	Parsed  *ast.Module
}

// Parse reads every .rego file below fsys that skip does not want left out, in
// order of path; tests (_test.rego) are always left out. The paths given to
// skip are relative to fsys.
func Parse(fsys fs.FS, root string, skip func(name string) bool) ([]Module, error) {
	return find(fsys, root, func(name string) bool { return isTest(name) || skip(name) })
}

// ParseTests reads the tests that Parse leaves out, and nothing else.
func ParseTests(fsys fs.FS, root string, skip func(name string) bool) ([]Module, error) {
	return find(fsys, root, func(name string) bool { return !isTest(name) || skip(name) })
}

func isTest(name string) bool {
	return strings.HasSuffix(name, "_test.rego")
}

func find(fsys fs.FS, root string, skip func(name string) bool) ([]Module, error) {
	names, err := list(fsys, skip)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", root, err)
	}
	return Read(fsys, root, names)
}

// Read reads the files named, whatever their names are, in the order given. Of
// several that do not parse, the first is the error. Files are parsed on all
// cores: METADATA makes parsing the dearest part of a start.
func Read(fsys fs.FS, root string, names []string) ([]Module, error) {
	modules := make([]Module, len(names))
	failures := make([]error, len(names))
	options := ast.ParserOptions{
		Capabilities:      ast.CapabilitiesForThisVersion(),
		ProcessAnnotation: true,
		RegoVersion:       ast.RegoV1,
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				modules[i], failures[i] = parse(fsys, root, names[i], options)
			}
		})
	}
	group.Wait()
	for _, failure := range failures {
		if failure != nil {
			return nil, failure
		}
	}
	return modules, nil
}

// ByFile gives the parsed modules in the form that OPA's compiler takes.
func ByFile(modules []Module) map[string]*ast.Module {
	parsed := make(map[string]*ast.Module, len(modules))
	for _, m := range modules {
		parsed[m.File] = m.Parsed
	}
	return parsed
}

// Metadata is the METADATA block of the package, nil when there is none.
func (m Module) Metadata() *ast.Annotations {
	i := slices.IndexFunc(m.Parsed.Annotations, func(a *ast.Annotations) bool { return a.Scope == "package" })
	if i < 0 {
		return nil
	}
	return m.Parsed.Annotations[i]
}

// MetadataText is the YAML of the METADATA block of the package as it is written, and
// the line of the file in front of its first: line n of the text is line n+before.
func (m Module) MetadataText() (text []byte, before int) {
	before = m.Line()
	var yaml bytes.Buffer
	for i, line := range bytes.Split(m.Text, []byte("\n")) {
		if i < before {
			continue
		}
		comment, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("#"))
		if !ok {
			break
		}
		yaml.Write(comment)
		yaml.WriteByte('\n')
	}
	return yaml.Bytes(), before
}

// Defines reports whether the module has a rule of that name.
func (m Module) Defines(name string) bool {
	return slices.ContainsFunc(m.Parsed.Rules, func(r *ast.Rule) bool {
		return r.Head.Ref()[0].Value.Compare(ast.Var(name)) == 0
	})
}

// CheckSchemas is an error where METADATA names a schema: what the Rego reads would
// be held to that and not to what there is, and a misspelt field be undefined.
func (m Module) CheckSchemas() error {
	for _, block := range m.Parsed.Annotations {
		if len(block.Schemas) > 0 {
			return fmt.Errorf("%s: line %d: METADATA names schemas; leave them out: gwlint gives what is read its schema",
				m.File, block.Location.Row)
		}
	}
	return nil
}

// Errorf is an error at the METADATA block, or at the package where there is
// none.
func (m Module) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s: line %d: %w", m.File, m.Line(), fmt.Errorf(format, args...))
}

// Line is that of the METADATA block, or of the package where there is none.
func (m Module) Line() int {
	if block := m.Metadata(); block != nil {
		return block.Location.Row
	}
	return m.Parsed.Package.Location.Row
}

func list(fsys fs.FS, skip func(string) bool) ([]string, error) {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() || path.Ext(name) != ".rego" || skip(name) {
			return nil
		}
		names = append(names, name)
		return nil
	})
	return names, err
}

// maxBytes is the largest file of a folder of rules or of a policy that is read.
const maxBytes = 4 << 20

// ReadFile reads a regular file up to 4 MiB: what stands in a folder of rules or of a
// policy may be a link to a device, or a pipe.
func ReadFile(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name) // of what a link leads to
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("is no regular file")
	}
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	text, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err == nil && len(text) > maxBytes {
		err = fmt.Errorf("is larger than the limit of %d MiB", maxBytes>>20)
	}
	return text, err
}

func parse(fsys fs.FS, root, name string, options ast.ParserOptions) (Module, error) {
	file := path.Join(root, name)
	text, err := ReadFile(fsys, name)
	if err != nil {
		return Module{}, fmt.Errorf("%s: %w", file, err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // METADATA behind it would not be seen
	parsed, err := ast.ParseModuleWithOpts(file, string(text), options)
	if err != nil {
		return Module{}, parseError(file, err)
	}
	if parsed == nil {
		return Module{}, fmt.Errorf("%s: line 1: no package", file)
	}
	pkg := strings.TrimPrefix(parsed.Package.Path.String(), "data.")
	m := Module{File: file, Package: pkg, Text: text, Parsed: parsed}
	return m, m.checkInlineSchemas()
}

// checkInlineSchemas is an error where METADATA holds a schema: the compiler would read
// any file that it refers to. One that is named is gwlint's.
func (m Module) checkInlineSchemas() error {
	for _, block := range m.Parsed.Annotations {
		for _, schema := range block.Schemas {
			if schema.Definition != nil {
				return fmt.Errorf("%s: line %d: METADATA holds a schema, which could read files; leave it out", m.File, block.Location.Row)
			}
		}
	}
	return nil
}

// parseError keeps the first of OPA's errors, on one line.
func parseError(file string, err error) error {
	var empty *ast.Error
	if errors.As(err, &empty) { // the only error that comes alone, without a line
		return fmt.Errorf("%s: line 1: %s; a file of Rego begins with a package", file, empty.Message)
	}
	var several ast.Errors
	if !errors.As(err, &several) || len(several) == 0 || several[0].Location == nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return fmt.Errorf("%s: line %d: %s", file, several[0].Location.Row, several[0].Message)
}
