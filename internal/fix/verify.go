package fix

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// mostVerified is how large a text may be that is read again with the edits of one finding;
// who writes edits reads the file again whatever its size.
const mostVerified = 1 << 18

// verify reads the texts again as they are with the changes: they must hold all that they
// held, but for what was meant to change. It refuses the edits otherwise.
func verify(all []change) error {
	var done []*source.Text
	for _, c := range all {
		text := c.place.text
		if slices.Contains(done, text) || c.place.syntax == inHCL || len(text.Bytes) > mostVerified {
			continue
		}
		done = append(done, text)
		again, err := source.NewText(text.File, applied(text, all))
		if err != nil {
			return spoilt
		}
		if !parses(c.place, again) {
			return spoilt
		}
	}
	return nil
}

const spoilt = Refusal("the file would not be read as it was: change it by hand")

// parses says whether a text is read as the one of a place was.
func parses(p *place, again *source.Text) bool {
	_, err := source.Parse(again, source.Limits{})
	return err == nil
}

// same says whether two values hold the same, whatever the order of their keys.
func same(a, b *source.Node) bool {
	if a == b {
		return true
	}
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items) != len(b.Items) || len(a.Entries) != len(b.Entries) {
		return false
	}
	for i := range a.Items {
		if !same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for i := range a.Entries {
		e := &a.Entries[i]
		other := b.Entry(e.Key)
		if e.Repeats || other == nil || !same(e.Value, other.Value) {
			return false
		}
	}
	return true
}
