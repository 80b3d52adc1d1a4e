package state

import (
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// reader fills a State from the documents of its file.
type reader struct{ *State }

// build reads the documents of a file; broken says that there are more, which
// could not be parsed.
func build(text *source.Text, documents []*source.Document, broken bool) *State {
	r := reader{&State{
		documents: documents, incomplete: broken, audit: map[string]auditEntry{},
		values: map[string]string{}, unseen: map[string]string{},
	}}
	r.document, r.repeats = merge(text, documents)
	root := r.document.Root
	r.readAudit(r.object(root.Get(AuditKey), AuditKey, "state.audit"))
	r.readRoles(r.object(root.Get(RolesKey), RolesKey, "state.roles"))
	r.readPrefix(root.Get(otelKey), otelKey, "otel_table_prefix")
	step := root.Get(foundationKey).Get(stepKey)
	r.readPrefix(step.Get(prefixKey), foundationKey+"."+stepKey+"."+prefixKey, "inference_table_prefix")
	r.misspelt([]string{foundationKey, stepKey}, step, stepKeys)
	return r.State
}

// streaming is the probe that has two names; streamingOld is the other one, which
// state files have too.
const (
	streaming    = "streaming_ok"
	streamingOld = "streaming_arg_accepted"
	auditedAt    = "audited_at"
)

// entryKeys are the keys of an entry that we know, as in the schema.
var entryKeys = []string{
	"accepted_min_context_chars", auditedAt, "input_guardrail_signature", "long_context_ok",
	"output_guardrail_signature", "short_chat_ok", "sql_quote_ok", streamingOld, streaming,
}

// notProbes are keys of an entry that are no probes whatever they hold.
var notProbes = []string{"accepted_min_context_chars", auditedAt, "input_guardrail_signature", "output_guardrail_signature"}

// readAudit reads the audits of all endpoints.
func (r *reader) readAudit(n *source.Node) {
	for _, e := range lastEntries(n) {
		at := []string{AuditKey, e.Key}
		if e.Value.Kind != source.Map && e.Value.Kind != source.Null && !unresolved(e.Value) {
			continue // an invalid value, which the schema names
		}
		name := BareName(e.Key)
		if _, again := r.audit[name]; again {
			r.repeats = append(r.repeats, Repeat{Pointer: at, Range: e.KeyRange()})
		}
		r.audit[name] = r.auditEntry(e, at)
	}
}

// auditEntry reads the audit of an endpoint. One that is unresolved has no probes,
// so that what they would show stays unknown.
func (r *reader) auditEntry(e source.Entry, at []string) auditEntry {
	read := auditEntry{written: e.Key, probes: map[string]bool{}, at: map[string]string{}}
	for _, field := range lastEntries(e.Value) {
		switch {
		case field.Key == auditedAt:
			read.audited = r.date(field.Value, append(at, auditedAt))
		case slices.Contains(notProbes, field.Key):
		case field.Value.Kind == source.Bool:
			r.probe(&read, field, at)
		default:
			read.unresolved = append(read.unresolved, probeName(field.Key))
		}
	}
	slices.Sort(read.unresolved)
	read.unresolved = slices.DeleteFunc(slices.Compact(read.unresolved), func(name string) bool {
		_, known := read.probes[name] // under its other name
		return known
	})
	r.misspelt(at, e.Value, entryKeys)
	return read
}

// probeName is the name of a probe by its key: of two names, today's.
func probeName(key string) string {
	if key == streamingOld {
		return streaming
	}
	return key
}

// probe adds the result of a probe. The two names of one probe must agree, else
// nothing is known of it.
func (r *reader) probe(read *auditEntry, field source.Entry, at []string) {
	name, found := probeName(field.Key), field.Value.Text == "true"
	first, again := read.at[name]
	if again && read.probes[name] != found {
		r.invalid(append(at, field.Key), "the same as `"+first+"`")
		delete(read.probes, name)
		read.unresolved = append(read.unresolved, name)
		return
	}
	read.at[name], read.probes[name] = field.Key, found
}

// BareName is the name of an endpoint without the catalog of Databricks' own models.
func BareName(name string) string { return strings.TrimPrefix(strings.TrimSpace(name), "system.ai.") }

// roleKeys are the keys of a role that we know, as in the schema.
var roleKeys = []string{"candidates", "endpoint", "min_context_chars", "rationale", "selected_after_probe", "streaming_required"}

// stepKeys are those of the step that makes the gateway.
var stepKeys = []string{prefixKey}

// readRoles reads the roles in the order they are written.
func (r *reader) readRoles(n *source.Node) {
	for _, e := range lastEntries(n) {
		r.roles = append(r.roles, role(e))
		r.misspelt([]string{RolesKey, e.Key}, e.Value, roleKeys)
	}
}

// role reads one role. The endpoint is pending as long as no name is written:
// a role is listed with its candidates before one of them is chosen.
func role(e source.Entry) Role {
	n := e.Value
	endpoint := n.Get("endpoint")
	r := Role{
		Name: e.Key, Candidates: candidates(n.Get("candidates")),
		Selected:  boolean(n.Get("selected_after_probe"), false),
		Streaming: boolean(n.Get("streaming_required"), true),
	}
	if isText(endpoint) {
		r.Endpoint = BareName(endpoint.Text)
	}
	r.Pending = r.Endpoint == ""
	r.Bare = r.Endpoint != "" && n.Get("candidates") == nil && n.Get("selected_after_probe") == nil
	for _, key := range []string{"candidates", "selected_after_probe", "streaming_required"} {
		if unresolved(n) || isUnresolved(n.Get(key)) {
			r.Unresolved = append(r.Unresolved, key)
		}
	}
	switch {
	case len(r.Candidates) > 0 || isUnresolved(n.Get("candidates")):
	case r.Endpoint != "", isUnresolved(endpoint) && (n.Get("candidates") == nil || n.Get("candidates").Kind == source.Null):
		r.Candidates = append(r.Candidates, r.Endpoint)
	}
	return r
}

// candidates are the names in a list of which some are filled in.
func candidates(n *source.Node) []string {
	names := []string{}
	if n == nil || isUnresolved(n) {
		return names
	}
	for _, item := range n.Items() {
		switch {
		case isText(item):
			names = append(names, BareName(item.Text))
		case unresolved(item):
			names = append(names, "")
		}
	}
	return names
}

// boolean is what a boolean says; anything else counts as not set.
func boolean(n *source.Node, otherwise bool) bool {
	if n == nil || n.Kind != source.Bool {
		return otherwise
	}
	return n.Text == "true"
}

// isUnresolved says whether a value is unresolved: itself, or all there is in a
// list.
func isUnresolved(n *source.Node) bool {
	if n == nil {
		return false
	}
	for _, item := range n.Items() {
		if !unresolved(item) {
			return false
		}
	}
	return unresolved(n) || len(n.Items()) > 0
}

// object returns a part that must be a map, nil when it is unseen.
func (r *reader) object(n *source.Node, key, facet string) *source.Node {
	if n != nil && n.Kind == source.Map {
		return n
	}
	r.unseen[facet] = r.unseenReason(n, key, "an object")
	return nil
}

// readPrefix reads the prefix of a table's name.
func (r *reader) readPrefix(n *source.Node, key, name string) {
	if isText(n) {
		r.values[name] = n.Text
		return
	}
	r.unseen["state."+name] = r.unseenReason(n, key, "a string")
}

// unseenReason says why a part is unseen.
func (r *reader) unseenReason(n *source.Node, key, expected string) string {
	switch {
	case n == nil && r.incomplete:
		return "a part of the state file cannot be read, and the rest has no `" + key + "`"
	case n == nil:
		return "the state file has no `" + key + "`"
	case n.Kind == source.Null || n.Kind == source.String && strings.TrimSpace(n.Text) == "":
		return "`" + key + "` is empty in the state file"
	case unresolved(n):
		return "`" + key + "` is not filled in yet in the state file"
	default:
		return "`" + key + "` must be " + expected + ", and counts as not read"
	}
}

// layouts are how a time is written: RFC 3339, as YAML and Python write a time,
// with or without a zone, or the day alone. Without a zone it is UTC.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 Z07:00", "2006-01-02T15:04:05Z0700",
	"2006-01-02T15:04:05", time.DateTime, "2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly,
}

