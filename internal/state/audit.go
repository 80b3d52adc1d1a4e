package state

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// entry is the audit of one endpoint.
type entry struct {
	written string // its name as it is written
	probes  map[string]bool
	at      map[string]string // the key that each probe is written under
	audited string            // RFC 3339, "" when it is not known
	open    []string          // keys that may be a probe's and hold no result
}

// streaming is the probe that has two names; older is the other one that state
// files have.
const (
	streaming = "streaming_ok"
	older     = "streaming_arg_accepted"
	auditedAt = "audited_at"
)

// entryKeys are the keys of an entry that we know, as in the schema.
var entryKeys = []string{
	"accepted_min_context_chars", auditedAt, "input_guardrail_signature", "long_context_ok",
	"output_guardrail_signature", "short_chat_ok", "sql_quote_ok", older, streaming,
}

// aside are those that are no probes whatever they hold.
var aside = []string{"accepted_min_context_chars", auditedAt, "input_guardrail_signature", "output_guardrail_signature"}

// Bare is the name of an endpoint without the catalog of Databricks' own models.
func Bare(name string) string { return strings.TrimPrefix(strings.TrimSpace(name), "system.ai.") }

func (s *State) readAudit(n *source.Node) {
	for _, e := range last(n) {
		at := []string{AuditKey, e.Key}
		if e.Value.Kind != source.Map && e.Value.Kind != source.Null && !unresolved(e.Value) {
			continue // an invalid value, which the schema names
		}
		name := Bare(e.Key)
		if _, again := s.audit[name]; again {
			s.repeats = append(s.repeats, Repeat{Pointer: at, Range: e.KeyRange})
		}
		s.audit[name] = s.entry(e, at)
	}
}

// entry reads the audit of an endpoint. One that is yet to be filled in has no
// probes, so that what they would show stays unknown.
func (s *State) entry(e source.Entry, at []string) entry {
	read := entry{written: e.Key, probes: map[string]bool{}, at: map[string]string{}}
	for _, field := range last(e.Value) {
		switch {
		case field.Key == auditedAt:
			read.audited = s.date(field.Value, append(at, auditedAt))
		case slices.Contains(aside, field.Key):
		case field.Value.Kind == source.Bool:
			s.probe(&read, field, at)
		default:
			read.open = append(read.open, probeName(field.Key))
		}
	}
	slices.Sort(read.open)
	read.open = slices.DeleteFunc(slices.Compact(read.open), func(name string) bool {
		_, known := read.probes[name] // under its other name
		return known
	})
	s.misspelt(at, e.Value, entryKeys)
	return read
}

// probeName is the name of today.
func probeName(key string) string {
	if key == older {
		return streaming
	}
	return key
}

// probe adds the result of a probe. The two names of one probe must agree, else
// nothing is known of it.
func (s *State) probe(read *entry, field source.Entry, at []string) {
	name, found := probeName(field.Key), field.Value.Text == "true"
	first, again := read.at[name]
	if again && read.probes[name] != found {
		s.invalid(append(at, field.Key), "the same as '"+first+"'")
		delete(read.probes, name)
		read.open = append(read.open, name)
		return
	}
	read.at[name], read.probes[name] = field.Key, found
}
