package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestAValueIsShownInTheTextItIsWrittenIn(t *testing.T) {
	t.Parallel()
	read := func(file, content string) *source.Document {
		text, err := source.NewText(file, []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		documents, err := source.Parse(text, source.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		return documents[0]
	}
	root, included := read("root.yaml", "name: a\n"), read("included.yaml", "limits:\n  - calls: 1\n    key: user\n")
	from := &source.Spot{Text: root.Text, Range: source.Range{Start: 6, End: 7}}
	limits := included.Root.Entries()[0]
	for _, n := range []*source.Node{limits.Value, limits.Value.Items()[0], limits.Value.Items()[0].Get("key")} {
		n.Origin = &source.Origin{Text: included.Text}
	}
	limits.Value.Items()[0].Entries()[0].Value.Origin = &source.Origin{Text: included.Text, From: from}
	root.Root.SetEntries(append(root.Root.Entries(), limits))

	type shown struct {
		File, Written string
		From          *source.Spot
	}
	for name, test := range map[string]struct {
		pointer []string
		want    shown
	}{
		"a value of the document's own":       {[]string{"name"}, shown{"root.yaml", "a", nil}},
		"the root, at its name":               {nil, shown{"root.yaml", "a", nil}},
		"a list, at its key":                  {[]string{"limits"}, shown{"included.yaml", "limits", nil}},
		"an element, at its first key":        {[]string{"limits", "0"}, shown{"included.yaml", "calls", from}},
		"a value that comes from elsewhere":   {[]string{"limits", "0", "calls"}, shown{"included.yaml", "1", from}},
		"what is missing, at what is nearest": {[]string{"limits", "0", "tokens"}, shown{"included.yaml", "calls", nil}},
		"a value that is written in place":    {[]string{"limits", "0", "key"}, shown{"included.yaml", "user", nil}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := root.Locate(test.pointer)
			text := at.Text
			if text == nil {
				text = root.Text
			}
			got := shown{text.File, string(text.Bytes[at.Range.Start:at.Range.End]), at.From}
			if got.From != test.want.From || got.File != test.want.File || got.Written != test.want.Written {
				t.Error(cmp.Diff(test.want.File+": "+test.want.Written, got.File+": "+got.Written), got.From, test.want.From)
			}
		})
	}
}