const aDate = "a date and time such as 2026-04-20T15:30:00Z"

// date reads a time as RFC 3339, "" when it is none or not filled in.
func (r *reader) date(n *source.Node, at []string) string {
	if n.Kind != source.String || unresolved(n) {
		return "" // another kind of value is for the schema to name
	}
	text := strings.Join(strings.Fields(n.Text), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil && countable(t) {
			return t.Format(time.RFC3339)
		}
	}
	r.invalid(at, aDate)
	return ""
}

// countable says whether a time can be counted in nanoseconds, as rules do.
func countable(t time.Time) bool { return 1970 <= t.Year() && t.Year() <= 2261 }

// invalid adds a value that counts as not set.
func (r *reader) invalid(at []string, expected string) {
	r.violations = append(r.violations, schema.Violation{
		Kind: schema.InvalidValue, Pointer: slices.Clone(at), Key: at[len(at)-1], Expected: expected,
	})
}

// misspelt adds the keys of a map that are near a known one. Others are fine:
// a state file may hold any keys of other tools.
func (r *reader) misspelt(at []string, n *source.Node, known []string) {
	for _, e := range lastEntries(n) {
		if nearest := schema.Misspelt(e.Key, known); nearest != "" {
			r.violations = append(r.violations, schema.Violation{
				Kind: schema.UnknownKey, Pointer: append(slices.Clone(at), e.Key), Key: e.Key, Nearest: nearest,
			})
		}
	}
}

// isText says whether a value is a text that is filled in.
func isText(n *source.Node) bool {
	return n != nil && n.Kind == source.String && strings.TrimSpace(n.Text) != "" && !unresolved(n)
}

// placeholders are how the name of an unresolved value begins and ends, also around
// what is no name. No name of an endpoint or a table has any of these.
var placeholders = [][2]string{{"<", ">"}, {"${", "}"}, {"{{", "}}"}}

// unresolved says whether a text, or a part of it, stands for one that is not
// known: <pending>, ${var.x}, $X.
func unresolved(n *source.Node) bool {
	if n.Kind != source.String {
		return false
	}
	for _, b := range placeholders {
		if start := strings.Index(n.Text, b[0]); start >= 0 && strings.Contains(n.Text[start:], b[1]) {
			return true
		}
	}
	return secret.Interpolation(n.Text) != ""
}
