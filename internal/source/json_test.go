package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func parse(t testing.TB, file, content string) []*source.Document {
	t.Helper()
	documents, err := source.Parse(text(t, file, content), source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

func text(t testing.TB, file, content string) *source.Text {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestAJSONFileIsReadWithItsComments(t *testing.T) {
	t.Parallel()
	d := parse(t, "gw.json", `{
  // the endpoint
  "name": "a\u00e9\ud83d\ude00b", "n": [1, -2.5e3, true, null,],
}`)
	got := d[0].Root
	want := &source.Node{Kind: source.Map, Range: source.Range{Start: 0, End: 86}, Entries: []source.Entry{
		{Key: "name", KeyRange: source.Range{Start: 22, End: 28}, Value: &source.Node{
			Kind: source.String, Range: source.Range{Start: 30, End: 52}, Text: "aé😀b",
		}},
		{Key: "n", KeyRange: source.Range{Start: 54, End: 57}, Value: &source.Node{
			Kind: source.List, Range: source.Range{Start: 59, End: 83}, Items: []*source.Node{
				{Kind: source.Number, Range: source.Range{Start: 60, End: 61}, Text: "1"},
				{Kind: source.Number, Range: source.Range{Start: 63, End: 69}, Text: "-2.5e3"},
				{Kind: source.Bool, Range: source.Range{Start: 71, End: 75}, Text: "true"},
				{Kind: source.Null, Range: source.Range{Start: 77, End: 81}},
			},
		}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
