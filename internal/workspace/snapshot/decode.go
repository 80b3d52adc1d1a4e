package snapshot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/gwlint/gwlint/internal/workspace"
)

var (
	digestForm = regexp.MustCompile(`^[0-9a-f]{64}$`)
	// A host becomes part of the names of files in reports.
	hostForm = regexp.MustCompile(`^([A-Za-z0-9\[][A-Za-z0-9._:\[\]-]*)?$`)
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
	case !hostForm.MatchString(m.Host):
		return fmt.Errorf("%q is no host", m.Host)
	case m.Complete && m.Interrupted:
		return errors.New("it says both complete and interrupted")
	}
	for name, count := range m.Counts {
		if count < 0 {
			return fmt.Errorf("the count of %s is %d", name, count)
		}
	}
	return m.checkRecords()
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
	case file != (e.Size > 0) || e.Size < 0 || file && !digestForm.MatchString(e.SHA256):
		return errors.New("it has no proper digest and size")
	case e.Size > maxFile:
		return fmt.Errorf("it has %d bytes, and a snapshot's file has at most %d", e.Size, maxFile)
	case outcome == workspace.Read && !file:
		return errors.New("it was read and has no file")
	}
	return nil
}
