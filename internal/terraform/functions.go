package terraform

import "github.com/zclconf/go-cty/cty/function"

// functionsFor are the functions that expressions of a module may call. What is not there
// is not known, and no error: try() must not take it for an answer.
func (e *evaluation) functionsFor(m *module) map[string]function.Function {
	return map[string]function.Function{}
}
