package gateway

import "github.com/gwlint/gwlint/internal/source"

// FilesOf are the names of the files in which subjects are written, and of those that
// their values come from or are used in, such as the file of a variable's default.
func FilesOf(subjects ...*Subject) map[string]bool {
	set := fileSet{files: map[string]bool{}, seen: map[*source.Node]bool{}}
	for _, s := range subjects {
		set.add(s.doc, s.node)
	}
	return set.files
}

// fileSet gathers the files in which trees are written. Trees share values, by an alias
// of YAML or as targets of a bundle do: each is looked at once.
type fileSet struct {
	files map[string]bool
	seen  map[*source.Node]bool
}

func (f fileSet) add(doc *source.Document, n *source.Node) {
	if n == nil || n.Kind >= source.List && f.seen[n] {
		return
	}
	f.files[doc.TextOf(n).File] = true
	if n.Origin != nil {
		f.addSpot(n.Origin.From)
		f.addSpot(n.Origin.Via)
	}
	if n.Kind < source.List {
		return
	}
	f.seen[n] = true
	for _, item := range n.Items() {
		f.add(doc, item)
	}
	for _, e := range n.Entries() {
		f.add(doc, e.Value)
	}
}

func (f fileSet) addSpot(spot *source.Spot) {
	if spot != nil && spot.Text != nil {
		f.files[spot.Text.File] = true
	}
}
