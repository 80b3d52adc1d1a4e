package check

import (
	"path/filepath"
	"sync"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// besideModules are the modules of the folders that plans and states lie in: they say what
// a plan cannot, and where it is written. Each is loaded when it is first asked for.
type besideModules struct {
	load func(folder string) *terraform.Configuration

	mu   sync.Mutex
	made map[string]func() *terraform.Configuration // by folders
}

// of returns the module in the folder of an input, nil where there is none.
func (b *besideModules) of(input source.Input) *terraform.Configuration {
	if input.Piped() {
		return nil
	}
	folder := filepath.Dir(input.Real())
	b.mu.Lock()
	once := b.made[folder]
	if once == nil {
		once = sync.OnceValue(func() *terraform.Configuration { return b.load(folder) })
		if b.made == nil {
			b.made = map[string]func() *terraform.Configuration{}
		}
		b.made[folder] = once
	}
	b.mu.Unlock()
	return once()
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
