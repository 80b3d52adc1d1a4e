package engine

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// packedSubject is a keptSubject as it waits for all to be judged, in an eighth of the memory.
// What it has in common with others is kept once for all of them, by its packer, and what is
// its own in a record.
type packedSubject struct {
	id, name string
	record   place
}

// whoShape is what the identities of many subjects have in common: all but the ID, the name,
// and the file where that is the one of the text.
type whoShape struct {
	gateway.Identity

	inText, context bool
}

// viewShape is what the views of many subjects have in common.
type viewShape struct {
	rule int
	// view is the JSON with a mark in the place of each text that is the subject's own.
	view string
}

// rareView is what few views have: what could not be seen, an excerpt that is kept whole, and
// the hash of a line.
type rareView struct {
	unseen   *gateway.Unseen
	unseenAt *spot
	alike    bool
	excerpt  *finding.Excerpt
	lineHash string
}

// marks stand for the texts that are a subject's own, each for one and its quotes. JSON has no
// such characters.
const marks = "\x01\x02\x03"

// markOwn writes JSON behind b with a mark in the place of each text that is a subject's own.
func markOwn(b, view []byte, own [3]string) []byte {
	for len(view) > 0 {
		quote := bytes.IndexByte(view, '"')
		if quote < 0 {
			return append(b, view...)
		}
		b, view = append(b, view[:quote]...), view[quote:]
		which := slices.IndexFunc(own[:], func(text string) bool { return isQuoted(view, text) })
		if which < 0 {
			b, view = append(b, '"'), view[1:]
			continue
		}
		b, view = append(b, marks[which]), view[len(own[which])+2:]
	}
	return b
}

// isQuoted says whether JSON begins with a text between quotes.
func isQuoted(view []byte, text string) bool {
	n := len(text)
	return len(view) >= n+2 && view[n+1] == '"' && string(view[1:n+1]) == text
}

// fillOwn is the JSON that markOwn was given.
func fillOwn(marked string, own [3]string) []byte {
	var view []byte
	for i := range len(marked) {
		which := strings.IndexByte(marks, marked[i])
		if which < 0 {
			view = append(view, marked[i])
			continue
		}
		view = append(view, '"')
		view = append(view, own[which]...)
		view = append(view, '"')
	}
	return view
}

// waitingSubject is a packed subject with the packer that has the rest of it.
type waitingSubject struct {
	*packedSubject

	packer *packer
}

// waitingView is a view of a packed subject.
type waitingView struct {
	shape *viewShape
	group string
	rare  *rareView // nil for nearly all
	at    packedSpot
}

// isUnseen says whether a facet could not be seen.
func (v *waitingView) isUnseen() bool { return v.rare != nil && v.rare.unseen != nil }

// open returns a reader of the subject's views, its file, and what it has in common with
// others.
func (s waitingSubject) open() (r recordReader, file string, who *whoShape) {
	r = s.packer.records.read(s.record)
	if shared := r.number(); shared > 0 {
		file = s.id[:shared-1]
	} else {
		file = r.text()
	}
	return r, file, s.packer.whos.of(r.number())
}

// view returns what a workspace rule is shown of the subject, by the rule's number among
// them, if it is shown anything.
func (s waitingSubject) view(number int) (waitingView, bool) {
	r, _, _ := s.open()
	for range r.number() {
		if v := s.packer.nextView(&r); v.shape.rule == number {
			return v, true
		}
	}
	return waitingView{}, false
}

// unpack returns the subject that was packed.
func (s waitingSubject) unpack(lines sharedLines) *keptSubject {
	r, file, who := s.open()
	unpacked := &keptSubject{who: s.identity(), file: strings.Clone(file), context: who.context}
	for range r.number() {
		packed := s.packer.nextView(&r)
		at := packed.at.unpack(unpacked.file, lines)
		view := subjectView{
			rule: packed.shape.rule, group: strings.Clone(packed.group), at: &at,
			view: fillOwn(packed.shape.view, [...]string{s.id, s.name, packed.group}),
		}
		if packed.rare != nil {
			view.unseen, view.unseenAt, view.alike = packed.rare.unseen, packed.rare.unseenAt, packed.rare.alike
		}
		unpacked.views = append(unpacked.views, view)
	}
	return unpacked
}

// identity is who the subject is.
func (s waitingSubject) identity() gateway.Identity {
	_, file, shape := s.open()
	who := shape.Identity
	who.ID, who.Name = s.id, s.name
	if shape.inText {
		who.File = strings.Clone(file)
	}
	return who
}

// shape is what the subject has in common with others.
func (s waitingSubject) shape() *whoShape {
	_, _, who := s.open()
	return who
}
