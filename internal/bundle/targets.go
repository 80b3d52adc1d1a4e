package bundle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// onlyTarget is the name that the CLI gives to the target of a bundle that declares none.
const onlyTarget = "default"

// targetsOf returns the names of the targets to resolve.
func targetsOf(b *Bundle) []string {
	b.base = mergeFiles(b)
	b.checkKeys()
	b.declared = declaredTargets(b)
	b.Default = defaultTarget(b)
	names := []string{onlyTarget}
	if len(b.declared) > 0 {
		names = nil
		for _, e := range b.declared {
			names = append(names, e.Key)
		}
	}
	if len(b.options.Targets) == 0 || b.base == nil {
		return names
	}
	checkNamed(b, names)
	return slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(b.options.Targets, name) })
}

// declaredTargets are the targets that the files declare, each once, in the order in which
// they are written. `environments` is what `targets` was called before.
func declaredTargets(b *Bundle) []source.Entry {
	targets, environments := b.base.Entry("targets"), b.base.Entry("environments")
	if environments != nil && len(environments.Value.Entries()) > 0 && targets != nil {
		b.fault(faultAt(environments.Value, environments.KeyRange(),
			"`environments` stands beside `targets`, and only one of them is read; move its targets into `targets`"))
	}
	var declared []source.Entry
	known := map[string]bool{}
	for _, section := range []*source.Entry{targets, environments} {
		if section == nil || isUnfit(section.Value) {
			continue
		}
		for _, e := range section.Value.Entries() {
			if !known[e.Key] {
				known[e.Key] = true
				declared = append(declared, *section.Value.Entry(e.Key))
			}
		}
	}
	return declared
}

// checkNamed says which of the targets that were asked for are not there.
func checkNamed(b *Bundle, known []string) {
	for _, name := range b.options.Targets {
		if !slices.Contains(known, name) {
			b.fault(&source.Error{File: b.Root.File, Message: fmt.Sprintf(
				"has no target %q; name one of %s", name, quoted(known))})
		}
	}
}

// shownNames is how many names a message lists.
const shownNames = 10

// quoted are names in backticks, with commas.
func quoted(names []string) string {
	shown := "`" + strings.Join(names[:min(len(names), shownNames)], "`, `") + "`"
	if len(names) > shownNames {
		shown += fmt.Sprintf(" or %d others", len(names)-shownNames)
	}
	return shown
}

// defaultTarget is the target that the CLI takes where none is named, "" where there is
// none such.
func defaultTarget(b *Bundle) string {
	switch len(b.declared) {
	case 0:
		return onlyTarget
	case 1:
		return b.declared[0].Key
	}
	var defaults []source.Entry
	for _, e := range b.declared {
		if is := e.Value.Get("default"); is != nil && is.Kind == source.Bool && is.Text == "true" {
			defaults = append(defaults, e)
		}
	}
	switch len(defaults) {
	case 0:
		return ""
	case 1:
		return defaults[0].Key
	}
	if len(b.options.Targets) == 0 {
		at := defaults[1].Value.Entry("default")
		b.fault(faultAt(at.Value, at.KeyRange(), "the targets %s are both the default; leave `default: true` in one",
			quoted([]string{defaults[0].Key, defaults[1].Key})))
	}
	return ""
}

// merge returns the bundle with the target's own settings merged over it. Nil where there
// is nothing.
func (r *resolution) merge() *source.Node {
	base := r.bundle.base
	if base == nil {
		return nil
	}
	t := &targetMerge{resolution: r, declaration: r.declaration()}
	t.sort()
	m := &merger{zero: t.isOwn, refuse: r.refuse}
	merged := m.maps([]*source.Node{t.files(base), t.declaration.Value.WithEntries(t.settings)}, rootField, nil)
	merged = base.WithEntries(merged.Entries())
	merged = withEntry(merged, t.bundleEntry(merged.Entry("bundle"), m))
	r.checkDeclared(merged)
	return merged
}

// refuse takes note of what the CLI refuses.
func (r *resolution) refuse(err *source.Error) { r.faults = append(r.faults, err) }

// declaration is the entry of the target, with a map of nothing where it sets nothing.
func (r *resolution) declaration() source.Entry {
	base := r.bundle.base
	e := source.Entry{Key: r.target, KeySpan: source.Range{Start: base.Range().Start, End: base.Range().Start}.Span(), Value: base}
	for _, declared := range r.bundle.declared {
		if declared.Key == r.target {
			e = declared
		}
	}
	if e.Value == base || e.Value.Kind != source.Map {
		e.Value = &source.Node{Kind: source.Map, Span: e.KeySpan, Origin: e.Value.Origin}
	}
	return e
}

// targetMerge is the work of merging one target over the files.
type targetMerge struct {
	*resolution

	declaration source.Entry
	settings    []source.Entry // what is merged over the same keys of the files
	bundle      []source.Entry // what becomes a setting of `bundle`
	rest        []source.Entry // what a target does not take
	runsAs      bool           // the target says who it runs as, which replaces what the files say
}

