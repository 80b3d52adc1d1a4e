package bundle

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// fileCheck says what the CLI refuses of one file, or drops of it without that anything
// that is deployed shows it, and what of it cannot be seen. What it drops of the settings
// of a resource is left to who reads the resource.
type fileCheck struct {
	bundle *Bundle
	file   file
	isRoot bool
	said   int // how many faults were found
}

// mostFaults is how many faults are listed of one file, and of what it includes: each has
// the run fail, and a file that is not meant as one of a bundle may have any number.
const mostFaults = 100

func (c *fileCheck) run() {
	root := c.file.root
	if root == nil || root.Kind == source.Null {
		return
	}
	if root.Kind != source.Map {
		c.fault(nil, root.Range(), "the file is %s where the Databricks CLI takes a map, and drops it: write a map", kindWords[root.Kind])
		c.file.root = nil
		return
	}
	c.kinds(root, rootField, nil, root.Range())
	if include := root.Entry("include"); include != nil && len(include.Value.Items()) > 0 && !c.isRoot {
		c.fault(nil, include.KeyRange(), "the Databricks CLI follows `include` only in the root file: move it to `%s`", c.bundle.Root.File)
	}
	c.code()
}

// fault adds a fault to those of the target that a path lies in, or of the bundle, up to a
// bound.
func (c *fileCheck) fault(path []string, at source.Range, format string, args ...any) {
	if c.said++; c.said > mostFaults {
		return
	}
	fault := c.file.fault(at.Start, format, args...)
	if len(path) > 1 && isTargets(path[0]) {
		c.bundle.targetFault(path[1], fault)
		return
	}
	c.bundle.fault(fault)
}

// isTargets says whether a key of the root holds the targets. `environments` is what
// `targets` was called before.
func isTargets(key string) bool { return key == "targets" || key == "environments" }

// kinds says which values are of a wrong kind, and which keys of resources are references.
func (c *fileCheck) kinds(n *source.Node, f *field, path []string, key source.Range) {
	switch {
	case f == nil || f == anyField:
		return
	case n.Origin != nil && n.Origin.Unfit:
		c.fault(path, n.Range(), "%s is %s where the Databricks CLI takes %s, and drops it: write %s", nameOf(path), kindWords[n.Kind], wordOf(f), wordOf(f))
		return
	case isResource(path):
		if name := path[len(path)-1]; strings.Contains(name, "${") {
			c.fault(path, key, "`%s` is the key of a resource, in which the Databricks CLI takes no reference: write the key, and the reference in its `name`", clip(name))
		}
		return
	}
	for i, item := range n.Items() {
		c.kinds(item, f.each, append(slices.Clip(path), "["+strconv.Itoa(i)+"]"), item.Range())
	}
	for _, e := range n.Entries() {
		c.kinds(e.Value, f.at(e.Key), append(slices.Clip(path), e.Key), e.KeyRange())
	}
}

// isResource says whether a path is that of a resource: resources.<kind>.<key>, alone or in
// a target.
func isResource(path []string) bool {
	if len(path) == 5 && isTargets(path[0]) {
		path = path[2:]
	}
	return len(path) == 3 && path[0] == "resources"
}

// nameOf names a place of a file in a message.
func nameOf(path []string) string {
	return "`" + clip(strings.ReplaceAll(strings.Join(path, "."), ".[", "[")) + "`"
}

// clip shortens what a message quotes.
func clip(text string) string {
	const most = 200
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}

// kindWords name what a value is.
var kindWords = [...]string{"null", "a boolean", "a number", "a text", "a list", "a map"}

// wordOf names what a field takes.
func wordOf(f *field) string {
	if f.whole {
		return "a whole number"
	}
	return kindWords[f.kind]
}

// code says where a bundle runs code of its own that adds to what is deployed: nothing
// here runs it.
func (c *fileCheck) code() {
	experimental := c.file.root.Get("experimental")
	if preinit := experimental.Get("scripts").Entry("preinit"); preinit != nil && preinit.Value.Kind != source.Null {
		c.fault(nil, preinit.KeyRange(), "`preinit` may write files that `include` finds, and gwlint runs no script: check what `databricks bundle validate -o json` prints as well")
	}
	for _, python := range []*source.Entry{c.file.root.Entry("python"), experimental.Entry("python"), experimental.Entry("pydabs")} {
		if python != nil && loadsPython(python.Value) {
			c.fault(nil, python.KeyRange(), "`%s` adds and changes resources by code, which gwlint does not run: check what `databricks bundle validate -o json` prints as well", python.Key)
		}
	}
}

// loadsPython says whether settings name code that adds or changes resources.
func loadsPython(settings *source.Node) bool {
	for _, key := range []string{"resources", "mutators", "import"} {
		if code := settings.Get(key); code != nil && (len(code.Items()) > 0 || code.Kind == source.String) {
			return true
		}
	}
	return false
}
