package gateway

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// reader takes typed values out of written nodes, for the readers of each form. A
// value that is missing, null or of the wrong type reads as unset: the schema
// reports the wrong type. A value that is not resolved marks its facet as unseen.
//
// A reader with a recorder also records where the value of each facet is written.
type reader struct {
	subject  *Subject
	recorder *recorder // nil while only values are read: see Subject.records
	element  int       // one more than the index in the model's list that is read, 0 outside lists
	passing  bool      // on the way to a facet: see through
}

// part is a value with where it is written, or would be: node is nil when it is
// not written.
type part struct {
	node *source.Node
	step int32 // in the recorder, 0 for the subject itself and without a recorder
}

// in returns a reader of an element of a list of the model.
func (r reader) in(element int) reader {
	r.element = element + 1
	return r
}

// key goes one key down.
func (r reader) key(p part, key string) part {
	below := part{node: p.node.Get(key)}
	if r.recorder != nil {
		below.step = r.recorder.key(p.step, key)
	}
	return below
}

// item goes to an element of a list.
func (r reader) item(list part, i int) part {
	below := part{node: list.node.Items()[i]}
	if r.recorder != nil {
		below.step = r.recorder.item(list.step, i)
	}
	return below
}

// written records where a facet is written. Of several ways to write it the first
// that is used counts, or else the first.
func (r reader) written(facet string, p part) {
	if r.recorder != nil && !r.passing {
		r.recorder.record(facet, r.element, p)
	}
}

// listed records that the elements of a list of the model, from one on, are those of
// a written list.
func (r reader) listed(facet string, from int, list part) {
	if r.recorder != nil {
		r.recorder.record(facet, -1-from, list)
	}
}

// pass returns a reader that records no places: for what is read on the way to a
// facet that has a place of its own.
func (r reader) pass() reader {
	r.passing = true
	return r
}

// value returns what a key holds, without a node when it is unset or unresolved.
func (r reader) value(p part, key, facet string) part {
	v := r.key(p, key)
	r.written(facet, v)
	switch {
	case v.node == nil:
		r.missing(facet, p)
	case v.node.Kind == source.Null:
		v.node = nil
	case unresolved(v.node):
		r.unresolved(facet, v)
		v.node = nil
	}
	return v
}

// kind returns what a key holds, without a node unless it is of a kind.
func (r reader) kind(kind source.Kind, p part, key, facet string) part {
	v := r.value(p, key, facet)
	if v.node != nil && v.node.Kind != kind {
		v.node = nil
	}
	return v
}

func (r reader) object(p part, key, facet string) part { return r.kind(source.Map, p, key, facet) }

func (r reader) list(p part, key, facet string) part { return r.kind(source.List, p, key, facet) }

// through returns an object on the way to where facets are written. Where it is
// not resolved, none of them can be seen.
func (r reader) through(p part, key string, facets ...string) part {
	r = r.pass()
	for _, facet := range facets[1:] {
		r.value(p, key, facet)
	}
	return r.object(p, key, facets[0])
}

func (r reader) text(p part, key, facet string) string {
	return plain(r.value(p, key, facet).node)
}

func (r reader) bool(p part, key, facet string) bool {
	v := r.value(p, key, facet).node
	return v != nil && v.Kind == source.Bool && v.Text == "true"
}

// number returns a whole number, -1 when it is unset.
func (r reader) number(p part, key, facet string) int64 {
	if v := r.value(p, key, facet).node; v != nil && v.Kind == source.Number {
		return whole(v.Text)
	}
	return -1
}

// amount reads a whole number, which an answer may write as a string: an int64
// is one in the JSON form of protocol buffers.
func (r reader) amount(p part, key, facet string) int64 {
	if v := r.value(p, key, facet).node; v != nil && (v.Kind == source.Number || isQuoted(v)) {
		return whole(v.Text)
	}
	return -1
}

func (r reader) words(p part, key, facet string) []string {
	words := []string{}
	list := r.list(p, key, facet)
	for i, item := range elements(list.node) {
		switch {
		case unresolved(item):
			r.unresolved(facet, r.item(list, i))
		case item.Kind == source.String:
			words = append(words, item.Text)
		}
	}
	return words
}

// unresolved marks a facet whose value is written and not known yet.
func (r reader) unresolved(facet string, p part) {
	r.addUnseen(Unseen{Facet: facet, Reason: notResolved(p.node), node: p.node})
	if r.recorder != nil {
		r.recorder.unresolved = append(r.recorder.unresolved, p)
	}
}

