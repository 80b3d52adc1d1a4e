package engine

import (
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// placeShape is what the places of many subjects have in common.
type placeShape struct {
	file              string // "" where inText
	pointer, identity string
	inText            bool // the file is that of the subject's text
}

// packedPlace is a spot, without what a reader sees of the text, as it waits for all subjects
// to be judged.
type packedPlace struct {
	shape *placeShape
	at    stretch
	value finding.Digest
}

// packedSpot is a spot as it waits.
type packedSpot struct {
	packedPlace

	excerpt packedExcerpt
	// lineHash is nil where no format needs it.
	lineHash *string
}

// stretch is a finding.Location without its file.
type stretch struct{ startLine, startColumn, endLine, endColumn int32 }

func stretchOf(at finding.Location) stretch {
	//nolint:gosec // a text that is in memory has no more lines, and no line more characters
	return stretch{int32(at.StartLine), int32(at.StartColumn), int32(at.EndLine), int32(at.EndColumn)}
}

// in is the location of the stretch in a file.
func (s stretch) in(file string) finding.Location {
	return finding.Location{
		File: file, StartLine: int(s.startLine), StartColumn: int(s.startColumn), EndLine: int(s.endLine), EndColumn: int(s.endColumn),
	}
}

// packedExcerpt is an excerpt as it waits: the lines of a short one in one text, each with a
// line feed behind it, or any other one whole. It is zero where no format shows one.
type packedExcerpt struct {
	lines string
	whole *finding.Excerpt
}

// firstShown is the number of the first line that the excerpt of a place shows.
func firstShown(startLine int) int { return max(startLine-excerptMargin, 1) }

// unpack is the excerpt of a place.
func (e packedExcerpt) unpack(startLine int, lines sharedLines) finding.Excerpt {
	if e.whole != nil {
		return *e.whole
	}
	if e.lines == "" {
		return finding.Excerpt{}
	}
	return finding.Excerpt{FirstLine: firstShown(startLine), Lines: lines.of(e.lines)}
}

// unpack is a place of a subject that is written in a file.
func (p *packedPlace) unpack(file string) spot {
	if !p.shape.inText {
		file = p.shape.file
	}
	return spot{pointer: p.shape.pointer, identity: p.shape.identity, value: p.value, location: p.at.in(file)}
}

// unpack is a place of a subject that is written in a file.
func (p *packedSpot) unpack(file string, lines sharedLines) spot {
	s := p.packedPlace.unpack(file)
	s.excerpt = p.excerpt.unpack(s.location.StartLine, lines)
	if p.lineHash != nil {
		s.lineHash = *p.lineHash
	}
	return s
}

// sharedLines are the lines of excerpts that are the same, which nobody may change.
type sharedLines map[string][]string

func (s sharedLines) of(joined string) []string {
	lines, ok := s[joined]
	if !ok {
		lines = strings.Split(strings.TrimSuffix(joined, "\n"), "\n")
		if len(s) < manyShared {
			s[joined] = lines
		}
	}
	return lines
}
