package bundle

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
)

// FuzzMerge merges any two files, and resolves a target of them. Nothing crashes, what was
// read is not changed, the result is the same each time, each value in it is one that was
// written, and null changes nothing.
func FuzzMerge(f *testing.F) {
	for _, seed := range [][2]string{
		{chatBase, "resources: {model_serving_endpoints: {chat: {ai_gateway: {rate_limits: [{key: endpoint}]}}}}"},
		{chatBase, "resources: {model_serving_endpoints: {chat: {ai_gateway: '${var.gw}'}}}"},
		{"a: {b: [1], b: 2}", "a: {b: x, b: [3]}"},
		{"a: &a {b: 1}\nc: {<<: *a}", "c: {b: 2}"},
		{"permissions: [{level: CAN_RUN, group_name: a}]\nresources: {apps: {x: }}", "resources: {apps: {x: {resources: [{name: a}, {name: a}]}}}"},
		{"bundle: {mode: development}\nresources: {schemas: {s: {name: a, catalog_name: b}}}", "presets: {name_prefix: '[${a'}"},
		{"targets: {prod: {mode: production, git: 1, bundle: [a]}}", "targets: {prod: {git: {a: b}, run_as: ~, x: y}}\nenvironments: {prod: }"},
		{"null", "[1, 2]"},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		files := parsedFiles(t, a, b)
		if files == nil {
			return
		}
		before := snapshot(t, files)
		first, faults := merged(t, files)
		again, _ := merged(t, files)
		if !bytes.Equal(first, again) {
			t.Errorf("merged twice:\n%s\n%s", first, again)
		}
		if after := snapshot(t, files); !bytes.Equal(before, after) {
			t.Errorf("what was read is changed:\n%s\n%s", before, after)
		}
		for _, err := range faults {
			if err.Message == "" || err.File == "" {
				t.Errorf("a fault says nothing: %+v", err)
			}
		}
		nullChangesNothing(t, files[0].root)
	})
}

// parsedFiles are the files of a bundle with these contents, nil where one cannot be read.
func parsedFiles(tb testing.TB, contents ...[]byte) []file {
	tb.Helper()
	var files []file
	for _, content := range contents {
		text, err := source.NewText("databricks.yml", content)
		if err != nil {
			return nil
		}
		documents, err := source.Parse(text, source.Limits{Values: 2000, Aliases: 2000, Depth: 50})
		if err != nil || len(documents) == 0 {
			return nil
		}
		source.SetText(documents[0].Root, text)
		files = append(files, file{text: text, root: fit(documents[0].Root, rootField)})
	}
	return files
}

// merged is what all targets of a bundle deploy, as JSON.
func merged(tb testing.TB, files []file) ([]byte, []*source.Error) {
	tb.Helper()
	written := map[string]bool{"": true, unknownText: true}
	for _, f := range files {
		addTexts(f.root, written)
	}
	b := &Bundle{files: files}
	b.Targets = targetsOf(b)
	faults := b.Faults
	var all []any
	for _, target := range b.Targets {
		r := &resolution{bundle: b, target: target}
		root := r.merge()
		if root == nil {
			continue
		}
		written[target] = true
		checkTexts(tb, root, written)
		all = append(all, plain(root), plain(preset(r, root)))
		faults = append(faults, r.faults...)
	}
	content, err := json.Marshal(all)
	if err != nil {
		return nil, faults // a number that JSON does not have
	}
	return content, faults
}

func addTexts(n *source.Node, texts map[string]bool) {
	if n.Kind < source.List {
		texts[n.Text] = true
	}
	for _, item := range n.Items() {
		addTexts(item, texts)
	}
	for _, e := range n.Entries() {
		addTexts(e.Value, texts)
	}
}

func checkTexts(tb testing.TB, n *source.Node, written map[string]bool) {
	tb.Helper()
	if n.Kind < source.List && !written[n.Text] {
		tb.Errorf("nobody wrote %q", n.Text)
	}
	for _, item := range n.Items() {
		checkTexts(tb, item, written)
	}
	for _, e := range n.Entries() {
		checkTexts(tb, e.Value, written)
	}
}

// snapshot is what files hold, with the places and remarks of all values.
func snapshot(tb testing.TB, files []file) []byte {
	tb.Helper()
	var b bytes.Buffer
	for _, f := range files {
		writeNode(&b, f.root)
	}
	return b.Bytes()
}

func writeNode(b *bytes.Buffer, n *source.Node) {
	o := originOf(n)
	b.WriteString(n.Kind.String() + n.Text + o.Written + o.Unresolved)
	_ = json.NewEncoder(b).Encode([]any{n.Range(), o.Unfit, o.Known, len(o.Dropped), len(n.Entries())})
	for _, item := range n.Items() {
		writeNode(b, item)
	}
	for _, e := range n.Entries() {
		b.WriteString(e.Key)
		_ = json.NewEncoder(b).Encode([]any{e.KeyRange(), e.Repeats, e.Merged})
		writeNode(b, e.Value)
	}
}

// nullChangesNothing holds that a map over which maps of null are merged is the very map.
func nullChangesNothing(tb testing.TB, n *source.Node) {
	tb.Helper()
	if n.Kind != source.Map {
		return
	}
	m := &merger{refuse: func(err *source.Error) { tb.Errorf("refused: %v", err) }}
	if got := m.maps([]*source.Node{n, nulls(n)}, rootField, nil); got != n {
		tb.Error("null changes something")
	}
}

// nulls is a map with the keys of another one, in which all values are null or empty.
func nulls(n *source.Node) *source.Node {
	var entries []source.Entry
	for _, e := range n.Entries() {
		if last := n.Entry(e.Key); last.Value.Kind == source.Map && !isUnfit(last.Value) && last.KeyRange() == e.KeyRange() {
			e.Value = nulls(e.Value)
		} else {
			e.Value = &source.Node{}
		}
		entries = append(entries, e)
	}
	return source.NewMap(entries...)
}
