package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// module is what the files of one folder declare, override files applied. It is read once,
// however often it is called.
type module struct {
	// folder is absolute.
	folder    string
	variables map[string]*variable
	locals    map[string]*hcl.Attribute
	outputs   map[string]*hcl.Attribute // their value arguments
	// resources are those to be managed, and data those that are read only, by
	// type.name; order has the keys of resources as they are written.
	resources, data map[string]*block
	order           []string
	calls           map[string]*block
	callOrder       []string
	// assigned are the values of variables of a root module: of tfvars, flags and the
	// environment, what wins only.
	assigned map[string]assigned
	// broken says that a file of it was not read whole: what is missing may be there.
	broken bool
}

// variable is a declared variable.
type variable struct {
	name     string
	typ      cty.Type
	defaults *typeexpr.Defaults
	// fallback is the default, nil where there is none.
	fallback            hcl.Expression
	sensitive, nullable bool
	at                  hcl.Range
}

// block is a resource, data or module block with the blocks of override files over it.
type block struct {
	typ, name string
	body      hcl.Body
	overrides []hcl.Body
	// at is its head: resource "type" "name".
	at hcl.Range
	// native says that it is in HCL's own syntax, not in JSON.
	native bool
}

// assigned is a value of a variable that is set from outside the module. It has an
// expression, or else a value, as flags and the environment give it.
type assigned struct {
	expr  hcl.Expression
	value cty.Value
}

// files are the texts of the module's files.
func (m *module) files() []*source.Text { return nil }
