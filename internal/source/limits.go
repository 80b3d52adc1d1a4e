package source

import "math"

// Limits bounds what one file may cost, and says what stands in for it. A field that is
// zero or negative has its default.
type Limits struct {
	// Contents are what files hold in place of what lies on the disk; nil is nothing.
	Contents *Contents
	// Bytes is the largest size of a file; 64 MiB by default, and 2 GiB at most.
	Bytes int64
	// Depth is how deep lists and maps may nest, what aliases bring in
	// included; 200 by default.
	Depth int
	// Aliases is how many nodes YAML aliases and merge keys may add to those
	// that are written in a document; 10,000 by default.
	Aliases int
	// Values is how many values of a file may be read: a value takes a hundred bytes of
	// memory and more, however few it takes in the file. Configuration without blanks has
	// one for 17 bytes. By default as many as 32 MiB of it have, of which a plan of
	// Terraform of 64 MiB stays far below, since little of it is read; and where Bytes
	// is more than its default, or the text, one for every 14 bytes.
	Values int
}

// forText fills what is not set, and depends on the text.
func (l Limits) forText(text *Text) Limits {
	l = l.orDefault()
	if l.Values <= 0 {
		bytes := max(l.Bytes, int64(len(text.Bytes)))
		if bytes <= defaultBytes {
			bytes = denseBytes
		}
		l.Values = int(bytes / bytesPerValue)
	}
	return l
}

// orDefault fills what is not set.
func (l Limits) orDefault() Limits {
	if l.Bytes <= 0 {
		l.Bytes = defaultBytes
	}
	l.Bytes = min(l.Bytes, largestText)
	if l.Depth <= 0 {
		l.Depth = 200
	}
	if l.Aliases <= 0 {
		l.Aliases = 10_000
	}
	return l
}

// largestText is the size of a text up to which a Span tells every place in it.
const largestText = math.MaxInt32

const (
	defaultBytes  = 64 << 20
	denseBytes    = 32 << 20
	bytesPerValue = 14
)

const tooManyValues = "more than the limit of %d values: split the file"

// checkValues is an error where a text may hold more values than the limit. The library
// for YAML takes the memory of all before anybody can count them, so what every value
// in a list or a map follows on is counted instead: the text, whatever it is made of, is
// refused only where it is as large as a file of so many values.
func checkValues(text *Text, limits Limits) error {
	left := limits.Values
	if len(text.Bytes) <= left {
		return nil
	}
	for at, c := range text.Bytes {
		if !beforeValue(text.Bytes, at, c) {
			continue
		}
		if left--; left < 0 {
			return text.errorAt(at, "more than the limit of %d lines, commas and brackets: split the file", limits.Values)
		}
	}
	return nil
}

// beforeValue says whether a value may follow on a character.
func beforeValue(content []byte, at int, c byte) bool {
	switch c {
	case '\n', ',', '[', '{':
		return true
	case '-':
		return at+1 < len(content) && (content[at+1] == ' ' || content[at+1] == '\t')
	}
	return false
}
