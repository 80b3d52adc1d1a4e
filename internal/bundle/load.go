package bundle

import (
	"cmp"
	"fmt"

	"github.com/gwlint/gwlint/internal/source"
)

// load reads the root file and what it includes.
func (b *Bundle) load() {
	b.checkAlone()
	b.add(b.Root)
	if len(b.files) == 0 {
		return
	}
	b.Included = b.included(b.files[0], mostIncluded)
	left := cmp.Or(4*b.options.Limits.Bytes, mostBytes)
	for _, input := range b.Included {
		if left -= b.add(input); left < 0 {
			include := b.files[0].root.Entry("include")
			b.fault(b.files[0].fault(include.KeyRange.Start, "the files together hold more than four times the limit of one file: leave some out"))
			return
		}
	}
}

// mostBytes is what the included files may hold together, unless Limits say how much one
// may hold.
const mostBytes = 128 << 20

// add reads a file and adds it, with the faults that it has by itself. It returns how many
// bytes the file holds.
func (b *Bundle) add(input source.Input) (size int64) {
	text, err := source.Load(input, b.options.Limits)
	b.Faults = append(b.Faults, source.Faults(err)...)
	switch {
	case text == nil:
		return 0
	case err != nil: // it is not text
		b.files = append(b.files, file{input: input, text: text})
	default:
		b.addText(input, text)
	}
	return int64(len(text.Bytes))
}

// addText adds a file that is read. Its values are as their fields take them.
func (b *Bundle) addText(input source.Input, text *source.Text) {
	root, err := source.ParseBundle(text, b.options.Limits)
	b.Faults = append(b.Faults, source.Faults(err)...)
	source.SetText(root, text)
	c := &fileCheck{bundle: b, file: file{input: input, text: text, root: fit(root, rootField)}, isRoot: len(b.files) == 0}
	c.run()
	b.files = append(b.files, c.file)
}

// fault is what is wrong at a place of the file.
func (f file) fault(at int, format string, args ...any) *source.Error {
	return &source.Error{File: f.input.File, At: f.text.Position(at), Message: fmt.Sprintf(format, args...)}
}

func (b *Bundle) fault(err *source.Error) { b.Faults = append(b.Faults, err) }

// targetFault adds a fault of one target.
func (b *Bundle) targetFault(target string, err *source.Error) {
	if b.targetFaults == nil {
		b.targetFaults = map[string][]*source.Error{}
	}
	b.targetFaults[target] = append(b.targetFaults[target], err)
}
