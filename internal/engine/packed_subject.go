package engine

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
)

// packedSubject is a keptSubject as it waits for all to be judged, in a quarter of the memory:
// what it has in common with others is kept once for all of them.
type packedSubject struct {
	id, name, file string
	who            *whoShape
	views          []packedView
}

// whoShape is what the identities of many subjects have in common: all but the ID, the name,
// and the file where that is the one of the text.
type whoShape struct {
	gateway.Identity

	inText bool
}

// packedView is a subjectView as it waits.
type packedView struct {
	shape *viewShape
	group string
	at    packedSpot
	// unseen is nil for nearly all.
	unseen *unseenView
}

// viewShape is what the views of many subjects have in common.
type viewShape struct {
	rule int
	// view is the JSON with a mark in the place of each text that is the subject's own.
	view    string
	context bool
}

// unseenView is what a view has beside the rest where a facet could not be seen.
type unseenView struct {
	unseen *gateway.Unseen
	at     *spot
	alike  bool
}

// subject packs a subject that has views.
func (p *packer) subject(s *keptSubject) packedSubject {
	who := whoShape{s.who, s.who.File == s.file}
	who.ID, who.Name = "", ""
	if who.inText {
		who.File = ""
	}
	packed := packedSubject{id: s.who.ID, name: s.who.Name, file: s.file, who: p.whos.share(who)}
	packed.views = p.room(len(s.views))
	for i := range s.views {
		packed.views[i] = p.view(&packed, &s.views[i], s.context)
	}
	return packed
}

// view packs a view of a subject.
func (p *packer) view(s *packedSubject, v *subjectView, context bool) packedView {
	p.marked = markOwn(p.marked[:0], v.view, s.own(v.group))
	packed := packedView{
		shape: p.shapes.share(viewShape{v.rule, p.texts.bytes(p.marked), context}), group: strings.Clone(v.group), at: p.spot(v.at, s.file),
	}
	if v.unseen != nil {
		packed.unseen = &unseenView{v.unseen, v.unseenAt, v.alike}
	}
	return packed
}

// own are the texts of a subject that its view has: its ID, its name and what it is compared
// by.
func (s *packedSubject) own(group string) [3]string { return [...]string{s.id, s.name, group} }

// markOwn writes JSON behind b with a mark in the place of each text that is a subject's own,
// the first of them first: 1, 2 or 3, which JSON has as no character.
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
		b, view = append(b, byte(which+1)), view[len(own[which])+2:]
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
		if c := marked[i]; c == 0 || c > byte(len(own)) {
			view = append(view, c)
			continue
		}
		view = append(view, '"')
		view = append(view, own[marked[i]-1]...)
		view = append(view, '"')
	}
	return view
}

// unpack returns the subject that was packed.
func (s *packedSubject) unpack(lines sharedLines) *keptSubject {
	unpacked := &keptSubject{who: s.identity(), file: s.file, context: s.isContext(), views: make([]subjectView, 0, len(s.views))}
	for i := range s.views {
		packed := &s.views[i]
		at := packed.at.unpack(s.file, lines)
		view := subjectView{rule: packed.shape.rule, view: fillOwn(packed.shape.view, s.own(packed.group)), group: packed.group, at: &at}
		if unseen := packed.unseen; unseen != nil {
			view.unseen, view.unseenAt, view.alike = unseen.unseen, unseen.at, unseen.alike
		}
		unpacked.views = append(unpacked.views, view)
	}
	return unpacked
}

// identity is who the subject is.
func (s *packedSubject) identity() gateway.Identity {
	who := s.who.Identity
	who.ID, who.Name = s.id, s.name
	if s.who.inText {
		who.File = s.file
	}
	return who
}

// isContext says whether the subject is there for others to be compared with.
func (s *packedSubject) isContext() bool { return s.views[0].shape.context }

// view returns what a workspace rule is shown of the subject, by the rule's number among
// them; nil where it is shown nothing.
func (s *packedSubject) view(number int) *packedView {
	for i := range s.views {
		if s.views[i].shape.rule == number {
			return &s.views[i]
		}
	}
	return nil
}
