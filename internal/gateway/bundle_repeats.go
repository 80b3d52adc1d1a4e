package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// addRepeatedKeys adds to subjects the keys above them that stand more than once: their own, and
// those of the maps that all resources stand in, which the first subject says.
func addRepeatedKeys(b *bundle, subjects []*Subject) {
	if b.plan || len(subjects) == 0 {
		return
	}
	at := make(map[string]*Subject, len(subjects))
	for _, s := range subjects {
		at[source.Pointer(s.base)] = s
	}
	first := func(keys ...string) func(string) *Subject {
		return func(key string) *Subject {
			if slices.Contains(keys, key) {
				return subjects[0]
			}
			return nil
		}
	}
	resources := b.doc.Root.Get("resources")
	addRepeats(b.doc.Root, nil, first("resources"))
	addRepeats(resources, []string{"resources"}, first(bundleKinds...))
	for _, kind := range bundleKinds {
		path := []string{"resources", kind}
		addRepeats(resources.Get(kind), path, func(key string) *Subject {
			return at[source.Pointer(append(slices.Clone(path), key))]
		})
	}
}

// addRepeats adds the repeated keys of a map at a path to their subjects.
func addRepeats(n *source.Node, path []string, subject func(key string) *Subject) {
	for i := range entries(n) {
		e := &n.Entries()[i]
		if !e.Repeats {
			continue
		}
		s := subject(e.Key)
		if s == nil {
			continue
		}
		textReader{s}.found("duplicate_keys", textOf(e.Value), e.KeyRange(), nil)
		s.Text.DuplicateKeys = append(s.Text.DuplicateKeys, DuplicateKey{Key: shownKey(e.Key), Parent: dotted(path)})
	}
}
