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

// writeJSON writes the report section by section, and its findings one by one:
// a run over thousands of gateways has more of them than a person's machine
// should hold a second time as text.
func writeJSON(w io.Writer, r Report, _ Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	o := &jsonObject{w: out}
	o.value("version", r.Version)
	o.value("tool", r.Tool)
	if r.Workspace != nil {
		o.value("workspace", r.Workspace)
	}
	o.findings("findings", r.Findings)
	o.value("checklist", r.Checklist)
	o.value("subjects", r.Subjects)
	o.value("not_checked", r.NotChecked)
	o.value("run", r.Run)
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

func (j *jsonObject) value(name string, v any) {
	j.key(name)
	j.encode(v, "  ")
}

// findings writes a list element by element.
func (j *jsonObject) findings(name string, list []finding.Finding) {
	j.key(name)
	if len(list) == 0 {
		j.write("[]")
		return
	}
	start := "[\n    "
	var encoded []byte
	for i := range list {
		j.write(start)
		encoded = appendFinding(encoded[:0], &list[i])
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
// byte as encoding/json would. With encoding/json the whole run over 20,000 gateways
// that have 14 findings each takes 1.4 times as long, and as much of the processor
// (BenchmarkTenThousandFindings/json measures the writing alone).
func appendFinding(b []byte, f *finding.Finding) []byte {
	b = appendText(append(b, "{\n      \"rule\": "...), f.Rule)
	b = appendText(append(b, ",\n      \"name\": "...), f.Name)
	b = appendText(append(b, ",\n      \"severity\": "...), string(f.Severity))
	b = appendText(append(b, ",\n      \"level\": "...), string(f.Level))
	b = appendText(append(b, ",\n      \"outcome\": "...), string(f.Outcome))
	b = appendText(append(b, ",\n      \"subject\": {\n        \"kind\": "...), f.Subject.Kind)
	b = appendText(append(b, ",\n        \"name\": "...), f.Subject.Name)
	b = appendText(append(b, "\n      },\n      \"pointer\": "...), f.Pointer)
	b = appendText(append(b, ",\n      \"message\": "...), f.Message)
	b = appendText(append(b, ",\n      \"reason\": "...), f.Reason)
	b = appendLocation(append(b, ",\n      \"location\": "...), f.Location)
	b = appendText(append(b, ",\n      \"fingerprint\": "...), f.Fingerprint)
	if f.Cause != "" {
		b = appendText(append(b, ",\n      \"cause\": "...), f.Cause)
	}
	b = appendRare(append(b, ",\n      \"waiver\": "...), f.Waiver, f.Waiver == nil)
	b = appendRare(append(b, ",\n      \"fix\": "...), f.Fix, f.Fix == nil)
	if f.More > 0 {
		b = strconv.AppendInt(append(b, ",\n      \"more\": "...), int64(f.More), 10)
	}
	return append(b, "\n    }"...)
}

func appendLocation(b []byte, l finding.Location) []byte {
	b = appendText(append(b, "{\n        \"file\": "...), l.File)
	b = strconv.AppendInt(append(b, ",\n        \"start_line\": "...), int64(l.StartLine), 10)
	b = strconv.AppendInt(append(b, ",\n        \"start_column\": "...), int64(l.StartColumn), 10)
	b = strconv.AppendInt(append(b, ",\n        \"end_line\": "...), int64(l.EndLine), 10)
	b = strconv.AppendInt(append(b, ",\n        \"end_column\": "...), int64(l.EndColumn), 10)
	return append(b, "\n      }"...)
}

// appendRare writes what few findings have.
func appendRare(b []byte, v any, missing bool) []byte {
	if missing {
		return append(b, "null"...)
	}
	encoded, err := marshal(v, "      ")
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
			encoded, err := marshal(s, "")
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
