package bundle

import (
	"github.com/gwlint/gwlint/internal/source"
)

// checkKeys says which keys of resources and scripts stand twice: in two files, or for two
// kinds, which Databricks CLI v1.10.0 refuses alike. Of a key that one map repeats it takes
// the last one.
func (b *Bundle) checkKeys() {
	k := keys{bundle: b, first: map[string]source.Entry{}}
	for _, f := range b.files {
		k.resources(f.root.Get("resources"))
		k.section("scripts", f.root.Get("scripts"))
	}
}

// keys are the keys that were seen, by the first entry of each.
type keys struct {
	bundle *Bundle
	first  map[string]source.Entry
}

func (k keys) resources(resources *source.Node) {
	if resources == nil {
		return
	}
	for i := range resources.Entries {
		kind := &resources.Entries[i]
		if resources.Entry(kind.Key) == kind && isKind(kind.Key) {
			k.section("resources."+kind.Key, kind.Value)
		}
	}
}

// isKind says whether the CLI knows a kind of resources: it drops the others.
func isKind(name string) bool {
	resources := rootField.at("resources")
	return resources == nil || resources.at(name) != nil
}

func (k keys) section(path string, section *source.Node) {
	if section == nil {
		return
	}
	for _, e := range section.Entries {
		first, known := k.first[e.Key]
		if known && !e.Repeats {
			k.bundle.fault(faultAt(e.Value, e.KeyRange,
				"`%s.%s` has a key that stands at %s already, and the Databricks CLI refuses a key twice; rename one of them",
				path, e.Key, keyPlace(first)))
		}
		if !known {
			k.first[e.Key] = e
		}
	}
}

// keyPlace names the place of a key as file:line.
func keyPlace(e source.Entry) string {
	return placeOf(&source.Node{Range: e.KeyRange, Origin: e.Value.Origin})
}
