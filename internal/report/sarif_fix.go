package report

import "github.com/gwlint/gwlint/internal/finding"

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

// fixesOf are the fix of a finding, none where it has no edits.
func fixesOf(f finding.Finding) []sarifFix {
	if f.Fix == nil || len(f.Fix.Edits) == 0 || f.Outcome != finding.Fail {
		return nil
	}
	made := sarifFix{
		Description: sarifText{Text: proper(f.Fix.Description)},
		Properties:  map[string]string{"safety": string(f.Fix.Safety)},
	}
	for _, edit := range f.Fix.Edits {
		at := edit.Location
		made.add(artifact(at.File, f.Subject), sarifReplacement{
			Deleted:  sarifRegion{StartLine: at.StartLine, StartColumn: edit.StartUnits, EndLine: at.EndLine, EndColumn: edit.EndUnits},
			Inserted: sarifText{Text: edit.Text},
		})
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
