// Package pack owns evidence packs: folders that hold a snapshot of a workspace, the reports on
// it and all by which they were made, with the digests of every file. It knows files and bytes,
// and refuses to know what is in them.
package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// What a manifest says of itself.
const (
	format  = "gwlint-pack"
	version = 1
)

// ManifestName is the file that makes a folder a pack.
const ManifestName = source.PackManifest

// The files and folders of a pack.
const (
	SnapshotName = "snapshot"
	ConfigName   = "gwlint.yaml"
	WaiversName  = "gwlint-waivers.yaml"
	BaselineName = "gwlint-baseline.jsonl"
	StateFolder  = "state"
	RulesFolder  = "rules"
	PolicyFolder = "policy"
	ReportName   = "report.json"
	PageName     = "report.html"
	ActionsName  = "actions.csv"
	MatrixName   = "matrix.csv"
)

const (
	sumsName   = "SHA256SUMS"
	readmeName = "README.txt"
)

// Manifest says how the reports of a pack were made.
type Manifest struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
	Tool    Tool   `json:"tool"`
	// Arguments are those of gwlint that make the reports again, in the folder of the pack.
	Arguments []string `json:"arguments"`
}

// Tool is what made a pack.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// New is the manifest of a pack that gwlint of a version makes by arguments.
func New(toolVersion string, arguments []string) Manifest {
	return Manifest{Format: format, Version: version, Tool: Tool{Name: "gwlint", Version: toolVersion}, Arguments: arguments}
}

func (m Manifest) encode() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(m)
	return text.Bytes(), err
}

// Is says whether a folder is a pack, whole or not.
func Is(dir string) bool {
	info, err := os.Lstat(filepath.Join(dir, ManifestName))
	return err == nil && !info.IsDir()
}

// decode reads a manifest, and takes it only as gwlint writes it.
func decode(text []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil || m.Format != format {
		return Manifest{}, errors.New("is no manifest of an evidence pack")
	}
	if m.Version != version {
		return Manifest{}, fmt.Errorf("has version %d of the format, and this gwlint reads version %d: use the gwlint that made the pack", m.Version, version)
	}
	if again, err := m.encode(); err != nil || !bytes.Equal(again, text) {
		return Manifest{}, errors.New("is not as gwlint writes it")
	}
	return m, nil
}

// longestList is how many bytes of a manifest or of SHA256SUMS are read.
const longestList = 128 << 20

// open opens a regular file of a folder. Nothing leads out of it, and a link is none.
func open(root *os.Root, name string) (*os.File, error) {
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("is missing")
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", source.WithoutPath(err))
	case !info.Mode().IsRegular():
		return nil, errors.New("is no regular file")
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", source.WithoutPath(err))
	}
	return file, nil
}

// read reads a short file of a folder.
func read(root *os.Root, name string) ([]byte, error) {
	file, err := open(root, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(file, longestList+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("cannot be read: %w", source.WithoutPath(err))
	case len(text) > longestList:
		return nil, fmt.Errorf("has more than %d bytes", longestList)
	}
	return text, nil
}

// digest is the digest of a file of a folder.
func digest(root *os.Root, name string) (string, error) {
	file, err := open(root, name)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // it was only read
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return "", fmt.Errorf("cannot be read: %w", source.WithoutPath(err))
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// plainName says whether a file can have a name: in the folder whatever the system, and one line of
// SHA256SUMS without escapes.
func plainName(name string) bool {
	return fs.ValidPath(name) && filepath.IsLocal(filepath.FromSlash(name)) &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\x7f' || r == '\\' })
}

// isSignature says whether a file is one that people put beside SHA256SUMS: SHA256SUMS.asc,
// SHA256SUMS.sigstore.json.
func isSignature(name string) bool {
	return strings.HasPrefix(name, sumsName+".") && !strings.Contains(name, "/")
}

var digestForm = regex.Lazy(`^[0-9a-f]{64}$`)
