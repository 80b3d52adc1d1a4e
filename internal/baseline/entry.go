package baseline

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/gwlint/gwlint/internal/finding"
)

// Entry is a finding as a baseline has it. It has no line, no wording and no date: what it
// is known by changes only when the finding does.
type Entry struct {
	Rule string
	// Kind and Subject are what the finding is about. A resource of a bundle or of
	// Terraform goes by its address, a body without a name by "".
	Kind, Subject string
	// Place leads from the subject to the value, with elements of lists named.
	Place string
	// Value is the digest of the value, "" where there is none and for a secret. Behind it
	// is how many findings the entry stands for, as x12, where that is more than one.
	Value string
	// File is where the finding was, which decides only among entries that are alike.
	File string
	// Nth counts those that are alike in one file, from 1.
	Nth int
	// Line is where the entry stands in the file, 0 for one that was not read.
	Line int
}

// EntryOf is the entry of a finding, which has its fingerprint.
func EntryOf(f *finding.Finding) Entry {
	e := Entry{
		Rule: f.Rule, Kind: f.Subject.Kind, Subject: cmp.Or(f.Subject.Address, f.Subject.Name),
		Place: cmp.Or(f.Identity, f.Pointer), File: portable(f.Location.File), Nth: 1,
	}
	if f.Value != (finding.Digest{}) {
		e.Value = hex.EncodeToString(f.Value[:])
	}
	if f.More > 0 {
		e.Value += "x" + strconv.Itoa(f.More)
	}
	return e
}

// elsewhere begins the name of a file that lies where other machines need not have it.
const elsewhere = "/"

// portable is the name of a file without where this machine keeps it.
func portable(file string) string {
	if path.IsAbs(file) || len(file) > 1 && file[1] == ':' {
		return elsewhere + path.Base(strings.ReplaceAll(file, `\`, "/"))
	}
	return file
}

// Workspace begins the name of what stands in a workspace, and in no file.
const Workspace = "databricks://"

// Live says whether the entry is of a workspace.
func (e Entry) Live() bool { return strings.HasPrefix(e.File, Workspace) }

// Located says whether the entry names a file that other runs find under that name.
func (e Entry) Located() bool {
	return e.File != "" && !e.Live() && !strings.HasPrefix(e.File, elsewhere) && !strings.HasPrefix(e.File, "<")
}

// inFile is what entries have in common that are alike in one file.
func (e Entry) inFile() Entry {
	e.Nth, e.Line = 0, 0
	return e
}

// anywhere is what entries have in common that are alike in whatever file. What has no
// name goes by the last part of its file's.
func (e Entry) anywhere() Entry {
	e = e.inFile()
	if e.Subject == "" {
		e.File = path.Base(e.File)
	} else {
		e.File = ""
	}
	return e
}

// line is the entry as the file has it, without a line end.
func (e Entry) line() string {
	var b strings.Builder
	b.WriteByte('[')
	for i, text := range []string{e.Rule, e.Kind, e.Subject, e.Place, e.Value, e.File} {
		if i > 0 {
			b.WriteByte(',')
		}
		writeText(&b, text)
	}
	if e.Nth > 1 {
		fmt.Fprintf(&b, ",%d", e.Nth)
	}
	b.WriteByte(']')
	return b.String()
}

// writeText writes a JSON string in which nothing hides.
func writeText(b *strings.Builder, text string) {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a string in a buffer
	for _, r := range strings.TrimSuffix(quoted.String(), "\n") {
		switch {
		case unicode.IsPrint(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(b, `\u%04x\u%04x`, high, low)
		}
	}
}
