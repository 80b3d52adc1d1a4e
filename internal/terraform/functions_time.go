package terraform

import (
	"errors"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// timeCompareFunction says which of two times is earlier: -1, 0 or 1.
var timeCompareFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "a", Type: cty.String}, {Name: "b", Type: cty.String}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		a, errA := time.Parse(time.RFC3339, args[0].AsString())
		b, errB := time.Parse(time.RFC3339, args[1].AsString())
		if errA != nil || errB != nil {
			return cty.NilVal, errors.New("not a valid RFC3339 timestamp")
		}
		return cty.NumberIntVal(int64(a.Compare(b))), nil
	},
})
