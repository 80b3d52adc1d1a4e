package check

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// moduleGraph is which folders with files of modules call which, by what stands in their
// bytes: a repository may have thousands, few of which have to do with a gateway. It may
// have a call that there is none of, in a comment: so a folder that no root module then
// reads is one itself.
type moduleGraph struct {
	modules map[string]*moduleFolder // by their paths
	// variables says that it is asked which are declared.
	variables bool
	limit     int64
	contents  *source.Contents
}

// moduleFolder is a folder with files of a module.
type moduleFolder struct {
	// speaks says that its own files may deploy a gateway, or hand one's settings to a
	// module.
	speaks bool
	// files counts those that declare a part of it.
	files int
	// calls are the folders of modules that it calls, and callers those that call it.
	calls, callers []string
	// declares are the words behind `variable` in it.
	declares map[string]bool
}

// newModuleGraph is a graph of nothing yet, which looks at so much of a file.
func newModuleGraph(limits source.Limits, variables bool) *moduleGraph {
	g := &moduleGraph{modules: map[string]*moduleFolder{}, variables: variables, limit: limits.Bytes, contents: limits.Contents}
	if g.limit <= 0 {
		g.limit = leftOutBytes
	}
	return g
}

// add adds folders and those that they call.
func (g *moduleGraph) add(ctx context.Context, folders ...string) {
	next := folders
	for len(next) > 0 && ctx.Err() == nil {
		slices.Sort(next)
		next = slices.DeleteFunc(slices.Compact(next), func(path string) bool { return g.modules[path] != nil })
		found := make([]*moduleFolder, len(next))
		onAllCores(len(next), func(i int) { found[i] = g.look(next[i]) })
		var called []string
		for i, m := range found {
			g.modules[next[i]] = m
			called = append(called, m.calls...)
		}
		for i, m := range found {
			m.calls = slices.DeleteFunc(m.calls, func(path string) bool { return path == next[i] })
		}
		next = called
	}
	for _, m := range g.modules {
		m.callers = nil
	}
	for path, m := range g.modules {
		for _, called := range m.calls {
			if other := g.modules[called]; other != nil {
				other.callers = append(other.callers, path)
			}
		}
	}
}

// look looks at the files of a folder.
func (g *moduleGraph) look(folder string) *moduleFolder {
	m := &moduleFolder{declares: map[string]bool{}}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return m
	}
	for _, entry := range entries {
		if entry.IsDir() || !terraform.IsFile(entry.Name()) {
			continue
		}
		m.files++
		text := g.head(filepath.Join(folder, entry.Name()))
		m.lookInto(folder, text)
		if g.variables {
			m.lookForVariables(text)
		}
	}
	if m.files > 0 {
		m.calls = append(m.calls, fetchedModules(folder)...)
	}
	slices.Sort(m.calls)
	m.calls = slices.Compact(m.calls)
	return m
}

// head is what a file holds, up to the limit, empty where it cannot be read.
func (g *moduleGraph) head(path string) []byte {
	if edited, ok := g.contents.EditedAt(path); ok {
		return edited[:min(int64(len(edited)), g.limit)]
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	text := make([]byte, min(info.Size(), g.limit))
	n, _ := io.ReadFull(file, text) // what can be read
	return text[:n]
}

// callWords are without which no module is called, and no gateway handed to one.
var (
	moduleWord  = []byte("module")
	localSource = regex.Lazy(`source"?\s*[=:]\s*"(\.\.?/[^"$%\\]*)"`)
	// aboutGateways may stand in the address of a module that makes gateways.
	aboutGateways = [][]byte{[]byte("gateway"), []byte("serving")}
)

// lookInto adds what a text says.
func (m *moduleFolder) lookInto(folder string, text []byte) {
	calls := bytes.Contains(text, moduleWord)
	m.speaks = m.speaks || gateway.MayHoldGateway(text) ||
		calls && slices.ContainsFunc(aboutGateways, func(word []byte) bool { return bytes.Contains(text, word) })
	if calls {
		for _, found := range localSource().FindAllSubmatch(text, -1) {
			m.calls = append(m.calls, filepath.Join(folder, filepath.FromSlash(string(found[1]))))
		}
	}
}

// declaration is the head of a variable's block, in both syntaxes.
var declaration = regex.Lazy(`variable"?\s*[:{]?\s*\{?\s*"([^"]+)"`)

// lookForVariables adds what a text seems to declare.
func (m *moduleFolder) lookForVariables(text []byte) {
	for _, found := range declaration().FindAllSubmatch(text, -1) {
		m.declares[string(found[1])] = true
	}
}

// fetchedModules are the folders of modules that `terraform init` fetched for a root
// module. Source: what Terraform v1.11.4 writes there.
func fetchedModules(folder string) []string {
	text, err := os.ReadFile(filepath.Join(folder, ".terraform", "modules", "modules.json"))
	if err != nil {
		return nil
	}
	var list struct {
		Modules []struct{ Dir string }
	}
	if json.Unmarshal(text, &list) != nil {
		return nil
	}
	var fetched []string
	for _, m := range list.Modules {
		if dir := filepath.FromSlash(m.Dir); strings.HasPrefix(m.Dir, ".terraform/") && filepath.IsLocal(dir) {
			fetched = append(fetched, filepath.Join(folder, dir))
		}
	}
	return fetched
}

// isModule says whether a folder has files of a module.
func (g *moduleGraph) isModule(folder string) bool {
	m := g.modules[folder]
	return m != nil && m.files > 0
}

// speaks says whether a folder, or one that it calls, may deploy a gateway.
func (g *moduleGraph) speaks(folder string) bool { return g.reaches(folder, map[string]bool{}) }

func (g *moduleGraph) reaches(folder string, seen map[string]bool) bool {
	m := g.modules[folder]
	if m == nil || m.files == 0 || seen[folder] {
		return false
	}
	seen[folder] = true
	return m.speaks || slices.ContainsFunc(m.calls, func(called string) bool { return g.reaches(called, seen) })
}

// roots are the folders of the root modules that a folder is called by, in order: itself,
// where none calls it, and of a circle of modules that no other calls the first.
func (g *moduleGraph) roots(folder string) []string {
	var roots []string
	seen := map[string]bool{}
	var climb func(path string)
	climb = func(path string) {
		if seen[path] {
			return
		}
		seen[path] = true
		if len(g.modules[path].callers) == 0 {
			roots = append(roots, path)
		}
		for _, caller := range g.modules[path].callers {
			climb(caller)
		}
	}
	climb(folder)
	if len(roots) == 0 {
		return []string{slices.Min(slices.Collect(maps.Keys(seen)))}
	}
	slices.Sort(roots)
	return roots
}

// called are the folders with modules that a folder calls, and those that they call.
func (g *moduleGraph) called(folder string) []string {
	var list []string
	seen := map[string]bool{folder: true}
	next := []string{folder}
	for len(next) > 0 {
		m := g.modules[next[0]]
		next = next[1:]
		if m == nil {
			continue
		}
		for _, path := range m.calls {
			if !seen[path] && g.isModule(path) {
				seen[path] = true
				list, next = append(list, path), append(next, path)
			}
		}
	}
	return list
}

// mayDeclare says whether a module may declare a variable.
func (g *moduleGraph) mayDeclare(name string) bool {
	for _, m := range g.modules {
		if m.declares[name] {
			return true
		}
	}
	return false
}

// onAllCores calls a function with each index below n.
func onAllCores(n int, do func(i int)) {
	var next atomic.Int64
	var group errgroup.Group
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
			return nil
		})
	}
	_ = group.Wait() // none fails
}
