package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// writtenTree reads one document, whose values say which text they stand in.
func writtenTree(tb testing.TB, file, content string) (*source.Text, *source.Node) {
	tb.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	source.SetText(documents[0].Root, text)
	return text, documents[0].Root
}

func TestAPointerLeadsToWhatIsWritten(t *testing.T) {
	t.Parallel()
	root, rootTree := writtenTree(t, "databricks.yml", `
shared: &shared {calls: 5}
targets:
  prod:
    chat: {name: prod, limits: [{calls: 7}], gateway: {on: false}, same: *shared}
`)
	other, otherTree := writtenTree(t, "resources/chat.yml", "chat: {limits: [{calls: 1}], gateway: {off: true}, a/b: ~}\n")
	prod, base := rootTree.Get("targets").Get("prod").Get("chat"), otherTree.Get("chat")
	gateway := *prod.Get("gateway")
	gateway.SetEntries(append(append([]source.Entry{}, gateway.Entries()...), base.Get("gateway").Entries()...))
	limits := *prod.Get("limits")
	limits.SetItems(append(append([]*source.Node{}, base.Get("limits").Items()...), limits.Items()...))
	elsewhere, elsewhereTree := writtenTree(t, "overrides.json", `{"x": 1}`)
	tree := source.NewMap(
		source.Entry{Key: "name", Value: prod.Get("name")},
		source.Entry{Key: "gateway", Value: &gateway},
		source.Entry{Key: "limits", Value: &limits},
		source.Entry{Key: "same", Value: prod.Get("same")},
		source.Entry{Key: "a/b", Value: base.Get("a/b")},
		source.Entry{Key: "x", Value: elsewhereTree.Get("x")},
	)
	tree.Origin, tree.Span = base.Origin, base.Span
	d := &source.Document{
		Text: root, Texts: []*source.Text{other, elsewhere}, Written: []*source.Node{rootTree, otherTree},
		Root: tree,
	}
	for name, test := range map[string]struct {
		path []string
		want string
	}{
		"the document":                 {nil, "/chat"},
		"what a target sets":           {[]string{"name"}, "/targets/prod/chat/name"},
		"a block that a target opens":  {[]string{"gateway"}, "/targets/prod/chat/gateway"},
		"what another file has there":  {[]string{"gateway", "off"}, "/chat/gateway/off"},
		"an element of another file":   {[]string{"limits", "0", "calls"}, "/chat/limits/0/calls"},
		"an element that a target has": {[]string{"limits", "1", "calls"}, "/targets/prod/chat/limits/0/calls"},
		"what is not written":          {[]string{"gateway", "limits", "0"}, "/targets/prod/chat/gateway/limits/0"},
		"what an alias stands for":     {[]string{"same", "calls"}, "/shared/calls"},
		"a key with a slash":           {[]string{"a/b"}, "/chat/a~1b"},
	} {
		got, ok := d.WrittenPointer(test.path)
		if !ok || got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if got, ok := d.WrittenPointer([]string{"x"}); ok {
		t.Errorf("in a text without a tree: %q", got)
	}
	plain := &source.Document{Text: root, Root: rootTree}
	if got, ok := plain.WrittenPointer([]string{"targets"}); ok {
		t.Errorf("in a document of one text: %q", got)
	}
	path, ok := d.PathAt(source.Spot{Text: other, Range: base.Get("limits").Items()[0].Get("calls").Range()})
	if diff := cmp.Diff([]string{"chat", "limits", "0", "calls"}, path); diff != "" || !ok {
		t.Error(diff)
	}
}
