package terraform

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// converted is a text, number or boolean as the provider takes it. What cannot be converted
// stays as it is written.
func (f *field) converted(v cty.Value) cty.Value {
	if f == nil || f.kind != plainField || !f.typ.IsPrimitiveType() {
		return v
	}
	converted, err := convert.Convert(v, f.typ)
	if err != nil {
		return v
	}
	return converted
}
