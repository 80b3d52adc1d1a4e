package workspace

import (
	"bytes"
	"encoding/json"
)

// outline returns of the JSON object in a body what Request.About looks at: the texts among its
// members, as decodeObject has them, and for each other member that is not null something that is
// not nil. It is false of a body of which only decodeObject can tell: one that is no JSON object,
// is nested too deep, has a key twice, or has one that is not written in ASCII without escapes.
//
// It makes nothing of what is nested: Hold compares a name or an id, and to decode all for it
// was a twelfth of the check of a snapshot (BenchmarkCheckSnapshot of cli).
func outline(body []byte) (members map[string]any, ok bool) {
	o := outliner{body: body, members: map[string]any{}}
	o.skipBlanks()
	ok = o.next('{') && o.object(1)
	o.skipBlanks()
	return o.members, ok && o.at == len(body)
}

// member stands for one that is no text and not null.
type member struct{}

// outliner goes through a body once.
type outliner struct {
	body    []byte
	at      int
	members map[string]any
	// keys are those of the objects that are open.
	keys [][]byte
}

// mostKeys is how many keys of an object are compared with each other.
const mostKeys = 64

// object goes past the rest of an object at a level, which is 1 for the outermost.
func (o *outliner) object(level int) bool {
	first := len(o.keys)
	if o.skipBlanks(); o.next('}') {
		return level <= deepest
	}
	for level <= deepest && o.entry(first, level) {
		if o.skipBlanks(); o.next('}') {
			o.keys = o.keys[:first]
			return true
		}
		if !o.next(',') {
			return false
		}
		o.skipBlanks()
	}
	return false
}

// list goes past the rest of a list at a level.
func (o *outliner) list(level int) bool {
	if o.skipBlanks(); o.next(']') {
		return level <= deepest
	}
	for level <= deepest && o.value(level) {
		if o.skipBlanks(); o.next(']') {
			return true
		}
		if !o.next(',') {
			return false
		}
		o.skipBlanks()
	}
	return false
}

// entry goes past a key and its value. The keys of the same object begin at first.
func (o *outliner) entry(first, level int) bool {
	start := o.at
	if !o.next('"') || !o.text() {
		return false
	}
	key := o.body[start+1 : o.at-1]
	if !readsAsWritten(key) || !o.isNew(key, first) {
		return false
	}
	o.skipBlanks()
	if !o.next(':') {
		return false
	}
	o.skipBlanks()
	start = o.at
	return o.value(level) && (level > 1 || o.keep(key, o.body[start:o.at]))
}

// isNew keeps a key, and says whether no other is the same of those that begin at first.
func (o *outliner) isNew(key []byte, first int) bool {
	if len(o.keys)-first == mostKeys {
		return false
	}
	for _, before := range o.keys[first:] {
		if bytes.Equal(before, key) {
			return false
		}
	}
	o.keys = append(o.keys, key)
	return true
}

// keep keeps a member, whose value is given as it is written.
func (o *outliner) keep(key, written []byte) bool {
	switch written[0] {
	case 'n':
		return true
	case '"':
		text, ok := textOf(written)
		o.members[string(key)] = text
		return ok
	default:
		o.members[string(key)] = member{}
		return true
	}
}

// textOf is the text that is written between quotes.
func textOf(written []byte) (text string, ok bool) {
	if inner := written[1 : len(written)-1]; readsAsWritten(inner) {
		return string(inner), true
	}
	err := json.Unmarshal(written, &text)
	return text, err == nil
}

// readsAsWritten says whether what stands between quotes is a text as it is.
func readsAsWritten(inner []byte) bool {
	for _, c := range inner {
		if c == '\\' || c >= 0x80 {
			return false
		}
	}
	return true
}

// value goes past a value in an object or a list at a level.
func (o *outliner) value(level int) bool {
	switch {
	case o.next('"'):
		return o.text()
	case o.next('{'):
		return o.object(level + 1)
	case o.next('['):
		return o.list(level + 1)
	default:
		return o.word()
	}
}

// text goes past the rest of a string.
func (o *outliner) text() bool {
	start, escapes := o.at-1, false
	for ; o.at < len(o.body); o.at++ {
		switch c := o.body[o.at]; {
		case c == '"':
			o.at++
			return !escapes || json.Valid(o.body[start:o.at])
		case c == '\\':
			escapes = true
			o.at++
		case c < ' ':
			return false
		}
	}
	return false
}

// word goes past a number, true, false or null.
func (o *outliner) word() bool {
	start := o.at
	for o.at < len(o.body) && isWord(o.body[o.at]) {
		o.at++
	}
	return json.Valid(o.body[start:o.at])
}

// isWord says whether a character may be part of a number, true, false or null.
func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'E'
}

func (o *outliner) skipBlanks() {
	for ; o.at < len(o.body); o.at++ {
		if c := o.body[o.at]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return
		}
	}
}

// next goes past a character where it is the next one, and says whether it is.
func (o *outliner) next(c byte) bool {
	if o.at < len(o.body) && o.body[o.at] == c {
		o.at++
		return true
	}
	return false
}
