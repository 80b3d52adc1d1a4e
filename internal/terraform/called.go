package terraform

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/gwlint/gwlint/internal/source"
)

// mostCalls is how many calls of modules are followed when a module is loaded. What is
// behind them is read when it is evaluated.
const mostCalls = 10_000

// follower reads the modules that a root module calls, those of count = 0 too: Terraform
// refuses what is wrong in any.
type follower struct {
	*loader

	calls int
	chain []string // the folders of the modules that lead to the one at hand
}

// follow reads what a module calls. key is what it goes by in modules.json, "" for a root
// module.
func (f *follower) follow(m *module, key string) {
	folder := realPath(m.folder)
	if slices.Contains(f.chain, folder) {
		return // who evaluates it says so
	}
	f.chain = append(f.chain, folder)
	for _, call := range m.callOrder {
		if f.calls++; f.calls > mostCalls {
			break
		}
		below := strings.TrimPrefix(key+"."+call, ".")
		if folder := f.calledFolder(m, m.calls[call], below); isFolder(folder) && !f.isOutside(folder) {
			called := moduleReader{f.loader}.module(folder)
			masker{f.loader}.maskArguments(m.calls[call], called)
			f.follow(called, below)
		}
	}
	f.chain = f.chain[:len(f.chain)-1]
}

// calledFolder is where the module of a call is, "" where nobody knows.
func (f *follower) calledFolder(m *module, b *block, key string) string {
	written := ""
	for _, body := range append([]hcl.Body{b.body}, b.overrides...) {
		content, _, _ := body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "source"}}})
		if a := content.Attributes["source"]; a != nil {
			written, _ = writtenText(a)
		}
	}
	if strings.HasPrefix(written, "./") || strings.HasPrefix(written, "../") {
		return filepath.Join(m.folder, filepath.FromSlash(written))
	}
	return f.onDisk[key]
}

// Declares says whether the root module declares a variable, or may where a file of it is
// not read whole.
func (c *Configuration) Declares(name string) bool {
	return c.variables[name] != nil || c.more
}

// Variables are the names of the variables that the root module declares.
func (c *Configuration) Variables() []string {
	return slices.Sorted(maps.Keys(c.variables))
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
