package fix

import (
	"cmp"
	"errors"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/source"
)

// errOutside says that an edit is of another text than the one at hand.
var errOutside = errors.New("an edit lies outside of the file")

// Apply returns a file's content with edits made. A byte order mark stays where it is, and
// edits that are the same are made once. It is an error that two overlap.
func Apply(content []byte, edits []finding.Edit) ([]byte, error) {
	rest, mark := source.WithoutMark(content)
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, compareEdits)
	edits = slices.CompactFunc(edits, sameEdit)
	edited := slices.Clone(mark)
	at := 0
	for _, edit := range edits {
		if edit.Start < at || edit.End < edit.Start || edit.End > len(rest) {
			return nil, errOutside
		}
		edited = append(edited, rest[at:edit.Start]...)
		edited = append(edited, edit.Text...)
		at = edit.End
	}
	return append(edited, rest[at:]...), nil
}

func compareEdits(a, b finding.Edit) int {
	return cmp.Or(
		cmp.Compare(a.Start, b.Start),
		cmp.Compare(a.End, b.End),
		cmp.Compare(a.Text, b.Text),
	)
}

func sameEdit(a, b finding.Edit) bool { return compareEdits(a, b) == 0 }

// Overlap says whether two edits of one file cannot both be made: they have a byte in
// common, or begin at the same place, where no order between them is the right one. Edits
// that are the same do not.
func Overlap(a, b finding.Edit) bool {
	if sameEdit(a, b) {
		return false
	}
	if a.Start > b.Start {
		a, b = b, a
	}
	return a.Start == b.Start || b.Start < a.End
}