// sort sorts what the target sets by what becomes of it.
func (t *targetMerge) sort() {
	for _, e := range t.declaration.Value.Entries() {
		switch e.Key {
		case "artifacts", "bundle", "permissions", "presets", "resources", "sync", "workspace":
			t.settings = append(t.settings, e)
		case "run_as":
			t.settings, t.runsAs = append(t.settings, e), e.Value.Kind != source.Null
		case "cluster_id", "compute_id", "git", "mode":
			t.bundle = append(t.bundle, e)
		case "default", "variables":
			if isUnfit(e.Value) {
				t.rest = append(t.rest, e)
			}
		default:
			t.rest = append(t.rest, e)
		}
	}
}

// isOwn says whether a path is that of a setting whose empty texts, false and 0 the CLI
// drops from a target before it merges it. Settings of resources are not.
func (t *targetMerge) isOwn(path []string) bool {
	return path[0] == "bundle" || path[0] == "presets" || path[0] == "workspace"
}

// files returns what the files say without what a document of one target does not have.
func (t *targetMerge) files(base *source.Node) *source.Node {
	entries := slices.DeleteFunc(slices.Clone(base.Entries()), func(e source.Entry) bool {
		switch e.Key {
		case "targets", "environments", "include":
			return !isUnfit(e.Value)
		case "run_as":
			return t.runsAs
		}
		return false
	})
	if targets := t.unknown(base); targets != nil {
		entries = append(entries, *targets)
	}
	return base.WithEntries(entries)
}

// unknown is what a target does not take, where it is written: targets.<name>. Nil where
// there is nothing.
func (t *targetMerge) unknown(base *source.Node) *source.Entry {
	targets := base.Entry("targets")
	if targets == nil {
		targets = base.Entry("environments")
	}
	if targets == nil || len(t.rest) == 0 {
		return nil
	}
	target := t.declaration
	target.Value, target.Repeats = target.Value.WithEntries(t.rest), false
	all := *targets
	all.Value, all.Repeats = all.Value.WithEntries([]source.Entry{target}), false
	return &all
}

// bundleEntry is the entry of `bundle` with what the target says of itself, and its name.
func (t *targetMerge) bundleEntry(known *source.Entry, m *merger) source.Entry {
	e := source.Entry{Key: "bundle", KeySpan: t.declaration.KeySpan}
	e.Value = t.declaration.Value.WithEntries(nil)
	if known != nil {
		e = *known
		if e.Value.Kind != source.Map {
			dropped := e
			e.Value = &source.Node{Kind: source.Map, Span: e.Value.Span, Origin: e.Value.Origin}
			e.Value = withRemarks(e.Value, nil, []source.Entry{dropped})
		}
	}
	for _, setting := range t.bundle {
		before := e.Value.Entry(setting.Key)
		if setting.Key == "git" && before != nil {
			over := &layers{over: []source.Entry{*before, setting}}
			merged, _ := m.layers(over, rootField.at("bundle").at("git"), []string{"bundle", "git"})
			setting = merged[0]
		}
		if setting.Value.Kind != source.Null {
			e.Value = withEntry(e.Value, setting)
		}
	}
	name := &source.Node{
		Kind: source.String, Text: t.target, Span: t.declaration.KeySpan,
		Origin: &source.Origin{Text: originOf(t.declaration.Value).Text, Known: true},
	}
	for _, key := range []string{"target", "environment"} {
		e.Value = withEntry(e.Value, source.Entry{Key: key, KeySpan: t.declaration.KeySpan, Value: name})
	}
	return e
}

// withEntry returns a map in which a key has a value: in its place where the map has it.
func withEntry(n *source.Node, e source.Entry) *source.Node {
	entries := slices.Clone(n.Entries())
	known := n.Entry(e.Key)
	if known == nil {
		return n.WithEntries(append(entries, e))
	}
	for i := range entries {
		if &n.Entries()[i] == known {
			e.Repeats = known.Repeats
			entries[i] = e
		}
	}
	return n.WithEntries(entries)
}

// checkDeclared says what the CLI refuses of a document: a bundle without a name, and a
// resource without a body.
func (r *resolution) checkDeclared(document *source.Node) {
	section := document.Entry("bundle")
	if name := section.Value.Get("name"); name == nil || name.Kind == source.Null || isZero(name) {
		r.refuse(faultAt(section.Value, section.KeyRange(), "the bundle has no name; set `bundle.name`"))
	}
	resources := document.Get("resources")
	if resources == nil {
		return
	}
	for _, kind := range resources.Entries() {
		for i := range kind.Value.Entries() {
			e := &kind.Value.Entries()[i]
			if e.Value.Kind == source.Null && isKind(kind.Key) && kind.Value.Entry(e.Key) == e {
				r.refuse(faultAt(e.Value, e.KeyRange(), "`resources.%s.%s` has no settings; write them or remove the key", kind.Key, e.Key))
			}
		}
	}
}
