package terraform

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gwlint/gwlint/internal/source"
)

// Absent is the call of a module that is not read, since it is not on disk.
type Absent struct {
	// Name is what Terraform calls it: module.platform.module.chat.
	Name string
	// Source is where it is to come from, as it is written, "" where that is no text.
	Source string
	// File names the file of the call, At is its head and Text the whole of it.
	File string
	At   source.Position
	Text []byte
}

// mostCalls is how many calls of modules are followed. What is behind them is read when it
// is evaluated.
const mostCalls = 10_000

// follower reads the modules that a root module calls, those of count = 0 too: Terraform
// refuses what is wrong in any.
type follower struct {
	*loader

	absent []Absent
	calls  int
	chain  []string // the folders of the modules that lead to the one at hand
}

// follow reads what a module calls. name is what it is called itself, and key what it goes
// by in modules.json; both are "" for a root module.
func (f *follower) follow(m *module, name, key string) {
	if slices.Contains(f.chain, m.folder) {
		return // who evaluates it says so
	}
	f.chain = append(f.chain, m.folder)
	for _, call := range m.callOrder {
		if f.calls++; f.calls > mostCalls {
			break
		}
		b := m.calls[call]
		childName := strings.TrimPrefix(name+".module."+call, ".")
		childKey := strings.TrimPrefix(key+"."+call, ".")
		if folder, written := f.calledFolder(m, b, childKey); folder != "" {
			f.follow(f.module(folder), childName, childKey)
		} else {
			f.lacks(b, childName, written)
		}
	}
	f.chain = f.chain[:len(f.chain)-1]
}

// calledFolder is the folder of a called module, "" where it is not on disk, and its source
// as it is written.
func (f *follower) calledFolder(m *module, b *block, key string) (folder, written string) {
	for _, body := range append([]hcl.Body{b.body}, b.overrides...) {
		content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "source"}}})
		if a := content.Attributes["source"]; a != nil {
			written, _ = literal(a)
		}
	}
	switch {
	case strings.HasPrefix(written, "./"), strings.HasPrefix(written, "../"):
		folder = filepath.Join(m.folder, filepath.FromSlash(written))
	default:
		folder = f.onDisk[key]
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		folder = ""
	}
	return folder, written
}

// lacks notes a call of a module that is not on disk.
func (f *follower) lacks(b *block, name, written string) {
	spot, ok := f.spot(b.at)
	if !ok {
		return
	}
	end := spot.Range.End
	if body, native := b.body.(*hclsyntax.Body); native {
		end = body.SrcRange.End.Byte
	} else if attributes, _ := b.body.JustAttributes(); attributes != nil {
		for _, a := range attributes {
			end = max(end, a.Expr.Range().End.Byte)
		}
	}
	start := min(spot.Range.Start, len(spot.Text.Bytes))
	f.absent = append(f.absent, Absent{
		Name: name, Source: written, File: spot.Text.File, At: spot.Text.Position(spot.Range.Start),
		Text: spot.Text.Bytes[start:max(start, min(end, len(spot.Text.Bytes)))],
	})
}

// Absent are the calls of modules that are not on disk, as they are written.
func (c *Configuration) Absent() []Absent { return c.absent }

// Declares says whether the root module declares a variable, or may where a file of it is
// not read whole.
func (c *Configuration) Declares(name string) bool {
	return c.root.variables[name] != nil || c.root.broken
}

// Variables are the names of the variables that the root module declares.
func (c *Configuration) Variables() []string {
	return slices.Sorted(maps.Keys(c.root.variables))
}

// Broken are the names of the files that are not read whole.
func (c *Configuration) Broken() []string {
	var names []string
	for _, f := range c.loader.order {
		if f.broken() {
			names = append(names, f.text.File)
		}
	}
	return names
}

// ValueFiles are the names of the files that give values to variables of the root module,
// the last one wins.
func (c *Configuration) ValueFiles() []string {
	var named []string
	for _, path := range c.options.VariableFiles {
		named = append(named, source.Absolute(c.options.Dir, path))
	}
	var names []string
	for _, f := range c.loader.order {
		if IsValues(f.path) || slices.Contains(named, f.path) {
			names = append(names, f.text.File)
		}
	}
	return names
}
