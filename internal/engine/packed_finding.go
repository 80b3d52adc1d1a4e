package engine

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// packedFinding is a finding as the engine makes it, while it waits for all subjects to be
// judged: in a third of the memory, and without the text of its file.
type packedFinding struct {
	shape   *findingShape
	who     *subjectName
	at      packedSpot
	message string // with a mark in the place of the subject, where the shape says so
	related []packedRelated
	fix     *finding.Fix
	tie     *finding.Tie
	// others is nil where the deployments are those of the subject.
	others  *[]*finding.Deployment
	more    int32
	follows bool
}

// findingShape is what many findings have in common.
type findingShape struct {
	rule, name, form, help string
	severity               finding.Severity
	level                  finding.Level
	outcome                finding.Outcome
	marked                 bool
}

// packedRelated is a finding.Related as it waits.
type packedRelated struct {
	shape   *relatedShape
	at      stretch
	excerpt packedExcerpt
}

// relatedShape is what many related places have in common.
type relatedShape struct {
	file, message      string // the file is "" where inText
	inText, block, use bool
}

// fixShape is a fix without edits.
type fixShape struct {
	safety               finding.Safety
	description, refused string
}

// messageMark stands for the subject in a message, which a message of its own never has.
const messageMark = "\x01"

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

// markSubject puts a mark in the place of the subject of a message: most messages of a rule
// differ in that alone.
func markSubject(message string, who *subjectName) (string, bool) {
	if who.shown == "" || strings.Contains(message, messageMark) {
		return message, false
	}
	return strings.ReplaceAll(message, who.shown, messageMark), true
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

// unpack is the finding that was packed.
func (f *packedFinding) unpack(lines sharedLines) finding.Finding {
	at := f.at.unpack(f.who.file, lines)
	unpacked := finding.Finding{
		Rule: f.shape.rule, Name: f.shape.name, Severity: f.shape.severity, Level: f.shape.level, Outcome: f.shape.outcome,
		Subject: f.who.subject, SubjectID: f.who.id, Form: f.shape.form, Help: f.shape.help, Deployments: f.who.deployments,
		Pointer: at.pointer, Location: at.location, Identity: at.identity, Value: at.value, Excerpt: at.excerpt, LineHash: at.lineHash,
		Message: f.message, Fix: f.fix, Tie: f.tie, Follows: f.follows, More: int(f.more),
	}
	if f.shape.marked {
		unpacked.Message = strings.ReplaceAll(f.message, messageMark, f.who.shown)
	}
	if f.others != nil {
		unpacked.Deployments = *f.others
	}
	if len(f.related) > 0 {
		unpacked.Related = make([]finding.Related, 0, len(f.related))
	}
	for i := range f.related {
		unpacked.Related = append(unpacked.Related, f.related[i].unpack(f.who.file, lines))
	}
	return unpacked
}

// unpack is a place beside a finding about a subject that is written in a file.
func (r *packedRelated) unpack(file string, lines sharedLines) finding.Related {
	if !r.shape.inText {
		file = r.shape.file
	}
	at := r.at.in(file)
	return finding.Related{
		Location: at, Message: r.shape.message, Excerpt: r.excerpt.unpack(at.StartLine, lines), Block: r.shape.block, Use: r.shape.use,
	}
}
