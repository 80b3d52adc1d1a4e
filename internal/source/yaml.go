package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/regex"
)

// yamlParser turns the tree of go.yaml.in/yaml into nodes with places. That
// library was taken over goccy/go-yaml because its lines and columns are right
// for CRLF, block scalars and characters beyond ASCII, where the other's
// offsets drift; it only says where a value starts, so the ends are read from
// the text.
type yamlParser struct {
	text    *Text
	src     string
	limits  Limits
	offsets yamlOffsets
	end     int // byte offset behind what has been read
	unfinished

	slab    slab
	anchors map[*yaml.Node]*anchor // of the current document
	nodes   int                    // in the current document, aliases expanded
	added   int                    // of those, the ones that aliases brought in
	deepest int                    // the deepest level of the current subtree
	bundle  bool                   // it is read as a file of a bundle: see ParseBundle
}

// parseYAML reads every document of a stream.
func parseYAML(text *Text, limits Limits) ([]*Document, error) {
	p, loader, err := newYAML(text, limits)
	if err != nil {
		return nil, err
	}
	var documents []*Document
	for {
		read, err := load(loader)
		if errors.Is(err, io.EOF) {
			return documents, nil
		}
		if err != nil {
			return documents, p.fail(err)
		}
		root, err := p.document(read)
		if err != nil {
			return documents, err
		}
		documents = append(documents, &Document{Text: text, Root: root, Index: len(documents)})
	}
}

// newYAML begins to read a stream.
func newYAML(text *Text, limits Limits) (*yamlParser, *yaml.Loader, error) {
	if err := checkValues(text, limits); err != nil {
		return nil, nil, err
	}
	p := &yamlParser{text: text, src: text.content(), limits: limits, slab: newSlab(len(text.Bytes))}
	p.offsets.src = p.src
	loader, err := yaml.NewLoader(bytes.NewReader(withKnownVersion(text.Bytes)),
		yaml.WithUniqueKeys(false), yaml.WithPlugin(yamlDepth(limits.Depth)))
	if err != nil {
		return nil, nil, p.fail(err)
	}
	return p, loader, nil
}

// load reads the next document. The library panics where it finds itself in a
// state that it holds to be impossible.
func load(loader *yaml.Loader) (document *yaml.Node, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	document = new(yaml.Node)
	return document, loader.Load(document)
}

func (y *yamlParser) document(read *yaml.Node) (*Node, error) {
	y.anchors, y.nodes, y.added, y.deepest = nil, 0, 0, 0
	if len(read.Content) == 0 {
		return nil, y.text.errorAt(y.end, "%s", notYAML)
	}
	return y.node(read.Content[0], 0)
}

// node converts a value that stands inside depth lists and maps.
func (y *yamlParser) node(read *yaml.Node, depth int) (*Node, error) {
	if read.Kind == yaml.AliasNode {
		return y.alias(read, depth)
	}
	y.nodes++
	node := y.slab.node()
	if read.Anchor == "" {
		return node, y.fill(node, read, depth)
	}
	return node, y.anchored(node, read, depth)
}

func (y *yamlParser) fill(node *Node, read *yaml.Node, depth int) error {
	if read.Kind == yaml.ScalarNode {
		return y.scalar(node, read)
	}
	start := y.offsets.skipProperties(max(y.offsets.start(read), y.end), read)
	y.end = start
	if depth++; depth > y.limits.Depth {
		return y.tooDeep(start)
	}
	y.deepest = max(y.deepest, depth)
	var err error
	if read.Kind == yaml.MappingNode {
		err = y.mapping(node, read, depth)
	} else {
		err = y.sequence(node, read, depth)
	}
	if err != nil {
		return err
	}
	y.end = y.offsets.collectionEnd(start, y.end, read)
	node.Span = Range{Start: start, End: y.end}.Span()
	return nil
}