// notShown marks a facet that the source does not show.
func (r reader) notShown(facet, reason string) {
	r.addUnseen(Unseen{Facet: facet, Reason: Scrub(reason)})
}

// follows marks a facet that is worked out from others wherever one of those is
// unseen, for their reasons. It comes when all that is written has been read.
func (r reader) follows(facet string, from ...string) {
	for _, origin := range from {
		for _, mark := range r.subject.unseen {
			if mark.Facet == origin {
				r.addUnseen(Unseen{Facet: facet, Reason: mark.Reason, node: mark.node})
			}
		}
	}
}

// addUnseen adds a mark once.
func (r reader) addUnseen(mark Unseen) {
	if !slices.Contains(r.subject.unseen, mark) {
		r.subject.unseen = append(r.subject.unseen, mark)
	}
}

// plain returns a string's text, "" for anything else.
func plain(n *source.Node) string {
	if n == nil || n.Kind != source.String {
		return ""
	}
	return n.Text
}

// scalar returns the text of a string or a number: versions are written as
// both.
func scalar(n *source.Node) string {
	if n == nil || n.Kind != source.String && n.Kind != source.Number {
		return ""
	}
	return n.Text
}

func elements(n *source.Node) []*source.Node {
	if n == nil {
		return nil
	}
	return n.Items()
}

func hasAny(n *source.Node, keys ...string) bool {
	for _, key := range keys {
		if v := n.Get(key); v != nil && v.Kind != source.Null {
			return true
		}
	}
	return false
}

// absent says whether a value is not written, or null, which counts as that.
func absent(n *source.Node) bool { return n == nil || n.Kind == source.Null }

func whole(literal string) int64 {
	if i, err := strconv.ParseInt(literal, 10, 64); err == nil {
		return i
	}
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || f != float64(int64(f)) {
		return -1
	}
	return int64(f)
}

// isQuoted says whether a string holds a whole number and nothing else.
func isQuoted(n *source.Node) bool {
	return n.Kind == source.String && n.Text != "" && isWhole(n.Text)
}

// oneOf returns a word if it is one of those known, else "".
func oneOf(word string, known ...string) string {
	if slices.Contains(known, word) {
		return word
	}
	return ""
}

func itoa(i int) string { return strconv.Itoa(i) }

// tableFollows says what is worked out of an inference table, and from what.
func (r reader) tableFollows() {
	r.tableOpen()
	t := &r.subject.InferenceTable
	t.Named, t.Prefixed, t.PrefixLooks = t.Table != "", t.Prefix != "", looksOf(t.Written)
	r.follows("inference_table.table", "inference_table.enabled", "inference_table.catalog", "inference_table.schema", "inference_table.prefix")
	r.follows("inference_table.named", "inference_table.table")
	r.follows("inference_table.prefixed", "inference_table.prefix")
	r.follows("inference_table.prefix_looks", "inference_table.prefix_written")
	r.follows("inference_table.prefix_looks.needs_quoting", "inference_table.prefix")
}

// trafficFollows says what is worked out of destinations and routes together: which
// route leads to which destination, and so what share each of them gets.
func (r reader) trafficFollows() {
	r.countTraffic()
	r.follows("traffic.destinations", "destinations")
	r.follows("traffic.shares", "routes", "routes.share")
	r.follows("routes.served", "routes.name", "destinations", "destinations.name", "destinations.entity")
	r.follows("destinations.share", "routes", "routes.name", "routes.share")
	r.follows("destinations.standby", "destinations.share")
	r.follows("pay_per_token", "destinations")
	r.follows("traffic.unserved", "routes", "routes.name", "destinations", "destinations.name", "destinations.entity")
	r.follows("traffic.unshared", "routes", "routes.name", "destinations", "destinations.name", "destinations.entity", "destinations.share")
}

// countTraffic counts the routes that lead nowhere and the destinations that none gives a
// share.
func (r reader) countTraffic() {
	s := r.subject
	for _, route := range s.Routes {
		if !route.Served {
			s.Traffic.Unserved++
		}
	}
	for _, d := range s.Destinations[:s.Traffic.Destinations] {
		if d.Share < 0 {
			s.Traffic.Unshared++
		}
	}
}

