package finding

// Mask is what stands in a line of an excerpt in place of a secret.
type Mask struct {
	// At is the code point of the line, as it is shown, at which the mask begins,
	// counted from 0, and Width how many code points it has.
	At, Width int
	// Points and Units are how many code points and UTF-16 code units it stands for.
	Points, Units int
}

// Masked returns the masks of the i-th line.
func (e Excerpt) Masked(i int) []Mask {
	if i < 0 || i >= len(e.Masks) {
		return nil
	}
	return e.Masks[i]
}

// Shown returns the code point of a line, as it is shown with its masks, that stands
// for one of the line as it is written; both are counted from 0. What is masked is
// shown by the beginning of its mask, and by its end where atEnd says that the code
// point ends a place.
func Shown(masks []Mask, point int, atEnd bool) int {
	for _, m := range masks {
		switch {
		case point < m.At, point == m.At && atEnd:
			return point
		case point < m.At+m.Points && atEnd:
			return m.At + m.Width
		case point < m.At+m.Points:
			return m.At
		}
		point += m.Width - m.Points
	}
	return point
}

// Hidden returns how many UTF-16 code units more the line as it is written has before
// a code point of it as it is shown: each mask adds what it stands for in place of its
// own width. Within a mask, it adds no more than the mask has.
func Hidden(masks []Mask, shown int) int {
	more := 0
	for _, m := range masks {
		switch inside := shown - m.At; {
		case inside >= m.Width:
			more += m.Units - m.Width
		case inside > m.Units:
			more += m.Units - inside
		}
	}
	return more
}
