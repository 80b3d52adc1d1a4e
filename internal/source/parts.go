package source

import "strings"

// Part is how much is read of a value of a map.
type Part uint8

// Of None nothing is read, of All all, and of Some the entries that are asked for in turn,
// also those of the elements of a list.
const (
	None Part = iota
	Some
	All
)

// parts say what is read of a text.
type parts struct {
	of   func(path []string) Part
	path []string
	// skipped are the entries that are not read.
	skipped []Range
}

// ParsePart reads of the JSON value of a text only what is needed: of is asked for each
// entry, with the keys that lead to it. It returns the ranges of the entries that are not
// read and that the document does not have; their brackets match, and no more is known of
// them. Text that is not read takes neither memory nor much time.
func ParsePart(text *Text, limits Limits, of func(path []string) Part) (*Document, []Range, error) {
	limits = limits.forText(text)
	p := &jsonParser{
		text: text, src: text.content(), limit: limits.Depth, values: limits.Values, mostValues: limits.Values,
		slab: newJSONSlab(text.Bytes), parts: &parts{of: of}, unfinished: newUnfinished(),
	}
	defer p.done()
	if _, err := p.space(); err != nil {
		return nil, nil, err
	}
	root, err := p.value()
	if err != nil {
		return nil, nil, err
	}
	if _, err := p.space(); err != nil {
		return nil, nil, err
	}
	if p.at < len(p.src) {
		return nil, nil, p.fail("expected the end of the file after the value")
	}
	return &Document{Text: text, Root: root}, p.parts.skipped, nil
}

// part reads of an entry what is needed. It has no value where nothing is.
func (j *jsonParser) part(entry Entry) (Entry, error) {
	p := j.parts
	p.path = append(p.path, entry.Key)
	defer func() { p.path = p.path[:len(p.path)-1] }()
	var err error
	switch p.of(p.path) {
	case None:
		err = j.skip()
		p.skipped = append(p.skipped, Range{Start: entry.KeyRange().Start, End: j.at})
		return entry, err
	case All:
		j.parts = nil
		defer func() { j.parts = p }()
	case Some:
	}
	entry.Value, err = j.value()
	return entry, err
}

// skip steps over a value.
func (j *jsonParser) skip() error {
	start := j.at
	open := make([]byte, 0, 16) // the brackets that are to close
	for j.at < len(j.src) {
		switch c := j.src[j.at]; c {
		case '{', '[':
			if j.depth+len(open) == j.limit {
				return j.text.errorAt(j.at, "nested deeper than the limit of %d levels", j.limit)
			}
			open = append(open, c+2)
			j.at++
		case '}', ']', ',':
			if len(open) == 0 {
				return j.skippedFrom(start)
			}
			var err error
			if open, err = j.closed(open, c); err != nil {
				return err
			}
			j.at++
		case '"':
			if err := j.skipString(); err != nil {
				return err
			}
		case '/':
			if _, err := j.comment(); err != nil {
				return err
			}
		default:
			j.at++
		}
	}
	return j.fail("expected a value, found the end of the file")
}

// closed are the brackets that are open behind a comma or a closing bracket.
func (j *jsonParser) closed(open []byte, c byte) ([]byte, error) {
	last := len(open) - 1
	switch c {
	case ',':
		return open, nil
	case open[last]:
		return open[:last], nil
	}
	return open, j.fail("expected '" + string(open[last]) + "'")
}

// skippedFrom is an error where nothing was stepped over.
func (j *jsonParser) skippedFrom(start int) error {
	if strings.TrimSpace(j.src[start:j.at]) == "" {
		return j.fail("expected a value")
	}
	return nil
}

// skipString steps over a string.
func (j *jsonParser) skipString() error {
	opening := j.at
	for at := opening + 1; ; {
		end := strings.IndexByte(j.src[at:], '"')
		if end < 0 {
			return j.fail("the string does not end")
		}
		at += end
		slashes := 0
		for j.src[at-1-slashes] == '\\' {
			slashes++
		}
		at++
		if slashes%2 == 0 {
			j.at = at
			return nil
		}
	}
}
