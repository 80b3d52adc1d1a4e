package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// commentLines are the comments of a text, one a line: how it stands, what it says, and
// which lines it stands above.
func commentLines(text *source.Text, comments []source.Comment) []string {
	var lines []string
	for _, c := range comments {
		how := "trailing"
		if c.OwnLine {
			how = "own"
		}
		if c.Head {
			how += " head"
		}
		line := fmt.Sprintf("%d %s: %s", text.Position(c.Range.Start).Line, how, c.Text)
		if c.Below.Start < c.Below.End {
			line += fmt.Sprintf(" > %d-%d", text.Position(c.Below.Start).Line, text.Position(c.Below.End-1).Line)
		}
		lines = append(lines, line)
	}
	return lines
}

func commentsOf(tb testing.TB, file, content string) (*source.Text, []source.Comment) {
	tb.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	return text, source.Comments(text, documents)
}

func TestCommentsAreWhatLiesBetweenKeysAndScalars(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, in string
		want     []string
	}{
		"behind a value, above a key, above an element and its first key": {
			file: "a.yaml",
			in: "# top\nname: a # one\nlimits:\n  # two\n  - key: user\n    # three\n    calls: 1\n  # four\n  - key: x\n" +
				"# five\nlast:\n  more: 1\n",
			want: []string{
				"1 own head: top > 2-2", "2 trailing: one", "4 own: two > 5-7", "6 own: three > 7-7", "8 own: four > 9-9",
				"10 own: five > 11-12",
			},
		},
		"in no text in quotes, no URL, no plain text and no block scalar but its header": {
			file: "a.yaml",
			in: "a: \"x # no\"\nb: 'it''s # no'\nc: |  # head\n  # no\n\n  text # no\n# yes\nd: http://x/#no\ne: a#no\nf: >- # folded\n  # no\n" +
				"g: |\n  # no\nh: [a, \"# no\", b] # yes\n",
			want: []string{"3 trailing: head", "7 own: yes > 8-8", "10 trailing: folded", "14 trailing: yes"},
		},
		"between elements in brackets": {
			file: "a.yaml",
			in:   "a: [ # one\n  # two\n  {b: 1}, # three\n# four\n  {b: 2,\n   c: 3}\n  # five\n]\n# six\n",
			want: []string{"1 trailing: one", "2 own: two > 3-3", "3 trailing: three", "4 own: four > 5-6", "7 own: five", "9 own: six"},
		},
		"above nothing where the block of the comment ends first": {
			file: "a.yaml",
			in:   "a:\n  b: 1\n  # left\nc: 1\nd:\n# for the value\n  - 1\n  - 2\n",
			want: []string{"3 own: left", "6 own: for the value > 7-7"},
		},
		"above a value that has its own line": {
			file: "a.yaml",
			in:   "a:\n  # one\n  text\nb: # two\n  # three\n  text\n",
			want: []string{"2 own: one > 3-3", "4 trailing: two", "5 own: three > 6-6"},
		},
		"above nothing where an alias, a merge key or another document is next": {
			file: "a.yaml",
			in: "base: &b {x: 1}\na:\n  # merge\n  <<: *b\n  # y\n  y: 1\nlist:\n  - 1\n  # alias\n  - *b\n  # two\n  - 2\n# all\nd: *b\n# end\n---\n# next\ne: 1\n" +
				"f: {<<: {x: \"# no\"}, x: 1} # yes\ng:\n  # in place\n  <<: {x: 2}\n  y: 1\n",
			want: []string{
				"3 own: merge", "5 own: y > 6-6", "9 own: alias", "11 own: two > 12-12", "13 own: all > 14-14", "15 own: end",
				"17 own: next > 18-18", "19 trailing: yes", "21 own: in place",
			},
		},
		"above elements with nothing, an anchor or a line of their own": {
			file: "a.yaml",
			in:   "l:\n# one\n-\n# two\n- &a # three\n  x: 1\n# four\n-\n  x: 1\n# five\n- - 1\n  # six\n  - 2\n",
			want: []string{
				"2 own: one > 3-3", "4 own: two > 5-6", "5 trailing: three", "7 own: four > 8-9", "10 own: five > 11-13", "12 own: six > 13-13",
			},
		},
		"with carriage returns and a byte order mark": {
			file: "a.yaml",
			in:   "\ufeff# one\r\na: 1 # two\r\n# three\r\nb: |\r\n  # no\r\n",
			want: []string{"1 own head: one > 2-2", "2 trailing: two", "3 own: three > 4-5"},
		},
		"of JSON": {
			file: "a.jsonc",
			in: "// top\n{ // open\n  /* a */ \"a\": \"// no\", /* b */\n  // two\n  \"b\": [\n    // el\n    {\"c\": 1},\n    // last\n  ],\r\n  /*\n   * many\n   */\n" +
				"  \"d\": \"/* no */\" // end\n  // left\n}\n// behind",
			want: []string{
				"1 own head: top > 2-15", "2 trailing head: open", "3 own head: a > 3-3", "3 trailing: b", "4 own: two > 5-9", "6 own: el > 7-7",
				"8 own: last", "10 own: many > 13-13", "13 trailing: end", "14 own: left", "16 own: behind",
			},
		},
		"of JSON lines": {
			file: "a.jsonl",
			in:   "// one\n{\"a\": 1}\n// two\n{\"a\": \"//\"} // three\n",
			want: []string{"1 own head: one > 2-2", "3 own: two > 4-4", "4 trailing: three"},
		},
		"in the blocks of Markdown": {
			file: "a.md",
			in:   "# title\n\n```yaml\n# one\na: 1 # two\n```\n\n# more\n\n- x\n\n  ```json\n  {\"a\": 1} // three\n  ```\n\n```sh\n# no\n```\n\n```yaml\n# nothing\n```\n\n```yaml\n# four\nb: 1\n```\n",
			want: []string{"4 own head: one > 5-5", "5 trailing: two", "13 trailing: three", "25 own: four > 26-26"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, comments := commentsOf(t, test.file, test.in)
			if diff := cmp.Diff(test.want, commentLines(text, comments)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsNotReadHasNoComments(t *testing.T) {
	t.Parallel()
	text, err := source.NewText("a.yaml", []byte("a: 1 # one\n---\nb: 1 # two\nc: \"open # three\n"))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err == nil {
		t.Fatal("the text parses")
	}
	if diff := cmp.Diff([]string(nil), commentLines(text, source.Comments(text, documents))); diff != "" {
		t.Error(diff)
	}
}

func TestCommentsOfABundleAreThoseOfWhatIsReadOfIt(t *testing.T) {
	t.Parallel()
	text, err := source.NewText("databricks.json", []byte("# one\n{\"a\": \"# no\", # two\n \"b\": 1}\n---\n# three\nc: 1\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := commentLines(text, source.BundleComments(text, source.Limits{}))
	if diff := cmp.Diff([]string{"1 own head: one > 2-3", "2 trailing: two"}, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzComments holds that nothing but a comment is one: without them a text reads as
// before, and has none.
func FuzzComments(f *testing.F) {
	for _, seed := range []string{
		"a: 1 # x\n# y\nb: [1, # z\n 2]\n", "a: |  # h\n  # no\n", "a: \"x # y\"\n", "a: &x {b: 1}\nc:\n  <<: *x # m\n", "- a\n# b\n- *x\n", "k: 'it''s # no' # yes\n",
		"{\"a\": 1} // c", "/* x */ [1, // y\n2]",
	} {
		f.Add("a.yaml", seed)
		f.Add("a.jsonl", seed)
		f.Add("a.md", "# x\n```yaml\n"+seed+"\n```\n")
	}
	f.Fuzz(func(t *testing.T, file, content string) {
		if !strings.HasPrefix(file, "a.") {
			return
		}
		text, err := source.NewText(file, []byte(content))
		if err != nil {
			return
		}
		documents, err := source.Parse(text, source.Limits{})
		if err != nil {
			return
		}
		blank := []byte(text.Content())
		for _, c := range source.Comments(text, documents) {
			if c.Below.End < c.Below.Start || c.Below.End > len(blank) || c.Below.Start < c.Below.End && c.Below.Start < c.Range.End {
				t.Errorf("%q stands above %v", c.Text, c.Below)
			}
			for i := c.Range.Start; i < c.Range.End; i++ {
				if blank[i] != '\n' && blank[i] != '\r' {
					blank[i] = ' '
				}
			}
		}
		without, err := source.NewText(file, blank)
		if err != nil {
			t.Fatalf("%q is no text any more: %v", blank, err)
		}
		again, err := source.Parse(without, source.Limits{})
		if err != nil {
			t.Fatalf("%q does not parse any more: %v", blank, err)
		}
		if diff := cmp.Diff(plainOf(documents), plainOf(again)); diff != "" {
			t.Errorf("%q: %s", blank, diff)
		}
		if left := source.Comments(without, again); len(left) > 0 {
			t.Errorf("%q still has %v", blank, left)
		}
	})
}

func plainOf(documents []*source.Document) []any {
	var all []any
	for _, d := range documents {
		all = append(all, d.Root.Plain(func(*source.Node) bool { return false }))
	}
	return all
}
