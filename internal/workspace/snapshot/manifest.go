// Package snapshot keeps what was read of a workspace in a folder, and answers
// from there what the workspace answered: one file per record, a manifest of all
// of them, and their digests. It knows files and bytes, and refuses to know what
// is in a record.
package snapshot

import (
	"bytes"
	"encoding/json"
	"time"

	"github.com/gwlint/gwlint/internal/workspace"
)

// What a manifest says of itself. Version goes up whenever a reader of the one
// before could take the new one for something that it is not.
const (
	Format  = "gwlint-snapshot"
	Version = 1
)

const (
	toolName     = "gwlint"
	manifestName = "manifest.json"
	sumsName     = "SHA256SUMS"
)

// Bounds on what is read, and so on what is written. The index of 20,000
// endpoints has 4 MiB, and the manifest of their records 20 MiB.
const (
	maxFile     = 64 << 20
	maxManifest = 128 << 20
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
	// Identity is whose eyes looked; "" where that could not be read.
	Identity string          `json:"identity"`
	Scope    workspace.Scope `json:"scope"`
	Options  Options         `json:"options"`
	// Complete says that all that was asked for could be read, Interrupted that
	// somebody stopped it; it is then never complete.
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
