package terraform

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/gwlint/gwlint/internal/source"
)

// converted is a text, number or boolean as the provider takes it. What cannot be converted
// stays as it is written.
func (f *field) converted(v cty.Value) cty.Value {
	if f == nil || f.kind != plainField || !f.typ.IsPrimitiveType() || isHuge(v) {
		return v
	}
	converted, err := convert.Convert(v, f.typ)
	if err != nil {
		return v
	}
	return converted
}

// distinct is a list, with each known text once where the provider takes a set.
func (f *field) distinct(list *source.Node) *source.Node {
	if f == nil || f.kind != plainField || !f.typ.IsSetType() {
		return list
	}
	seen := map[string]bool{}
	list.SetItems(slices.DeleteFunc(list.Items(), func(n *source.Node) bool {
		if n.Kind < source.Bool || n.Kind > source.String || n.Origin.Unresolved != "" {
			return false
		}
		again := seen[n.Text]
		seen[n.Text] = true
		return again
	}))
	return list
}
