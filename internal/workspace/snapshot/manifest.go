package snapshot

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/workspace"
)

// Manifest says what a snapshot holds and how it was taken. Its schema is
// schema/manifest.schema.json.
type Manifest struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Tool    Tool   `json:"tool"`
	// TakenAt is the one clock in a snapshot: in UTC, to the second.
	TakenAt time.Time `json:"taken_at"`
	// Host is that of the workspace, without https://.
	Host        string `json:"host"`
	WorkspaceID string `json:"workspace_id"`
	// Identity is the caller, as the inventory has it; "" where that could not be read: the
	// snapshot is then never complete.
	Identity string `json:"identity"`
	// TLS is how the connection to the workspace was protected.
	TLS     workspace.TLS   `json:"tls"`
	Scope   workspace.Scope `json:"scope"`
	Options Options         `json:"options"`
	// Complete says that all that was asked for could be read, Interrupted that
	// the run was stopped; it is then never complete.
	Complete    bool           `json:"complete"`
	Interrupted bool           `json:"interrupted"`
	Counts      map[string]int `json:"counts"`
	// Records are in the order of their paths.
	Records []Entry `json:"records"`
}

// Tool is what wrote a snapshot.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Options is what was asked for beside the scope, as in workspace.Options.
type Options struct {
	Principals []string `json:"principals"`
	Operations bool     `json:"operations"`
	Warehouse  string   `json:"warehouse"`
	// AllowEmpty says that it was right if there was nothing.
	AllowEmpty bool `json:"allow_empty"`
}

// Entry is what a manifest says of a record. One without a body has no file, and
// then neither digest nor size.
type Entry struct {
	Path string `json:"path"`
	API  string `json:"api"`
	What string `json:"what"`
	// Outcome is that of the record, by its Word.
	Outcome string `json:"outcome"`
	// Needed says that without an answer the snapshot is incomplete.
	Needed  bool   `json:"needed"`
	Status  int    `json:"status"`
	Message string `json:"message"`
	// SHA256 is in hexadecimal digits, Size in bytes.
	SHA256 string `json:"sha256,omitempty"`
	Size   int64  `json:"size,omitempty"`
}

// Fails says that the record leaves the snapshot incomplete, as
// workspace.Record.Fails does.
func (e Entry) Fails() bool {
	return workspace.Record{Outcome: outcomes[e.Outcome], Needed: e.Needed}.Fails()
}

// outcomes are the outcomes by the word that a manifest has for them.
var outcomes = map[string]workspace.Outcome{
	workspace.Unasked.Word(): workspace.Unasked,
	workspace.Read.Word():    workspace.Read,
	workspace.Absent.Word():  workspace.Absent,
	workspace.Denied.Word():  workspace.Denied,
	workspace.Failed.Word():  workspace.Failed,
}

// encode writes a manifest in the one way that there is.
func (m Manifest) encode() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(m)
	return text.Bytes(), err
}

// canonical is the text of a manifest, in which no byte is left that JSON has to
// replace. What cannot be read back is not written.
func (m Manifest) canonical() ([]byte, error) {
	text, err := m.encode()
	if err != nil {
		return nil, err
	}
	var read Manifest
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, err
	}
	if text, err = read.encode(); err != nil {
		return nil, err
	}
	if len(text) > maxManifest {
		return nil, fmt.Errorf("it has %d bytes, and at most %d are read", len(text), maxManifest)
	}
	_, err = decode(text)
	return text, err
}

// body reads the file of a record. An error stands behind its name.
func (e Entry) body(dir string) ([]byte, error) {
	if !validPath(e.Path) {
		return nil, errors.New("has a path that no file of a snapshot has")
	}
	text, err := read(dir, e.Path, maxFile)
	switch {
	case err != nil:
		return nil, err
	case sum(text) != e.SHA256 || int64(len(text)) != e.Size:
		return nil, errors.New("does not match its digest")
	case !json.Valid(text):
		// A reader that took it for an empty answer would find nothing wrong.
		return nil, errors.New("is no JSON")
	}
	return text, nil
}

// entryOf is what the manifest says of a record.
func entryOf(r workspace.Record) (Entry, error) {
	e := Entry{
		Path: r.Path, API: r.API, What: r.What, Outcome: r.Outcome.Word(),
		Needed: r.Needed, Status: r.Status, Message: r.Message,
	}
	if len(r.Body) > 0 {
		e.SHA256, e.Size = sum(r.Body), int64(len(r.Body))
	}
	if !validPath(r.Path) {
		return e, errors.New("has a path that no file of a snapshot may have")
	}
	return e, e.check()
}

var (
	digestForm = regex.Lazy(`^[0-9a-f]{64}$`)
	// A host becomes part of the names of files in reports.
	hostForm = regex.Lazy(`^([A-Za-z0-9\[][A-Za-z0-9._:\[\]-]*)?$`)
)