func (y *yamlParser) sequence(node *Node, read *yaml.Node, depth int) error {
	node.Kind = List
	base := len(y.items)
	for _, child := range read.Content {
		item, err := y.node(child, depth)
		if err != nil {
			return err
		}
		y.items = append(y.items, item)
	}
	y.slab.keepItems(node, y.items[base:])
	y.items = y.items[:base]
	return nil
}

func (y *yamlParser) scalar(node *Node, read *yaml.Node) error {
	node.Span = y.scalarRange(read, max(y.offsets.start(read), y.end)).Span()
	y.end = node.Range().End
	resolveScalar(node, read)
	if y.bundle {
		return y.bundleScalar(node, read)
	}
	return nil
}

func (y *yamlParser) scalarRange(read *yaml.Node, start int) Range {
	if unwritten(read) {
		return Range{Start: start, End: start}
	}
	start = y.offsets.skipProperties(start, read)
	return Range{Start: start, End: y.offsets.scalarEnd(start, read)}
}

// unwritten says that nothing but a tag or an anchor is written.
func unwritten(read *yaml.Node) bool {
	return read.Kind == yaml.ScalarNode && read.Value == "" && read.Style&^yaml.TaggedStyle == 0
}

func (y *yamlParser) mapping(node *Node, read *yaml.Node, depth int) error {
	node.Kind = Map
	base := len(y.entries)
	var merges []merge
	for i := 0; i+1 < len(read.Content); i += 2 {
		key, value := read.Content[i], read.Content[i+1]
		entry, err := y.entry(key, value, depth)
		if err != nil {
			return err
		}
		if !isMerge(key) {
			y.entries = append(y.entries, entry)
			continue
		}
		from, err := y.mergeSources(entry, value, len(merges) > 0)
		if err != nil {
			return err
		}
		merges = append(merges, merge{before: len(y.entries) - base, key: entry.KeyRange(), from: from})
	}
	markRepeats(y.entries[base:])
	y.slab.keepEntries(node, y.entries[base:])
	y.entries = y.entries[:base]
	if merges != nil {
		repeats := mergeRepeats(node.Entries(), merges)
		node.SetEntries(merged(node.Entries(), merges))
		if repeats != nil {
			node.Origin = &Origin{Merges: repeats}
		}
	}
	return nil
}

func (y *yamlParser) entry(key, value *yaml.Node, depth int) (Entry, error) {
	var entry Entry
	var err error
	var at Range
	if entry.Key, at, err = y.key(key); err != nil {
		return entry, err
	}
	entry.KeySpan = at.Span()
	if unwritten(value) {
		y.nodes++
		y.end = y.offsets.afterKey(y.end)
		entry.Value = y.slab.node()
		resolveScalar(entry.Value, value)
		entry.Value.Span = Range{Start: y.end, End: y.end}.Span()
		y.fillIn(entry.Value)
		y.define(value, &anchor{node: entry.Value, size: 1, done: true})
		return entry, nil
	}
	entry.Value, err = y.node(value, depth)
	return entry, err
}

// key converts a key, which must be a scalar: a map in a key's place is what
// `{{ template }}` looks like.
func (y *yamlParser) key(read *yaml.Node) (string, Range, error) {
	start := max(y.offsets.start(read), y.end)
	if y.bundle {
		if err := y.bundleKey(read, start); err != nil {
			return "", Range{}, err
		}
	}
	switch read.Kind {
	case yaml.AliasNode:
		if read.Alias.Kind != yaml.ScalarNode {
			break
		}
		y.end = y.offsets.aliasEnd(start, read)
		return read.Alias.Value, Range{Start: start, End: y.end}, nil
	case yaml.ScalarNode:
		at := y.scalarRange(read, start)
		y.end = at.End
		if read.Anchor != "" {
			node := y.slab.node()
			resolveScalar(node, read)
			node.Span = at.Span()
			y.define(read, &anchor{node: node, size: 1, done: true})
		}
		return read.Value, at, nil
	default:
	}
	return "", Range{}, y.text.errorAt(start, "a key must be a single value, not a list or a map (is this a template?)")
}

