package engine

import (
	"encoding/binary"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// packer packs what one worker keeps until all subjects are judged: what is the same for many
// subjects is kept once, and nothing keeps the text of a file, of which a run may read a
// hundred thousand.
type packer struct {
	texts    sharedTexts
	places   alike[placeShape]
	findings alike[findingShape]
	beside   alike[relatedShape]
	fixes    map[fixShape]*finding.Fix

	// Of subjects: what records refer to by number, and the records.
	whos    numbered[whoShape]
	views   numbered[viewShape]
	spots   numbered[placeShape]
	lines   numbered[string]
	rare    []rareView
	records records
	// record, marked and joined are room for what is made.
	record, marked, joined []byte
}

func newPacker() *packer {
	return &packer{
		texts: sharedTexts{}, places: alike[placeShape]{},
		findings: alike[findingShape]{}, beside: alike[relatedShape]{}, fixes: map[fixShape]*finding.Fix{},
		whos: newNumbered[whoShape](), views: newNumbered[viewShape](), spots: newNumbered[placeShape](), lines: newNumbered[string](),
	}
}

// finding packs a finding about a subject.
func (p *packer) finding(f *finding.Finding, who *subjectName) packedFinding {
	at := spot{pointer: f.Pointer, location: f.Location, identity: f.Identity, value: f.Value, excerpt: f.Excerpt, lineHash: f.LineHash}
	message, marked := markSubject(f.Message, who)
	packed := packedFinding{
		shape: p.findings.share(findingShape{f.Rule, f.Name, f.Form, f.Help, f.Severity, f.Level, f.Outcome, marked}),
		who:   who, at: p.spot(&at, who.file), message: p.texts.text(message),
		fix: p.fix(f.Fix), tie: f.Tie, more: int32(f.More), follows: f.Follows, //nolint:gosec // what one rule finds in a text
	}
	if !slices.Equal(f.Deployments, who.deployments) {
		others := f.Deployments
		packed.others = &others
	}
	if len(f.Related) > 0 {
		packed.related = make([]packedRelated, 0, len(f.Related))
	}
	for i := range f.Related {
		packed.related = append(packed.related, p.relatedPlace(&f.Related[i], who.file))
	}
	return packed
}

// fix packs a fix: those without edits are the same for many.
func (p *packer) fix(f *finding.Fix) *finding.Fix {
	if f == nil || f.Edits != nil {
		return f
	}
	shape := fixShape{f.Safety, f.Description, f.Refused}
	shared, ok := p.fixes[shape]
	if !ok {
		shared = f
		if len(p.fixes) < manyShared {
			p.fixes[shape] = f
		}
	}
	return shared
}

// relatedPlace packs a place beside a finding about a subject that is written in a file.
func (p *packer) relatedPlace(r *finding.Related, file string) packedRelated {
	shape := relatedShape{r.Location.File, r.Message, r.Location.File == file, r.Block, r.Use}
	if shape.inText {
		shape.file = ""
	}
	return packedRelated{p.beside.share(shape), stretchOf(r.Location), p.excerpt(&r.Excerpt, r.Location.StartLine)}
}

// excerpt packs the excerpt of a place.
func (p *packer) excerpt(e *finding.Excerpt, startLine int) packedExcerpt {
	if e.FirstLine == 0 && e.Lines == nil && e.Cuts == nil && e.Masks == nil {
		return packedExcerpt{}
	}
	length := len(e.Lines)
	for _, line := range e.Lines {
		length += len(line)
	}
	if length == 0 || length > longestShared || e.Cuts != nil || e.Masks != nil || e.FirstLine != firstShown(startLine) {
		whole := *e
		return packedExcerpt{whole: &whole}
	}
	p.joined = p.joined[:0]
	for _, line := range e.Lines {
		p.joined = append(append(p.joined, line...), '\n') // no line has a line feed
	}
	return packedExcerpt{lines: p.texts.bytes(p.joined)}
}

// place packs a place of a subject that is written in a file.
func (p *packer) place(s *spot, file string) packedPlace {
	shape := placeShape{file: s.location.File, pointer: s.pointer, identity: s.identity}
	if shape.inText = shape.file == file; shape.inText {
		shape.file = ""
	}
	return packedPlace{p.places.share(shape), stretchOf(s.location), s.value}
}

// spot packs a place of a subject that is written in a file, with what a reader sees of it.
func (p *packer) spot(s *spot, file string) packedSpot {
	packed := packedSpot{packedPlace: p.place(s, file), excerpt: p.excerpt(&s.excerpt, s.location.StartLine)}
	if hash := s.lineHash; hash != "" {
		packed.lineHash = &hash
	}
	return packed
}

// subject packs a subject that has views.
func (p *packer) subject(s *keptSubject) packedSubject {
	who := whoShape{s.who, s.who.File == s.file, s.context}
	who.ID, who.Name = "", ""
	if who.inText {
		who.File = ""
	}
	record := p.record[:0]
	if shared := len(s.file); strings.HasPrefix(s.who.ID, s.file) {
		record = binary.AppendUvarint(record, uint64(shared)+1)
	} else {
		record = appendText(append(record, 0), s.file)
	}
	record = binary.AppendUvarint(record, p.whos.number(who))
	record = binary.AppendUvarint(record, uint64(len(s.views)))
	for i := range s.views {
		record = p.view(record, s, &s.views[i])
	}
	p.record = record
	return packedSubject{s.who.ID, s.who.Name, p.records.add(record)}
}

// view packs a view of a subject behind a record.
func (p *packer) view(record []byte, s *keptSubject, v *subjectView) []byte {
	p.marked = markOwn(p.marked[:0], v.view, [...]string{s.who.ID, s.who.Name, v.group})
	at := p.spot(v.at, s.file)
	rare := rareView{v.unseen, v.unseenAt, v.alike, at.excerpt.whole, v.at.lineHash}
	record = binary.AppendUvarint(record, p.views.number(viewShape{v.rule, p.texts.bytes(p.marked)}))
	record = binary.AppendUvarint(record, p.rareNumber(rare))
	record = appendText(record, v.group)
	record = binary.AppendUvarint(record, p.spots.number(*at.shape))
	for _, n := range []int32{at.at.startLine, at.at.startColumn, at.at.endLine, at.at.endColumn} {
		record = binary.AppendUvarint(record, uint64(n)) //nolint:gosec // of a text, from 1
	}
	record = append(record, at.value[:]...)
	return binary.AppendUvarint(record, p.lines.number(at.excerpt.lines))
}

// rareNumber is the number of what few views have, 0 for nothing.
func (p *packer) rareNumber(rare rareView) uint64 {
	if rare == (rareView{}) {
		return 0
	}
	p.rare = append(p.rare, rare)
	return uint64(len(p.rare))
}

// nextView reads a view.
func (p *packer) nextView(r *recordReader) waitingView {
	v := waitingView{shape: p.views.of(r.number())}
	if rare := r.number(); rare > 0 {
		v.rare = &p.rare[rare-1]
		v.at.excerpt.whole, v.at.lineHash = v.rare.excerpt, &v.rare.lineHash
	}
	v.group = r.text()
	v.at.shape = p.spots.of(r.number())
	for _, n := range []*int32{&v.at.at.startLine, &v.at.at.startColumn, &v.at.at.endLine, &v.at.at.endColumn} {
		*n = int32(r.number()) //nolint:gosec // it was one
	}
	copy(v.at.value[:], r.bytes(len(v.at.value)))
	v.at.excerpt.lines = *p.lines.of(r.number())
	return v
}