// decode reads a manifest, and takes it only if it is written as gwlint writes
// it: a key twice, in capitals or unknown means that it is not what it was.
func decode(text []byte) (Manifest, error) {
	if err := format(text); err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, damaged(manifestName, err)
	}
	if err := m.check(); err != nil {
		return Manifest{}, damaged(manifestName, err)
	}
	again, err := m.encode()
	if err == nil && !bytes.Equal(again, text) {
		err = errors.New("it is not as gwlint writes it")
	}
	if err != nil {
		return Manifest{}, damaged(manifestName, err)
	}
	return m, nil
}

// format looks at nothing but which format it is: all else may be another in
// another version.
func format(text []byte) error {
	var m struct {
		Format  string
		Version int
	}
	switch err := json.Unmarshal(text, &m); {
	case err != nil:
		return damaged(manifestName, err)
	case m.Format != Format:
		return damaged(manifestName, fmt.Errorf("its format is %q, not %q", m.Format, Format))
	case m.Version > Version:
		return &Error{Kind: ErrVersion, File: manifestName, Message: fmt.Sprintf(
			"it has version %d of the format, and this gwlint reads version %d: use a newer gwlint", m.Version, Version)}
	case m.Version < Version:
		return &Error{Kind: ErrVersion, File: manifestName, Message: fmt.Sprintf(
			"it has version %d of the format, and this gwlint reads version %d: take a new snapshot", m.Version, Version)}
	}
	return nil
}

// check says what a manifest cannot mean. Whether its paths stay in the folder
// is asked where they are used: one that does not must not hide the others.
func (m Manifest) check() error {
	switch {
	case m.Tool.Name != toolName:
		return fmt.Errorf("it was written by %q", m.Tool.Name)
	case m.TakenAt.IsZero() || m.TakenAt.Location() != time.UTC:
		return errors.New("taken_at is no time in UTC")
	case !hostForm().MatchString(m.Host):
		return fmt.Errorf("%q is no host", secret.Address(m.Host))
	case !m.TLS.Known():
		return fmt.Errorf("%q is no protection of a connection", m.TLS)
	}
	return cmp.Or(m.checkComplete(), m.checkCounts(), m.checkRecords())
}

// checkComplete says why a snapshot that is said to be complete cannot be.
func (m Manifest) checkComplete() error {
	switch {
	case m.Complete && m.Interrupted:
		return errors.New("it says both complete and interrupted")
	case m.Complete && m.Identity == "":
		return errors.New("it says complete and not who took it")
	}
	return nil
}

func (m Manifest) checkCounts() error {
	for name, count := range m.Counts {
		if count < 0 {
			return fmt.Errorf("the count of %s is %d", name, count)
		}
	}
	return nil
}

func (m Manifest) checkRecords() error {
	for i, e := range m.Records {
		if e.Path == "" {
			return errors.New("a record without a path")
		}
		if i > 0 && e.Path <= m.Records[i-1].Path {
			return fmt.Errorf("%s: twice, or out of order", e.Path)
		}
		if err := e.check(); err != nil {
			return fmt.Errorf("%s: %w", e.Path, err)
		}
	}
	return nil
}

func (e Entry) check() error {
	outcome, known := outcomes[e.Outcome]
	file := e.SHA256 != ""
	switch {
	case !known:
		return fmt.Errorf("%q is no outcome", e.Outcome)
	case e.Status < 0 || e.Status > 999:
		return fmt.Errorf("%d is no status", e.Status)
	case file != (e.Size > 0) || e.Size < 0 || file && !digestForm().MatchString(e.SHA256):
		return errors.New("it has no proper digest and size")
	case e.Size > maxFile:
		return fmt.Errorf("it has %d bytes, and a snapshot's file has at most %d", e.Size, maxFile)
	case outcome == workspace.Read && !file:
		return errors.New("it was read and has no file")
	}
	return nil
}

func sum(text []byte) string {
	digest := sha256.Sum256(text)
	return hex.EncodeToString(digest[:])
}

// sums are the lines of SHA256SUMS, as sha256sum of GNU coreutils writes and
// checks them: all files in the order of their paths, the manifest among them.
func (m Manifest) sums(manifest []byte) []byte {
	var text bytes.Buffer
	line := func(sum, name string) { fmt.Fprintf(&text, "%s  %s\n", sum, name) }
	own := sum(manifest)
	for _, e := range m.Records {
		if own != "" && e.Path > manifestName {
			line(own, manifestName)
			own = ""
		}
		if e.SHA256 != "" {
			line(e.SHA256, e.Path)
		}
	}
	if own != "" {
		line(own, manifestName)
	}
	return text.Bytes()
}

// parseSums reads SHA256SUMS: the digests by path, and what is wrong with the
// other lines.
func parseSums(text []byte) (sums map[string]string, faults []string) {
	sums = map[string]string{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		_, twice := sums[name]
		switch {
		case !ok || name == "" || !digestForm().MatchString(sum) || !strings.HasSuffix(line, "\n"):
			faults = append(faults, fmt.Sprintf("line %d is no digest with a path", number))
		case twice:
			faults = append(faults, fmt.Sprintf("line %d is about %s again", number, name))
		default:
			sums[name] = sum
		}
	}
	return sums, faults
}
