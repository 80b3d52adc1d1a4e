package ruletest

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
	"github.com/gwlint/gwlint/rules"
)

// Files beside the examples, which they are judged with.
const (
	configuration = ".gwlint.yaml"
	patches       = ".input.yaml" // ends the name of an example that no file shows
)

// examples is one folder of a rule's examples: bad or good.
type examples struct {
	bench  *bench
	unit   *Unit
	rule   rules.Rule
	folder string // as messages name it
	bad    bool
	texts  map[string][]byte // by name, less the configuration and the state
	params config.Params
	state  *state.State
	engine *engine.Engine
}

// runExamples judges the examples of a rule: in bad/ every line that is marked
// is found and nothing else, in good/ nothing is found and nothing is unknown.
func (b *bench) runExamples(ctx context.Context, u *Unit, rule rules.Rule) error {
	for _, side := range []string{"bad", "good"} {
		e := &examples{bench: b, unit: u, rule: rule, folder: path.Join(u.Folder, side), bad: side == "bad", engine: b.engine}
		if err := e.read(); err != nil {
			return err
		}
		if err := e.prepare(ctx); err != nil {
			return err
		}
		ran, err := e.run(ctx)
		if err != nil {
			return err
		}
		if ran == 0 {
			u.fail(e.folder, 0, "no example; put a document in it that the rule finds %s", map[bool]string{true: "bad", false: "good"}[e.bad])
		}
		if e.bad {
			u.Bad = ran
		} else {
			u.Good = ran
		}
	}
	return nil
}

// read reads the folder's files; hidden ones only where they mean something.
func (e *examples) read() error {
	e.texts = map[string][]byte{}
	folder := e.bench.below(e.folder)
	entries, err := fs.ReadDir(e.bench.tree.Files, folder)
	if err != nil {
		return nil //nolint:nilerr // a folder that is not there has no example, and that is told
	}
	for _, entry := range entries {
		name := entry.Name()
		hidden := strings.HasPrefix(name, ".") && name != configuration && !slices.Contains(state.Names(), name)
		if entry.IsDir() || hidden {
			continue
		}
		text, err := fs.ReadFile(e.bench.tree.Files, path.Join(folder, name))
		if err != nil {
			return fmt.Errorf("%s: %w", e.file(name), err)
		}
		e.texts[name] = text
	}
	return nil
}

func (e *examples) file(name string) string { return path.Join(e.folder, name) }

// names are the examples to judge, in order.
func (e *examples) names() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(e.texts)), func(name string) bool {
		return name == configuration || slices.Contains(state.Names(), name)
	})
}

// prepare makes an engine that knows the folder's parameters and state.
func (e *examples) prepare(ctx context.Context) error {
	options := e.bench.options
	e.params = e.bench.params
	plain := true
	if text, ok := e.texts[configuration]; ok {
		var err error
		if e.params, err = config.ReadParams(e.file(configuration), text); err != nil {
			return err
		}
		plain = false
	}
	for _, name := range state.Names() {
		text, ok := e.texts[name]
		if !ok {
			continue
		}
		if e.state != nil {
			return fmt.Errorf("%s: a second state file; keep one of them", e.file(name))
		}
		var err error
		if e.state, err = readState(e.file(name), text); err != nil {
			return err
		}
		plain = false
	}
	if plain {
		return nil
	}
	value, err := e.params.Value()
	if err != nil {
		return err
	}
	options.Rules = []rules.Rule{e.rule}
	options.Facts.Params = value
	if s := e.state; s != nil {
		options.Facts.State = engine.Part{Value: s.Value(), Unseen: s.Unseen(), Text: s.Text(), Place: s.Place}
	}
	e.engine, err = engine.New(ctx, options)
	return err
}

func readState(file string, content []byte) (*state.State, error) {
	text, err := source.NewText(file, content)
	if err != nil {
		return nil, err
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(documents, state.Holds) {
		return nil, fmt.Errorf("%s: holds no state", file)
	}
	return state.New(text, documents), nil
}