// anchor is a node that aliases may stand for.
type anchor struct {
	node *Node
	// size counts the nodes in it and height the levels of it, aliases
	// expanded.
	size, height int
	// done is false while the node is being read: an alias in it to itself
	// would never end.
	done bool
}

func (y *yamlParser) define(read *yaml.Node, a *anchor) {
	if read.Anchor == "" {
		return
	}
	if y.anchors == nil {
		y.anchors = map[*yaml.Node]*anchor{}
	}
	y.anchors[read] = a
}

func (y *yamlParser) anchored(node *Node, read *yaml.Node, depth int) error {
	a := &anchor{node: node}
	y.define(read, a)
	nodes, deepest := y.nodes, y.deepest
	y.deepest = depth
	err := y.fill(node, read, depth)
	a.size, a.height, a.done = y.nodes-nodes+1, y.deepest-depth, true
	y.deepest = max(y.deepest, deepest)
	return err
}

// alias gives the node that is written at the anchor. It is shared, not
// copied; what it costs those who walk the tree counts against the limit.
func (y *yamlParser) alias(read *yaml.Node, depth int) (*Node, error) {
	start := max(y.offsets.start(read), y.end)
	y.end = y.offsets.aliasEnd(start, read)
	a := y.anchors[read.Alias]
	if a == nil || !a.done {
		return nil, y.text.errorAt(start, "an alias inside the value that it stands for")
	}
	y.nodes += a.size
	y.added += a.size
	if y.added > y.limits.Aliases {
		return nil, y.text.errorAt(start, "aliases add more than the limit of %d values", y.limits.Aliases)
	}
	if depth+a.height > y.limits.Depth {
		return nil, y.tooDeep(start)
	}
	y.deepest = max(y.deepest, depth+a.height)
	return a.node, nil
}

// merge is one `<<`: the maps it takes entries from, the first one winning,
// where it is written, and the index of the entry it stands before.
type merge struct {
	before int
	key    Range
	from   []*Node
}

// isMerge says whether a key is a merge key; a quoted one is an ordinary key.
func isMerge(key *yaml.Node) bool {
	return key.Kind == yaml.ScalarNode && key.Tag == "!!merge"
}

// mergeSources are the maps that a merge key brings in, the first one winning.
func (y *yamlParser) mergeSources(entry Entry, value *yaml.Node, again bool) ([]*Node, error) {
	from := []*Node{entry.Value}
	if entry.Value.Kind == List {
		from = entry.Value.Items()
	}
	if slices.ContainsFunc(from, func(n *Node) bool { return n.Kind != Map }) {
		return nil, y.text.errorAt(entry.KeyRange().Start, "a merge key needs a map or a list of maps")
	}
	if y.bundle {
		return y.bundleSources(from, entry, value, again)
	}
	return from, nil
}

// merged puts what the merge keys bring in where they stand. A key that is
// written in the map itself wins, then that of the earlier map.
func merged(written []Entry, merges []merge) []Entry {
	have := make(map[string]struct{}, len(written))
	for _, e := range written {
		have[e.Key] = struct{}{}
	}
	var all []Entry
	done := 0
	for _, m := range merges {
		all = append(all, written[done:m.before]...)
		done = m.before
		for _, source := range m.from {
			all = append(all, missing(have, source.Entries())...)
		}
	}
	return append(all, written[done:]...)
}

// missing gives the entries whose keys are not in have, and adds them. Of a
// repeated key the last entry counts, hence the way backwards.
func missing(have map[string]struct{}, entries []Entry) []Entry {
	var fresh []Entry
	for _, e := range slices.Backward(entries) {
		if _, ok := have[e.Key]; ok {
			continue
		}
		have[e.Key] = struct{}{}
		e.Merged, e.Repeats = true, false
		fresh = append(fresh, e)
	}
	slices.Reverse(fresh)
	return fresh
}

