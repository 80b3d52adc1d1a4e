package source_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// lowered reads keys in lower case, and the number 1 as one.
var lowered = source.Spelling{
	Key: strings.ToLower,
	Value: func(key string, value *source.Node) *source.Node {
		if key != "n" || value.Text != "1" {
			return value
		}
		return &source.Node{Kind: source.String, Text: "one", Span: value.Span}
	},
	Free: func(key string) bool { return key == "free" },
}

func TestATreeIsReadInAnotherSpelling(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"a key":                   {`{A: 1}`, `{a: 1}`},
		"a key below a list":      {`[{a: 1}, {B: {C: []}}]`, `[{a: 1}, {b: {c: []}}]`},
		"a value":                 {`{N: 1, m: 1}`, `{n: one, m: 1}`},
		"keys that are free":      {`{FREE: {A: {B: 1}}, A: 1}`, `{free: {A: {B: 1}}, a: 1}`},
		"an anchor":               {`{x: &x {A: 1}, y: *x}`, `{x: {a: 1}, y: {a: 1}}`},
		"a key that comes twice":  {`{a: 1, A: 2}`, `{a: 1, a!: 2}`},
		"one that came twice too": {`{A: 1, A: 2}`, `{a: 1, a!: 2}`},
		"nothing":                 {``, `null`},
		"a scalar":                {`A`, `A`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := parsedYAML(t, test.in)
			if got := plainly(lowered.Read(doc.Root)); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// plainly writes a tree, with a mark behind a repeated key.
func plainly(n *source.Node) string {
	var parts []string
	switch {
	case n == nil:
		return "null"
	case n.Kind == source.List:
		for _, item := range n.Items() {
			parts = append(parts, plainly(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case n.Kind == source.Map:
		for _, e := range n.Entries() {
			repeats := map[bool]string{true: "!"}[e.Repeats]
			parts = append(parts, e.Key+repeats+": "+plainly(e.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return n.Text
}

func parsedYAML(t *testing.T, in string) *source.Document {
	t.Helper()
	text, err := source.NewText("x.yaml", []byte(in))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(documents) == 0 {
		return &source.Document{Text: text}
	}
	return documents[0]
}

func TestWhatReadsAsItIsWrittenIsTheSameTree(t *testing.T) {
	t.Parallel()
	for _, in := range []string{`{a: 1}`, `[]`, `{free: {A: 1}}`, `{n: 2}`, `[{a: [1]}]`} {
		root := parsedYAML(t, in).Root
		if lowered.Read(root) != root {
			t.Errorf("%s was copied", in)
		}
	}
}

func TestWhatIsSharedStaysShared(t *testing.T) {
	t.Parallel()
	root := lowered.Read(parsedYAML(t, `{x: &x {A: 1}, y: *x}`).Root)
	if root.Get("x") != root.Get("y") {
		t.Error("an alias is another value than its anchor")
	}
}

func TestAPointerHasKeysAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	doc := parsedYAML(t, `{A: [{B: 1, c: 2}], d: {A: {}}}`)
	doc.Root = lowered.Read(doc.Root)
	for path, want := range map[string]string{
		"a": "/A", "a 0 b": "/A/0/B", "a 0 c": "/A/0/c", "a 0 missing b": "/A/0/missing/b",
		"A 0 B": "/A/0/B", "d a": "/d/A", "a 5 b": "/A/5/b", "": "",
	} {
		place := doc.Locate(strings.Fields(path))
		if diff := cmp.Diff(want, place.Pointer); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	if place := doc.Locate([]string{"A", "0", "B"}); place.Missing || place.Range.Start != 9 {
		t.Errorf("%+v", place)
	}
}

func TestAMapOfManyKeysIsFoundAsItReads(t *testing.T) {
	t.Parallel()
	var in strings.Builder
	for i := range 300 {
		in.WriteString("K" + strings.Repeat("x", i) + ": 1\n")
	}
	root := lowered.Read(parsedYAML(t, in.String()).Root)
	if root.Get("kxxx") == nil || root.Get("Kxxx") != nil {
		t.Error("its keys are looked up as they are written")
	}
}
