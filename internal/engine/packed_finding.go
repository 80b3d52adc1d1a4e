package engine

import (
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

// markSubject puts a mark in the place of the subject of a message: most messages of a rule
// differ in that alone.
func markSubject(message string, who *subjectName) (string, bool) {
	if who.shown == "" || strings.Contains(message, messageMark) {
		return message, false
	}
	return strings.ReplaceAll(message, who.shown, messageMark), true
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
