package gateway

import (
	"strings"

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
		b.WriteString(segment)
	}
	return b.String()
}

// judgeText reads what the text itself gives away: keys and values that the API
// does not have, repeated keys, placeholders and credentials.
func (r reader) judgeText() error {
	r.walk(r.subject.node, make(way, 0, 16))
	r.credentialsUnseen()
	return r.conform()
}

// walk visits everything that is written in the subject.
func (r reader) walk(n *source.Node, at way) {
	switch n.Kind {
	case source.String:
		r.scalar(n, at)
	case source.List:
		for i, item := range n.Items {
			r.walk(item, append(at, step{index: i}))
		}
	case source.Map:
		for i := range n.Entries {
			e := &n.Entries[i]
			here := at.to(e.Key)
			if e.Repeats {
				r.found("duplicate_keys", textOf(e.Value), e.KeyRange, here.pointer())
				r.subject.Text.DuplicateKeys = append(r.subject.Text.DuplicateKeys,
					DuplicateKey{Key: e.Key, Parent: dotted(at.pointer())})
			}
			r.walk(e.Value, here)
		}
	case source.Null, source.Bool, source.Number:
	}
}

func (r reader) scalar(n *source.Node, at way) {
	if form := credentialForm(n.Text, at); form != "" {
		pointer := at.pointer()
		r.subject.doc.TextOf(n).Mask(n.Range)
		if r.echoed(at) {
			return
		}
		r.found("credentials", textOf(n), n.Range, pointer)
		r.subject.Text.Credentials = append(r.subject.Text.Credentials,
			Credential{Key: dotted(pointer), Form: form})
		return
	}
	if isSuspect(n.Text) && !r.echoed(at) {
		pointer := at.pointer()
		r.found("placeholders", textOf(n), n.Range, pointer)
		r.subject.Text.Placeholders = append(r.subject.Text.Placeholders,
			Placeholder{Key: dotted(pointer), Value: n.Text})
	}
}

// echoed says whether the way leads into what the platform says twice: it answers
// with each served entity under its old name, too. Source: the comment on
// served_models in databricks-sdk-go v0.182.0, service/serving/model.go.
func (r reader) echoed(at way) bool {
	if r.subject.Form != FormGet || len(at) < 2 || at[1].key != "served_models" {
		return false
	}
	entities := r.subject.node.Get(at[0].key).Get("served_entities")
	return entities != nil && len(entities.Items) > 0
}

// found remembers where an item of a text list is written, and in which text; items
// and places are added in step.
func (r reader) found(list string, in *source.Text, at source.Range, pointer []string) {
	if r.subject.text == nil {
		r.subject.text = map[string][]span{}
	}
	r.subject.text[list] = append(r.subject.text[list], span{at, pointer, in})
}

// suspects are words that people leave where a value is still to be filled in,
// in lower case.
var suspects = []string{"todo", "fixme", "changeme", "change_me", "change-me", "replace", "your_", "your-", "placeholder", "xxx"}

// isSuspect says whether a text may be waiting to be filled in; the rule
// decides.
func isSuspect(text string) bool {
	if strings.ContainsAny(text, "<*") || strings.Contains(text, "${{") {
		return true
	}
	lower := strings.ToLower(text)
	for _, word := range suspects {
		if strings.Contains(lower, word) {
			return true
		}
	}
	return false
}
