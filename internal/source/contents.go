package source

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"sync"
)

// Contents are what files hold for one run that mends them: texts which were edited and
// are checked before they are written stand in place of what lies on the disk. It keeps
// what was read, so that nothing is written over a file that changed since.
type Contents struct {
	edited map[string][]byte // by the path without links

	mu    sync.Mutex
	read  map[string]*Content // by the path without links, "" for standard input
	named map[string]*Content // by the name in reports
}

// Content is a file as a run read it.
type Content struct {
	// Input is the file.
	Input Input
	// Sum is the digest of what was read of it.
	Sum [sha256.Size]byte
	// Changed says that it was read twice, and held something else the second time.
	Changed bool

	texts []*Text // those made of it, where it was edited
}

// NewContents are those of a run for which files hold what a map says, by their paths
// without links; "" is standard input.
func NewContents(edited map[string][]byte) *Contents {
	return &Contents{edited: edited, read: map[string]*Content{}, named: map[string]*Content{}}
}

// EditedAt is what the file at a path, which links may lead to, holds for the run and not
// on the disk. Nothing of nil Contents was edited.
func (c *Contents) EditedAt(path string) (content []byte, ok bool) {
	if c == nil || len(c.edited) == 0 {
		return nil, false
	}
	return c.editedFile(realPath(path))
}

// editedFile is what the file of a path without links holds in place of the disk.
func (c *Contents) editedFile(real string) (content []byte, ok bool) {
	if c == nil {
		return nil, false
	}
	content, ok = c.edited[real]
	return content, ok
}

// Of is the file of a name in reports, nil where none of it was read.
func (c *Contents) Of(name string) *Content {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.named[name]
}

// At is the file of a path without links, nil where none of it was read.
func (c *Contents) At(real string) *Content {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.read[real]
}

// load reads an input, up to one byte more than a limit.
func (c *Contents) load(input Input, limit int64) ([]byte, error) {
	content, edited := c.editedFile(input.real)
	if edited {
		return content[:min(int64(len(content)), limit+1)], nil
	}
	content, err := input.read(limit)
	if c == nil || err != nil {
		return content, err
	}
	sum := sha256.Sum256(content)
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.keep(input)
	kept.Changed = kept.Changed || kept.Sum != sum && kept.Sum != [sha256.Size]byte{}
	kept.Sum = sum
	return content, nil
}

// keep is the entry of an input. The lock is held.
func (c *Contents) keep(input Input) *Content {
	kept := c.read[input.real]
	if kept == nil {
		kept = &Content{Input: input}
		c.read[input.real] = kept
	}
	c.named[input.File] = kept
	return kept
}

// watch keeps a text that was made of an edited file, whose masks say where secrets are.
func (c *Contents) watch(input Input, text *Text) {
	if _, edited := c.editedFile(input.real); !edited || text == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.keep(input)
	kept.texts = append(kept.texts, text)
}

// Hides says whether a line of an edited file, counted from 1, holds a secret. Ask once the
// run is over.
func (c *Content) Hides(line int) bool {
	return slices.ContainsFunc(c.texts, func(t *Text) bool {
		t.index()
		return line <= len(t.lines) && t.Hides(t.span(line))
	})
}

// IsRead says whether a content is the one that was read.
func (c *Content) IsRead(content []byte) bool {
	return !c.Changed && c.Sum == sha256.Sum256(content)
}

// WithoutMark is a content without its byte order mark, and the mark.
func WithoutMark(content []byte) (rest, mark []byte) {
	if rest, marked := bytes.CutPrefix(content, []byte(byteOrderMark)); marked {
		return rest, []byte(byteOrderMark)
	}
	return content, nil
}
