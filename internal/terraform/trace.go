package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// traced marks the literals of a value with where the expression has them.
func traced(v cty.Value, expr hcl.Expression) cty.Value { return v }
