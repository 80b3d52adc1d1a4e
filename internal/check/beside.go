package check

import (
	"path/filepath"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// beside loads the module in the folder of a plan or a state, nil where there is none: it says
// what a plan cannot, and where it is written. Each plan has its own, whose texts no other
// document masks at the same time.
func (m *modules) beside(input source.Input) *terraform.Configuration {
	folder := filepath.Dir(input.Real())
	if input.Piped() || m.graph.look(folder).files == 0 {
		return nil
	}
	options := m.optionsFor(folder)
	options.Variables, options.VariableFiles = nil, nil // a plan has its own
	return terraform.Load(folder, options)
}
