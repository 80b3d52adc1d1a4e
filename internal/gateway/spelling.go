package gateway

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// serviceSpelling is how services read that are written as the JSON form of protocol
// buffers allows: keys in lowerCamelCase, and values of an enumeration as numbers.
var serviceSpelling = source.Spelling{Key: serviceKey, Value: serviceValue, Free: schema.IsServiceFree}

// listKeys are the keys of list answers, which no schema of a service has.
var listKeys = map[string]string{
	"modelServices": "model_services", "mcpServices": "mcp_services", "modelProviderServices": "model_provider_services",
}

func serviceKey(key string) string {
	if strings.ToLower(key) == key {
		return key
	}
	if list := listKeys[key]; list != "" {
		return list
	}
	if documented := schema.ServiceKey(key); documented != "" {
		return documented
	}
	return key
}

// isOfService says whether a key is one of services in lowerCamelCase: payPerTokenConfig
// changes its letters as often as a secret does.
func isOfService(key string) bool { return serviceKey(key) != key }

// serviceValue is what a number stands for. One of which that is not known counts as not
// resolved, and one that no value has stays a number, which is an invalid value.
func serviceValue(key string, n *source.Node) *source.Node {
	if n.Kind != source.Number {
		return n
	}
	value, known, inRange := schema.ServiceNumber(key, n.Text)
	if !inRange {
		return n
	}
	reads := &source.Node{Kind: source.String, Span: n.Span, Text: value}
	origin := source.Origin{Written: n.Text, Known: known}
	if n.Origin != nil {
		origin.Text, origin.From = n.Origin.Text, n.Origin.From
	}
	if !known {
		origin.Unresolved = fmt.Sprintf("what %s means as `%s` is not documented; write the name of the value", n.Text, key)
	}
	reads.Origin = &origin
	return reads
}

// respell makes a document read as its services do, where it holds any: they are written
// with other keys and values than those that are documented. Endpoints are left as they
// are: no such way to write them is known.
func respell(doc *source.Document, kind Kind) {
	root := doc.Root
	if root == nil || root.Kind < source.List {
		return
	}
	reads := serviceSpelling.Read(root)
	if reads == root {
		return
	}
	if root.Kind == source.List {
		doc.Root = respeltItems(root, reads, kind)
		return
	}
	if f := formOfObject(reads, kind); f != nil {
		if f.service != nil {
			doc.Root = reads
		}
		return
	}
	if listsServices(reads, kind) {
		doc.Root = respeltLists(root, reads, kind)
	}
}

// respeltLists is an object with a list of services as it reads, but for the lists of
// what is no service.
func respeltLists(root, reads *source.Node, kind Kind) *source.Node {
	entries := slices.Clone(reads.Entries())
	for i := range entries {
		if f := listedUnder(&entries[i], kind); f != nil && f.service == nil {
			entries[i] = root.Entries()[i]
		}
	}
	return reads.WithEntries(entries)
}

// respeltItems are the elements of a bare list, those that are services as they read.
func respeltItems(root, reads *source.Node, kind Kind) *source.Node {
	list := *root
	list.SetItems(slices.Clone(root.Items()))
	for i, item := range reads.Items() {
		if f := formOfItem(item, kind); f != nil && f.service != nil {
			list.Items()[i] = item
		}
	}
	return &list
}

// listsServices says whether an object is a list answer with services.
func listsServices(root *source.Node, kind Kind) bool {
	for i := range root.Entries() {
		if f := listedUnder(&root.Entries()[i], kind); f != nil && f.service != nil {
			return true
		}
	}
	return false
}

// respelt says of services how many of their keys and values are not written as they are
// documented, at the first service that has any: it is said once for a document.
func respelt(subjects []*Subject) {
	var all Spelling
	var first *Subject
	var at span
	for _, s := range subjects {
		if s.is.service == nil {
			continue
		}
		r := respeltReader{seen: map[source.Range]bool{}}
		r.walk(s.node, make(way, 0, 16))
		if first == nil && r.first.Keys+r.first.Values > 0 {
			first, at = s, r.at
			all.Written, all.Documented = r.first.Written, r.first.Documented
		}
		all.Keys += r.first.Keys
		all.Values += r.first.Values
	}
	if first == nil {
		return
	}
	textReader{first}.found("spellings", at.text, at.ranges, at.pointer)
	first.Text.Spellings = append(first.Text.Spellings, all)
}

// respeltReader counts what is not written as it is documented in one service. What is
// shared, as a YAML anchor is, counts once.
type respeltReader struct {
	seen  map[source.Range]bool // of keys
	first Spelling
	at    span
}

func (r *respeltReader) walk(n *source.Node, at way) {
	for i, item := range n.Items() {
		r.walk(item, append(at, step{index: i}))
	}
	for i := range n.Entries() {
		e := &n.Entries()[i]
		if r.seen[e.KeyRange()] {
			continue
		}
		r.seen[e.KeyRange()] = true
		below := at.to(e.Key)
		if e.Written() != "" {
			r.note(Spelling{Written: e.Written(), Documented: e.Key}, span{ranges: e.KeyRange(), text: textOf(e.Value)}, below)
			r.first.Keys++
		}
		if o := e.Value.Origin; o != nil && o.Written != "" {
			r.note(Spelling{Written: o.Written, Documented: e.Value.Text}, span{ranges: e.Value.Range(), text: o.Text}, below)
			r.first.Values++
		}
		r.walk(e.Value, below)
	}
}

// note keeps the first of them.
func (r *respeltReader) note(s Spelling, at span, here way) {
	if r.first.Written == "" {
		r.first.Written, r.first.Documented = s.Written, s.Documented
		r.at = at
		r.at.pointer = here.pointer()
	}
}
