package baseline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
)

// header is the first line of a file.
func header() string { return fmt.Sprintf(`{"gwlint-baseline":%d}`, Version) }

// Begins says whether a text begins as a baseline does.
func Begins(text []byte) bool { return bytes.HasPrefix(text, []byte(`{"gwlint-baseline":`)) }

// Error is why a file is no baseline. It quotes nothing of the file.
type Error struct {
	File string
	// Line is 0 where the file as a whole is wrong.
	Line    int
	Message string
}

// Error gives "file:line: message".
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message)
}

// anew is how a file is made that can be read.
const anew = "'gwlint baseline write --force' writes it anew"

// most is how many faults of a file are told.
const most = 10

// Read reads a file, which has a name in reports. Its error joins all faults for which the
// file cannot be taken at its word, as *Error, in the order of the file.
func Read(name string, text []byte) (*Baseline, error) {
	r := reader{b: &Baseline{Name: name, Digest: digestOf(text)}, met: map[Entry]int{}}
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(string(text), "\ufeff"), "\n"), "\n")
	for i, line := range lines {
		r.line, r.text = i+1, strings.TrimSuffix(line, "\r")
		switch {
		case isConflict(r.text):
			r.conflict()
		case i == 0:
			r.header()
		default:
			r.entry()
		}
		if len(r.faults) == most || r.unreadable {
			break
		}
	}
	if len(r.faults) > 0 {
		return nil, errors.Join(r.faults...)
	}
	return r.b, nil
}

// Is says whether a text is the one that the baseline was read from.
func (b *Baseline) Is(text []byte) bool { return b.Digest == digestOf(text) }

// digestOf is "sha256:" and the digest of a text.
func digestOf(text []byte) string {
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// reader reads a file line by line.
type reader struct {
	b      *Baseline
	faults []error
	// unreadable says that the rest of the file means nothing.
	unreadable bool
	line       int
	text       string
	before     string
	// met has the lines of entries.
	met map[Entry]int
}

func (r *reader) fault(format string, args ...any) {
	r.faults = append(r.faults, &Error{File: r.b.Name, Line: r.line, Message: fmt.Sprintf(format, args...)})
}

// isConflict says whether a line is one that git writes around what it could not merge.
func isConflict(line string) bool {
	for _, sign := range []string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"} {
		if rest, ok := strings.CutPrefix(line, sign); ok && (rest == "" || rest[0] == ' ') {
			return true
		}
	}
	return false
}

func (r *reader) conflict() {
	r.unreadable = true
	r.fault("holds a merge conflict: keep the entries of both sides, delete the lines that git wrote between them, and run 'gwlint baseline update'")
}

func (r *reader) header() {
	var version map[string]json.Number
	err := json.Unmarshal([]byte(r.text), &version)
	number, ok := version["gwlint-baseline"]
	r.unreadable = true
	switch {
	case r.text == "" && r.line == 1:
		r.fault("the first line must be %s: restore the file, or %s", header(), anew)
	case err != nil || !ok || len(version) != 1:
		r.fault("is no baseline, whose first line is %s: restore the line, or %s", header(), anew)
	case number.String() != fmt.Sprint(Version):
		r.fault("has a version of the format that this gwlint does not read, which reads %d: use the gwlint that wrote the file, or %s", Version, anew)
	default:
		r.unreadable = false
	}
}

var (
	valueForm = regex.Lazy(`^([0-9a-f]{16})?(x[1-9][0-9]{0,8})?$`)
	ruleForm  = regex.Lazy(`^[A-Z]+[0-9]+$`)
)

func (r *reader) entry() {
	if strings.TrimSpace(r.text) == "" {
		return // a line between two entries says nothing
	}
	e, ok := parse(r.text)
	if !ok {
		r.fault(`is no entry, which is ["RULE","KIND","SUBJECT","PLACE","VALUE","FILE"]: restore the line, or delete it`)
		return
	}
	e.Line = r.line
	key := e
	key.Line = 0
	written := e.line()
	switch first, twice := r.met[key]; {
	case twice:
		r.b.Faults = append(r.b.Faults, Fault{r.line, fmt.Sprintf("says the same as line %d", first)})
		return
	case written < r.before:
		r.b.Faults = append(r.b.Faults, Fault{r.line, "is not in the order of the file"})
	}
	r.met[key], r.before = r.line, written
	r.b.Entries = append(r.b.Entries, e)
}

// parse reads the line of an entry.
func parse(line string) (Entry, bool) {
	var parts []json.RawMessage
	if json.Unmarshal([]byte(line), &parts) != nil || len(parts) < 6 || len(parts) > 7 {
		return Entry{}, false
	}
	e := Entry{Nth: 1}
	for i, field := range []*string{&e.Rule, &e.Kind, &e.Subject, &e.Place, &e.Value, &e.File} {
		if parts[i][0] != '"' || json.Unmarshal(parts[i], field) != nil {
			return Entry{}, false
		}
	}
	if len(parts) == 7 && (json.Unmarshal(parts[6], &e.Nth) != nil || e.Nth < 2) {
		return Entry{}, false
	}
	return e, ruleForm().MatchString(e.Rule) && e.Kind != "" && valueForm().MatchString(e.Value)
}

// Write writes a file with these entries, in order and numbered.
func Write(w io.Writer, entries []Entry) error {
	var b bytes.Buffer
	b.WriteString(header() + "\n")
	for _, e := range number(entries) {
		b.WriteString(e.line() + "\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}
