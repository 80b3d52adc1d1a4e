package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
)

// writeJSON writes the report section by section, and each element of a list on a line
// of its own: a run over thousands of gateways has more of them than a person's machine
// should hold a second time as text, and of the size of the report blanks would be half.
func writeJSON(w io.Writer, r Report, _ Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	o := &jsonObject{w: out}
	o.value("version", r.Version)
	o.value("tool", r.Tool)
	if r.Workspace != nil {
		o.value("workspace", r.Workspace)
	}
	appendList(o, "findings", r.Findings, appendFinding)
	if len(r.Known) > 0 {
		appendList(o, "known", r.Known, appendFinding)
	}
	writeList(o, "checklist", r.Checklist)
	appendList(o, "subjects", r.Subjects, appendSubject)
	writeList(o, "not_checked", r.NotChecked)
	if r.Fixes != nil {
		o.value("fixes", r.Fixes)
	}
	o.value("run", r.Run)
	writeList(o, "errors", r.Errors)
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

func (j *jsonObject) value(name string, v any) {
	j.key(name)
	j.encode(v, "  ")
}

// writeList writes a list, each element on a line.
func writeList[T any](j *jsonObject, name string, list []T) {
	appendList(j, name, list, func(b []byte, element *T) []byte {
		encoded, err := marshalLine(element)
		if j.err == nil {
			j.err = err
		}
		return append(b, encoded...)
	})
}

// appendList writes a list, each element on a line as a function appends it.
func appendList[T any](j *jsonObject, name string, list []T, element func(b []byte, element *T) []byte) {
	j.key(name)
	if len(list) == 0 {
		j.write("[]")
		return
	}
	start := "[\n    "
	var encoded []byte
	for i := range list {
		j.write(start)
		encoded = element(encoded[:0], &list[i])
		if j.err == nil {
			_, j.err = j.w.Write(encoded)
		}
		start = ",\n    "
	}
	j.write("\n  ]")
}

func (j *jsonObject) key(name string) {
	start := ",\n  \""
	if !j.begun {
		start, j.begun = "{\n  \"", true
	}
	j.write(start + name + "\": ")
}

func (j *jsonObject) encode(v any, blanks string) {
	encoded, err := marshal(v, blanks)
	if j.err == nil {
		j.err = err
	}
	j.write(string(encoded))
}

func (j *jsonObject) write(text string) {
	if j.err == nil {
		_, j.err = j.w.WriteString(text)
	}
}

func (j *jsonObject) end() error {
	j.write("\n}\n")
	return j.err
}

// marshal lays a value out behind so many blanks, as a person can read it. No
// character that a terminal acts on, or that hides, stands as itself.
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

// marshalLine writes a value on one line, with a blank behind each colon and comma, and
// nothing that hides as itself.
func marshalLine(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return escapeHidden(spaced(bytes.TrimSuffix(b.Bytes(), []byte("\n")))), nil
}

// spaced puts a blank behind each colon and comma of encoded JSON that stands outside of
// strings.
func spaced(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/8)
	quoted := false
	for i := 0; i < len(b); i++ {
		out = append(out, b[i])
		switch {
		case quoted && b[i] == '\\':
			i++
			out = append(out, b[i])
		case b[i] == '"':
			quoted = !quoted
		case !quoted && (b[i] == ':' || b[i] == ','):
			out = append(out, ' ')
		}
	}
	return out
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

// appendFinding writes a finding as an element of the report's list, byte for
// byte as marshalLine would. With encoding/json the whole run over 20,000 gateways
// that have 14 findings each takes 1.4 times as long, and as much of the processor
// (BenchmarkTenThousandFindings/json measures the writing alone).
func appendFinding(b []byte, f *finding.Finding) []byte {
	b = appendText(append(b, `{"rule": `...), f.Rule)
	b = appendText(append(b, `, "name": `...), f.Name)
	b = appendText(append(b, `, "severity": `...), string(f.Severity))
	b = appendText(append(b, `, "level": `...), string(f.Level))
	b = appendText(append(b, `, "outcome": `...), string(f.Outcome))
	b = appendText(append(b, `, "subject": {"kind": `...), f.Subject.Kind)
	b = appendText(append(b, `, "name": `...), f.Subject.Name)
	b = append(appendWritten(b, `, "address": `, f.Subject.Address), '}')
	b = appendTexts(b, `, "targets": `, f.Targets)
	b = appendTexts(b, `, "names": `, f.Names)
	b = appendText(append(b, `, "pointer": `...), f.Pointer)
	b = appendText(append(b, `, "message": `...), f.Message)
	b = appendText(append(b, `, "reason": `...), f.Reason)
	b = appendLocation(append(b, `, "location": `...), f.Location)
	b = appendRelated(b, f.Related)
	b = appendText(append(b, `, "fingerprint": `...), f.Fingerprint)
	if f.More > 0 {
		b = strconv.AppendInt(append(b, `, "more": `...), int64(f.More), 10)
	}
	b = appendWritten(b, `, "cause": `, f.Cause)
	b = appendRare(append(b, `, "waiver": `...), f.Waiver, f.Waiver == nil)
	b = appendRare(append(b, `, "fix": `...), f.Fix, f.Fix == nil)
	return append(b, '}')
}

// appendSubject writes a subject as an element of the report's list, byte for byte as
// marshalLine would, in a fourteenth of the time (BenchmarkTenThousandSubjects): of a run over
// gateways that have few findings that is most of the report.
func appendSubject(b []byte, s *Subject) []byte {
	b = appendText(append(b, `{"kind": `...), s.Kind)
	b = appendText(append(b, `, "name": `...), s.Name)
	b = appendWritten(b, `, "address": `, s.Address)
	b = appendWritten(b, `, "target": `, s.Target)
	b = appendText(append(b, `, "file": `...), s.File)
	b = appendText(append(b, `, "hosting": `...), s.Hosting)
	b = appendText(append(b, `, "form": `...), s.Form)
	b = appendWritten(b, `, "page": `, s.Page)
	b = appendItems(append(b, `, "items": `...), s.Items)
	b = appendAll(append(b, `, "rules": `...), s.Rules)
	b = strconv.AppendInt(append(b, `, "error": `...), int64(s.Error), 10)
	b = strconv.AppendInt(append(b, `, "warning": `...), int64(s.Warning), 10)
	b = strconv.AppendInt(append(b, `, "note": `...), int64(s.Note), 10)
	return append(b, '}')
}

func appendItems(b []byte, i *SubjectItems) []byte {
	if i == nil {
		return append(b, "null"...)
	}
	b = appendAll(append(b, `{"fail": `...), i.Fail)
	b = appendAll(append(b, `, "unknown": `...), i.Unknown)
	b = appendAll(append(b, `, "waived": `...), i.Waived)
	b = appendAll(append(b, `, "not_applicable": `...), i.NotApplicable)
	return append(b, '}')
}

// appendWritten writes a key and a text, nothing where the text is empty.
func appendWritten(b []byte, key, text string) []byte {
	if text == "" {
		return b
	}
	return appendText(append(b, key...), text)
}

// appendAll writes a list, also where it is empty.
func appendAll(b []byte, texts []string) []byte {
	if texts == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, text := range texts {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = appendText(b, text)
	}
	return append(b, ']')
}

// appendTexts writes a list, nothing where it is empty.
func appendTexts(b []byte, key string, texts []string) []byte {
	if len(texts) == 0 {
		return b
	}
	return appendAll(append(b, key...), texts)
}

// appendRelated writes the places beside a finding, but for the block that it stands in.
func appendRelated(b []byte, all []finding.Related) []byte {
	start := `, "related": [`
	for i := range all {
		if r := &all[i]; !r.Block {
			b = appendLocation(append(append(b, start...), `{"location": `...), r.Location)
			b = append(appendText(append(b, `, "message": `...), r.Message), '}')
			start = ", "
		}
	}
	if start == ", " {
		b = append(b, ']')
	}
	return b
}

func appendLocation(b []byte, l finding.Location) []byte {
	b = appendText(append(b, `{"file": `...), l.File)
	b = strconv.AppendInt(append(b, `, "start_line": `...), int64(l.StartLine), 10)
	b = strconv.AppendInt(append(b, `, "start_column": `...), int64(l.StartColumn), 10)
	b = strconv.AppendInt(append(b, `, "end_line": `...), int64(l.EndLine), 10)
	b = strconv.AppendInt(append(b, `, "end_column": `...), int64(l.EndColumn), 10)
	return append(b, '}')
}

// appendRare writes what few findings have.
func appendRare(b []byte, v any, missing bool) []byte {
	if missing {
		return append(b, "null"...)
	}
	encoded, err := marshalLine(v)
	if err != nil { // a struct of texts
		panic(err)
	}
	return append(b, encoded...)
}

// appendText writes a string. Nearly all are plain ASCII; the others are left to
// encoding/json.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			encoded, err := marshalLine(s)
			if err != nil { // a string
				panic(err)
			}
			return append(b, encoded...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
