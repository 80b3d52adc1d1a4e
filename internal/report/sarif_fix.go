package report

import (
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
)

// sarifFix is what a viewer may do to mend a result: replace regions of files.
type sarifFix struct {
	Description sarifText             `json:"description"`
	Changes     []sarifArtifactChange `json:"artifactChanges"`
	Properties  map[string]string     `json:"properties"`
}

type sarifArtifactChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

// sarifReplacement puts a text in the place of a region; an empty region is where it is
// inserted.
type sarifReplacement struct {
	Deleted  sarifRegion `json:"deletedRegion"`
	Inserted sarifText   `json:"insertedContent"`
}

// fixesOf are the fix of a finding, none where it has no edits, or where one of them is on
// a line of which the text is not at hand: a viewer counts columns in UTF-16.
func fixesOf(f finding.Finding) []sarifFix {
	if f.Fix == nil || len(f.Fix.Edits) == 0 || f.Outcome != finding.Fail {
		return nil
	}
	made := sarifFix{
		Description: sarifText{Text: proper(f.Fix.Description)},
		Properties:  map[string]string{"safety": string(f.Fix.Safety)},
	}
	for _, edit := range f.Fix.Edits {
		region, ok := editedRegion(edit.Location, f.Excerpt)
		if !ok || edit.Location.File != f.Location.File && !atLineStarts(edit.Location) {
			return nil
		}
		made.add(artifact(edit.Location.File, f.Subject), sarifReplacement{region, sarifText{Text: edit.Text}})
	}
	return []sarifFix{made}
}

// add adds a replacement to those of its file.
func (sf *sarifFix) add(file sarifArtifact, r sarifReplacement) {
	for i := range sf.Changes {
		if sf.Changes[i].Artifact.URI == file.URI {
			sf.Changes[i].Replacements = append(sf.Changes[i].Replacements, r)
			return
		}
	}
	sf.Changes = append(sf.Changes, sarifArtifactChange{file, []sarifReplacement{r}})
}

func atLineStarts(at finding.Location) bool { return at.StartColumn == 1 && at.EndColumn == 1 }

// editedRegion is a place as viewers count it, by the lines of an excerpt.
func editedRegion(at finding.Location, e finding.Excerpt) (r sarifRegion, ok bool) {
	start, startOK := unitColumn(at.StartLine, at.StartColumn, e, false)
	end, endOK := unitColumn(at.EndLine, at.EndColumn, e, true)
	return sarifRegion{StartLine: at.StartLine, StartColumn: start, EndLine: at.EndLine, EndColumn: end}, startOK && endOK
}

// unitColumn is a column in UTF-16 code units, false where its line is not in an excerpt.
func unitColumn(n, column int, e finding.Excerpt, end bool) (int, bool) {
	if column == 1 {
		return 1, true
	}
	line, ok := lineOf(e, n)
	if !ok {
		return 0, false
	}
	cut, masks := e.Cut(n-e.FirstLine), e.Masked(n-e.FirstLine)
	points := finding.Shown(masks, column-1-cut.Points, end)
	if points < 0 || points > utf8.RuneCountInString(line) {
		return 0, false
	}
	return cut.Units + unitsAt(line, byteAt(line, points+1), masks) + 1, true
}
