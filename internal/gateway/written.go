package gateway

import "github.com/gwlint/gwlint/internal/source"

// FilesOf are the names of the files in which subjects are written, and of those that
// their values come from, such as the file of a variable's default.
func FilesOf(subjects ...*Subject) map[string]bool {
	w := written{files: map[string]bool{}, seen: map[*source.Node]bool{}}
	for _, s := range subjects {
		w.add(s.doc, s.node)
	}
	return w.files
}

// written gathers the files in which trees are written. Trees share values, by an alias
// of YAML or as targets of a bundle do: each is looked at once.
type written struct {
	files map[string]bool
	seen  map[*source.Node]bool
}

func (w written) add(doc *source.Document, n *source.Node) {
	if n == nil || n.Kind >= source.List && w.seen[n] {
		return
	}
	w.files[doc.TextOf(n).File] = true
	if n.Origin != nil && n.Origin.From != nil && n.Origin.From.Text != nil {
		w.files[n.Origin.From.Text.File] = true
	}
	if n.Kind < source.List {
		return
	}
	w.seen[n] = true
	for _, item := range n.Items {
		w.add(doc, item)
	}
	for _, e := range n.Entries {
		w.add(doc, e.Value)
	}
}
