package gateway

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// step is a key or an index on the way through a subject.
type step struct {
	key   string
	index int // -1 for a key
}

// way leads from the subject to where a walk has come.
type way []step

// pointer returns the keys and indices of the way.
func (w way) pointer() []string {
	pointer := make([]string, 0, len(w))
	for _, s := range w {
		if s.index >= 0 {
			pointer = append(pointer, itoa(s.index))
		} else {
			pointer = append(pointer, s.key)
		}
	}
	return pointer
}

// to goes one key on. Ways that part there share what leads there, and each is
// used up before the next is begun.
func (w way) to(key string) way { return append(w, step{key: key, index: -1}) }

// key returns the key that lies back steps behind, "" for an index and for what
// lies before the beginning.
func (w way) key(back int) string {
	if len(w) <= back {
		return ""
	}
	return w[len(w)-1-back].key
}

// dotted writes the way here as a person would: ai_gateway.rate_limits[0].key.
func dotted(pointer []string) string {
	var b strings.Builder
	for _, segment := range pointer {
		switch {
		case segment != "" && segment[0] >= '0' && segment[0] <= '9':
			b.WriteString("[" + segment + "]")
			continue
		case b.Len() > 0:
			b.WriteByte('.')
		}
		b.WriteString(shownKey(segment))
	}
	return b.String()
}

// shownKey is a key as messages show it: a credential may have been written as one.
func shownKey(key string) string {
	if secret.IsPlain(key) || isOfService(key) {
		return key
	}
	if secret.IsKey(key) {
		return secret.Mask
	}
	return secret.EraseWords(key)
}

// ScrubPointer is a JSON Pointer as reports show it, with a mask for each key that
// may be a secret.
func ScrubPointer(pointer string) string {
	plain := true
	for segment := range strings.SplitSeq(pointer, "/") {
		plain = plain && secret.IsPlain(segment)
	}
	if plain {
		return pointer
	}
	segments := source.Segments(pointer)
	for i := range segments {
		segments[i] = shownKey(segments[i])
	}
	return source.Pointer(segments)
}

// textReader reads what the text of a subject gives away beside its settings, and
// records where.
type textReader struct{ subject *Subject }

// read reads what the text itself gives away: keys and values that the API
// does not have, repeated keys, placeholders and credentials.
func (t textReader) read() error {
	t.walk(t.subject.node, make(way, 0, 16), false)
	t.mergeRepeats()
	credentialsUnseen(t.subject)
	return validator{t}.validate()
}

// walk visits everything that is written in the subject; said is true below what is
// a credential.
func (t textReader) walk(n *source.Node, at way, said bool) {
	switch n.Kind {
	case source.String:
		if !said {
			t.placeholder(n, at)
		}
	case source.List:
		if !said {
			credentials{t}.list(n, at)
		}
		for i, item := range n.Items() {
			t.walk(item, append(at, step{index: i}), said)
		}
	case source.Map:
		for i := range n.Entries() {
			e := &n.Entries()[i]
			here := at.to(e.Key)
			if e.Repeats {
				t.found("duplicate_keys", textOf(e.Value), e.KeyRange(), here.pointer())
				t.subject.Text.DuplicateKeys = append(t.subject.Text.DuplicateKeys,
					DuplicateKey{Key: shownKey(e.Key), Parent: dotted(at.pointer())})
			}
			t.walk(e.Value, here, said || credentials{t}.entry(e, n, here))
		}
	case source.Null, source.Bool, source.Number:
	}
}

// placeholder adds a text that may be waiting to be filled in.
func (t textReader) placeholder(n *source.Node, at way) {
	value := n.Text
	if t.subject.isTerraform() && unresolved(n) {
		value = withoutTemplates(value)
	}
	if left := leftAsText(n); left != "" && t.subject.Form == FormBundle {
		value = left
	} else if !isSuspect(value) || t.repeatedByPlatform(at) {
		return
	}
	pointer := at.pointer()
	t.found("placeholders", textOf(n), n.Range(), pointer)
	t.subject.Text.Placeholders = append(t.subject.Text.Placeholders,
		Placeholder{Key: dotted(pointer), Value: secret.Blank(value)})
}