// resolveScalar sets what a scalar means. A value that its tag does not fit is
// a string.
func resolveScalar(node *Node, read *yaml.Node) {
	node.Kind, node.Text = String, read.Value
	switch read.Tag {
	case "!!null":
		node.Kind, node.Text = Null, ""
	case "!!bool":
		if word, ok := boolWord(read.Value); ok {
			node.Kind, node.Text = Bool, word
		}
	case "!!int", "!!float":
		if number, ok := jsonNumber(read.Value); ok {
			node.Kind, node.Text = Number, number
		}
	}
}

func boolWord(text string) (string, bool) {
	switch strings.ToLower(text) {
	case "true", "yes", "on", "y":
		return "true", true
	case "false", "no", "off", "n":
		return "false", true
	}
	return "", false
}

// jsonNumber writes a YAML number as JSON does: 0x10 is 16, 1_000 is 1000, .5
// is 0.5. Infinity and NaN have no such form.
func jsonNumber(text string) (string, bool) {
	if numberEnd(text, 0) == len(text) {
		return text, true
	}
	text = strings.ReplaceAll(text, "_", "")
	if i, err := strconv.ParseInt(text, 0, 64); err == nil {
		return strconv.FormatInt(i, 10), true
	}
	if u, err := strconv.ParseUint(strings.TrimPrefix(text, "+"), 0, 64); err == nil {
		return strconv.FormatUint(u, 10), true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return "", false
	}
	return strconv.FormatFloat(f, 'g', -1, 64), true
}

var versionDirective = []byte("%YAML 1.")

// withKnownVersion is the content as the library takes it: it refuses
// `%YAML 1.2`, though what it reads is 1.2, so a 1.x directive becomes 1.1. No
// byte moves.
func withKnownVersion(content []byte) []byte {
	if !bytes.Contains(content, versionDirective) {
		return content
	}
	content = slices.Clone(content)
	outside := true // between documents, where directives may stand
	for rest := content; len(rest) > 0; {
		line := rest
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			line = rest[:end+1]
		}
		rest = rest[len(line):]
		switch {
		case bytes.HasPrefix(line, []byte("...")):
			outside = true
		case outside && bytes.HasPrefix(line, versionDirective):
			lowerMinor(line[len(versionDirective):])
		case len(bytes.TrimSpace(line)) > 0 && line[0] != '#' && line[0] != '%':
			outside = false
		}
	}
	return content
}

func lowerMinor(minor []byte) {
	if len(minor) > 0 && '0' <= minor[0] && minor[0] <= '9' {
		minor[0] = '1'
	}
}

const (
	notYAML   = "not valid YAML"
	tabIndent = "a tab cannot indent YAML: use spaces"
	tooDeep   = "nested deeper than the limit of %d levels"
)

// yamlDepth stops the library before it recurses too deep. It counts block and
// flow levels apart, so the tree is checked again.
type yamlDepth int

// CheckDepth implements yaml.LoaderLimitsPlugin.
func (y yamlDepth) CheckDepth(depth int, _ *yaml.DepthContext) error {
	if depth > int(y) {
		return fmt.Errorf(tooDeep, int(y))
	}
	return nil
}

// CheckAlias implements yaml.LoaderLimitsPlugin. The tree has a count of its
// own.
func (yamlDepth) CheckAlias(int, int) error { return nil }

func (y *yamlParser) tooDeep(offset int) error {
	return y.text.errorAt(offset, tooDeep, y.limits.Depth)
}

