package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
)

// writeJSON writes the report section by section, and its findings one by one:
// a run over thousands of gateways has more of them than a person's machine
// should hold a second time as text.
func writeJSON(w io.Writer, r Report, _ Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	o := &jsonObject{w: out}
	o.raw("version", strconv.AppendInt(nil, int64(r.Version), 10))
	o.value("tool", r.Tool)
	if r.Workspace != nil {
		o.value("workspace", r.Workspace)
	}
	list(o, "findings", r.Findings, appendFinding)
	o.value("checklist", r.Checklist)
	o.value("subjects", r.Subjects)
	o.value("errors", r.Errors)
	o.value("summary", r.Summary)
	if err := o.end(); err != nil {
		return err
	}
	return out.Flush()
}

// jsonObject writes an object as encoding/json lays it out, two blanks a step,
// and keeps the first error.
type jsonObject struct {
	w     *bufio.Writer
	begun bool
	err   error
}

func (o *jsonObject) key(name string) {
	start := ",\n  \""
	if !o.begun {
		start, o.begun = "{\n  \"", true
	}
	o.write(start, name, "\": ")
}

func (o *jsonObject) write(parts ...string) {
	for _, part := range parts {
		if o.err == nil {
			_, o.err = o.w.WriteString(part)
		}
	}
}

func (o *jsonObject) raw(name string, encoded []byte) {
	o.key(name)
	o.write(string(encoded))
}

func (o *jsonObject) value(name string, v any) {
	encoded, err := marshal(v, "  ")
	if o.err == nil {
		o.err = err
	}
	o.raw(name, encoded)
}

// list writes the elements of a list one after the other. They are encoded by the
// batch, on all cores.
func list[T any](o *jsonObject, name string, items []T, encode func([]byte, *T) []byte) {
	o.key(name)
	if len(items) == 0 {
		o.write("[]")
		return
	}
	const batch = 4096
	parts := make([][]byte, runtime.GOMAXPROCS(0))
	start := "[\n    "
	for some := range slices.Chunk(items, batch) {
		var group sync.WaitGroup
		for n := range parts {
			group.Go(func() {
				parts[n] = encodeAll(parts[n][:0], some[n*len(some)/len(parts):(n+1)*len(some)/len(parts)], encode)
			})
		}
		group.Wait()
		for _, part := range parts {
			if len(part) > 0 && o.err == nil {
				o.write(start)
				_, o.err = o.w.Write(part)
				start = ",\n    "
			}
		}
	}
	o.write("\n  ]")
}

func encodeAll[T any](b []byte, items []T, encode func([]byte, *T) []byte) []byte {
	for i := range items {
		if i > 0 {
			b = append(b, ",\n    "...)
		}
		b = encode(b, &items[i])
	}
	return b
}

func (o *jsonObject) end() error {
	o.write("\n}\n")
	return o.err
}

// encode writes JSON as a person can read it, in which no character that a
// terminal acts on, or that hides, stands as itself.
func encode(w io.Writer, v any) error {
	b, err := marshal(v, "")
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// marshal lays a value out behind so many blanks.
func marshal(v any, blanks string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(blanks, "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return escapeHidden(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// escapeHidden replaces what hides by its JSON escape. In encoded JSON such
// characters stand only within strings, the line feeds and blanks of the
// layout excepted.
func escapeHidden(b []byte) []byte {
	if bytes.IndexFunc(b, hidesInJSON) < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+64)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case !hidesInJSON(r):
			out = append(out, b[:n]...)
		case r < 0x10000:
			out = appendUnit(out, r)
		default:
			high, low := utf16.EncodeRune(r)
			out = appendUnit(appendUnit(out, high), low)
		}
		b = b[n:]
	}
	return out
}

func hidesInJSON(r rune) bool { return r != '\n' && hides(r) }

func appendUnit(b []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}
