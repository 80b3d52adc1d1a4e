package snapshot

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Close writes the manifest and SHA256SUMS and puts the snapshot in its place in
// one step. The format, the tool's name and the records are its own to fill in;
// an interrupted snapshot is never complete. After an error there is no snapshot,
// and one that was there before is there again.
func (w *Writer) Close(m Manifest) error {
	w.gate.Lock()
	defer w.gate.Unlock()
	if w.done {
		return errDone
	}
	w.done = true
	err := w.failure
	if err == nil {
		err = w.finish(m)
	}
	if err == nil {
		return w.settle()
	}
	return errors.Join(err, w.remove(w.temp))
}

// Abort removes what was written so far. After Close it does nothing.
func (w *Writer) Abort() error {
	w.gate.Lock()
	defer w.gate.Unlock()
	if w.done {
		return nil
	}
	w.done = true
	return w.remove(w.temp)
}

func (w *Writer) remove(folder string) error {
	if err := w.files.Remove(folder); err != nil {
		return fmt.Errorf("%s: cannot be removed: %w; remove it", folder, cause(err))
	}
	return nil
}

// finish writes the two lists of files.
func (w *Writer) finish(m Manifest) error {
	m.Format, m.Version, m.Tool.Name = Format, Version, toolName
	m.TakenAt = m.TakenAt.UTC().Truncate(time.Second)
	m.Complete = m.Complete && !m.Interrupted
	m.Records = slices.SortedFunc(maps.Values(w.entries), func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) })
	if m.Counts == nil {
		m.Counts = map[string]int{}
	}
	if m.Scope.Endpoints == nil {
		m.Scope.Endpoints = []string{}
	}
	if m.Options.Principals == nil {
		m.Options.Principals = []string{}
	}
	text, err := m.canonical()
	if err != nil {
		return fmt.Errorf("%s: the manifest cannot be written: %s", w.target.shown, message(err))
	}
	if err := w.write(manifestName, text); err != nil {
		return err
	}
	return w.write(sumsName, m.sums(text))
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

// settle puts the folder in its place, and what was there before away.
func (w *Writer) settle() error {
	vacant, err := w.target.vacant() // who knows what was put there since
	if err != nil {
		return errors.Join(err, w.remove(w.temp))
	}
	if !vacant {
		err = w.files.Rename(w.target.path, w.aside())
	}
	if err != nil {
		return errors.Join(w.irreplaceable(err), w.remove(w.temp))
	}
	if err := w.files.Rename(w.temp, w.target.path); err != nil {
		err = w.irreplaceable(err)
		if !vacant {
			err = errors.Join(err, w.restore())
		}
		return errors.Join(err, w.remove(w.temp))
	}
	if vacant {
		return nil
	}
	return w.remove(w.aside())
}

// rehearse moves what is there away and back, so that a folder which cannot be
// replaced, such as the root of a volume, is refused before anything is
// collected.
func (w *Writer) rehearse() error {
	if err := w.files.Rename(w.target.path, w.aside()); err != nil {
		return w.irreplaceable(err)
	}
	return w.restore()
}

func (w *Writer) restore() error {
	if err := w.files.Rename(w.aside(), w.target.path); err != nil {
		return fmt.Errorf("%s: cannot be put back: %w; it is now %s", w.target.shown, cause(err), w.aside())
	}
	return nil
}

// aside is where the older snapshot is meanwhile.
func (w *Writer) aside() string { return w.temp + "-old" }

func (w *Writer) irreplaceable(err error) error {
	return fmt.Errorf("%s: the snapshot cannot be put there: %w; name another folder, or one in it", w.target.shown, cause(err))
}