// yamlFaults words what the library says about a fault, without the text that
// it quotes. The first entry whose words occur in its message counts.
var yamlFaults = []struct {
	says    string
	message string
	opening bool // the fault is where the thing starts, not where it was noticed
}{
	{"could not find expected ':'", "expected ':' after the key", true},
	{"scanning a quoted scalar: found unexpected", "the quoted text does not end", true},
	{"escape", "not an escape that YAML knows", false},
	{"hexadecimal", "not an escape that YAML knows", false},
	{"a tab character", tabIndent, false},
	{"tabs", tabIndent, false},
	{"did not find expected ',' or '}'", "expected ',' or '}'", false},
	{"did not find expected ',' or ']'", "expected ',' or ']'", false},
	{"did not find expected key", "expected a key: the indentation or a quote may be wrong", false},
	{"did not find expected '-'", "expected '-': the indentation may be wrong", false},
	{"mapping values are not allowed", "a ':' is not allowed here: quote the value or check the indentation", false},
	{"block sequence entries are not allowed", "a '-' is not allowed here: check the indentation", false},
	{"mapping keys are not allowed", "a '?' is not allowed here", false},
	{"cannot start any token", "a value cannot start with this character: quote it (is this a template?)", false},
	{"unknown anchor", "an alias of an anchor that is not defined before it", false},
	{"tag", "a tag that is not declared or not written right", false},
	{"YAML directive", "a %YAML directive that is repeated or not written right", false},
	{"incompatible YAML document", "a %YAML directive of a version that is not 1.x", false},
	{"directive", "a directive that YAML does not know", false},
	{"<document start>", "expected '---' before the next document", false},
	{"document-end marker", "expected a new line after '...'", false},
	{"a comment without", "a comment needs a space before its '#'", false},
	{"block scalar", "the header or the indentation of a block text is wrong", false},
	{"expected node content", "expected a value", false},
	{"anchor", "an anchor or alias that is not written right", false},
	{"alias", "an anchor or alias that is not written right", false},
}

// fail makes an Error of what the library reports.
func (y *yamlParser) fail(cause error) error {
	loading, ok := errors.AsType[*yaml.LoadError](cause)
	if !ok {
		return &Error{File: y.text.File, Message: notYAML}
	}
	says := loading.ContextMsg + ": " + loading.Message
	if strings.Contains(says, "control characters") {
		return y.text.errorAt(controlAt(y.src), "a control character is not allowed in YAML")
	}
	at := y.offsets.find(loading.Mark.Line, loading.Mark.Column)
	if strings.Contains(says, "nested deeper") {
		return y.tooDeep(at)
	}
	if strings.Contains(says, "cannot start any token") && at < len(y.src) && y.src[at] == '\t' {
		return y.text.errorAt(at, tabIndent)
	}
	for _, fault := range yamlFaults {
		if !strings.Contains(says, fault.says) {
			continue
		}
		if fault.opening && loading.ContextMark.Line > 0 {
			at = y.offsets.find(loading.ContextMark.Line, loading.ContextMark.Column)
		}
		return y.text.errorAt(at, "%s", fault.message)
	}
	return y.text.errorAt(at, notYAML)
}

// controlAt finds the first character that YAML does not allow.
func controlAt(src string) int {
	i := strings.IndexFunc(src, func(r rune) bool {
		return unicode.IsControl(r) && !strings.ContainsRune("\t\n\r\u0085", r) || r == '\ufffe' || r == '\uffff'
	})
	if i < 0 {
		return len(src)
	}
	return i
}

// fillIn gives a value that is not written the text #{NAME}# that stands in its place.
// YAML takes that for a comment; the tool that fills it in (Replace Tokens of Azure
// Pipelines) does so before anything reads YAML.
func (y *yamlParser) fillIn(value *Node) {
	at := toFillIn().FindStringSubmatchIndex(y.src[y.end:])
	if at == nil || value.Kind != Null {
		return
	}
	value.Span = Range{Start: y.end + at[2], End: y.end + at[3]}.Span()
	value.Kind, value.Text = String, y.src[value.Range().Start:value.Range().End]
	y.end = value.Range().End
}

// toFillIn finds the name alone on the rest of a line: what is commented out has spaces
// or colons in it.
var toFillIn = regex.Lazy(`^[ \t]+(#\{[A-Za-z_][A-Za-z0-9_.-]*\}#)[ \t]*(?:\r?\n|$)`)