// addLimit adds a limit with what is worked out of it; marks is how much of the subject was
// unseen before the limit was read. Where an amount decides whether a limit is idle and is not
// known, its scope is unseen.
func (r reader) addLimit(limit RateLimit, marks int) {
	limit.Sizes = Sizes{Calls: sizeOf(limit.Calls), Tokens: sizeOf(limit.Tokens)}
	limit.Idle = r.subject.isIdle(&limit)
	r.subject.RateLimits = append(r.subject.RateLimits, limit)
	for _, mark := range r.subject.unseen[marks:] {
		if facet, ok := followsLimit[mark.Facet]; ok {
			r.addUnseen(Unseen{Facet: facet, Reason: mark.Reason, node: mark.node})
		}
	}
}

// limitsFollow says what is worked out of all limits together, and from what.
func (r reader) limitsFollow() {
	r.subject.LimitCounts = countsOf(r.subject.RateLimits)
	r.follows("limit_counts", "rate_limits")
	r.follows("limit_counts.groups", "rate_limits.scope")
	r.follows("limit_counts.repeated", "rate_limits.scope", "rate_limits.principal", "rate_limits.calls", "rate_limits.tokens", "rate_limits.period")
}

// followsLimit is what is worked out of a facet of a limit.
var followsLimit = map[string]string{
	"rate_limits.calls":  "rate_limits.sizes.calls",
	"rate_limits.tokens": "rate_limits.sizes.tokens",
	"rate_limits.scope":  "rate_limits.idle",
}

// closes takes note of a limit that lets no call through. Tokens limit nothing on an MCP
// service.
func (r reader) closes(limit RateLimit, calls, tokens part) {
	s := r.subject
	zero := calls
	switch {
	case s.Closed || limit.Scope != "endpoint" || s.dropsZero():
		return
	case limit.Calls == 0:
	case limit.Tokens == 0 && s.Kind != "mcp_service":
		zero = tokens
	default:
		return
	}
	s.Closed = true
	r.written("closed", zero)
}

// prefixWritten is the prefix of a table letter by letter, which is unseen only
// where its end is not resolved.
func (r reader) prefixWritten(table part) string {
	prefix := r.key(table, "table_name_prefix")
	r.written("inference_table.prefix_written", prefix)
	r.written("inference_table.prefix_looks", prefix)
	if prefix.node == nil {
		r.missing("inference_table.prefix_written", table)
	}
	if prefix.node != nil && unresolved(prefix.node) && r.endsOpen(prefix.node.Text) {
		r.unresolved("inference_table.prefix_written", prefix)
	}
	return plain(prefix.node)
}

// endsOpen says whether the end of a text is not known. The expressions of Terraform may hold
// braces of their own, and no other delimiters.
func (r reader) endsOpen(text string) bool {
	if r.subject.isTerraform() {
		return strings.HasSuffix(text, "}")
	}
	return secret.EndsOpen(text)
}

// parts are what is known of a name: see InferenceTable. Its facet is unseen only where
// nothing of the name is known.
func (r reader) parts(in part, key, facet string) []string {
	v := r.key(in, key)
	r.written(facet, v)
	known := r.known(v)
	switch {
	case v.node == nil:
		r.missing(facet, in)
	case v.node.Kind == source.Null || plain(v.node) == "" && !unresolved(v.node):
	case unresolved(v.node) && strings.Join(known, "") == "":
		r.unresolved(facet, v)
		return []string{}
	}
	return known
}

// known are the parts of a text that are known, none where it is not written or may become
// anything.
func (r reader) known(v part) []string {
	text := plain(v.node)
	switch {
	case text == "":
		return []string{}
	case !unresolved(v.node):
		return []string{text}
	case v.node.Origin != nil && v.node.Origin.Unresolved != "" && r.subject.Form != FormBundle:
		return []string{} // it may be an expression
	}
	if known := secret.AroundReferences(text); len(known) > 1 {
		return known
	}
	return []string{}
}

// open records where something is written that is not resolved.
func (r reader) open(at part) {
	if r.recorder != nil && at.node != nil {
		r.recorder.unresolved = append(r.recorder.unresolved, at)
	}
}

// missing marks a facet that is not written as unseen where the key of it may be one that
// is yet to be filled in.
func (r reader) missing(facet string, in part) {
	if reason := openKey(in.node); reason != "" {
		r.notShown(facet, reason)
	}
}