// wrongReference says whether a text was meant as a reference to a secret where one
// belongs, and is none: that is a wrong value and no credential.
func (t textReader) wrongReference(n *source.Node, at way) bool {
	if !secret.IsWrongReference(n.Text) || secret.Field(at.key(0), at.key(1)) == "" || unresolved(n) && secret.IsOpenReference(n.Text) {
		return false
	}
	pointer := at.pointer()
	t.found("invalid_values", textOf(n), n.Range(), pointer)
	t.subject.Text.InvalidValues = append(t.subject.Text.InvalidValues, InvalidValue{
		Key: dotted(pointer), Expected: "a reference such as {{secrets/scope/key}}",
	})
	return true
}

// repeatedByPlatform says whether the way leads into what the platform says twice: it answers
// with each served entity under its old name, too. Source: the comment on
// served_models in databricks-sdk-go v0.182.0, service/serving/model.go.
func (t textReader) repeatedByPlatform(at way) bool {
	if t.subject.Form != FormGet || len(at) < 2 || at[1].key != "served_models" {
		return false
	}
	entities := t.subject.node.Get(at[0].key).Get("served_entities")
	return entities != nil && len(entities.Items()) > 0
}

// found remembers where an item of a text list is written, and in which text; items
// and places are added in step.
func (t textReader) found(list string, in *source.Text, at source.Range, pointer []string) {
	if t.subject.text == nil {
		t.subject.text = map[string][]span{}
	}
	t.subject.text[list] = append(t.subject.text[list], span{ranges: at, pointer: pointer, text: in})
}

// suspects are words that people leave where a value is still to be filled in,
// in lower case.
var suspects = []string{"todo", "fixme", "changeme", "change_me", "change-me", "replace", "your_", "your-", "placeholder", "xxx"}

// suspectsBy are the suspects, and what else begins such a value in ASCII, by their first
// characters, a letter also by its capital one.
var suspectsBy = func() (by [utf8.RuneSelf][]string) {
	for _, word := range append([]string{"<", "*", "${{"}, suspects...) {
		by[word[0]] = append(by[word[0]], word)
	}
	for c := 'a'; c <= 'z'; c++ {
		by[unicode.ToUpper(c)] = by[c]
	}
	return by
}()

// isSuspect says whether a text may be waiting to be filled in; the rule
// decides.
func isSuspect(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return isSuspectBeyondASCII(text)
		}
		for _, word := range suspectsBy[text[i]] {
			if len(text)-i >= len(word) && strings.EqualFold(text[i:i+len(word)], word) {
				return true
			}
		}
	}
	return false
}

// isSuspectBeyondASCII is isSuspect for a text of any letters, which takes five times as long.
func isSuspectBeyondASCII(text string) bool {
	if strings.ContainsAny(text, "<*＜〈《【«‹") || strings.Contains(text, "${{") {
		return true
	}
	lower := strings.ToLower(text)
	return slices.ContainsFunc(suspects, func(word string) bool { return strings.Contains(lower, word) })
}

// stateSecrets looks for credentials in all of a state file. Its keys are
// anybody's own, so a value counts only when both it and its key say that it is
// one.
func (t textReader) stateSecrets(n *source.Node, at way) {
	key := at.key(0)
	if n.Kind == source.String && (credentialForm(n.Text, at) == "plaintext" || secret.In(n.Text) && secret.IsName(key)) {
		pointer := at.pointer()
		t.found("credentials", textOf(n), n.Range(), pointer)
		t.subject.Text.Credentials = append(t.subject.Text.Credentials, Credential{Key: dotted(pointer), Form: "plaintext"})
	}
	for i, item := range n.Items() {
		t.stateSecrets(item, append(at, step{index: i}))
	}
	for i := range n.Entries() {
		t.stateSecrets(n.Entries()[i].Value, at.to(n.Entries()[i].Key))
	}
}

// invalid adds a value that counts as not set, and what may be meant by it.
func (t textReader) invalid(v InvalidValue, pointer []string, meant ...*source.Node) {
	t.invalidAt(t.subject.locate(pointer), v, pointer, meant...)
}

// invalidAt adds one that is shown at a place.
func (t textReader) invalidAt(at source.Place, v InvalidValue, pointer []string, meant ...*source.Node) {
	t.found("invalid_values", at.Text, at.Range, pointer)
	spans := t.subject.text["invalid_values"]
	spans[len(spans)-1].meant = meant
	t.subject.Text.InvalidValues = append(t.subject.Text.InvalidValues, v)
}
