package check

import (
	"path/filepath"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// besideModules are the modules of the folders that plans and states lie in: they say what
// a plan cannot, and where it is written. Each plan has its own, whose texts no other
// document masks at the same time.
type besideModules struct {
	load func(folder string) *terraform.Configuration
}

// of returns the module in the folder of an input, nil where there is none.
func (b *besideModules) of(input source.Input) *terraform.Configuration {
	if input.Piped() {
		return nil
	}
	return b.load(filepath.Dir(input.Real()))
}

// loadBeside loads the module of a folder, nil where it has none.
func (m *modules) loadBeside(folder string) *terraform.Configuration {
	if m.graph.look(folder).files == 0 {
		return nil
	}
	options := m.optionsFor(folder)
	options.Variables, options.VariableFiles = nil, nil // a plan has its own
	return terraform.Load(folder, options)
}
